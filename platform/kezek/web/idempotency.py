"""A token in each form, by which an act that is sent twice is done once.

The token is made when the form is rendered and comes back with it. The use case stores it in the
transaction of the act itself, so a double press, a lost answer and the back button are harmless.
"""

from uuid import UUID, uuid4, uuid5

from flask import abort, g, request

FIELD = "intent"


def token_for(form: str) -> str:
    """The token of one form of this page; the same wherever the form stands in one answer."""
    if "intent_seed" not in g:
        g.intent_seed = uuid4()
    return str(uuid5(g.intent_seed, form))


def intent() -> UUID:
    """The token that came with this request; 400 when it is missing or is none."""
    try:
        return UUID(request.form.get(FIELD, ""))
    except ValueError:
        abort(400)

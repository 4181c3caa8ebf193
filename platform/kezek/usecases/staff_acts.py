"""How staff act: by a permission on the thing itself, once however often the button is pressed."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from kezek.core.access import Actor, Permission, Subject, may
from kezek.core.admission_stages import arrival_of
from kezek.core.applications import Application, State
from kezek.core.errors import Code, Refusal
from kezek.core.triggers import Trigger
from kezek.usecases.deciding import NotFound, act_on_application
from kezek.usecases.repeats import KeyReused, Once, Repeated
from kezek.usecases.unit_of_work import Act, act

Asked = Callable[[Act, Application], Trigger]


def press(
    tenant_id: int, by: Actor, do: Callable[[Act], None], *, intent: str | None, request: str
) -> Mapping[str, Any]:
    """Does it in one transaction and gives the answer; sent again it gives the first answer.

    Raises what `do` raises, and Refusal(ALREADY_DECIDED) for a key that came with another request.
    """
    return press_as(tenant_id, by.tag, do, intent=intent, request=request)


def press_as(
    tenant_id: int, by: str, do: Callable[[Act], None], *, intent: str | None, request: str
) -> Mapping[str, Any]:
    """The same for somebody who is known by a tag alone, as an operator of several regions is."""
    try:
        with act(tenant_id, by, once_of(intent, request)) as running:
            do(running)
            return running.response
    except Repeated as repeated:
        return repeated.response
    except KeyReused:
        raise form_sent() from None


def decide(
    tenant_id: int,
    by: Actor,
    permission: Permission,
    application_id: uuid.UUID,
    asked: Asked,
    *,
    intent: str | None,
    request: str,
) -> None:
    """Takes one decision on one application, looked at under its lock; sent twice it is one.

    Raises NotFound for those whom it does not concern (any more), and Refusal.
    """

    def trigger(running: Act, application: Application) -> Trigger:
        if not may(by, permission, concerned(application)):
            raise NotFound(application_id)
        return asked(running, application)

    once = once_of(intent, f"{request}:{application_id}")
    try:
        act_on_application(tenant_id, by.tag, application_id, trigger, once=once)
    except Repeated:
        return
    except KeyReused:
        raise form_sent() from None


def concerned(application: Application) -> Subject:
    """Whom an application concerns now: of kindergartens only the one to which the child comes."""
    arrival = arrival_of(application)
    return Subject(
        guardian_id=application.guardian,
        kindergarten_ids=frozenset({arrival.referral.kindergarten} if arrival else ()),
        territory=application.territory,
    )


def need_state(application: Application, *states: State) -> None:
    """The question is still open; else Refusal(ALREADY_DECIDED): somebody was quicker (R-23)."""
    if application.state not in states:
        raise Refusal(Code.ALREADY_DECIDED, "state", state=application.label)


def once_of(intent: str | None, request: str) -> Once | None:
    """The key of one press of a button, if it came with one."""
    return Once(intent, request) if intent else None


def form_sent() -> Refusal:
    """The same form with other words: nothing was changed."""
    return Refusal(Code.ALREADY_DECIDED, "form_sent")

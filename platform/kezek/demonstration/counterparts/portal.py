"""The made-up state portal: a form in both languages that applies on the wire, and views a number.

It does what docs/portal.md asks of the real one, keeps nothing, and signs for the applicant with a
made-up key of the demonstration's centre.
"""

import base64
import json
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from kezek.adapters.exchange.envelopes import Unsigned
from kezek.clock import host_now
from kezek.core.consent import VERSION
from kezek.demonstration.certification import Centre, Subject
from kezek.demonstration.counterparts.asking import Answered, Caller
from kezek.demonstration.counterparts.desks import Desk
from kezek.demonstration.counterparts.portal_words import WORDS
from kezek.demonstration.counterparts.visits import Visit, rendered
from kezek.demonstration.signing import as_pem, signed
from kezek.settings import Party

NAME = "egov"
HOME, APPLY, NUMBER = "/portal/", "/portal/apply", "/portal/number"

_KEY_LASTS = timedelta(days=30)
_TYPED = (
    *("parent_iin", "parent_name", "phone", "email", "address"),
    *("child_iin", "child_name", "born_on", "tongue"),
)


@dataclass(frozen=True, slots=True)
class Portal:
    """The portal, with whom it speaks, and the centre whose keys it signs with."""

    caller: Caller
    centre: Callable[[], Centre | None] = lambda: None
    now: Callable[[], datetime] = host_now

    def home(self, visit: Visit) -> str:
        """What can be done here."""
        answered = self._ask("/exchange/portal/territories", {})
        return _page("portal.html", visit, territories=answered.body.get("territories", []))

    def apply(self, visit: Visit) -> str:
        """The form of a territory; sent, the application goes out."""
        territories = self._ask("/exchange/portal/territories", {}).body.get("territories", [])
        code = visit.value("territory")
        territory = next((one for one in territories if one["code"] == code), None)
        if territory is None:
            return self.home(visit)
        if not visit.is_sent:
            return self._form(visit, territory, [])
        answered = self._ask("/exchange/portal/applications", self._application(visit))
        if answered.errors:
            return self._form(visit, territory, answered.errors)
        return _page(
            "portal_shown.html",
            visit,
            applications=[answered.body["application"]],
            errors=[],
            request_id=visit.value("request_id"),
        )

    def number(self, visit: Visit) -> str:
        """«Балабақшаға кезек нөмірін қарау»."""
        asked = {
            "applicant": {"iin": visit.value("parent_iin")},
            "child": {"iin": visit.value("child_iin")},
        }
        answered = self._ask("/exchange/portal/numbers", asked)
        return _page(
            "portal_shown.html",
            visit,
            applications=answered.body.get("applications", []),
            errors=answered.errors,
            request_id="",
        )

    def _form(self, visit: Visit, territory: Mapping[str, Any], errors: list[Any]) -> str:
        gardens = []
        if territory["asks_for_kindergartens"]:
            asked = {"territory": territory["code"]}
            gardens = self._ask("/exchange/portal/kindergartens", asked).body["kindergartens"]
        return _page(
            "portal_apply.html",
            visit,
            territory=territory,
            gardens=gardens,
            errors=errors,
            typed={name: visit.value(name) for name in _TYPED},
            chosen=visit.values("garden"),
            request_id=visit.value("request_id") or f"portal-{uuid.uuid4()}",
        )

    def _application(self, visit: Visit) -> dict[str, Any]:
        """What is sent, as the contract has it."""
        said: dict[str, Any] = {
            "request_id": visit.value("request_id"),
            "territory": visit.value("territory"),
            "applicant": {
                "iin": visit.value("parent_iin"),
                "full_name": visit.value("parent_name"),
                "address": visit.value("address"),
                "phone": visit.value("phone"),
                "language": visit.language,
            },
            "child": {
                "iin": visit.value("child_iin"),
                "full_name": visit.value("child_name"),
                "born_on": visit.value("born_on"),
            },
            "instruction_language": visit.value("tongue"),
            "kindergartens": visit.values("garden"),
            "categories": [int(one) for one in visit.values("category")],
            "consent": {
                "version": VERSION,
                "language": visit.language,
                # A clock that is a moment ahead must not date a consent into the future.
                "given_at": (self.now() - timedelta(seconds=5)).isoformat(),
            },
        }
        if visit.value("email"):
            said["applicant"]["email"] = visit.value("email")
        return said | self._signature(said)

    def _signature(self, said: Mapping[str, Any]) -> dict[str, Any]:
        """The applicant's signature under what is sent, where there is a centre to give keys."""
        centre = self.centre()
        if centre is None:
            return {}
        content = json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1).encode()
        now, person = self.now(), said["applicant"]
        subject = Subject(person["full_name"].upper(), person["iin"])
        key = centre.give(subject, now - _KEY_LASTS, now + _KEY_LASTS, curve=True)
        told = {
            "content": base64.b64encode(content).decode(),
            "cms": as_pem(signed(key, content, now)),
        }
        return {"signature": told}

    def _ask(self, path: str, body: Mapping[str, Any]) -> Answered:
        """What the deployment says; that it says nothing is a problem like any other."""
        try:
            return self.caller.ask(path, body)
        except (OSError, Unsigned, ValueError):
            told = {name: WORDS[name]["no_answer"] for name in WORDS}
            return Answered(503, {"errors": [{"code": "no_answer", "field": "", **told}]})


def desk(
    kezek: Party,
    centre: Callable[[], Centre | None] = lambda: None,
    now: Callable[[], datetime] = host_now,
) -> Desk:
    """The portal at its addresses; it only calls, and is called by people alone."""
    portal = Portal(Caller(NAME, kezek), centre, now)
    return Desk("portal", {}, {HOME: portal.home, APPLY: portal.apply, NUMBER: portal.number})


def _page(name: str, visit: Visit, **values: object) -> str:
    words = WORDS[visit.language]
    return rendered(
        name,
        language=visit.language,
        title=words["portal"],
        heading=words["portal"],
        made_up=words["made_up"],
        words=words,
        **values,
    )

"""A region with a kindergarten, and the state portal that speaks to it over real HTTP."""

import base64
import uuid
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from kezek.core.consent import VERSION
from kezek.db.journal import FactRow
from kezek.db.people import GuardianRow
from kezek.db.scope import read_scope
from kezek.demonstration.certification import Centre, Subject
from kezek.demonstration.signing import as_pem, signed
from tests.factories.contracts import need_request_as_written
from tests.factories.families import made_up_iin
from tests.factories.partners import Answered, Partner
from tests.factories.regions import House

APPLICATIONS = "/exchange/portal/applications"
SIGNED = "Өтініш, порталда қол қойылған күйінде".encode()


@dataclass
class Town:
    """A region with a kindergarten, and the portal that speaks to it."""

    house: House
    portal: Partner
    garden: uuid.UUID
    region: int
    centre: Centre

    def application(self, born_on: date = date(2022, 3, 14)) -> dict[str, Any]:
        """A family that nobody knows yet; as the contract has it."""
        serial = next(self.house.serials)
        return {
            "request_id": str(uuid.uuid4()),
            "territory": "demo/city",
            "applicant": {
                "iin": made_up_iin(date(1990, 5, 20), serial),
                "full_name": "Серікова Әлия",
                "address": "Абай көшесі, 1",
                "phone": f"+7701{serial:07d}",
                "language": "kk",
            },
            "child": {
                "iin": made_up_iin(born_on, serial),
                "full_name": "Айша Серікқызы",
                "born_on": born_on.isoformat(),
            },
            "instruction_language": "kk",
            "kindergartens": [str(self.garden)],
            "categories": [13],
            "consent": {
                "version": VERSION,
                "language": "kk",
                "given_at": self.house.clock.now().isoformat(),
            },
        }

    def signature(self, iin: str) -> dict[str, str]:
        """A text that this person has signed."""
        now = self.house.clock.now()
        key = self.centre.give(
            Subject("СЕРІКОВА ӘЛИЯ", iin), now - timedelta(days=9), now + timedelta(days=9)
        )
        return {
            "content": base64.b64encode(SIGNED).decode(),
            "cms": as_pem(signed(key, SIGNED, now)),
        }

    def apply(self, said: dict[str, Any], *, as_written: bool = True) -> Answered:
        """Sends an application."""
        if as_written:
            need_request_as_written("portal", APPLICATIONS, said)
        return self.portal.ask(APPLICATIONS, said)

    def rows(self, table: type[Any], *where: Any) -> list[Any]:
        """Rows of the region."""
        return self.house.within(self._rows, table, where)

    def _rows(self, table: type[Any], where: tuple[Any, ...]) -> list[Any]:
        with read_scope(self.region) as session:
            return list(session.scalars(select(table).where(*where)))

    def phones(self) -> list[str]:
        """The telephones of all families."""
        return self.house.within(self._phones)

    def _phones(self) -> list[str]:
        with read_scope(self.region) as session:
            return [row.phone for row in session.scalars(select(GuardianRow))]

    def facts(self) -> set[str]:
        """The kinds of facts that the journal holds."""
        return {row.kind for row in self.rows(FactRow)}

"""What a contract is made of: the child, its parent, and the place to which it comes."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from kezek.core.admission_stages import Arrival, arrival_of
from kezek.core.applications import Application
from kezek.core.places import Place
from kezek.db.kindergartens import KindergartenRow, find_kindergarten
from kezek.db.people import ChildRow, GuardianRow, find_child, find_guardian
from kezek.db.places import load_places


@dataclass(frozen=True, slots=True)
class ContractRows:
    """Both sides of a contract, and what it is about."""

    garden: KindergartenRow
    place: Place
    arrival: Arrival
    guardian: GuardianRow
    child: ChildRow


def contract_rows(session: Session, application: Application) -> ContractRows | None:
    """What the contract of an application is made of; nothing for a child that comes nowhere."""
    arrival = arrival_of(application)
    if arrival is None:
        return None
    garden = find_kindergarten(session, arrival.referral.kindergarten)
    guardian = find_guardian(session, application.guardian)
    child = find_child(session, application.child)
    place = load_places(session, [arrival.referral.place]).get(arrival.referral.place)
    if garden is None or guardian is None or child is None or place is None:
        return None
    return ContractRows(garden, place, arrival, guardian, child)

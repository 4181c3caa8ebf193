"""Who can sign in to the demonstration: staff accounts, and families in every stage."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from kezek.core.access import Role
from kezek.core.applications import State
from kezek.core.errors import Refusal
from kezek.core.territories import Mode
from kezek.db.applications import ApplicationRow, ReferralRow
from kezek.db.kindergartens import GroupRow, KindergartenRow
from kezek.db.people import GuardianRow
from kezek.db.private import identity_of
from kezek.db.scope import read_scope
from kezek.demonstration.certification import NOBODY, Subject
from kezek.demonstration.town import ACTOR, Town
from kezek.usecases.accounts import StaffWish, open_staff_account
from kezek.usecases.deployment.accounts import find_account_id, invite, take_up

PASSWORD = "balabaqsha-demo"  # noqa: S105 - printed for everybody who runs the demonstration

STAFF = (
    (Role.KINDERGARTEN, "kindergarten", "Балабақша меңгерушісі (демо)"),
    (Role.OFFICE, "office", "Білім бөлімінің маманы (демо)"),
    (Role.HOTLINE, "hotline", "Қолдау қызметі (демо)"),
    (Role.ADMIN, "admin", "Өңір әкімшісі (демо)"),
)
OPERATORS = (
    (Role.OPERATOR, "operator", "Оператор (демо)"),
    (Role.OPERATOR, "operator-2", "Екінші оператор (демо)"),
    (Role.SHARED_HOTLINE, "shared", "Ортақ қолдау қызметі (демо)"),
)
SHOWN_STATES = {
    Mode.LINEAR: (State.QUEUED, State.OFFERED, State.REFERRED, State.CONTRACT),
    Mode.VOUCHER: (
        State.QUEUED,
        State.VOUCHER_OFFERED,
        State.VOUCHER_ACTIVE,
        State.WAITLISTED,
        State.PLACE_CHOSEN,
        State.INACTIVE,
        State.ENROLLED,
    ),
    Mode.INDIGO: (
        State.QUEUED,
        State.PRIORITY,
        State.BENEFIT_CHECK,
        State.REFERRED,
        State.STOP_LIST,
        State.ENROLLED,
    ),
}


def open_accounts(town: Town) -> None:
    """One account for each kind of staff; those that are there stay as they are."""
    for role, login, name in _staff(town):
        garden = _busy_kindergarten(town) if role is Role.KINDERGARTEN else None
        wish = StaffWish(
            role=role,
            login=login,
            password=PASSWORD,
            full_name=name,
            language="kk",
            kindergarten_id=garden,
        )
        try:
            open_staff_account(town.tenant_id, ACTOR, wish)
        except Refusal as refusal:
            if refusal.detail != "login_taken":
                raise


def open_operators() -> None:
    """Two operators, for a region is closed by two, and the shared hotline."""
    for role, login, name in OPERATORS:
        if find_account_id(login) is None:
            take_up(invite(ACTOR, login, role, name), PASSWORD)


def operator_lines(address: str) -> Iterator[str]:
    """Where those who run the whole deployment sign in."""
    yield f"The deployment: {address}/operator/"
    logins = ", ".join(login for _, login, _ in OPERATORS)
    yield f"  operators and the shared hotline: password {PASSWORD}, logins {logins}"


def _staff(town: Town) -> Iterator[tuple[Role, str, str]]:
    """The staff of the region; a kindergarten of each way in which it gives places."""
    newest = {one.modes[-1].mode for one in town.region.territories}
    is_second = len(newest) > 1 and town.mode is not Mode.LINEAR
    for role, login, name in STAFF:
        if not is_second:
            yield role, login, name
        elif role is Role.KINDERGARTEN:
            yield role, f"{login}-{town.mode}", name


def _busy_kindergarten(town: Town) -> uuid.UUID | None:
    here = select(KindergartenRow.id).where(KindergartenRow.territory.in_(town.territories))
    with read_scope(town.tenant_id) as session:
        referred = session.scalar(
            select(ReferralRow.kindergarten_id)
            .where(ReferralRow.ended_at.is_(None), ReferralRow.kindergarten_id.in_(here))
            .order_by(ReferralRow.issued_at, ReferralRow.kindergarten_id)
            .limit(1)
        )
        return referred or session.scalar(
            select(GroupRow.kindergarten_id)
            .where(GroupRow.kindergarten_id.in_(here))
            .order_by(GroupRow.id)
            .limit(1)
        )


def lines(town: Town, address: str) -> Iterator[str]:
    """What to tell somebody who has just started the demonstration."""
    base = f"{address}/{town.region.slug}/"
    yield f"{town.region.name.ru} · {town.region.name.kk}, {town.mode}: {base}"
    yield f"  staff ({base}staff/): password {PASSWORD}, logins " + ", ".join(
        login for _, login, _ in _staff(town)
    )
    for state in SHOWN_STATES[town.mode]:
        family = _family_in(town, state)
        if family is not None:
            told = f"IIN {family.iin}, phone {family.phone} (application {family.number})"
            yield f"  family, {state}: {told}"
    yield f"  SMS codes of the demonstration: {base}demo/codes"


def key_owner(town: Town) -> Subject:
    """Whose key lies in the stand-in of NCALayer: a parent whose child waits."""
    family = _family_in(town, State.QUEUED)
    return Subject(family.name.upper(), family.iin) if family else NOBODY


def key_line(town: Town, address: str) -> str:
    """Where an electronic signature can be tried."""
    door = f"{address}/{town.region.slug}/family/sign-up"
    return f"Electronic signature: {door}; a stand-in of NCALayer signs as {key_owner(town).iin}"


def state_lines(address: str) -> Iterator[str]:
    """Where the made-up systems of the state can be seen, each a page in both languages."""
    yield f"State portal (made up; apply, view a number): {address}/portal/"
    yield f"Monitoring of state services (made up): {address}/monitoring/"
    yield f"National education base (made up): {address}/base/"


@dataclass(frozen=True, slots=True)
class _ShownFamily:
    iin: str
    phone: str
    number: str
    name: str


def _family_in(town: Town, state: State) -> _ShownFamily | None:
    with read_scope(town.tenant_id) as session:
        row = session.execute(
            select(GuardianRow, ApplicationRow.number)
            .join(
                ApplicationRow,
                (ApplicationRow.tenant_id == GuardianRow.tenant_id)
                & (ApplicationRow.guardian_id == GuardianRow.id),
            )
            .where(ApplicationRow.state == str(state), ApplicationRow.mode == str(town.mode))
            .order_by(ApplicationRow.serial)
            .limit(1)
        ).one_or_none()
        if row is None:
            return None
        parent = row.GuardianRow
        return _ShownFamily(identity_of(parent).iin, parent.phone, row.number, parent.full_name)

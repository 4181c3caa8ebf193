"""Who may do what: the table as a whole, and each predicate by an example."""

import uuid

import pytest

from kezek.core.access import (
    HIGH_RISK,
    STAFF,
    TABLE,
    Actor,
    Permission,
    Role,
    Subject,
    demand,
    may,
    might,
    needs_subject,
    roles_of,
)
from kezek.core.approvals import AGREED_BY
from kezek.core.errors import Code, Refusal
from kezek.core.ids import GuardianId, KindergartenId, TerritorySlug

AKSU, CITY = TerritorySlug("aksu"), TerritorySlug("city")
OURS, THEIRS = GuardianId(uuid.UUID(int=1)), GuardianId(uuid.UUID(int=2))
HERE, ELSEWHERE = KindergartenId(uuid.UUID(int=3)), KindergartenId(uuid.UUID(int=4))

APPLICATION = Subject(guardian_id=OURS, kindergarten_ids=frozenset({HERE}), territory=AKSU)


def actor(role: Role, **more: object) -> Actor:
    return Actor(uuid.UUID(int=9), role, **more)  # type: ignore[arg-type]


OWNER = actor(Role.FAMILY, guardian_id=OURS)
STRANGER = actor(Role.FAMILY, guardian_id=THEIRS)
ITS_STAFF = actor(Role.KINDERGARTEN, kindergarten_id=HERE)
OTHER_STAFF = actor(Role.KINDERGARTEN, kindergarten_id=ELSEWHERE)
ITS_OFFICER = actor(Role.OFFICE, territories=frozenset({AKSU}))
OTHER_OFFICER = actor(Role.OFFICE, territories=frozenset({CITY}))
CHIEF = actor(Role.OFFICE)
HOTLINE = actor(Role.HOTLINE)
ADMIN = actor(Role.ADMIN)
OPERATOR = actor(Role.OPERATOR)
SHARED_HOTLINE = actor(Role.SHARED_HOTLINE)

EVERYBODY = (
    OWNER, STRANGER, ITS_STAFF, OTHER_STAFF, ITS_OFFICER, OTHER_OFFICER, CHIEF, HOTLINE, ADMIN,
    OPERATOR, SHARED_HOTLINE,
)  # fmt: skip


def test_every_permission_has_its_row() -> None:
    assert set(TABLE) == set(Permission)
    assert all(TABLE[permission] for permission in Permission)


def test_an_operator_sees_no_family() -> None:
    """The deployment is run without reading what is in it."""
    allowed = {one for one in Permission if Role.OPERATOR in roles_of(one)}
    assert allowed == {
        Permission.ACCOUNT_KEEP,
        Permission.DEPLOYMENT_ENTER,
        Permission.DEPLOYMENT_SEE,
        Permission.DEPLOYMENT_RUN,
    }


@pytest.mark.parametrize(
    ("permission", "allowed"),
    [
        (Permission.REFERRAL_ACCEPT, {OWNER}),
        (Permission.OFFER_ANSWER, {OWNER}),
        (Permission.APPLICATION_WITHDRAW, {OWNER}),
        (Permission.CHILD_KEEP, {OWNER}),
        (Permission.APPLICATION_OWN, {OWNER}),
        (Permission.APPLICATION_SEE, {ITS_STAFF, ITS_OFFICER, CHIEF}),
        (Permission.DOCUMENT_SEE, {OWNER, ITS_STAFF, ITS_OFFICER, CHIEF}),
        (Permission.GROUP_KEEP, {ITS_STAFF}),
        (Permission.PUPIL_KEEP, {ITS_STAFF}),
        (Permission.YEAR_END_KEEP, {ITS_STAFF}),
        (Permission.PLACE_PUBLISH, {ITS_STAFF}),
        (Permission.ADMISSION_DECIDE, {ITS_STAFF}),
        (Permission.EXTENSION_DECIDE, {ITS_STAFF, ITS_OFFICER, CHIEF}),
        (Permission.STANDING_VERIFY, {ITS_OFFICER, CHIEF}),
        (Permission.COMPLAINT_FILE, {OWNER, STRANGER}),
        (Permission.PARENTAGE_PROVE, {ITS_OFFICER, OTHER_OFFICER, CHIEF}),
        (Permission.HOTLINE_LOOKUP, {HOTLINE}),
        (Permission.STAFF_KEEP, {ADMIN}),
        (Permission.SHARED_LOOKUP, {SHARED_HOTLINE}),
        (Permission.DEPLOYMENT_ENTER, {OPERATOR, SHARED_HOTLINE}),
        (Permission.DEPLOYMENT_SEE, {OPERATOR}),
        (Permission.DEPLOYMENT_RUN, {OPERATOR}),
        (Permission.ACCOUNT_KEEP, set(EVERYBODY)),
    ],
    ids=lambda value: value.value if isinstance(value, Permission) else "",
)
def test_on_this_application_may(permission: Permission, allowed: set[Actor]) -> None:
    assert {one for one in EVERYBODY if may(one, permission, APPLICATION)} == allowed


def test_what_takes_a_second_signature_is_of_high_risk() -> None:
    assert Permission.APPROVAL_ANSWER in HIGH_RISK
    for permission in AGREED_BY.values():
        assert roles_of(permission) <= roles_of(Permission.APPROVAL_ANSWER)


def test_what_depends_on_the_subject_is_denied_without_one() -> None:
    for permission in Permission:
        if needs_subject(permission):
            by_relation = {one for one in EVERYBODY if may(one, permission)}
            assert by_relation <= {one for one in EVERYBODY if may(one, permission, APPLICATION)}
    assert not may(OWNER, Permission.REFERRAL_ACCEPT)
    assert not may(CHIEF, Permission.STANDING_VERIFY)


def test_an_account_without_family_owns_nothing() -> None:
    nobody = actor(Role.FAMILY)
    assert not may(nobody, Permission.CHILD_KEEP, Subject(guardian_id=None))


def test_staff_without_kindergarten_work_nowhere() -> None:
    assert not may(actor(Role.KINDERGARTEN), Permission.PLACE_PUBLISH, APPLICATION)


def test_a_specialist_without_territories_answers_for_all() -> None:
    assert may(CHIEF, Permission.STANDING_VERIFY, Subject(territory=CITY))


def test_might_asks_for_the_role_alone() -> None:
    assert might(STRANGER, Permission.REFERRAL_ACCEPT)
    assert not might(ADMIN, Permission.REFERRAL_ACCEPT)


def test_demand_refuses_with_not_yours() -> None:
    demand(OWNER, Permission.CHILD_KEEP, APPLICATION)
    with pytest.raises(Refusal) as refused:
        demand(STRANGER, Permission.CHILD_KEEP, APPLICATION)
    assert refused.value.code is Code.NOT_YOURS


def test_the_journal_names_a_role_and_a_number() -> None:
    assert OWNER.tag == f"family:{uuid.UUID(int=9)}"


def test_families_and_operators_are_no_staff() -> None:
    assert {Role.KINDERGARTEN, Role.OFFICE, Role.HOTLINE, Role.ADMIN} == STAFF

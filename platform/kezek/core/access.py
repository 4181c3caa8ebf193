"""Who may do what: each permission, and the clauses of named predicates of which one must hold.

Read a row as a sentence: "a referral may be cancelled by a family that owns the application".
A route names its permission; an act names it again with the thing that the act is about.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from kezek.core.errors import Code, Refusal
from kezek.core.ids import GuardianId, KindergartenId, TerritorySlug


class Role(StrEnum):
    """The audiences that sign in; an account has one of them, the public has none."""

    FAMILY = "family"
    KINDERGARTEN = "kindergarten"
    OFFICE = "office"
    HOTLINE = "hotline"
    ADMIN = "admin"
    OPERATOR = "operator"
    SHARED_HOTLINE = "shared_hotline"


DEPLOYMENT = frozenset({Role.OPERATOR, Role.SHARED_HOTLINE})
"""Roles of the whole deployment, of no region; they enter by a door of their own."""

STAFF = frozenset(Role) - DEPLOYMENT - {Role.FAMILY}
"""Roles that a region gives to its people; they enter with a login and a password."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person, as far as permissions look at them."""

    account_id: UUID
    role: Role
    guardian_id: GuardianId | None = None
    kindergarten_id: KindergartenId | None = None
    territories: frozenset[TerritorySlug] = frozenset()
    """The territories that a specialist answers for; none means all of the region's."""

    @property
    def tag(self) -> str:
        """How the journal names the actor: a role and a number, never a name."""
        return f"{self.role}:{self.account_id}"


@dataclass(frozen=True, slots=True)
class Subject:
    """What an act is about, as far as permissions look at it."""

    guardian_id: GuardianId | None = None
    """The family that it belongs to (A-62: one owner)."""
    kindergarten_ids: frozenset[KindergartenId] = frozenset()
    """Kindergartens that it concerns: a place's own, or those that were sent the child."""
    territory: TerritorySlug | None = None


class Permission(StrEnum):
    """Every kind of act or page that is not for everybody."""

    ACCOUNT_KEEP = "account:keep"
    STAFF_ROOM = "staff:room"
    FAMILY_ROOM = "family:room"
    CHILD_ADD = "child:add"
    CHILD_KEEP = "child:keep"
    APPLICATION_SUBMIT = "application:submit"
    APPLICATION_SEE = "application:see"
    APPLICATION_OWN = "application:own"
    APPLICATION_CHANGE = "application:change"
    APPLICATION_WITHDRAW = "application:withdraw"
    INTEREST_ANSWER = "interest:answer"
    OFFER_ANSWER = "offer:answer"
    REFERRAL_ACCEPT = "referral:accept"
    REFERRAL_CANCEL = "referral:cancel"
    REFERRAL_EXTEND = "referral:extend"
    DOCUMENT_ADD = "document:add"
    DOCUMENT_SEE = "document:see"
    VOUCHER_USE = "voucher:use"
    CONTRACT_SIGN = "contract:sign"
    CONTRACT_END = "contract:end"
    COMPLAINT_FILE = "complaint:file"
    COMPLAINT_SEE = "complaint:see"
    NOTICE_READ = "notice:read"

    KINDERGARTEN_DESK = "kindergarten:desk"
    GROUP_KEEP = "group:keep"
    PUPIL_KEEP = "pupil:keep"
    YEAR_END_KEEP = "year-end:keep"
    PLACE_PUBLISH = "place:publish"
    PLACE_RECALL = "place:recall"
    ADMISSION_DECIDE = "admission:decide"
    EXTENSION_DECIDE = "extension:decide"

    OFFICE_DESK = "office:desk"
    STANDING_VERIFY = "standing:verify"
    APPLICATION_REFUSE = "application:refuse"
    ADMISSION_REVIEW = "admission:review"
    ITERATION_RUN = "iteration:run"
    COMPLAINT_ANSWER = "complaint:answer"
    GUARDIAN_PROVE = "guardian:prove"
    PARENTAGE_PROVE = "parentage:prove"
    PHONE_CHANGE = "phone:change"
    OWNERSHIP_TRANSFER = "ownership:transfer"
    CONFLICT_SETTLE = "conflict:settle"
    FAMILY_ATTEND = "family:attend"
    FAMILY_ERASE = "family:erase"
    WORK_ASSIGN = "work:assign"
    NOTE_KEEP = "note:keep"
    DOUBLE_SETTLE = "double:settle"
    ENTRY_ASSIST = "entry:assist"
    LATE_SEE = "late:see"
    RECALL_AGREE = "recall:agree"
    APPROVAL_SEE = "approval:see"
    APPROVAL_ANSWER = "approval:answer"

    HOTLINE_LOOKUP = "hotline:lookup"
    CALL_NOTE = "call:note"
    NOTICE_RESEND = "notice:resend"
    FAMILY_DISCLOSE = "family:disclose"
    TASK_HAND_OVER = "task:hand-over"
    TASK_ANSWER = "task:answer"
    CALLS_READ = "calls:read"

    ADMIN_DESK = "admin:desk"
    STAFF_KEEP = "staff:keep"
    RULES_KEEP = "rules:keep"
    RULES_SIGN = "rules:sign"
    REGISTRY_KEEP = "registry:keep"
    JOURNAL_READ = "journal:read"
    VIEWS_READ = "views:read"
    STATISTICS_SEE = "statistics:see"

    SHARED_LOOKUP = "shared:lookup"
    DEPLOYMENT_ENTER = "deployment:enter"
    DEPLOYMENT_SEE = "deployment:see"
    DEPLOYMENT_RUN = "deployment:run"


Relation = Callable[[Actor, Subject], bool]


@dataclass(frozen=True, slots=True)
class Clause:
    """One way to have a permission: a role, and what must be so between actor and subject."""

    role: Role
    relation: Relation | None = None

    def holds(self, actor: Actor, subject: Subject | None) -> bool:
        """Whether this actor has the permission by this clause; a needed subject must be given."""
        if actor.role is not self.role:
            return False
        return self.relation is None or (subject is not None and self.relation(actor, subject))


def owns(actor: Actor, subject: Subject) -> bool:
    """It belongs to the actor's own family (A-62)."""
    return actor.guardian_id is not None and actor.guardian_id == subject.guardian_id


def works_there(actor: Actor, subject: Subject) -> bool:
    """It concerns the kindergarten in which the actor works."""
    return actor.kindergarten_id is not None and actor.kindergarten_id in subject.kindergarten_ids


def serves_territory(actor: Actor, subject: Subject) -> bool:
    """It lies in a territory that the specialist answers for."""
    return not actor.territories or subject.territory in actor.territories


_ANY_FAMILY = (Clause(Role.FAMILY),)
_OWNER = (Clause(Role.FAMILY, owns),)
_ITS_KINDERGARTEN = (Clause(Role.KINDERGARTEN, works_there),)
_ITS_OFFICE = (Clause(Role.OFFICE, serves_territory),)
_ANY_OFFICE = (Clause(Role.OFFICE),)
_ADMIN = (Clause(Role.ADMIN),)
_HOTLINE = (Clause(Role.HOTLINE),)
_EVERYBODY = tuple(Clause(role) for role in Role)
_ANY_STAFF = tuple(Clause(role) for role in Role if role in STAFF)

TABLE: Mapping[Permission, tuple[Clause, ...]] = {
    Permission.ACCOUNT_KEEP: _EVERYBODY,
    Permission.STAFF_ROOM: _ANY_STAFF,
    Permission.FAMILY_ROOM: _ANY_FAMILY,
    Permission.CHILD_ADD: _ANY_FAMILY,
    Permission.CHILD_KEEP: _OWNER,
    Permission.APPLICATION_SUBMIT: _OWNER,
    # A family's own pages are nobody else's: staff have theirs, where each look is written down.
    Permission.APPLICATION_OWN: _OWNER,
    Permission.APPLICATION_SEE: _ITS_OFFICE + _ITS_KINDERGARTEN,
    Permission.APPLICATION_CHANGE: _OWNER,
    Permission.APPLICATION_WITHDRAW: _OWNER,
    Permission.INTEREST_ANSWER: _OWNER,
    Permission.OFFER_ANSWER: _OWNER,
    Permission.REFERRAL_ACCEPT: _OWNER,
    Permission.REFERRAL_CANCEL: _OWNER,
    Permission.REFERRAL_EXTEND: _OWNER,
    Permission.DOCUMENT_ADD: _OWNER,
    Permission.DOCUMENT_SEE: _OWNER + _ITS_OFFICE + _ITS_KINDERGARTEN,
    Permission.VOUCHER_USE: _OWNER,
    Permission.CONTRACT_SIGN: _OWNER,
    Permission.CONTRACT_END: _OWNER + _ITS_KINDERGARTEN,
    Permission.COMPLAINT_FILE: _ANY_FAMILY,
    Permission.COMPLAINT_SEE: _OWNER,
    Permission.NOTICE_READ: _OWNER,
    Permission.KINDERGARTEN_DESK: (Clause(Role.KINDERGARTEN),),
    Permission.GROUP_KEEP: _ITS_KINDERGARTEN,
    Permission.PUPIL_KEEP: _ITS_KINDERGARTEN,
    Permission.YEAR_END_KEEP: _ITS_KINDERGARTEN,
    Permission.PLACE_PUBLISH: _ITS_KINDERGARTEN,
    Permission.PLACE_RECALL: _ITS_KINDERGARTEN,
    Permission.ADMISSION_DECIDE: _ITS_KINDERGARTEN,
    Permission.EXTENSION_DECIDE: _ITS_KINDERGARTEN + _ITS_OFFICE,
    Permission.OFFICE_DESK: _ANY_OFFICE,
    Permission.STANDING_VERIFY: _ITS_OFFICE,
    Permission.APPLICATION_REFUSE: _ITS_OFFICE,
    Permission.ADMISSION_REVIEW: _ITS_OFFICE,
    Permission.ITERATION_RUN: _ITS_OFFICE,
    Permission.COMPLAINT_ANSWER: _ITS_OFFICE,
    # A family is not bound to a territory before it applies, so any specialist may attend to it.
    Permission.GUARDIAN_PROVE: _ANY_OFFICE,
    Permission.PARENTAGE_PROVE: _ANY_OFFICE,
    Permission.PHONE_CHANGE: _ANY_OFFICE,
    Permission.OWNERSHIP_TRANSFER: _ANY_OFFICE,
    Permission.CONFLICT_SETTLE: _ANY_OFFICE,
    Permission.FAMILY_ATTEND: _ANY_OFFICE,
    Permission.FAMILY_ERASE: _ANY_OFFICE,
    Permission.WORK_ASSIGN: _ANY_OFFICE,
    Permission.NOTE_KEEP: _ITS_OFFICE,
    Permission.DOUBLE_SETTLE: _ANY_OFFICE,
    Permission.ENTRY_ASSIST: _ANY_OFFICE,
    Permission.LATE_SEE: _ADMIN + _ANY_OFFICE,
    Permission.RECALL_AGREE: _ITS_OFFICE,
    Permission.APPROVAL_ANSWER: _ADMIN + _ANY_OFFICE,
    Permission.APPROVAL_SEE: _ADMIN + _ANY_OFFICE + (Clause(Role.KINDERGARTEN),),
    Permission.HOTLINE_LOOKUP: _HOTLINE,
    Permission.CALL_NOTE: _HOTLINE,
    Permission.NOTICE_RESEND: _HOTLINE,
    Permission.FAMILY_DISCLOSE: _HOTLINE,
    Permission.TASK_HAND_OVER: _HOTLINE,
    Permission.TASK_ANSWER: _ITS_OFFICE,
    Permission.CALLS_READ: _ADMIN,
    Permission.ADMIN_DESK: _ADMIN,
    Permission.STAFF_KEEP: _ADMIN,
    Permission.RULES_KEEP: _ADMIN,
    Permission.RULES_SIGN: _ADMIN,
    Permission.REGISTRY_KEEP: _ADMIN,
    Permission.JOURNAL_READ: _ADMIN + _ANY_OFFICE,
    Permission.VIEWS_READ: _ADMIN,
    Permission.STATISTICS_SEE: _ADMIN + _ANY_OFFICE,
    Permission.SHARED_LOOKUP: (Clause(Role.SHARED_HOTLINE),),
    Permission.DEPLOYMENT_ENTER: (Clause(Role.OPERATOR), Clause(Role.SHARED_HOTLINE)),
    Permission.DEPLOYMENT_SEE: (Clause(Role.OPERATOR),),
    Permission.DEPLOYMENT_RUN: (Clause(Role.OPERATOR),),
}
"""The whole of it; a permission without a row fails the build."""

HIGH_RISK = frozenset(
    {
        Permission.STAFF_KEEP,
        Permission.RULES_SIGN,
        Permission.APPROVAL_ANSWER,
        Permission.PHONE_CHANGE,
        Permission.OWNERSHIP_TRANSFER,
        Permission.FAMILY_ERASE,
        Permission.DEPLOYMENT_RUN,
    }
)
"""With these a stolen session would take a family's place, or change a region's rules: whoever
uses one has proven not long ago who sits there."""


def may(actor: Actor, permission: Permission, subject: Subject | None = None) -> bool:
    """Whether the actor has the permission on this subject; some permissions need none."""
    return any(clause.holds(actor, subject) for clause in TABLE[permission])


def might(actor: Actor, permission: Permission) -> bool:
    """Whether the actor's role can have the permission at all, on some subject."""
    return actor.role in roles_of(permission)


def demand(actor: Actor, permission: Permission, subject: Subject | None = None) -> None:
    """Goes on only for those who may; Refusal(NOT_YOURS) for everybody else."""
    if not may(actor, permission, subject):
        raise Refusal(Code.NOT_YOURS, permission.value)


def roles_of(permission: Permission) -> frozenset[Role]:
    """The roles that the permission's clauses name."""
    return frozenset(clause.role for clause in TABLE[permission])


def needs_subject(permission: Permission) -> bool:
    """Whether some clause looks at what the act is about, so that it has to be found first."""
    return any(clause.relation is not None for clause in TABLE[permission])

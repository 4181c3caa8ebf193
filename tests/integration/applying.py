"""A family on the way to the queue: its draft, its papers, and what it has sent."""

import uuid
from datetime import date

from sqlalchemy import select

from kezek.core.access import Actor
from kezek.core.applications import Application
from kezek.core.people import DocumentKind, Identity
from kezek.core.queues import QueueType
from kezek.db.applications import ApplicationRow, load_applications
from kezek.db.scope import read_scope
from kezek.usecases import drafts
from kezek.usecases.accounts import Profile, keep_profile
from kezek.usecases.documents import Upload, attach
from kezek.usecases.sending import send
from tests.factories.families import KNOWN_CHILD, child, family
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF


class Family:
    """A mother and her child on the way to the queue."""

    def __init__(self, region: int, actor: Actor, child_id: uuid.UUID) -> None:
        self.region = region
        self.actor = actor
        self.child_id = child_id

    def fill(
        self,
        *choices: uuid.UUID,
        categories: tuple[int, ...] = (13,),
        queue_type: QueueType = QueueType.GENERAL,
        planned_from: date | None = None,
    ) -> None:
        drafts.consent(self.region, self.actor, self.child_id, "kk")
        parameters = drafts.Parameters("city", "kk", queue_type)
        drafts.set_parameters(self.region, self.actor, self.child_id, parameters)
        drafts.set_choices(self.region, self.actor, self.child_id, choices)
        drafts.set_benefits(self.region, self.actor, self.child_id, categories, planned_from)

    def attach(self, kind: str, issued_on: date | None = None) -> None:
        upload = Upload(kind=kind, filename="a.pdf", content=PDF, issued_on=issued_on)
        attach(self.region, self.actor, self.child_id, [upload])

    def send(self, intent: str = "one") -> uuid.UUID:
        return send(self.region, self.actor, self.child_id, intent=intent)


def mother_of(
    region: int,
    *,
    is_known: bool = False,
    is_stranger: bool = False,
    born_on: date = date(2022, 3, 14),
) -> Family:
    actor = family(region)
    keep_profile(region, actor, Profile(full_name="Әлия", address="Абай 1", email=""))
    if is_stranger:
        by_paper = Identity(document_kind=DocumentKind.PASSPORT, document_number="AB 123456")
        return Family(region, actor, child(region, actor, by_paper))
    identity = {"identity": KNOWN_CHILD} if is_known else {}
    return Family(region, actor, child(region, actor, born_on=born_on, **identity))


def two_kindergartens(region: int) -> list[uuid.UUID]:
    return [kindergarten(region, name) for name in ("Айгөлек", "Балдәурен")]


def application_of(mother: Family, application_id: uuid.UUID) -> Application:
    with read_scope(mother.region) as session:
        (application,) = load_applications(session, [application_id]).values()
    return application


def count_sent(mother: Family) -> int:
    with read_scope(mother.region) as session:
        return len(session.scalars(select(ApplicationRow)).all())

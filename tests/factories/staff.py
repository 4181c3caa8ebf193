"""Staff who have signed in, and a child on its way to a kindergarten."""

import itertools
import uuid
from datetime import date

from flask.testing import FlaskClient

from kezek.core.access import Actor, Role
from kezek.core.applications import Application
from kezek.core.ids import KindergartenId, TerritorySlug
from kezek.core.queues import QueueType
from kezek.usecases import admission, answers
from kezek.usecases.accounts import StaffWish, open_staff_account
from kezek.usecases.applications import Wish, submit
from kezek.usecases.places import Vacancy, publish
from tests.factories.waiting import FAMILY, child_of, wish
from tests.web.browsing import send

PASSWORD = "a long enough one"
_SERIALS = itertools.count(1000, 10)
"""Every child of a test process has a number of its own, so that tests can share a region; the
gaps are for serials that give no check digit."""
GARDEN_STAFF = "kindergarten:test"


def open_staff(
    tenant_id: int,
    role: Role,
    login: str,
    *,
    kindergarten: uuid.UUID | None = None,
    territories: tuple[str, ...] = (),
) -> Actor:
    """An account of a kindergarten or of a specialist."""
    account = open_staff_account(
        tenant_id,
        "admin:1",
        StaffWish(
            role=role,
            login=login,
            password=PASSWORD,
            full_name="Айгүл Омарова",
            language="ru",
            kindergarten_id=kindergarten,
            territories=territories,
        ),
    )
    return Actor(
        account,
        role,
        kindergarten_id=KindergartenId(kindergarten) if kindergarten else None,
        territories=frozenset(TerritorySlug(one) for one in territories),
    )


def come_in(client: FlaskClient, login: str, slug: str = "demo") -> None:
    """Signs in by login and password."""
    door = client.get(f"/{slug}/staff/sign-in")
    inside = send(client, door, "staff", login=login, password=PASSWORD)
    assert inside.status_code == 303, inside.text


def free_place(tenant_id: int, garden: uuid.UUID, *, until: date | None = None) -> uuid.UUID:
    """One published place of the year 2022 in Kazakh."""
    vacancy = Vacancy(kindergarten_id=garden, birth_year=2022, language="kk", until=until)
    return publish(tenant_id, GARDEN_STAFF, vacancy)[0]


def queued(tenant_id: int, garden: uuid.UUID, *, category: int = 13) -> Application:
    """An application that stands in the queue of this kindergarten."""
    filled_in = wish(child_of(tenant_id, next(_SERIALS)), garden, category=category)
    return submit(tenant_id, FAMILY, filled_in)


def referred(tenant_id: int, garden: uuid.UUID, *, category: int = 13) -> uuid.UUID:
    """A child with a referral to this kindergarten."""
    application = queued(tenant_id, garden, category=category)
    free_place(tenant_id, garden)
    answers.accept(tenant_id, FAMILY, application.id)
    return application.id


def handed_in(tenant_id: int, garden: uuid.UUID, *, vaccinated: bool = True) -> uuid.UUID:
    """A child whose papers wait for the kindergarten's check."""
    application = referred(tenant_id, garden)
    admission.submit_documents(tenant_id, FAMILY, application, complete=True, vaccinated=vaccinated)
    return application


def enrolled(tenant_id: int, garden: uuid.UUID) -> uuid.UUID:
    """A pupil."""
    application = handed_in(tenant_id, garden)
    admission.admit(tenant_id, GARDEN_STAFF, application)
    admission.sign(tenant_id, FAMILY, application)
    return application


def under_review(
    tenant_id: int,
    garden: uuid.UUID,
    *,
    category: int = 1,
    territory: str = "city",
    queue_type: QueueType = QueueType.GENERAL,
) -> uuid.UUID:
    """An application that waits for the specialist."""
    filled_in = Wish(
        child_id=child_of(tenant_id, next(_SERIALS)),
        territory=territory,
        language="kk",
        choices=(garden,),
        queue_type=queue_type,
        categories=(category,),
        consent=True,
        proof_accepted=False,
    )
    return submit(tenant_id, FAMILY, filled_in).id


def owner_of(application: Application) -> Actor:
    """The family of an application, as permissions look at it."""
    return Actor(uuid.uuid4(), Role.FAMILY, guardian_id=application.guardian)

"""Operators of the deployment at work: who they are, what they press, and what is kept of it."""

import itertools
import uuid

from flask.testing import FlaskClient
from sqlalchemy import select

from kezek.core.access import Role
from kezek.db.deployment_acts import DeploymentActRow
from kezek.db.scope import deployment_scope
from tests.factories.kindergartens import kindergarten
from tests.factories.operators import operator
from tests.factories.regions import House
from tests.factories.staff import queued
from tests.web.browsing import send
from tests.web.checked import check_pages
from tests.web.square import words

KK = "Портал уақытша жұмыс істемейді, ертең келіңіз."
RU = "Портал временно не работает, зайдите завтра."
WORDS = {"reason": "the data centre moves", "words_kk": KK, "words_ru": RU}
_LOGINS = itertools.count(1)


def new_operator(house: House, role: Role = Role.OPERATOR) -> FlaskClient:
    """Somebody new who has signed in, reading Russian."""
    return operator(house, f"{role}-{next(_LOGINS)}", role)


def passer_by(house: House) -> FlaskClient:
    """Somebody who has not signed in, reading Russian."""
    client = check_pages(house.app)
    client.set_cookie("kezek_lang", "ru")
    return client


def region_of(house: House, slug: str) -> str:
    """The region's page among the operator's."""
    return f"/operator/regions/{house[slug]}/"


def press(client: FlaskClient, path: str, form: str, **boxes: object) -> None:
    """Presses the button of a form that is taken; fails with the page's words when it is not."""
    answer = send(client, client.get(path), form, **boxes)
    assert answer.status_code == 303, words(answer)


def in_queue(tenant_id: int) -> str:
    """The number of a child who waits in a kindergarten of its own."""
    return queued(tenant_id, kindergarten(tenant_id, f"Айгөлек {uuid.uuid4()}")).number


def kinds_of_acts() -> set[str]:
    """Of which kinds the deployment's acts are."""
    with deployment_scope() as session:
        return set(session.scalars(select(DeploymentActRow.kind)))

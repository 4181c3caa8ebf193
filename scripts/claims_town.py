"""A town with open places, and families signed in and confirmed, for the bench of claims."""

import itertools
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Flask, g, session
from flask_wtf.csrf import generate_csrf
from sqlalchemy import insert, select

from kezek.adapters.tenants import read_tenant
from kezek.app import create_app
from kezek.core.children import ChildWish
from kezek.core.people import Identity
from kezek.db.accounts import AccountRow, actor_of
from kezek.db.applications import ApplicationRow
from kezek.db.base import db
from kezek.db.codes import SentCodeRow
from kezek.db.kindergartens import KindergartenRow
from kezek.db.places import PlaceRow
from kezek.db.scope import read_scope, tenant_scope
from kezek.demonstration.families import iin
from kezek.settings import Settings
from kezek.usecases import applications, claiming, places
from kezek.usecases.children import add_child
from kezek.usecases.regions import open_region
from kezek.usecases.sign_up import enter, knock

SLUG = "saran"
HOUSES = 3


@dataclass(frozen=True, slots=True)
class Family:
    """What its browser sends: where it claims, with which cookie and token."""

    application: uuid.UUID
    cookie: str
    token: str

    def get(self, path: str) -> bytes:
        """A page asked for."""
        return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookie}\r\n\r\n".encode()

    def claim(self, garden: uuid.UUID) -> bytes:
        """One tap on a place."""
        body = urlencode({"csrf_token": self.token, "intent": str(uuid.uuid4())})
        path = f"/{SLUG}/family/applications/{self.application}/places/{garden}"
        return (
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {self.cookie}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}"
        ).encode()


class Town:
    """The families of one town: one of them floods, the others take in two halves."""

    def __init__(self, tenant_id: int, gardens: list[uuid.UUID], families: list[Family]) -> None:
        self._tenant_id = tenant_id
        self._gardens = gardens
        self._flooding, *self._others = families

    def pages(self) -> Iterator[bytes]:
        """What the others read: their places, and the region's own page."""
        for family in itertools.cycle(self._others):
            yield family.get(f"/{SLUG}/family/applications/{family.application}/places/")
            yield family.get(f"/{SLUG}/")

    def claims(self, half: int) -> Iterator[bytes]:
        """Each family of this half takes once, then again."""
        third = len(self._others) // 3
        mine = self._others[half * third : (half + 1) * third]
        gardens = itertools.cycle(self._gardens)
        for family in itertools.cycle(mine):
            yield family.claim(next(gardens))

    def flood(self) -> Iterator[bytes]:
        """One family, the same place over and over, each time as a new press."""
        for garden in itertools.cycle(self._gardens):
            yield self._flooding.claim(garden)

    def end(self) -> dict[str, object]:
        """How many places the flooding family has, and how everybody stands."""
        with read_scope(self._tenant_id) as session:
            holder = PlaceRow.holder_id == self._flooding.application
            held = session.scalars(select(PlaceRow.id).where(holder)).all()
            states = Counter(session.scalars(select(ApplicationRow.state)))
            holders = Counter(session.scalars(select(PlaceRow.holder_id)))
        twice = [one for one, count in holders.items() if one is not None and count > 1]
        return {"places of the flood": len(held), "states": dict(states), "twice": len(twice)}


@contextmanager
def open_town(settings: Settings, most: int, today: date) -> Iterator[Town]:
    """A region with its families, made by the use cases that pages call."""
    app = create_app(settings)
    with app.app_context():
        tenant_id = open_region(read_tenant(SLUG))
        born_on = date(today.year - 4, 3, 14)
        gardens = [_garden(tenant_id, at) for at in range(HOUSES)]
        families = [_family(app, tenant_id, at, born_on) for at in range(3 * most + 1)]
        for garden in itertools.islice(itertools.cycle(gardens), most):
            vacancy = places.Vacancy(
                kindergarten_id=garden, birth_year=born_on.year, language="kk", places=6
            )
            places.publish(tenant_id, "bench", vacancy)
        yield Town(tenant_id, gardens, families)
        db.session.remove()
        db.engine.dispose()


def _garden(tenant_id: int, at: int) -> uuid.UUID:
    """A private one under state order: its places are open at once, at every hour (I-3.14)."""
    garden_id = uuid.uuid4()
    with tenant_scope(tenant_id) as session:
        session.execute(
            insert(KindergartenRow).values(
                tenant_id=tenant_id,
                id=garden_id,
                external_id=f"bench-{at}",
                name_kk=f"Айгөлек {at}",
                name_ru=f"Айгөлек {at}",
                kind="kindergarten",
                ownership="private_order",
                territory=SLUG,
                languages=["kk"],
            )
        )
    return garden_id


def _family(app: Flask, tenant_id: int, at: int, born_on: date) -> Family:
    """Signed up, with one child in the queue, its telephone confirmed for the taps of today."""
    serial = 20 + 20 * at
    identity = Identity(iin=iin(date(1990, 5, 20), serial, female=True))
    sent = knock(tenant_id, identity, f"+7701{serial:06d}1", "kk")
    entered = enter(tenant_id, sent.id, _digits(tenant_id, sent.id))
    with read_scope(tenant_id) as session:
        row = session.scalars(select(AccountRow).where(AccountRow.id == entered.account_id)).one()
        actor = actor_of(session, row)
    child = ChildWish(Identity(iin=iin(born_on, serial, female=True)), f"Бала {at}", born_on)
    wish = applications.Wish(
        child_id=add_child(tenant_id, actor, child),
        territory=SLUG,
        language="kk",
        choices=(),
        consent=True,
    )
    application = applications.submit(tenant_id, actor.tag, wish)
    code = claiming.ask_claim_code(tenant_id, actor, "kk")
    claiming.confirm_claims(tenant_id, actor, code.id, _digits(tenant_id, code.id))
    since = int(sent.expires_at.timestamp()) - 3600
    user = f"{entered.account_id}.{entered.session_epoch}.{since}"
    return Family(application.id, *_browser(app, user, str(code.id)))


def _digits(tenant_id: int, code_id: uuid.UUID) -> str:
    with read_scope(tenant_id) as session:
        return session.scalars(select(SentCodeRow.digits).where(SentCodeRow.id == code_id)).one()


def _browser(app: Flask, user: str, code: str) -> tuple[str, str]:
    """The cookie and the token of a family's browser, as the pages would have given them."""
    with app.test_request_context(f"/{SLUG}/"):
        g.pop("csrf_token", None)
        session.update({"_user_id": user, "_fresh": True, "claims": code})
        session.permanent = True
        token = generate_csrf()
        signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
        return f"kezek_{SLUG}={signer.dumps(dict(session))}", token

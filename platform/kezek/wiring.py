"""A Flask app without routes: what the worker and commands run."""

from flask import Flask
from redis.exceptions import RedisError
from sqlalchemy import event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InterfaceError, OperationalError, TimeoutError

from kezek.adapters.doorbell import Doorbell, RedisDoorbell
from kezek.adapters.eds.verifier import verifier_for
from kezek.adapters.email import email_gateway_for
from kezek.adapters.exchange.calls import Counterpart
from kezek.adapters.keys import Keys
from kezek.adapters.press import Press
from kezek.adapters.registers import registers_for
from kezek.adapters.services import EXTENSION, Services
from kezek.adapters.sms_gateways import gateway_for
from kezek.adapters.telegram import telegram_for
from kezek.adapters.upload_stores import uploads_for
from kezek.clock import Clock, DatabaseClock
from kezek.db.base import db
from kezek.db.role import refuse_strong_roles
from kezek.settings import Settings
from kezek.usecases import switchboard

UNAVAILABLE: tuple[type[Exception], ...] = (
    OperationalError,
    InterfaceError,
    TimeoutError,
    RedisError,
)
"""What is raised when the database or Redis is gone or all its connections are taken: pages answer
it with 503."""

_PREPARED = 400
"""Statements that a connection keeps prepared: all that the product has, and some. With the
driver's hundred they would push each other out and be planned anew."""

_BATCH_PATIENCE = 15.0
"""Seconds for a batch to another system: nobody waits before a page for it."""

_PATIENCE = 5
"""Seconds in which a server must take a connection; by itself a dead host would hold a page for
minutes."""


def create_wiring(
    settings: Settings, *, clock: Clock | None = None, doorbell: Doorbell | None = None
) -> Flask:
    """The app that gives database sessions and services; routes come with `create_app`."""
    app = Flask(
        "kezek",
        template_folder=str(settings.templates_dir),
        static_folder=None,
    )
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url.replace(
            "postgresql://", "postgresql+psycopg://", 1
        ),
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_size": settings.database_pool_size,
            "max_overflow": 0,
            "pool_timeout": 10,
            "pool_pre_ping": True,
            "connect_args": {"connect_timeout": _PATIENCE},
        },
    )
    db.init_app(app)
    with app.app_context():
        refuse_strong_roles(db.engine)
        event.listen(db.engine, "connect", _keep_prepared)
    app.extensions[EXTENSION] = Services(
        settings=settings,
        clock=clock or DatabaseClock(),
        doorbell=doorbell or RedisDoorbell(settings.redis_url),
        keys=Keys(settings.keys_dir, may_create=settings.env != "production"),
        press=Press(settings.templates_dir),
        uploads=uploads_for(settings),
        registers=registers_for(settings),
        sms=gateway_for(
            settings.sms_url,
            kind=settings.sms_gateway,
            token=settings.sms_token,
            sender=settings.sms_sender,
        ),
        email=email_gateway_for(settings.smtp_url, settings.mail_from),
        telegram=telegram_for(settings.telegram_url, settings.telegram_token),
        eds=verifier_for(settings),
        monitoring=Counterpart("monitoring", settings.monitoring, seconds=_BATCH_PATIENCE),
        national_base=Counterpart("national-base", settings.national_base, seconds=_BATCH_PATIENCE),
    )
    switchboard.init_app(app)
    return app


def _keep_prepared(connection: DBAPIConnection, _: object) -> None:
    connection.prepared_max = _PREPARED


def demand_weak_role() -> None:
    """Ends a start-up with a role that passes the walls. Raises StrongRole.

    A database that is away is no reason not to start: it is asked again at the first request.
    """
    try:
        db.engine.connect().close()
    except OperationalError:
        return


def ask_database() -> None:
    """Comes back when the database answers. Raises one of UNAVAILABLE."""
    with db.engine.connect() as connection:
        connection.execute(text("select 1"))

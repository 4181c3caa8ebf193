"""Opens the doors: lays the ground, then lets each audience's room open its own."""

from flask import Flask
from redis.exceptions import RedisError
from sqlalchemy.exc import OperationalError

from kezek.adapters.services import Services
from kezek.reads.tenants import Directory
from kezek.usecases.deciding import NotFound
from kezek.web import public
from kezek.web.foundation import Ground, lay_foundation


def open_doors(app: Flask, services: Services) -> None:
    """Makes every page of the deployment reachable."""
    settings = services.settings
    lay_foundation(
        app,
        Ground(
            env=settings.env,
            tenants=Directory(app),
            doorbell=services.doorbell,
            translations_dir=str(settings.translations_dir),
            redis_url=settings.redis_url,
            secure_cookies=settings.secure_cookies,
            statuses={NotFound: 404, OperationalError: 503, RedisError: 503},
        ),
    )
    public.open_rooms(app)

"""The database object, the naming of constraints, and the column types that every table shares."""

import os
import time
import uuid
from datetime import date, datetime
from typing import Annotated, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import BigInteger, Date, DateTime, Integer, MetaData, SmallInteger, Text
from sqlalchemy.dialects.postgresql import JSONB, UUID
from sqlalchemy.orm import DeclarativeBase, mapped_column, registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

TenantKey = Annotated[int, mapped_column(SmallInteger, primary_key=True, autoincrement=False)]
UuidKey = Annotated[uuid.UUID, mapped_column(UUID(as_uuid=True), primary_key=True)]


class Base(DeclarativeBase):
    """The root of all tables; moments always carry their zone."""

    # Flask-SQLAlchemy derives its own base from this one, which a map on the class would forbid.
    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={
            str: Text,
            int: Integer,
            datetime: DateTime(timezone=True),
            date: Date,
            uuid.UUID: UUID(as_uuid=True),
            dict[str, Any]: JSONB,
            list[Any]: JSONB,
        },
    )


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

__all__ = ["Base", "BigInteger", "TenantKey", "UuidKey", "db", "uuid7"]


def uuid7() -> uuid.UUID:
    """A time-ordered identifier (RFC 9562, version 7), so that new rows land at an index's end."""
    milliseconds = time.time_ns() // 1_000_000
    random_bits = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & ((1 << 48) - 1)) << 80 | random_bits
    value = value & ~(0xF << 76) | (0x7 << 76)
    value = value & ~(0x3 << 62) | (0x2 << 62)
    return uuid.UUID(int=value)

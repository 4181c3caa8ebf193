"""The doctor asks in service whether data of persons lie in Kazakhstan."""

import dataclasses

import pytest

from kezek.adapters.examined_regions import Wrong
from kezek.adapters.examined_storage import storage
from kezek.core.retention import WrongSpan, spans_from
from kezek.settings import Settings

SERVICE = {
    "DATABASE_URL": "postgresql://kezek_app@localhost/kezek",
    "REDIS_URL": "redis://localhost:6379/0",
    "KEZEK_SECRET_KEY": "0123456789" * 4,
    "KEZEK_ENV": "test",
    "KEZEK_SMS_URL": "https://api.mobizon.kz",
}


def test_nobody_has_said_where_it_lies() -> None:
    with pytest.raises(Wrong, match="KEZEK_STORED_IN=KZ"):
        storage(in_service(""))


def test_what_leaves_is_named_beside_the_word() -> None:
    assert storage(in_service("KZ")).endswith("data leave to: api.mobizon.kz")


def test_a_span_is_chosen_and_one_that_cannot_be_is_refused() -> None:
    assert spans_from("papers=730")["papers"].days == 730
    assert spans_from("")["papers"].days == 365
    for wrong in ("papers=1", "papers", "paper=730", "families=-1"):
        with pytest.raises(WrongSpan, match="papers>=30"):
            spans_from(wrong)


def in_service(stored_in: str) -> Settings:
    settings = Settings.from_env(SERVICE)
    return dataclasses.replace(settings, env="production", stored_in=stored_in)

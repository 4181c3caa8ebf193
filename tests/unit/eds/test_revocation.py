"""Whether a key was revoked is asked over real HTTP: of the centre, else its list is looked at."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest

from kezek.core.errors import Refusal
from kezek.core.signatures import Asked, Fault, Revocation, Verified, Wanted
from kezek.demonstration.certification import Held, Told
from kezek.demonstration.signing import as_pem, signed
from tests.factories.certification import (
    ASKED,
    MOTHER,
    NOW,
    SIGNED,
    YEAR,
    Answers,
    answering,
    centre,
    held,
    verifier,
)

TEXT = b"text"


@dataclass
class Desk:
    """A key whose centre answers, and what the verifier makes of it."""

    key: Held
    answers: Answers
    told: Told

    def verify(self, policy: Any = "require") -> Verified:
        message = as_pem(signed(self.key, TEXT, SIGNED))
        wanted = Wanted(iin=MOTHER.iin)
        return verifier(policy=policy).verify(message, TEXT, wanted, asked_at=ASKED, now=NOW)

    def fault(self, policy: Any = "require") -> str:
        with pytest.raises(Refusal) as caught:
            self.verify(policy)
        return caught.value.detail


@pytest.fixture
def desk() -> Iterator[Desk]:
    answers = Answers()
    with answering(answers) as told:
        key = centre().give(MOTHER, NOW - YEAR, NOW + YEAR, told=told)
        yield Desk(key, answers, told)


def test_the_centres_answer_is_asked_first_and_kept(desk: Desk) -> None:
    found = desk.verify()

    assert found.revocation == Asked(Revocation.GOOD, "ocsp", NOW - timedelta(minutes=1))
    assert desk.answers.asked == ["/ocsp"]


@pytest.mark.parametrize("policy", ["require", "warn"])
@pytest.mark.parametrize("ocsp_status", [200, 500])
def test_a_revoked_key_is_refused_whoever_says_so(
    desk: Desk, policy: str, ocsp_status: int
) -> None:
    desk.answers.revoked.add(desk.key.certificate.serial_number)
    desk.answers.ocsp_status = ocsp_status

    assert desk.fault(policy) == Fault.REVOKED


def test_the_list_is_looked_at_where_the_centre_is_silent(desk: Desk) -> None:
    desk.answers.ocsp_status = 503

    assert desk.verify().revocation.by == "crl"
    assert desk.answers.asked == ["/ocsp", "/list.crl"]


def test_where_nobody_answers_the_policy_decides(desk: Desk) -> None:
    desk.answers.ocsp_status = desk.answers.crl_status = 503

    assert desk.fault("require") == Fault.UNCHECKED
    assert desk.verify("warn").revocation == Asked(Revocation.UNKNOWN)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"keeps_nonce": False},
        {"now": NOW - timedelta(hours=3)},
        {"ocsp_signer": held(MOTHER)},
        {"ocsp_signer": centre("ЧУЖОЙ").issuer},
    ],
    ids=["another's nonce", "an old answer", "a key not for answering", "another centre"],
)
def test_an_answer_that_is_not_the_centres_of_this_moment_counts_for_nothing(
    desk: Desk, spoilt: dict[str, Any]
) -> None:
    desk.answers.crl_status = 503
    for name, value in spoilt.items():
        setattr(desk.answers, name, value)

    assert desk.fault("require") == Fault.UNCHECKED


def test_nobody_is_asked_about_a_key_that_is_refused_anyway(desk: Desk) -> None:
    with pytest.raises(Refusal):
        verifier().verify(
            as_pem(signed(desk.key, TEXT, SIGNED)),
            TEXT,
            Wanted(iin="861107300012"),
            asked_at=ASKED,
            now=NOW,
        )

    assert desk.answers.asked == []


def test_a_list_is_fetched_once_while_it_holds(desk: Desk) -> None:
    desk.answers.ocsp_status = 503
    one = verifier(policy="require")
    message = as_pem(signed(desk.key, TEXT, SIGNED))

    for _ in range(3):
        one.verify(message, TEXT, Wanted(iin=MOTHER.iin), asked_at=ASKED, now=NOW)

    assert desk.answers.asked.count("/list.crl") == 1

"""Letters that come back: which of ours it was, and whose matter."""

import pytest

from kezek.adapters.bounces import Bounce, read_bounce
from kezek.core.delivery import Report

KEY = "0197a1b2-0000-7000-8000-000000000001"


@pytest.mark.parametrize(
    ("status", "report"),
    [
        ("5.1.1", Report.REFUSED),
        ("5.2.1", Report.REFUSED),
        ("5.2.2", Report.EXPIRED),
        ("4.4.7", Report.EXPIRED),
        ("5.7.1", Report.FAILED),
    ],
)
def test_a_bounce_says_whose_matter_it_is(status: str, report: Report) -> None:
    assert read_bounce(bounced(status=status)) == Bounce(f"mail:{KEY}", report)


def test_a_server_that_names_no_envelope_returns_the_headers() -> None:
    assert read_bounce(bounced(envelope="")) == Bounce(f"mail:{KEY}", Report.REFUSED)


def test_a_delay_is_no_bounce() -> None:
    assert read_bounce(bounced(action="delayed")) is None


def test_a_letter_of_somebody_elses_is_passed_over() -> None:
    assert read_bounce(bounced(envelope="x", message_id="abc@elsewhere.kz")) is None


@pytest.mark.parametrize(
    "raw",
    [b"", b"Subject: on holiday\n\nI am away.", b"\xff\xfe", b"Content-Type: multipart/report"],
)
def test_what_is_no_bounce_says_nothing(raw: bytes) -> None:
    assert read_bounce(raw) is None


def bounced(
    status: str = "5.1.1",
    action: str = "failed",
    envelope: str = KEY,
    message_id: str = f"{KEY}@example.kz",
) -> bytes:
    """A bounce as mail servers write it."""
    of_whole = f"Original-Envelope-Id: {envelope}\n" if envelope else ""
    return f"""From: MAILER-DAEMON@mx.example.kz
To: kezek@example.kz
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

It could not be delivered.

--b
Content-Type: message/delivery-status

{of_whole}Reporting-MTA: dns; mx.example.kz

Final-Recipient: rfc822; ana@example.kz
Action: {action}
Status: {status}

--b
Content-Type: text/rfc822-headers

From: Kezek <kezek@example.kz>
Message-ID: <{message_id}>

--b--
""".encode()

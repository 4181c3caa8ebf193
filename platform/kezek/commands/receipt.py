"""`kezek receipt`: verifies receipts offline, publishes their keys, restores queues from them."""

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.keys import Keys
from kezek.adapters.receipt_check import Checked, check_receipt
from kezek.adapters.receipt_forms import as_file, as_text, read_form
from kezek.adapters.receipt_keys import PublicKeys, Signer, read_public_keys
from kezek.adapters.receipt_words import (
    GENUINE,
    LANGUAGES,
    NOT_SEALED,
    SEALED,
    Sentence,
    fault_said,
)
from kezek.commands.journal import Noted
from kezek.core.numbers import parse_number
from kezek.core.receipts import BadReceipt
from kezek.reads.application_check import application_id_of
from kezek.reads.receipts import issue_receipt
from kezek.reads.regions import served_region
from kezek.settings import OperatorError, Settings, keys_folder, public_address
from kezek.usecases.receipt_lines import Brought, Outcome, Told
from kezek.usecases.receipt_restore import RestoreReport, restore_from_receipts
from kezek.wiring import create_wiring

_ACTOR = "operator"
_ENDINGS = ("*.json", "*.txt")

_KEYS = click.option(
    "--keys",
    "keys_file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The published keys (/receipts/keys.json); else those of this installation.",
)
_LANGUAGE = click.option(
    "--language", type=click.Choice(LANGUAGES), help="Say it in this language only."
)


@click.group()
def command() -> None:
    """Signed receipts: verify, restore, and the keys they are signed with."""


@command.command("verify")
@click.argument("receipt", metavar="FILE|TEXT")
@_KEYS
@_LANGUAGE
@click.option("--expect", "noted", type=Noted(), help="A seal noted earlier: SEAL:HASH.")
def verify(
    receipt: str, keys_file: Path | None, language: str | None, noted: tuple[int, bytes] | None
) -> None:
    """Hold a receipt against public keys, without database or network; exit status 1 if it fails.

    RECEIPT is the file that the family keeps, the text of the QR code, or `-` to read from input.
    """
    languages = (language,) if language else LANGUAGES
    try:
        checked = check_receipt(_text_of(receipt), _keys(keys_file), noted)
    except BadReceipt as bad:
        for each in languages:
            click.echo(fault_said(bad, each), err=True)
        sys.exit(1)
    _show(checked, languages)


@command.command("key")
@click.option("--new", "make", is_flag=True, help="Make the key that signs from now on.")
def key(make: bool) -> None:
    """Print the public keys, as they stand at /receipts/keys.json.

    With --new another key signs from now on; those before stay, to verify what they signed.
    """
    keys = Keys(keys_folder(os.environ))
    if make:
        click.echo(f"{keys.new_signing_key()}.key is made.", err=True)
    click.echo(json.dumps(_own(keys).as_json(), indent=1))


@command.command("issue")
@click.argument("number")
@click.option("--tenant", "slug", required=True, metavar="SLUG", help="The region.")
@click.option("--text", "is_text", is_flag=True, help="The text of the QR code, not the file.")
def issue(number: str, slug: str, is_text: bool) -> None:
    """Print the receipt of an application, as its family can take it from the cabinet."""
    parsed = parse_number(number)
    with (
        at_hand(os.environ, alone=False) as environ,
        create_wiring(Settings.from_env(environ)).app_context(),
    ):
        tenant_id = served_region(slug).id
        found = application_id_of(tenant_id, parsed) if parsed else None
        signed = issue_receipt(tenant_id, found) if found else None
    if signed is None:
        raise OperatorError(f"There is no application {number} in {slug}, or it was erased.")
    click.echo(as_text(signed) if is_text else as_file(signed), nl=is_text)


@command.command("restore")
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--tenant", "slug", required=True, metavar="SLUG", help="The region.")
@click.option("--write", is_flag=True, help="Write it; else it is rehearsed only.")
def restore(folder: Path, slug: str, write: bool) -> None:
    """Bring back the queues of a region from the receipts in FOLDER (*.json, *.txt).

    Every receipt is verified with this installation's keys. Applications that are here stay as
    they are; what contradicts them is told and left out. Exit status 1 if anything was left out.
    """
    brought = list(_brought(folder))
    if not brought:
        raise OperatorError(f"No receipts in {folder}: files end with .json or .txt.")
    with (
        at_hand(os.environ, alone=False) as environ,
        create_wiring(Settings.from_env(environ)).app_context(),
    ):
        tenant_id = served_region(slug).id
        report = restore_from_receipts(tenant_id, slug, _ACTOR, brought, write=write)
    _say(report)
    if report.count(*_LEFT_OUT):
        sys.exit(1)


def _text_of(receipt: str) -> str:
    if receipt == "-":
        return sys.stdin.read()
    try:
        path = Path(receipt)
        return path.read_text(encoding="utf-8") if path.is_file() else receipt
    except (OSError, UnicodeDecodeError):
        # A long text is no name of a file, and a picture is no text.
        return receipt


def _keys(keys_file: Path | None) -> PublicKeys:
    if keys_file is not None:
        return read_public_keys(keys_file.read_text(encoding="utf-8"))
    return _own(Keys(keys_folder(os.environ)))


def _own(keys: Keys) -> PublicKeys:
    return Signer(keys, public_address(os.environ)).public


def _show(checked: Checked, languages: tuple[str, ...]) -> None:
    one = checked.receipt
    for each in languages:
        click.echo(GENUINE.said(each, issuer=one.issuer))
    click.echo(f"number: {one.number}")
    click.echo(f"submitted: {one.submitted_at.isoformat(timespec='milliseconds')}")
    click.echo(f"class: {one.standing}, state: {one.state}, as of {one.as_of.isoformat()}")
    for line in one.lines:
        number = f"number {line.number}" if line.number else "no number then"
        click.echo(f"queue: {line.to or one.territory}: {number}")
    if checked.place is None or checked.seal is None:
        _say_in(NOT_SEALED, languages)
    else:
        place = checked.place
        _say_in(
            SEALED,
            languages,
            position=str(place.position),
            seal=str(place.seal),
            hash=checked.seal.hex(),
        )


def _say_in(sentence: Sentence, languages: tuple[str, ...], **values: str) -> None:
    for each in languages:
        click.echo(sentence.said(each, **values))


def _brought(folder: Path) -> Iterator[Brought]:
    for path in sorted({one for ending in _ENDINGS for one in folder.rglob(ending)}):
        try:
            signed = read_form(path.read_text(encoding="utf-8"))
        except (BadReceipt, UnicodeDecodeError):
            signed = None
        yield Brought(str(path.relative_to(folder)), signed)


_MEANING = {
    Outcome.RESTORED: "restored as it was",
    Outcome.RESTORED_TO_QUEUE: "restored to its queues; it was further then",
    Outcome.HERE: "here already",
    Outcome.OLDER: "an older receipt of an application with a newer one",
    Outcome.ENDED: "had ended",
    Outcome.ATTENDS: "the child attends a kindergarten: enter it there",
    Outcome.BAD: "proves nothing",
    Outcome.OTHER_REGION: "of another region",
    Outcome.NOT_OURS: "its family does not open with this installation's keys",
    Outcome.SAME_CHILD: "the child has a later application among the receipts",
    Outcome.CONFLICT: "contradicts what is here: left out",
}
_LEFT_OUT = (Outcome.BAD, Outcome.OTHER_REGION, Outcome.NOT_OURS, Outcome.CONFLICT)
_QUIET = (Outcome.RESTORED, Outcome.HERE, Outcome.OLDER)


def _say(report: RestoreReport) -> None:
    counted = Counter(one.outcome for one in report.told)
    for outcome, meaning in _MEANING.items():
        if counted[outcome]:
            click.echo(f"{counted[outcome]}: {meaning}")
    for one in report.told:
        if one.outcome not in _QUIET:
            click.echo(_line(one))
    click.echo("Written." if report.is_saved else "Rehearsed only: nothing was changed.")


def _line(one: Told) -> str:
    detail = f" ({one.detail})" if one.detail else ""
    return f"  {one.name}: {one.number} {_MEANING[one.outcome]}{detail}"

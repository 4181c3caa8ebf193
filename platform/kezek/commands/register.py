"""`kezek register run | mood | tell`: made-up systems of the state for the demonstration."""

import json
import os
import signal
import urllib.request
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.exchange.calls import Counterpart
from kezek.commands.demo import TOWNS
from kezek.demonstration.counterparts import registers
from kezek.demonstration.counterparts.moods import Mood
from kezek.demonstration.counterparts.service import MOODS, State, serving
from kezek.demonstration.counterparts.systems import all_desks
from kezek.demonstration.town import demo_only
from kezek.settings import OperatorError, Party, Settings
from kezek.wiring import create_wiring

DOOR = "/exchange/registers"
TERRITORY = f"{TOWNS[0].slug}/city"
READY = "made-up state systems answer at"


@click.group()
def command() -> None:
    """State registers and other systems of the demonstration."""


@command.command("run")
def run() -> None:
    """Answer at KEZEK_REGISTERS_URL until Ctrl-C."""
    with at_hand(os.environ, alone=False) as environ:
        settings = _settings(environ)
        with create_wiring(settings).app_context():
            demo_only()
        state = State(all_desks(settings), settings.registers.secret)
        with serving(state, urlsplit(settings.registers.url).port or 0) as address:
            click.echo(f"{READY} {address}")
            signal.pause()


@command.command("mood")
@click.argument("mood", type=click.Choice([str(one) for one in Mood]))
@click.option("--path", default="/", help="The addresses that begin so, instead of all.")
@click.option("--seconds", default=30.0, show_default=True, help="How slow a slow one is.")
def mood(mood: str, path: str, seconds: float) -> None:
    """Let the running systems be slow, silent or wrong, or well again."""
    with at_hand(os.environ, alone=False) as environ:
        address = _settings(environ).registers.url
    told = json.dumps({"mood": mood, "path": path, "seconds": seconds}).encode()
    request = urllib.request.Request(address + MOODS, told, method="POST")  # noqa: S310 - ours
    with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - as above
        click.echo(f"{path}: {mood}")


@command.command("tell")
@click.argument("what", type=click.Choice(["birth"]))
@click.option("--territory", default=TERRITORY, show_default=True, help="Region and territory.")
def tell(what: str, territory: str) -> None:
    """Tell the running portal of a made-up birth, as the state registers do."""
    with at_hand(os.environ, alone=False) as environ:
        settings = _settings(environ)
    door = Party(settings.public_url, settings.registers.secret)
    message = registers.tidings(territory, str(uuid.uuid4()))
    answer = Counterpart("kezek", door, us="registers").ask(f"{DOOR}/{what}s", message)
    person, region = message["applicant"], territory.partition("/")[0]
    click.echo(f"{answer['state']}: {person['full_name']} was told by SMS")
    click.echo(f"  IIN {person['iin']}, phone {person['phone']}")
    click.echo(f"  {settings.public_url}/{region}/family/sign-up")


def _settings(environ: Mapping[str, str]) -> Settings:
    settings = Settings.from_env(environ)
    if not settings.registers.is_asked:
        raise OperatorError("KEZEK_REGISTERS_URL is not set: 'make demo' chooses an address.")
    return settings

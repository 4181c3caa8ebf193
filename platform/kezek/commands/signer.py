"""`kezek signer centre | run`: made-up keys for the demonstration, and a stand-in of NCALayer."""

import os
import signal
from pathlib import Path
from urllib.parse import urlsplit

import click

from kezek.adapters.at_hand import at_hand
from kezek.clock import host_now
from kezek.commands.demo import TOWNS
from kezek.demonstration import guide
from kezek.demonstration.key_centre import kept_centre
from kezek.demonstration.ncalayer import StandIn, running
from kezek.demonstration.town import demo_only
from kezek.settings import OperatorError, Settings
from kezek.wiring import create_wiring


@click.group()
def command() -> None:
    """Electronic signatures of the demonstration."""


@command.command("centre")
def centre() -> None:
    """Open a certification centre in KEZEK_EDS_TRUST_DIR; one that is there stays."""
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        with create_wiring(settings).app_context():
            demo_only()
        kept_centre(_folder(settings), host_now())


@command.command("run")
def run() -> None:
    """Sign at KEZEK_EDS_SIGNER_URL for whoever asks, at once, until Ctrl-C."""
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        with create_wiring(settings).app_context():
            demo_only()
            owner = guide.key_owner(TOWNS[0].town())
        stand_in = StandIn(kept_centre(_folder(settings), host_now()), host_now, owner)
        with running(stand_in, urlsplit(settings.eds_signer_url).port or 0) as address:
            click.echo(f"a stand-in of NCALayer signs at {address}")
            signal.pause()


def _folder(settings: Settings) -> Path:
    if settings.eds_trust_dir is None:
        raise OperatorError("KEZEK_EDS_TRUST_DIR is not set: name an empty folder for the centre.")
    return settings.eds_trust_dir

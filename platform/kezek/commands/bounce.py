"""`kezek bounce`: a letter that came back is read from the mail server's pipe."""

import os
import sys

import click

from kezek.adapters.at_hand import at_hand
from kezek.adapters.bounces import read_bounce
from kezek.settings import Settings
from kezek.usecases.delivery_reports import take_report
from kezek.wiring import create_wiring


@click.command()
def command() -> None:
    """Take a letter that came back, from standard input.

    Ends with 0 also for what is no bounce of ours: a mail server would bounce the bounce.
    """
    bounce = read_bounce(sys.stdin.buffer.read())
    if bounce is None:
        click.echo("no bounce of a letter of ours")
        return
    with at_hand(os.environ, alone=False) as environ:
        app = create_wiring(Settings.from_env(environ))
        with app.app_context():
            is_news = take_report(bounce.name, bounce.report)
    click.echo("noted" if is_news else "nothing new")

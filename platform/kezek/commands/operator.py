"""`kezek operator`: who runs the deployment: invited from the machine itself."""

import os

import click

from kezek.adapters.at_hand import at_hand
from kezek.core.access import DEPLOYMENT, Role
from kezek.core.errors import Refusal
from kezek.settings import OperatorError, Settings
from kezek.usecases.deployment.accounts import find_account_id, invite, invite_again
from kezek.usecases.deployment.acting import COMMAND
from kezek.wiring import create_wiring

_ROLES = click.Choice(sorted(str(role) for role in DEPLOYMENT))


@click.group()
def command() -> None:
    """Who runs the deployment, and the shared hotline."""


@command.command("add")
@click.argument("login")
@click.option("--role", type=_ROLES, default=str(Role.OPERATOR), help="What the account is for.")
@click.option("--name", default="", help="Surname and name, as others see them.")
def add(login: str, role: str, name: str) -> None:
    """Make an account, or a new link for one that is there, and print the link: it works once."""
    with at_hand(os.environ, alone=False) as environ:
        settings = Settings.from_env(environ)
        with create_wiring(settings).app_context():
            token = _token(login, Role(role), name or login)
    click.echo(f"{settings.public_url}/operator/invitation/{token}")
    click.echo("The link works once, and for three days.")


def _token(login: str, role: Role, name: str) -> str:
    known = find_account_id(login)
    if known is not None:
        return invite_again(COMMAND, known)
    try:
        return invite(COMMAND, login, role, name)
    except Refusal as refusal:
        raise OperatorError(f"{login} cannot be a login: {refusal.detail}.") from refusal

"""Operators of the deployment who have taken their invitations up and signed in."""

from flask.testing import FlaskClient

from kezek.core.access import Role
from kezek.usecases.deployment.accounts import invite, take_up
from kezek.usecases.deployment.acting import COMMAND
from tests.factories.regions import House
from tests.web.browsing import send
from tests.web.checked import check_pages

PASSWORD = "a long enough one"
DOOR = "/operator/sign-in"


def open_operator(login: str, role: Role = Role.OPERATOR) -> None:
    """An account whose password is set."""
    take_up(invite(COMMAND, login, role, f"Оператор {login}"), PASSWORD)


def come_in(client: FlaskClient, login: str) -> None:
    """Signs in by login and password."""
    inside = send(client, client.get(DOOR), "operator-door", login=login, password=PASSWORD)
    assert inside.status_code == 303, inside.text


def operator(house: House, login: str = "first", role: Role = Role.OPERATOR) -> FlaskClient:
    """A client in which an operator is signed in, reading Russian."""
    house.within(open_operator, login, role)
    client = check_pages(house.app)
    client.set_cookie("kezek_lang", "ru")
    come_in(client, login)
    return client

"""Who runs the deployment: invited once, signed in for a day, and never listed with a password."""

import uuid
from collections.abc import Iterator
from datetime import timedelta
from itertools import count

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege

from kezek.adapters.scratch import Scratch
from kezek.adapters.two_step import code_at, new_secret
from kezek.core.access import Role
from kezek.core.errors import Refusal
from kezek.core.operator_sessions import IDLE, INVITED, LONGEST, PROVEN
from kezek.reads.deployment_people import people_page
from kezek.settings import Settings
from kezek.usecases.deciding import NotFound
from kezek.usecases.deployment.accounts import (
    Browser,
    Operator,
    end_other_sessions,
    end_session,
    find_account_id,
    find_invitation,
    invite,
    invite_again,
    prove,
    set_active,
    sign_in,
    take_up,
    visit,
)
from kezek.usecases.deployment.acting import COMMAND
from kezek.usecases.deployment.two_step import begin_two_step, end_two_step
from tests.factories.regions import House, open_house

PASSWORD = "a long enough one"
OFFICE = Browser("10.0.0.7", "Firefox, Linux")
_LOGINS = count(1)


class TestAnInvitation:
    def test_is_taken_up_once(self, house: House) -> None:
        login, token = _invited()

        assert find_invitation(token) == login
        take_up(token, PASSWORD)

        with pytest.raises(Refusal, match="operator_invitation"):
            take_up(token, "another long one")
        assert visit(sign_in(login, PASSWORD, "", OFFICE)) is not None

    def test_runs_out(self, house: House) -> None:
        _, token = _invited()
        house.clock.advance(INVITED)

        with pytest.raises(Refusal, match="operator_invitation"):
            take_up(token, PASSWORD)

    def test_with_a_short_password_is_not_used_up(self, house: House) -> None:
        login, token = _invited()
        with pytest.raises(Refusal, match="password"):
            take_up(token, "short")

        assert find_invitation(token) == login

    def test_anew_ends_the_sessions_and_the_link_before(self, house: House) -> None:
        login, first = _invited()
        take_up(first, PASSWORD)
        session_id = sign_in(login, PASSWORD, "", OFFICE)

        again = invite_again(COMMAND, _id(login))

        assert visit(session_id) is None
        take_up(again, "quite another one")
        with pytest.raises(Refusal, match="sign_in"):
            sign_in(login, PASSWORD, "", OFFICE)

    def test_to_a_login_that_is_taken_is_refused(self, house: House) -> None:
        login, _ = _invited()

        with pytest.raises(Refusal, match="login_taken"):
            invite(COMMAND, login.upper(), Role.OPERATOR, "Somebody Else")

    def test_gives_no_role_of_a_region(self, house: House) -> None:
        with pytest.raises(Refusal, match="operator_account"):
            invite(COMMAND, "chief", Role.ADMIN, "Somebody")


class TestSigningIn:
    def test_waits_after_five_wrong_passwords(self, house: House) -> None:
        login = _account()
        for _ in range(5):
            with pytest.raises(Refusal, match="not_yours"):
                sign_in(login, "wrong", "", OFFICE)

        with pytest.raises(Refusal, match="limit_reached"):
            sign_in(login, PASSWORD, "", OFFICE)
        house.clock.advance(timedelta(minutes=1))
        assert sign_in(login, PASSWORD, "", OFFICE)

    def test_of_an_account_without_a_password_is_refused(self, house: House) -> None:
        login, _ = _invited()

        with pytest.raises(Refusal, match="sign_in"):
            sign_in(login, "", "", OFFICE)

    def test_needs_the_code_once_there_is_a_second_step(self, house: House) -> None:
        login, secret = _account(), new_secret()
        operator = _visit(sign_in(login, PASSWORD, "", OFFICE))
        code = code_at(secret, house.clock.now())
        begin_two_step(operator.actor, operator.session_id, secret, code)

        for wrong in ("", "000000", code):  # the code that set it up is used
            with pytest.raises(Refusal, match="sign_in_code"):
                sign_in(login, PASSWORD, wrong, OFFICE)
        house.clock.advance(timedelta(seconds=60))
        assert sign_in(login, PASSWORD, code_at(secret, house.clock.now()), OFFICE)

        end_two_step(operator.actor)
        assert sign_in(login, PASSWORD, "", OFFICE)

    def test_a_second_step_is_set_with_a_right_code_only(self, house: House) -> None:
        operator = _visit(sign_in(_account(), PASSWORD, "", OFFICE))

        with pytest.raises(Refusal, match="sign_in_code"):
            begin_two_step(operator.actor, operator.session_id, new_secret(), "123456")

        assert not people_page(operator.actor, operator.session_id).has_two_step


class TestASession:
    def test_ends_after_half_an_hour_without_use(self, house: House) -> None:
        session_id = sign_in(_account(), PASSWORD, "", OFFICE)
        house.clock.advance(IDLE - timedelta(minutes=1))
        assert visit(session_id) is not None

        house.clock.advance(IDLE)

        assert visit(session_id) is None

    def test_ends_after_a_working_day_however_it_is_used(self, house: House) -> None:
        session_id = sign_in(_account(), PASSWORD, "", OFFICE)
        began = house.clock.now()
        while house.clock.now() + timedelta(minutes=20) < began + LONGEST:
            house.clock.advance(timedelta(minutes=20))
            assert visit(session_id) is not None

        house.clock.advance(timedelta(minutes=20))

        assert visit(session_id) is None

    def test_counts_for_high_risk_for_a_while_after_the_password(self, house: House) -> None:
        session_id = sign_in(_account(), PASSWORD, "", OFFICE)
        assert _visit(session_id).is_proven
        house.clock.advance(PROVEN)
        operator = _visit(session_id)
        assert not operator.is_proven

        with pytest.raises(Refusal, match="sign_in"):
            prove(operator, "wrong", "")
        assert not _visit(session_id).is_proven
        prove(operator, PASSWORD, "")

        assert _visit(session_id).is_proven

    def test_is_ended_from_afar_and_by_closing_the_account(self, house: House) -> None:
        mine, other = _account(), _account()
        operator = _visit(sign_in(mine, PASSWORD, "", OFFICE))
        his = sign_in(other, PASSWORD, "", OFFICE)

        end_session(operator.actor, his)
        assert visit(his) is None

        again = sign_in(other, PASSWORD, "", OFFICE)
        set_active(operator.actor, _id(other), is_active=False)
        assert visit(again) is None
        with pytest.raises(Refusal, match="sign_in"):
            sign_in(other, PASSWORD, "", OFFICE)

    def test_of_others_is_not_there_for_the_shared_hotline(self, house: House) -> None:
        hotline = _visit(sign_in(_account(Role.SHARED_HOTLINE), PASSWORD, "", OFFICE))
        his = sign_in(_account(), PASSWORD, "", OFFICE)

        with pytest.raises(NotFound):
            end_session(hotline.actor, his)

        page = people_page(hotline.actor, hotline.session_id)
        assert {one.is_own for one in page.accounts} == {True}
        assert {one.is_own_account for one in page.sessions} == {True}

    def test_everywhere_else_is_ended_at_once(self, house: House) -> None:
        login = _account()
        here, there = (sign_in(login, PASSWORD, "", OFFICE) for _ in range(2))

        assert end_other_sessions(_visit(here)) == 1

        assert visit(there) is None
        assert visit(here) is not None

    def test_nobody_closes_his_own_account(self, house: House) -> None:
        login = _account()
        operator = _visit(sign_in(login, PASSWORD, "", OFFICE))

        with pytest.raises(Refusal, match="operator_own"):
            set_active(operator.actor, _id(login), is_active=False)


class TestTheRoleThatServes:
    @pytest.mark.parametrize("column", ["password_hash", "two_step_sealed", "two_step_last"])
    def test_lists_no_secret(self, app: psycopg.Connection, column: str) -> None:
        with pytest.raises(InsufficientPrivilege):
            app.execute(f"select {column} from deployment_accounts".encode())

    def test_gets_them_for_one_login(self, house: House, app: psycopg.Connection) -> None:
        login = _account()

        rows = app.execute("select * from deployment_secrets(%s)", (login,)).fetchall()

        assert len(rows) == 1
        assert str(rows[0][1]).startswith("$argon2id$")
        assert app.execute("select * from deployment_secrets('%%')").fetchall() == []

    @pytest.mark.parametrize(
        "statement",
        [
            "delete from deployment_accounts",
            "delete from deployment_acts",
            "update deployment_acts set reason = ''",
            "delete from deployment_sessions",
            "update deployment_accounts set role = 'operator'",
            "update deployment_accounts set login = 'x'",
            "delete from tenant_stops",
            "delete from switches",
            "update deployment_proposals set proposed_by = ''",
            "delete from failed_jobs",
        ],
    )
    def test_changes_no_record(self, app: psycopg.Connection, statement: str) -> None:
        with pytest.raises(InsufficientPrivilege):
            app.execute(statement.encode())


def _invited() -> tuple[str, str]:
    login = f"person-{next(_LOGINS)}"
    return login, invite(COMMAND, login, Role.OPERATOR, "Айгүл Омарова")


def _account(role: Role = Role.OPERATOR) -> str:
    login = f"person-{next(_LOGINS)}"
    take_up(invite(COMMAND, login, role, "Айгүл Омарова"), PASSWORD)
    return login


def _visit(session_id: uuid.UUID) -> Operator:
    found = visit(session_id)
    assert found is not None
    return found


def _id(login: str) -> uuid.UUID:
    found = find_account_id(login)
    assert found is not None
    return found


@pytest.fixture
def app(settings_of: Settings) -> Iterator[psycopg.Connection]:
    with psycopg.connect(settings_of.database_url.replace("+psycopg", "")) as connection:
        yield connection


@pytest.fixture(scope="module")
def house(settings_of: Settings) -> Iterator[House]:
    with open_house(settings_of) as opened:
        yield opened


@pytest.fixture(scope="module")
def settings_of(shared_scratch: Scratch) -> Iterator[Settings]:
    yield shared_scratch.new_database("kezek_people")
    shared_scratch.drop_database("kezek_people")

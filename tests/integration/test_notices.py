"""From the wish to the contract: every notice is recorded with what its reader needs to know."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from kezek.adapters.sms_lengths import sms_length
from kezek.core.applications import Application, State
from kezek.core.notices import FAMILY_CHANNELS
from kezek.db.notices import NoticeRow
from kezek.db.scope import tenant_scope
from kezek.settings import Settings
from kezek.usecases import admission, answers, applications, referrals, standing
from kezek.usecases.due import bring_about_due
from kezek.usecases.nights import check_calendar, do_night, next_night_at
from kezek.usecases.notices import notice_in
from kezek.usecases.number_digests import tell_numbers, tell_sharp_changes
from kezek.usecases.rules_change import change_settings
from kezek.usecases.rules_told import tell_rules
from tests.factories.messages import Town, watched_town
from tests.factories.regions import MORNING
from tests.factories.waiting import FAMILY, child_of, wish

STAFF = "office:1"
NIGHT = MORNING.date() + timedelta(days=1)


def test_the_whole_way_is_told_in_russian(town: Town) -> None:
    application = town.family(1)
    speak_russian(town)
    town.offer(application)
    answers.accept(town.id, FAMILY, application.id)
    admission.submit_documents(town.id, FAMILY, application.id, complete=True, vaccinated=True)
    admission.admit(town.id, STAFF, application.id)
    admission.sign(town.id, FAMILY, application.id)

    told = by_code(town.notices()[2:])
    assert list(told) == ["N-12", "N-18", "N-25", "N-29", "N-30"]
    for code, row in told.items():
        assert row.language == "ru"
        assert "«Балдаурен»" in row.body or code == "N-25", row.body
        assert "Ребенок: " in row.body
        assert application.number in row.body
    assert "среда, 9 сентября 2026 г., 23:59" in plain(told["N-12"].body)
    assert "понедельник, 14 сентября 2026 г." in plain(told["N-18"].body)
    assert "8 сентября 2026 г., 09:00" in plain(told["N-18"].body), "the last moment to cancel"
    assert "3) Справка о состоянии здоровья ребенка (№ 027/е)" in told["N-18"].body


def test_the_department_hears_of_the_admission(town: Town) -> None:
    application = town.family(1)
    town.offer(application)
    answers.accept(town.id, FAMILY, application.id)
    admission.submit_documents(town.id, FAMILY, application.id, complete=True, vaccinated=True)
    admission.admit(town.id, STAFF, application.id)
    assert town.notices("N-30", audience="office") == []

    admission.sign(town.id, FAMILY, application.id)

    (told,) = town.notices("N-30", audience="office")
    assert application.number in told.subject
    assert "Балд" in told.body


def test_annex_4_has_the_numbers_of_that_moment(town: Town) -> None:
    first, second = town.family(1), town.family(2)

    assert "«Балдәурен», кезек нөмірі 1" in notice(town, "N-05", first).body
    assert "«Балдәурен», кезек нөмірі 2" in notice(town, "N-05", second).body
    assert first.number in notice(town, "N-05", first).body


def test_a_refusal_lists_the_papers_by_their_names(town: Town) -> None:
    child = child_of(town.id, 1)
    asked = wish(child, town.garden, category=11)
    application = applications.submit(town.id, FAMILY, unproven(asked))
    reason = "missing DOC-05; expired DOC-04; көшірме анық емес"
    standing.reject(town.id, STAFF, application.id, whole=True, reason=reason)

    body = notice(town, "N-06", application).body
    assert "1) Диплом" in body
    assert "1) Педагогтің немесе медициналық қызметкердің жұмыс орнынан анықтама" in body
    assert "Түсіндірме: көшірме анық емес" in body
    review = notice(town, "N-03", application).body
    assert "2026 ж. 8 қыркүйек, сейсенбі, 23:59" in plain(review)


def test_staff_read_their_notices_in_either_language(town: Town) -> None:
    application = town.offer(town.family())
    answers.accept(town.id, FAMILY, application.id)

    (row,) = town.notices("N-19", audience="kindergarten")
    assert row.kindergarten_id == town.garden
    with town.house.app.app_context():
        assert "Жаңа жолдама" in notice_in(row, "kk").subject
        russian = notice_in(row, "ru")
    assert "Новое направление" in russian.subject
    assert "Последний срок направления: понедельник, 14 сентября 2026 г., 23:59" in plain(
        russian.body
    )


def test_the_last_choice_is_warned_of_the_archive(town: Town) -> None:
    offered = town.offer(town.family())

    assert "өтініш архивке жіберіледі" in notice(town, "N-12", offered).body


@pytest.mark.parametrize("language", ["kk", "ru"])
def test_every_sms_that_was_made_on_the_way_fits_two(town: Town, language: str) -> None:
    application = town.family(1, language=language)
    town.offer(application)
    town.wait(days=3)
    bring_about_due(town.id)
    town.wait(days=17)
    bring_about_due(town.id)
    applications.answer_interest(town.id, FAMILY, application.id, interested=True)
    answers.accept(town.id, FAMILY, application.id)
    referrals.cancel(town.id, FAMILY, application.id)

    codes = [row.code for row in town.notices()]
    assert {"N-13", "N-14", "N-15", "N-16", "N-21", "N-11"} <= set(codes)
    sent = [row for row in town.messages() if row.channel == "sms"]
    assert len(sent) == sum("S" in FAMILY_CHANNELS[code] for code in codes)
    assert all(sms_length(row.text).messages <= 2 for row in sent)


def test_the_night_tells_whose_number_changed_and_why(town: Town) -> None:
    first, second = town.family(1), town.family(2)
    applications.withdraw(town.id, FAMILY, first.id)

    assert tell_numbers(town.id, NIGHT) == 1
    row = notice(town, "N-08", second)
    assert "«Балдәурен»: 2 болған, қазір 1." in row.body
    assert "−1: алдыңыздағылар өтінішін қайтарып алды" in row.body
    assert not [one for one in town.messages() if one.notice_id == row.id], "cabinet only"


def test_the_same_night_is_told_once_and_the_next_has_nothing_new(town: Town) -> None:
    first = town.family(1)
    town.family(2)
    applications.withdraw(town.id, FAMILY, first.id)

    assert tell_numbers(town.id, NIGHT) == 1
    assert tell_numbers(town.id, NIGHT) == 0
    assert tell_numbers(town.id, NIGHT + timedelta(days=1)) == 0


def test_a_number_that_grew_much_is_told_before_the_night_once(town: Town) -> None:
    last = town.family(1)
    change_settings(town.id, STAFF, {"number_alarm": 2, "quiet_hours": "off"})
    tell_numbers(town.id, NIGHT - timedelta(days=1))
    for serial in range(2, 6):
        out_of_turn(town, serial)

    assert tell_sharp_changes(town.id) == 1
    assert tell_sharp_changes(town.id) == 0
    out_of_turn(town, 6)
    assert tell_sharp_changes(town.id) == 0, "told until the night"
    assert "1 болған, қазір 5" in notice(town, "N-08", last).body
    assert tell_numbers(town.id, NIGHT) >= 1


def test_changed_rules_are_told_once_to_each_family(town: Town) -> None:
    application = town.family(1)
    assert tell_rules(town.id) == 0
    change_settings(town.id, STAFF, {"offer_days": 3})

    assert tell_rules(town.id) == 1
    assert tell_rules(town.id) == 0
    row = notice(town, "N-53", application)
    assert "Ұсынылған орынға жауап беру мерзімі, күнтізбелік күн: 2 → 3" in row.body


def test_a_change_that_concerns_no_family_is_not_told(town: Town) -> None:
    town.family(1)
    change_settings(town.id, STAFF, {"review_working_days": 2})

    assert tell_rules(town.id) == 0


def test_the_night_is_done_once_and_caught_up(town: Town) -> None:
    town.family(1)
    assert next_night_at(town.id) < town.house.clock.now()

    assert do_night(town.id) == ["ledger", "calendar", "fairness", "names", "forgetting", "numbers"]
    assert do_night(town.id) == []
    assert next_night_at(town.id) > town.house.clock.now()
    assert town.notices(audience="office") == [], "nothing was found wrong"


def test_a_ledger_that_does_not_add_up_alarms_the_office(town: Town) -> None:
    application = town.family(1)
    with tenant_scope(town.id) as session:
        session.execute(text("update queue_entries set standing = 'P'"))
    do_night(town.id)

    (alarm,) = town.notices("N-54", audience="office")
    assert alarm.values["about"] == "ledger"
    assert "an entry stands as its application does: 1" in alarm.body
    assert application.number not in alarm.body


def test_the_office_hears_every_week_that_the_calendar_ends(town: Town) -> None:
    town.house.clock.set(MORNING.replace(year=2027, month=12))
    day = town.house.clock.now().date()
    for later in range(9):
        check_calendar(town.id, day + timedelta(days=later))
        town.wait(days=1)

    assert [one.values["about"] for one in town.notices(audience="office")] == ["calendar"] * 2


def test_what_nobody_asks_for_again_is_forgotten(town: Town) -> None:
    town.family(1)
    town.forget_messages()
    town.wait(days=31)
    do_night(town.id)

    assert town.messages() == []
    assert len(town.notices("N-03")) == 1


def notice(town: Town, code: str, application: Application) -> NoticeRow:
    """The one notice of this code to the family of an application."""
    (found,) = [row for row in town.notices(code) if row.application_id == application.id]
    return found


def by_code(rows: list[NoticeRow]) -> dict[str, NoticeRow]:
    return {row.code: row for row in rows}


def plain(body: str) -> str:
    return body.replace("\u00a0", " ").replace("\u202f", " ")


def speak_russian(town: Town) -> None:
    with tenant_scope(town.id) as session:
        session.execute(text("update guardians set language = 'ru'"))


def unproven(asked: applications.Wish) -> applications.Wish:
    """A wish whose proof no register has confirmed."""
    return applications.Wish(
        **{**{name: getattr(asked, name) for name in asked.__slots__}, "proof_accepted": False}
    )


def out_of_turn(town: Town, serial: int) -> Application:
    """A serviceman's child, confirmed."""
    asked = wish(child_of(town.id, serial * 20), town.garden, category=1)
    application = applications.submit(town.id, FAMILY, asked)
    if application.state is State.UNDER_REVIEW:
        application = standing.verify(town.id, STAFF, application.id)
    return application


@pytest.fixture
def town(new_database: Callable[[], Settings]) -> Iterator[Town]:
    """The demo region with watched gateways, at nine o'clock of a Monday."""
    with watched_town(new_database()) as made:
        yield made

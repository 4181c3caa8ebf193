"""Papers that an application has only at some stage: application, consent, contract, refusal."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from kezek.adapters.scratch import Scratch
from kezek.core.consent import VERSION
from kezek.core.printed import Kind
from kezek.usecases import admission
from tests.factories.regions import House
from tests.web.cabinet import STAFF, Cabinet, plain, shared_house
from tests.web.holder import Holder
from tests.web.printed import LANGUAGES, Waiting, check_address, length_of, text_of
from tests.web.printed_states import give_consent, refused_family, with_contract


class TestTheApplication:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_is_annex_1_on_one_sheet(self, waiting: Waiting, language: str) -> None:
        answer = waiting.paper("annex1", language)

        said = text_of(answer)
        for fact in (waiting.number, waiting.cabinet.identity.iin, "Абай көшесі, 1"):
            assert fact in said
        assert said.index("Ұшқын-Өрлеу") < said.index("Әсем Ғалам")
        assert length_of(answer) == 1

    @pytest.mark.parametrize("category", [1, 10, 13])
    def test_marks_the_status_of_the_child_alone(self, house: House, category: int) -> None:
        waiting = Waiting(Cabinet(house))
        waiting.id = waiting.cabinet.queue(waiting.first, category=category)

        said = text_of(waiting.paper("annex1", "ru"))

        assert re.findall(r"× *(\d+)\)", said) == [str(category)]


class TestTheConsent:
    def test_is_not_there_where_none_was_given(self, waiting: Waiting) -> None:
        assert waiting.paper("annex5", "kk").status_code == 404

    def test_names_its_words_and_its_moment(self, waiting: Waiting) -> None:
        cabinet = waiting.cabinet
        cabinet.house.within(give_consent, cabinet, waiting)

        kk, ru = (text_of(waiting.paper("annex5", language)) for language in LANGUAGES)

        assert "5-қосымша" in kk
        assert "трансшекаралық беруді" in kk
        assert "трансграничную передачу" in ru
        assert VERSION in kk


class TestTheContract:
    def test_is_not_there_before_it_was_sent(self, waiting: Waiting) -> None:
        assert waiting.paper("contract", "kk").status_code == 404

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_has_every_word_of_the_page(self, waiting: Waiting, language: str) -> None:
        cabinet = with_contract(waiting)
        cabinet.speak(language)
        page = cabinet.get(cabinet.of(waiting.id, "contract/")).text

        said = text_of(waiting.paper("contract", language))

        shown = page.partition('id="text-title"')[2].partition("</section>")[0]
        lines = re.findall(r"<(?:p|li|h3)\b[^>]*>(.*?)</(?:p|li|h3)>", shown, re.DOTALL)
        assert len(lines) > 20
        for line in lines:
            words = " ".join(re.sub(r"<[^>]+>", "", line).split())
            assert words.replace(" ", "") in said.replace(" ", ""), words

    def test_says_whether_it_was_signed(self, waiting: Waiting) -> None:
        cabinet = with_contract(waiting)
        before = text_of(waiting.paper("contract", "ru"))
        cabinet.house.within(admission.sign, cabinet.region, cabinet.actor.tag, waiting.id)

        assert "еще не подписан" in before
        assert "Родитель подписал" in text_of(waiting.paper("contract", "ru"))


class TestTheRefusal:
    def test_is_not_there_while_nothing_wasrefused_family(self, waiting: Waiting) -> None:
        assert waiting.paper("annex3", "ru").status_code == 404

    def test_names_the_papers_in_either_language(self, house: House) -> None:
        waiting = refused_family(Cabinet(house))

        kk, ru = (text_of(waiting.paper("annex3", language)) for language in LANGUAGES)

        assert "2-қосымша" in kk
        assert "Справка с места работы" in ru
        assert "недостоверными" in ru
        assert "Нет печати" in ru

    def test_by_a_kindergarten_goes_when_it_is_overturned(self, waiting: Waiting) -> None:
        cabinet = waiting.cabinet
        cabinet.refer(waiting.id, waiting.first)
        cabinet.hand_in(waiting.id)
        cabinet.house.within(
            admission.refuse_admission,
            cabinet.region,
            STAFF,
            waiting.id,
            reason="contraindication",
        )
        assert "приложение 6" in text_of(waiting.paper("annex3", "ru"))
        cabinet.pass_time(minutes=5)

        cabinet.house.within(
            admission.review_refusal, cabinet.region, "office:1", waiting.id, stands=False
        )

        assert waiting.paper("annex3", "ru").status_code == 404


class TestTheVoucher:
    def test_is_there_from_the_consent_to_it_on(self, house: House) -> None:
        holder = Holder(house)
        paper = holder.of(holder.id, "papers/voucher/ru")
        assert holder.get(paper).status_code == 404

        active = text_of(holder.active().get(paper))
        checked = plain(holder.get(check_address(holder, holder.id, Kind.VOUCHER)))

        assert "Срок для выбора детского сада" in active
        assert "ваучер күшінде" in checked

    def test_of_a_pupil_follows_the_child(self, house: House) -> None:
        holder = Holder(house).enrolled()

        said = text_of(holder.get(holder.of(holder.id, "papers/voucher/kk")))

        assert "кезексіз ауысуға болады" in said
        assert "Балдырған" in said

    def test_that_has_lapsed_is_in_force_no_more(self, house: House) -> None:
        holder = Holder(house).inactive()

        checked = plain(holder.get(check_address(holder, holder.id, Kind.VOUCHER)))

        assert "бұл ваучер енді күшінде емес" in checked


@pytest.fixture(scope="module")
def house(shared_scratch: Scratch) -> Iterator[House]:
    with shared_house(shared_scratch, "kezek_printed_states", "demo", "pavlodar") as house:
        yield house


@pytest.fixture
def waiting(house: House) -> Waiting:
    return Waiting(Cabinet(house))

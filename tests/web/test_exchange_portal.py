"""The state portal over real HTTP: an application comes in once, and its number is looked at."""

import base64
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kezek.adapters.eds.trust import Trust
from kezek.adapters.eds.verifier import CmsVerifier
from kezek.adapters.scratch import Scratch
from kezek.adapters.services import EXTENSION
from kezek.db.applications import ApplicationRow
from kezek.db.drafts import DraftRow
from kezek.db.lookups import LookupRow
from kezek.db.portal_requests import PortalRequestRow
from kezek.db.signatures import SignatureRow
from kezek.demonstration.certification import Centre
from kezek.settings import Party
from tests.factories.contracts import addresses
from tests.factories.kindergartens import kindergarten
from tests.factories.papers import PDF
from tests.factories.partners import SECRET, Partner, on_the_wire
from tests.factories.portal import APPLICATIONS, SIGNED, Town
from tests.factories.regions import MORNING, open_front

NUMBERS = "/exchange/portal/numbers"
REQUESTS = "/exchange/portal/requests"


def test_an_application_of_the_portal_stands_in_the_queue_like_any_other(town: Town) -> None:
    # Nobody else of these tests waits in the queue of this year of birth.
    said = town.application(date(2023, 5, 9))

    answer = town.apply(said)

    assert answer.status == 201
    told = answer.body["application"]
    assert told["state"] == "QUEUED"
    assert [one["number"] for one in told["queues"]] == [1]
    (row,) = town.rows(ApplicationRow, ApplicationRow.number == told["number"])
    (came,) = town.rows(PortalRequestRow, PortalRequestRow.request_id == said["request_id"])
    assert (came.application_id, came.outcome) == (row.id, "taken")
    assert "application:from_portal" in town.facts()


def test_a_repeated_request_has_one_effect_and_the_same_answer(town: Town) -> None:
    said = town.application()

    first, second = town.apply(said), town.apply(said)

    assert (first.status, second.status) == (201, 200)
    assert first.body["application"]["number"] == second.body["application"]["number"]
    number = first.body["application"]["number"]
    assert len(town.rows(ApplicationRow, ApplicationRow.number == number)) == 1


def test_the_number_of_a_request_is_not_taken_for_another_one(town: Town) -> None:
    said = town.application()
    town.apply(said)

    other = town.apply({**town.application(), "request_id": said["request_id"]})

    assert (other.status, other.codes) == (409, ["already_decided.request_id"])


def test_a_refused_request_changes_nothing_and_may_come_again_put_right(town: Town) -> None:
    said = town.application()

    refused = town.apply({**said, "kindergartens": []})

    assert (refused.status, refused.codes) == (409, ["wrong_state.step_missing"])
    assert town.rows(DraftRow) == []
    (kept,) = town.rows(PortalRequestRow, PortalRequestRow.request_id == said["request_id"])
    assert (kept.outcome, kept.refusal) == ("refused", "wrong_state:step_missing")
    assert town.apply(said).status == 201


def test_the_same_rules_refuse_as_in_the_cabinet(town: Town) -> None:
    said = town.application()
    town.apply(said)

    again = town.apply({**said, "request_id": "another"})
    old = town.apply(town.application(born_on=date(2018, 1, 2)))

    assert again.codes == ["already_queued.own"]
    assert old.codes == ["not_eligible_age.too_old"]
    assert "Балалар" in old.body["errors"][0]["kk"]
    assert "лет" in old.body["errors"][0]["ru"]


def test_what_is_wrong_with_a_call_is_told_at_once_and_by_place(town: Town) -> None:
    said = town.application()
    said["applicant"]["phone"] = "12"
    said["child"]["born_on"] = "14.03.2022"
    del said["instruction_language"]
    said["categories"] = [99]

    answer = town.apply(said, as_written=False)

    assert answer.status == 422
    assert set(zip(answer.fields, answer.codes, strict=True)) == {
        ("applicant.phone", "field_phone"),
        ("child.born_on", "field_day"),
        ("instruction_language", "field_missing"),
        ("categories", "field_choice"),
    }
    assert all(one["kk"] != one["ru"] for one in answer.body["errors"])


def test_an_unknown_territory_is_refused(town: Town) -> None:
    answer = town.apply({**town.application(), "territory": "999999999"})

    assert (answer.status, answer.codes, answer.fields) == (
        422,
        ["territory_unknown"],
        ["territory"],
    )


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"secret": "somebody else's key, which is as long as ours"}, "signature_wrong"),
        ({"late": timedelta(minutes=6)}, "clock_apart"),
        ({"late": timedelta(minutes=-6)}, "clock_apart"),
    ],
)
def test_a_call_that_is_not_signed_as_agreed_does_nothing(
    town: Town, change: dict[str, Any], code: str
) -> None:
    stranger = replace(town.portal, **change)

    answer = stranger.ask(APPLICATIONS, town.application())

    assert (answer.status, answer.codes) == (401, [code])


def test_contents_that_were_changed_on_the_way_are_not_taken(town: Town) -> None:
    answer = town.portal.ask(APPLICATIONS, town.application(), changed=b'{"request_id": "1"}')

    assert (answer.status, answer.codes) == (401, ["signature_wrong"])


def test_the_number_is_looked_at_by_the_parent_alone_and_the_look_is_kept(town: Town) -> None:
    said = town.application()
    number = town.apply(said).body["application"]["number"]
    looks = len(town.rows(LookupRow, LookupRow.actor == "portal:egov"))
    asked = {"applicant": {"iin": said["applicant"]["iin"]}, "child": {"iin": said["child"]["iin"]}}

    seen = town.portal.ask(NUMBERS, asked)
    stranger = town.application()["applicant"]["iin"]
    unseen = town.portal.ask(NUMBERS, {**asked, "applicant": {"iin": stranger}})

    (shown,) = seen.body["applications"]
    assert shown["number"] == number
    assert shown["kk"]["state"] != shown["ru"]["state"]
    assert (unseen.status, unseen.codes) == (404, ["not_found"])
    assert len(town.rows(LookupRow, LookupRow.actor == "portal:egov")) == looks + 1


def test_a_request_is_found_in_its_own_region_alone(town: Town) -> None:
    said = town.application()
    town.apply(said)
    asked = {"territory": said["territory"], "request_id": said["request_id"]}

    here = town.portal.ask(REQUESTS, asked)
    elsewhere = town.portal.ask(REQUESTS, {**asked, "territory": "saran/saran"})
    another = replace(town.portal, party="other").ask(REQUESTS, asked)

    assert here.status == 200
    assert (elsewhere.status, another.status) == (404, 404)


def test_a_family_that_is_here_keeps_its_telephone(town: Town) -> None:
    said = town.application()
    town.apply(said)
    sister = town.application()
    sister["applicant"] = {**said["applicant"], "phone": "+77010000009"}

    town.apply(sister)

    phones = town.phones()
    assert said["applicant"]["phone"] in phones
    assert "+77010000009" not in phones


def test_every_address_of_the_door_stands_in_the_contract(town: Town) -> None:
    served = {
        (method, rule.rule)
        for rule in town.house.app.url_map.iter_rules()
        if rule.rule.startswith("/exchange/portal/")
        for method in (rule.methods or set()) - {"OPTIONS", "HEAD"}
    }

    assert served == addresses("portal")


def test_lists_for_the_portals_form_are_by_territory(town: Town) -> None:
    listed = town.portal.ask("/exchange/portal/territories", {}).body["territories"]
    gardens = town.portal.ask("/exchange/portal/kindergartens", {"territory": "demo/city"})

    assert {"demo/city", "saran/saran"} & {one["code"] for one in listed} == {"demo/city"}
    assert "352200000" in {one["code"] for one in listed}
    assert str(town.garden) in {one["id"] for one in gardens.body["kindergartens"]}


def test_what_was_signed_at_the_portal_is_kept_with_the_application(town: Town) -> None:
    said = town.application()
    answer = town.apply({**said, "signature": town.signature(said["applicant"]["iin"])})
    other = town.application()
    stranger = town.apply({**other, "signature": town.signature(said["applicant"]["iin"])})

    assert answer.status == 201
    (came,) = town.rows(PortalRequestRow, PortalRequestRow.request_id == said["request_id"])
    (kept,) = town.rows(SignatureRow, SignatureRow.id == came.signature_id)
    assert kept.content_sha256 == hashlib.sha256(SIGNED).digest()
    assert stranger.codes == ["signature_refused.other_person"]


def test_papers_come_with_the_application(town: Town) -> None:
    said = {**town.application(), "categories": [5]}
    paper = {
        "document": "DOC-06",
        "filename": "pmpk.pdf",
        "content": base64.b64encode(PDF).decode(),
        "issued_on": "2026-09-01",
    }

    bare, whole = town.apply(said), town.apply({**said, "papers": [paper]})

    assert bare.codes == ["invalid_choice.papers"]
    assert whole.status == 201, whole.body
    assert whole.body["application"]["state"] == "UNDER_REVIEW"


@pytest.fixture(scope="module")
def town(shared_scratch: Scratch) -> Iterator[Town]:
    """One region for all: each family is a new one."""
    settings = replace(shared_scratch.new_database("kezek_portal"), portal=Party(secret=SECRET))
    centre = Centre.opened("Куәландырушы орталық", MORNING)
    with open_front(settings, "demo", "saran") as house, on_the_wire(house.app) as address:
        house.app.extensions[EXTENSION].eds = CmsVerifier(Trust((centre.root.certificate,)))
        garden = house.within(kindergarten, house["demo"], "Айгөлек")
        yield Town(house, Partner(address, "portal"), garden, house["demo"], centre)
    shared_scratch.drop_database("kezek_portal")

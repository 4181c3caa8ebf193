"""What people do in a story, by the use cases that the pages call."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from kezek.core.errors import Code, Refusal
from kezek.core.people import iin_fault
from kezek.core.queues import QueueType
from kezek.core.territories import Mode
from kezek.scenarios.stage import Stage, add_child, made_up_iin
from kezek.usecases import (
    admission,
    answers,
    applications,
    outages,
    places,
    referrals,
    rules_change,
    standing,
    switch_plans,
    taking,
    vouchers,
)

Fields = Mapping[str, Any]
PARENT, OFFICE, KINDERGARTEN, ADMIN = "family", "office", "kindergarten", "admin"


def act(stage: Stage, verb: str, fields: Fields) -> None:
    """Does what a step says. Raises Refusal as the product does."""
    if verb in OWN:
        OWN[verb](stage, fields)
    else:
        SIMPLE[verb](stage, stage.application_of(fields["child"]), fields)


def apply(stage: Stage, fields: Fields) -> None:
    """A parent applies; the child's name means this application once the one before has ended."""
    name = fields["child"]
    iin = fields.get("iin") or made_up_iin(fields["born"], _serial(stage, name))
    if iin_fault(iin) is not None:
        raise Refusal(Code.INVALID_IIN)
    if name not in stage.children:
        parent = fields.get("parent", f"parent of {name}")
        stage.children[name] = add_child(stage, name, parent, fields["born"], iin)
    wish = applications.Wish(
        child_id=stage.children[name],
        territory=fields.get("territory", "city"),
        language=fields.get("language", "kk"),
        choices=tuple(stage.gardens[garden] for garden in fields.get("choices", ())),
        queue_type=QueueType(fields.get("type", "general")),
        categories=fields.get("category", (13,)),
        has_pmpk=fields.get("pmpk", False),
        planned_from=fields.get("planned_from"),
        consent=fields.get("consent", True),
        proof_accepted=fields.get("verified", True),
    )
    application = applications.submit(stage.tenant_id, PARENT, wish)
    stage.applications.setdefault(name, []).append(application.id)


def _serial(stage: Stage, name: str) -> int:
    # Each story has its region, and the numbers of its children begin where no other's can be.
    return len(stage.children) if name not in stage.children else list(stage.children).index(name)


def publish(stage: Stage, fields: Fields) -> None:
    """A kindergarten publishes places."""
    vacancy = places.Vacancy(
        kindergarten_id=stage.gardens[fields["kindergarten"]],
        birth_year=fields["born"],
        language=fields.get("language", "kk"),
        places=fields.get("places", 1),
        until=fields.get("until"),
    )
    places.publish(stage.tenant_id, KINDERGARTEN, vacancy)


def recall(stage: Stage, fields: Fields) -> None:
    """A kindergarten takes a place back."""
    place = stage.find_place(fields["place"]) or uuid.UUID(int=0)
    places.recall(stage.tenant_id, KINDERGARTEN, place, reason=fields.get("reason", ""))


def change_choices(stage: Stage, fields: Fields) -> None:
    """A parent names other kindergartens."""
    choices = tuple(stage.gardens[garden] for garden in fields["choices"])
    subject = stage.application_of(fields["child"])
    applications.change_choices(stage.tenant_id, PARENT, subject, choices)


def change_setting(stage: Stage, fields: Fields) -> None:
    """The administrator changes settings, from now or from the beginning of a day."""
    on = fields.get("on")
    effective = stage.calendar.start_of_day(on) if on else None
    rules_change.change_settings(stage.tenant_id, ADMIN, fields["set"], effective)


def outage(stage: Stage, fields: Fields) -> None:
    """An outage is recorded."""
    began, ended = stage.moment(fields["from"]), stage.moment(fields["to"])
    outages.record_outage(stage.tenant_id, ADMIN, began, ended)


def iterate(stage: Stage, fields: Fields) -> None:
    """A territory gives vouchers now."""
    vouchers.iterate(stage.tenant_id, ADMIN, fields.get("territory", "city"))


def switch_mode(stage: Stage, fields: Fields) -> None:
    """The administrator lets a territory change its mode at the beginning of a day (R-10)."""
    territory, mode = fields["territory"], Mode(fields["mode"])
    switch_plans.plan_switch(stage.tenant_id, ADMIN, territory, mode, fields["on"])


OWN: Mapping[str, Callable[[Stage, Fields], None]] = {
    "apply": apply,
    "publish": publish,
    "recall": recall,
    "change_choices": change_choices,
    "change_setting": change_setting,
    "outage": outage,
    "iterate": iterate,
    "switch_mode": switch_mode,
}

Simple = Callable[[Stage, uuid.UUID, Fields], object]

SIMPLE: Mapping[str, Simple] = {
    "verify": lambda stage, one, _: standing.verify(stage.tenant_id, OFFICE, one),
    "reject": lambda stage, one, fields: standing.reject(
        stage.tenant_id,
        OFFICE,
        one,
        whole=fields["scope"] == "application",
        reason=fields.get("reason", ""),
    ),
    "withdraw": lambda stage, one, _: applications.withdraw(stage.tenant_id, PARENT, one),
    "confirm_interest": lambda stage, one, _: applications.answer_interest(
        stage.tenant_id, PARENT, one, interested=True
    ),
    "deny_interest": lambda stage, one, _: applications.answer_interest(
        stage.tenant_id, PARENT, one, interested=False
    ),
    "accept": lambda stage, one, _: answers.accept(stage.tenant_id, PARENT, one),
    "decline": lambda stage, one, _: answers.decline(stage.tenant_id, PARENT, one),
    "cancel_referral": lambda stage, one, _: referrals.cancel(stage.tenant_id, PARENT, one),
    "extend": lambda stage, one, fields: referrals.ask_extension(
        stage.tenant_id, PARENT, one, days=fields["days"]
    ),
    "grant_extension": lambda stage, one, fields: referrals.answer_extension(
        stage.tenant_id, KINDERGARTEN, one, granted=True, days=fields.get("days")
    ),
    "refuse_extension": lambda stage, one, _: referrals.answer_extension(
        stage.tenant_id, KINDERGARTEN, one, granted=False
    ),
    "submit_documents": lambda stage, one, fields: admission.submit_documents(
        stage.tenant_id,
        PARENT,
        one,
        complete=fields.get("complete", True),
        vaccinated=fields.get("vaccinated", True),
    ),
    "admit": lambda stage, one, _: admission.admit(stage.tenant_id, KINDERGARTEN, one),
    "refuse_admission": lambda stage, one, fields: admission.refuse_admission(
        stage.tenant_id, KINDERGARTEN, one, reason=fields["reason"]
    ),
    "review_refusal": lambda stage, one, fields: admission.review_refusal(
        stage.tenant_id, OFFICE, one, stands=fields.get("stands", True)
    ),
    "take": lambda stage, one, fields: taking.take_place(
        stage.tenant_id, PARENT, one, stage.gardens[fields["kindergarten"]]
    ),
    "choose": lambda stage, one, fields: vouchers.choose(
        stage.tenant_id, PARENT, one, stage.gardens[fields["kindergarten"]]
    ),
    "join_waiting_list": lambda stage, one, fields: vouchers.join_waiting_list(
        stage.tenant_id, PARENT, one, stage.gardens[fields["kindergarten"]]
    ),
    "restore": lambda stage, one, _: vouchers.restore(stage.tenant_id, PARENT, one),
    "transfer": lambda stage, one, fields: vouchers.begin_transfer(
        stage.tenant_id, PARENT, one, stage.gardens[fields["kindergarten"]]
    ),
    "sign": lambda stage, one, _: admission.sign(stage.tenant_id, PARENT, one),
    "end_contract": lambda stage, one, _: admission.end_contract(stage.tenant_id, PARENT, one),
}

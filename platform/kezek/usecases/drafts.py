"""«Кезекке өтініш беру», step by step: what is said outlives the session (V-11)."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime

from kezek.core.access import Actor
from kezek.core.applying import check_age, check_list
from kezek.core.consent import VERSION, Consent
from kezek.core.errors import Code, Refusal
from kezek.core.queues import QueueType
from kezek.core.territories import UnknownTerritory, get_territory
from kezek.core.ways_in import may_apply_beside
from kezek.core.wishes import Draft, tidy_categories
from kezek.db.applications import live_applications_of
from kezek.db.drafts import drop_draft, find_draft, save_draft
from kezek.db.kindergartens import chosen_kindergartens
from kezek.db.locks import lock_child
from kezek.db.people import ChildRow, find_child
from kezek.db.rules_in_force import region_at
from kezek.usecases.deciding import NotFound
from kezek.usecases.unit_of_work import Act, act


@dataclass(frozen=True, slots=True)
class Parameters:
    """«Аймақ пен параметрлер»: where, in which language, in which queue."""

    territory: str
    language: str
    queue_type: QueueType


def consent(
    tenant_id: int,
    actor: Actor,
    child_id: uuid.UUID | None,
    language: str,
    *,
    given_at: datetime | None = None,
) -> None:
    """Keeps that the family agreed, to which words and when; for a child, or before one is chosen.

    A consent on paper was given when it was signed. Raises NotFound for another family's child
    (L-A5.1, D-12).
    """
    with act(tenant_id, actor.tag) as running:
        guardian_id = _guardian_id(actor)
        if child_id is not None:
            _own_child(running, actor, child_id)
        now = running.now()
        row = find_draft(running.session, guardian_id, child_id)
        draft = row.value if row is not None else Draft()
        given = Consent(VERSION, language, given_at or now)
        _save(running, guardian_id, child_id, replace(draft, consent=given), now)


def choose_child(tenant_id: int, actor: Actor, child_id: uuid.UUID) -> None:
    """Goes on for one child: the consent that was given before it is now this child's.

    Raises NotFound, Refusal(CONSENT_MISSING), and Refusal(ALREADY_QUEUED, own) with its number.
    """
    with act(tenant_id, actor.tag) as running:
        guardian_id = _guardian_id(actor)
        _own_child(running, actor, child_id)
        need_no_application(running, child_id)
        row = find_draft(running.session, guardian_id, child_id)
        draft = row.value if row is not None else Draft()
        waiting = find_draft(running.session, guardian_id, None)
        given = (waiting.value.consent if waiting is not None else None) or draft.consent
        if given is None:
            raise Refusal(Code.CONSENT_MISSING)
        drop_draft(running.session, guardian_id, None)
        now = running.now()
        _save(running, guardian_id, child_id, replace(draft, consent=given), now)


def set_parameters(
    tenant_id: int, actor: Actor, child_id: uuid.UUID, parameters: Parameters
) -> None:
    """Territory, language of instruction, queue; kindergartens chosen for others are dropped.

    Raises NotFound, Refusal(MODE_MISMATCH) for a territory whose mode is not open yet (G-10), and
    Refusal(INVALID_CHOICE) for one, or a language, that the region does not have.
    """

    def change(running: Act, draft: Draft, now: datetime) -> Draft:
        _check_parameters(running, parameters, now)
        need_no_application(running, child_id, parameters.territory)
        is_elsewhere = (parameters.territory, parameters.queue_type) != (
            draft.territory,
            draft.queue_type,
        )
        return replace(
            draft,
            territory=parameters.territory,
            language=parameters.language,
            queue_type=parameters.queue_type,
            choices=() if is_elsewhere else draft.choices,
        )

    _change(tenant_id, actor, child_id, change)


def set_choices(
    tenant_id: int, actor: Actor, child_id: uuid.UUID, choices: tuple[uuid.UUID, ...]
) -> None:
    """One to four kindergartens in the parent's order. Raises NotFound, Refusal(INVALID_CHOICE)."""

    def change(running: Act, draft: Draft, _: datetime) -> Draft:
        chosen = chosen_kindergartens(running.session, choices)
        if chosen is None:
            raise NotFound("kindergarten")
        check_list(chosen, territory=draft.territory, queue_type=draft.queue_type)
        return replace(draft, choices=choices)

    _change(tenant_id, actor, child_id, change)


def set_benefits(
    tenant_id: int,
    actor: Actor,
    child_id: uuid.UUID,
    categories: tuple[int, ...],
    planned_from: date | None,
) -> None:
    """The ticks of Annex 1 and the planned age; the child's age is looked at with them (L-11.1).

    Raises NotFound, KeyError for a number that Annex 1 does not have, and Refusal: too old without
    a conclusion of the ПМПК, a planned day that has come already.
    """

    def change(running: Act, draft: Draft, now: datetime) -> Draft:
        changed = replace(draft, categories=tidy_categories(categories), planned_from=planned_from)
        rules = running.rules(now)
        today = rules.calendar.local_day(now)
        child = find_child(running.session, child_id)
        assert child is not None
        check_age(child.born_on, today, rules.settings, has_pmpk=changed.has_pmpk)
        if planned_from is not None and planned_from <= today:
            raise Refusal(Code.INVALID_CHOICE, "planned_from", field="planned")
        return changed

    _change(tenant_id, actor, child_id, change)


def need_no_application(running: Act, child_id: uuid.UUID, territory: str = "") -> None:
    """Goes on for a child without a live application that stands in the way (G-40, A-42).

    Raises Refusal(ALREADY_QUEUED) with the number of that application.
    """
    live = live_applications_of(running.session, [child_id])
    if not live:
        return
    now = running.now()
    _, region = region_at(running.session, running.tenant_id, now)
    today = region.calendar.local_day(now)
    newest = live[-1]
    if not may_apply_beside(newest.state, region.territories, today, territory):
        raise Refusal(Code.ALREADY_QUEUED, "own", number=newest.number)


def _change(
    tenant_id: int,
    actor: Actor,
    child_id: uuid.UUID,
    change: Callable[[Act, Draft, datetime], Draft],
) -> None:
    """One step of a child's draft; two tabs follow one another and lose nothing."""
    with act(tenant_id, actor.tag) as running:
        guardian_id = _guardian_id(actor)
        _own_child(running, actor, child_id)
        need_no_application(running, child_id)
        row = find_draft(running.session, guardian_id, child_id)
        if row is None:
            raise Refusal(Code.CONSENT_MISSING)
        now = running.now()
        _save(running, guardian_id, child_id, change(running, row.value, now), now)


def _check_parameters(running: Act, parameters: Parameters, now: datetime) -> None:
    _, region = region_at(running.session, running.tenant_id, now)
    if parameters.language not in region.instruction_languages:
        raise Refusal(Code.INVALID_CHOICE, field="language")
    try:
        territory = get_territory(region.territories, parameters.territory)
    except UnknownTerritory:
        raise Refusal(Code.INVALID_CHOICE, field="territory") from None
    mode = territory.mode_on(region.calendar.local_day(now))
    if mode is None:
        raise Refusal(Code.MODE_MISMATCH, "territory", field="territory")


def _save(
    running: Act,
    guardian_id: uuid.UUID,
    child_id: uuid.UUID | None,
    draft: Draft,
    now: datetime,
) -> None:
    save_draft(running.session, running.tenant_id, guardian_id, child_id, draft, now)


def _guardian_id(actor: Actor) -> uuid.UUID:
    if actor.guardian_id is None:
        raise NotFound(actor.account_id)
    return actor.guardian_id


def _own_child(running: Act, actor: Actor, child_id: uuid.UUID) -> ChildRow:
    # The lock of the child's submission: a draft is not changed while it is being sent.
    lock_child(running.session, running.tenant_id, child_id)
    child = find_child(running.session, child_id)
    if child is None or child.guardian_id != actor.guardian_id:
        raise NotFound(child_id)
    return child

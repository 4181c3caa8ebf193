"""A contract is signed with keys: by the head who sends it, and by the parent (L-22.10, A-54)."""

import uuid
from collections.abc import Callable

from kezek.core.access import Actor
from kezek.core.admission_stages import Stage, stage_of
from kezek.core.applications import Application
from kezek.core.errors import Code, Refusal
from kezek.core.ids import ApplicationId
from kezek.core.signatures import Wanted
from kezek.core.signed_texts import SignedAct
from kezek.core.triggers import Sign
from kezek.db.applications import load_applications
from kezek.db.idempotency import Once
from kezek.db.people import find_guardian
from kezek.db.private import identity_of
from kezek.db.scope import read_scope
from kezek.usecases.admission_desk import admit
from kezek.usecases.contract_texts import FAMILY, GARDEN, need_rows, text_of_contract
from kezek.usecases.contracts import need_fresh_certificate
from kezek.usecases.deciding import NotFound, act_on_application
from kezek.usecases.signing import Challenge, Signed, check, give_out, keep, stamp_of
from kezek.usecases.unit_of_work import Act, act


def begin_contract_signature(tenant_id: int, actor: Actor, application_id: uuid.UUID) -> Challenge:
    """The contract for the parent to sign: where the head has signed, the very same bytes.

    Raises NotFound, and Refusal: another state, no IIN.
    """
    return _begin(tenant_id, actor, application_id, Stage.CONTRACT, _need_own)


def sign_contract(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    challenge_id: uuid.UUID,
    cms: str,
    *,
    once: Once | None = None,
) -> Application:
    """Signs with the parent's key, wherever it was pressed; the child is admitted (row 33).

    `actor` is the family that asked for the text. Raises NotFound, Repeated, and Refusal: the
    signature, another state, a certificate 027/е that has become too old (A-20).
    """
    signed = _check(tenant_id, actor, application_id, challenge_id, cms, Stage.CONTRACT)

    def trigger(running: Act, application: Application) -> Sign:
        need_fresh_certificate(running, application)
        keep_contract(running, application, signed, FAMILY)
        return Sign(application.id)

    return act_on_application(tenant_id, actor.tag, application_id, trigger, once=once)


def begin_head_signature(tenant_id: int, by: Actor, application_id: uuid.UUID) -> Challenge:
    """The contract for the head of the kindergarten, before it is sent. Raises NotFound, Refusal:
    another state, or a kindergarten whose BIN nobody has entered."""
    return _begin(tenant_id, by, application_id, Stage.CHECK, _need_bin)


def admit_signed(
    tenant_id: int,
    by: Actor,
    application_id: uuid.UUID,
    challenge_id: uuid.UUID,
    cms: str,
    *,
    vaccinated: bool,
    intent: str,
) -> None:
    """The head's signature sends the contract, in one commit (row 28). Raises what admitting
    raises, and Refusal for the signature."""
    signed = _check(tenant_id, by, application_id, challenge_id, cms, Stage.CHECK)

    def also(running: Act, application: Application) -> None:
        keep_contract(running, application, signed, GARDEN)

    admit(tenant_id, by, application_id, vaccinated=vaccinated, intent=intent, also=also)


def keep_contract(running: Act, application: Application, signed: Signed, side: str) -> None:
    """Keeps one side's signature under the contract as it reads now. Raises Refusal."""
    stamp = stamp_of(running, signed.challenge)
    if text_of_contract(running.session, application, stamp) != signed.challenge.content:
        raise Refusal(Code.ALREADY_DECIDED, "contract_other")
    rows = need_rows(running.session, application)
    about = {"side": side, "place": str(rows.place.id)}
    keep(
        running,
        signed,
        SignedAct.CONTRACT,
        application.id,
        application.guardian,
        "L-22.10",
        about,
    )


def _begin(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    stage: Stage,
    need: Callable[[Act, Application], None],
) -> Challenge:
    with act(tenant_id, actor.tag) as running:
        application = _find(running, application_id)
        if stage_of(application) is not stage:
            raise Refusal(Code.ALREADY_DECIDED, "state", state=application.label)
        need(running, application)
        return give_out(
            running,
            SignedAct.CONTRACT,
            str(application_id),
            actor,
            lambda stamp: text_of_contract(running.session, application, stamp),
        )


def _check(
    tenant_id: int,
    actor: Actor,
    application_id: uuid.UUID,
    challenge_id: uuid.UUID,
    cms: str,
    stage: Stage,
) -> Signed:
    return check(
        tenant_id,
        challenge_id,
        cms,
        _wanted(tenant_id, actor, application_id, stage),
        signed_act=SignedAct.CONTRACT,
        subject=str(application_id),
        asked_by=actor,
    )


def _wanted(tenant_id: int, actor: Actor, application_id: uuid.UUID, stage: Stage) -> Wanted:
    """The parent's own key, or the head's key of the kindergarten to which the child comes."""
    with read_scope(tenant_id) as session:
        if stage is Stage.CONTRACT:
            guardian = find_guardian(session, actor.guardian_id) if actor.guardian_id else None
            if guardian is None:
                raise NotFound(application_id)
            return Wanted(iin=identity_of(guardian).iin)
        key = ApplicationId(application_id)
        application = load_applications(session, [key])[key]
        return Wanted(bin=need_rows(session, application).garden.bin)


def _find(running: Act, application_id: uuid.UUID) -> Application:
    key = ApplicationId(application_id)
    found = load_applications(running.session, [key]).get(key)
    if found is None:
        raise NotFound(application_id)
    return found


def _need_own(running: Act, application: Application) -> None:
    guardian = find_guardian(running.session, application.guardian)
    if guardian is None or not identity_of(guardian).iin:
        raise Refusal(Code.WRONG_STATE, "eds_without_iin")


def _need_bin(running: Act, application: Application) -> None:
    if not need_rows(running.session, application).garden.bin:
        raise Refusal(Code.WRONG_STATE, "no_bin")

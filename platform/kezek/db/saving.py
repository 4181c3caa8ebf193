"""Makes the rows of an application what it is after a step: itself, offer, referral, terms."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from kezek.core.applications import Application, Term
from kezek.core.images import to_json
from kezek.db.applications import ApplicationRow, OfferRow, ReferralRow, TermRow
from kezek.db.progress import progress_to_json
from kezek.db.waiting_lists import save_waiting_lists


def save_application(
    session: Session,
    tenant_id: int,
    before: Application | None,
    after: Application,
    *,
    now: datetime,
    outcome: str,
) -> None:
    """Makes the rows of an application what it is after a step; `outcome` names the step."""
    columns = application_columns(after)
    if before is None or before.state is not after.state:
        columns["state_since"] = now
    if before is None:
        session.execute(insert(ApplicationRow).values(tenant_id=tenant_id, id=after.id, **columns))
    else:
        session.execute(
            update(ApplicationRow).where(ApplicationRow.id == after.id).values(**columns)
        )
    _save_offer(session, tenant_id, before, after, now=now, outcome=outcome)
    _save_referral(session, tenant_id, before, after, now=now, outcome=outcome)
    _save_terms(session, tenant_id, before, after)
    save_waiting_lists(session, tenant_id, before, after)


def application_columns(after: Application) -> dict[str, Any]:
    """The columns of an application's row that a decision may change."""
    return {
        "number": after.number,
        "serial": after.serial,
        "child_id": after.child,
        "guardian_id": after.guardian,
        "territory": after.territory,
        "queue_type": str(after.queue_type),
        "born_on": after.born_on,
        "birth_year": after.birth_year,
        "language": after.language,
        "choices": list(after.choices),
        "categories": list(after.categories),
        "mode": str(after.mode),
        "cohort": after.cohort,
        "standing": str(after.standing),
        "claimed": str(after.claimed),
        "submitted_at": after.submitted_at,
        "state": str(after.state),
        "reason": str(after.reason) if after.reason else None,
        "has_pmpk": after.has_pmpk,
        "planned_from": after.planned_from,
        "cancels": after.cancels,
        "strikes": after.strikes,
        "is_transfer": after.is_transfer,
        "voucher": to_json(after.voucher),
        "yearly_asked": after.yearly_asked,
        "yearly_year": after.yearly_year,
        "asked_places": sorted(after.asked_places),
        "reviewed": after.reviewed,
        "version": after.version,
    }


def _save_offer(
    session: Session,
    tenant_id: int,
    before: Application | None,
    after: Application,
    *,
    now: datetime,
    outcome: str,
) -> None:
    old = before.offer if before else None
    new = after.offer
    if old is not None and (new is None or new.made_at != old.made_at):
        session.execute(
            update(OfferRow)
            .where(OfferRow.application_id == after.id, OfferRow.ended_at.is_(None))
            .values(ended_at=now, outcome=outcome)
        )
        old = None
    if new is None or new == old:
        return
    if old is None:
        session.execute(
            insert(OfferRow).values(
                tenant_id=tenant_id,
                application_id=after.id,
                made_at=new.made_at,
                child_id=after.child,
                place_id=new.place,
                due_at=new.due_at,
                temporary_until=new.temporary_until,
            )
        )
    else:
        session.execute(
            update(OfferRow)
            .where(OfferRow.application_id == after.id, OfferRow.made_at == new.made_at)
            .values(due_at=new.due_at)
        )


def _save_referral(
    session: Session,
    tenant_id: int,
    before: Application | None,
    after: Application,
    *,
    now: datetime,
    outcome: str,
) -> None:
    old = before.referral if before else None
    new = after.referral
    if old is not None and (new is None or new.issued_at != old.issued_at):
        session.execute(
            update(ReferralRow)
            .where(ReferralRow.application_id == after.id, ReferralRow.ended_at.is_(None))
            .values(ended_at=now, outcome=outcome)
        )
        old = None
    if new is not None and old is None:
        session.execute(
            insert(ReferralRow).values(
                tenant_id=tenant_id,
                application_id=after.id,
                issued_at=new.issued_at,
                child_id=after.child,
                place_id=new.place,
                kindergarten_id=new.kindergarten,
                expires_at=new.expires_at,
                temporary_until=new.temporary_until,
                progress=progress_to_json(new),
            )
        )
    elif new is not None and new != old:
        session.execute(
            update(ReferralRow)
            .where(ReferralRow.application_id == after.id, ReferralRow.ended_at.is_(None))
            .values(
                # Another choice at the very moment of the first rewrites the same document.
                place_id=new.place,
                kindergarten_id=new.kindergarten,
                expires_at=new.expires_at,
                temporary_until=new.temporary_until,
                progress=progress_to_json(new),
            )
        )


def _save_terms(
    session: Session, tenant_id: int, before: Application | None, after: Application
) -> None:
    had = set(before.terms) if before else set()
    has = set(after.terms)
    # What falls due at one moment is taken by submission: with another one all are new.
    kept = had & has if before and before.rank == after.rank else set()
    for term in had - kept:
        session.execute(
            delete(TermRow).where(
                TermRow.application_id == after.id,
                TermRow.kind == str(term.kind),
                TermRow.due_at == term.due_at,
            )
        )
    added = term_rows(tenant_id, after, sorted(has - kept))
    if added:
        session.execute(insert(TermRow), added)


def term_rows(
    tenant_id: int, application: Application, terms: Iterable[Term]
) -> list[dict[str, Any]]:
    """Rows of spans of one application."""
    return [
        {
            "tenant_id": tenant_id,
            "application_id": application.id,
            "kind": str(term.kind),
            "due_at": term.due_at,
            "started_at": term.started_at,
            "waits": term.waits,
            "phase": str(term.phase),
            "submitted_at": application.submitted_at,
            "serial": application.serial,
            "birth_year": application.birth_year,
        }
        for term in terms
    ]

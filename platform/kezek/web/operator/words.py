"""How the things of an operator are called: stops, switches, outages, jobs, accounts."""

from collections.abc import Mapping
from datetime import timedelta

from flask_babel import gettext

from kezek.adapters import wording
from kezek.core.access import Role
from kezek.core.applications import TermKind
from kezek.core.outages import Failed
from kezek.core.stops import Level
from kezek.core.switches import Switch
from kezek.web.i18n import current_language
from kezek.web.words import Label, mark, say

STANDING: Mapping[str, Label] = {
    "open": Label(mark("At work"), "check", "good"),
    Level.READS_ONLY: Label(mark("Reading only"), "pause", "act"),
    Level.SUSPENDED: Label(mark("Suspended"), "pause", "bad"),
    Level.CLOSED: Label(mark("Closed"), "lock", "past"),
}

LEVEL: Mapping[str, tuple[str, str]] = {
    Level.READS_ONLY: (
        mark("Reading only"),
        mark("Pages can be read; nothing can be sent, and nobody signs in."),
    ),
    Level.SUSPENDED: (
        mark("Everything rests"),
        mark("Every page of the region shows your words and nothing else."),
    ),
}

SWITCH: Mapping[str, tuple[str, str]] = {
    Switch.APPLICATIONS: (
        mark("Taking in applications"),
        mark("The steps of applying; nothing else is touched."),
    ),
    Switch.TAPS: (mark("Taking open places"), mark("The tap on an open place of a bulletin.")),
    Switch.LIVE: (
        mark("Live streams"),
        mark("Open pages then renew themselves by the minute."),
    ),
    Switch.SMS: (
        mark("Sending SMS"),
        mark("Notices wait. Without codes no family can sign in."),
    ),
    Switch.EMAIL: (mark("Sending e-mail"), mark("Letters wait and go out afterwards.")),
    Switch.IMPORTS: (mark("Imports"), mark("Registries and queues from files.")),
    Switch.STATISTICS: (mark("Statistics and open data"), mark("Heavy questions of everybody.")),
    Switch.REGISTER_PHONES: (
        mark("Register: telephones"),
        mark("The mobile citizens base is not asked; specialists look at documents."),
    ),
    Switch.REGISTER_BIRTHS: (
        mark("Register: births"),
        mark("The civil register is not asked; specialists look at certificates."),
    ),
    Switch.REGISTER_BENEFITS: (
        mark("Register: benefits"),
        mark("State systems are not asked; specialists look at the papers of a benefit."),
    ),
}

FAILED: Mapping[str, str] = {
    Failed.PORTAL: mark("The portal"),
    Failed.SMS: mark("SMS"),
    Failed.EMAIL: mark("E-mail"),
    Failed.REGISTERS: mark("State registers"),
    Failed.STOP: mark("The region stood still"),
    Failed.OTHER: mark("Something else"),
}

PROCESS: Mapping[str, str] = {
    "web": mark("Pages"),
    "worker": mark("Worker"),
    "ticker": mark("Ticker"),
}

LIFE: Mapping[bool, Label] = {
    False: Label(mark("Alive"), "check", "good"),
    True: Label(mark("Gives no sign of life"), "warning", "bad"),
}
"""By whether a process is silent."""

HEALTH: Mapping[str, Label] = {
    "well": Label(mark("In order"), "check", "good"),
    "late": Label(mark("Something is late"), "warning", "bad"),
    "stopped": Label(mark("Stands still"), "pause", "act"),
}

JOB: Mapping[str, str] = {
    "terms": mark("terms"),
    "messages": mark("messages"),
    "journal": mark("seals of the journal"),
    "complaints": mark("complaints"),
    "rules": mark("a change of the rules"),
    "night": mark("the work of the night"),
}
"""What the ticker looks after, for what is late."""

OUTCOME: Mapping[str, Label] = {
    "retried": Label(mark("Handed over once more"), "check", "good"),
    "discarded": Label(mark("Laid aside"), "box", "past"),
}

ACCOUNT: Mapping[str, Label] = {
    "active": Label(mark("May sign in"), "check", "good"),
    "invited": Label(mark("Invited"), "mail", "act"),
    "late": Label(mark("The invitation has run out"), "clock", "bad"),
    "closed": Label(mark("Closed"), "lock", "past"),
}

ROLE: Mapping[str, tuple[str, str]] = {
    Role.OPERATOR: (
        mark("Operator"),
        mark("Runs the deployment; sees no family's data."),
    ),
    Role.SHARED_HOTLINE: (
        mark("Shared hotline"),
        mark("Answers for all regions by the number of the application."),
    ),
}

TERM: Mapping[str, str] = {
    TermKind.OFFER_ANSWER: mark("Answer to an offered place"),
    TermKind.INTEREST_ANSWER: mark("Answer whether there is still interest"),
    TermKind.YEARLY_ANSWER: mark("Answer to the yearly question"),
    TermKind.REFERRAL_END: mark("Referral"),
    TermKind.CONTRACT_SIGN: mark("Signing of the contract"),
    TermKind.WINDOW: mark("Priority window"),
    TermKind.BENEFIT_PAPERS: mark("Papers of a benefit"),
    TermKind.VOUCHER_ANSWER: mark("Answer to an offered voucher"),
    TermKind.VOUCHER_END: mark("Voucher"),
    TermKind.RESTORE_END: mark("Restoring an application"),
    TermKind.PAUSE_END: mark("Waiting list"),
    TermKind.HOLD_END: mark("A place kept from a waiting list"),
    TermKind.TRANSFER_END: mark("Transfer"),
}
"""The spans of families; reminders of them move along and are counted with them as reminders."""

KIND: Mapping[str, str] = {
    "tenant:opened": mark("A region was opened"),
    "tenant:stopped": mark("A region was stopped"),
    "tenant:resumed": mark("A region goes on"),
    "tenant:reopened": mark("A closed region was opened again"),
    "tenant:exported": mark("A region's data were taken out"),
    "tenant:export-sent": mark("A region's data were sent in full"),
    "tenant:closing-proposed": mark("The closing of a region was proposed"),
    "tenant:closing-declined": mark("The closing of a region was declined"),
    "tenant:closing-withdrawn": mark("The closing of a region was taken back"),
    "tenant:closed": mark("A region was closed"),
    "tenant:erasure-announced": mark("The erasure of a closed region was announced"),
    "tenant:kept-longer": mark("The data of a closed region are kept longer"),
    "tenant:erased": mark("The data of a closed region were erased"),
    "switch:off": mark("Something was turned off"),
    "switch:on": mark("Something was turned on again"),
    "outage:recorded": mark("An outage was recorded"),
    "job:retried": mark("A failed job was handed over once more"),
    "job:discarded": mark("A failed job was laid aside"),
    "account:invited": mark("Somebody was invited"),
    "account:taken-up": mark("An invitation was taken up"),
    "account:opened": mark("An account was opened again"),
    "account:closed": mark("An account was closed"),
    "account:two-step-on": mark("A second step was set up"),
    "account:two-step-off": mark("A second step was taken away"),
    "session:begun": mark("Somebody signed in"),
    "session:ended": mark("A session of somebody else was ended"),
    "audit:exported": mark("The audit was taken out as a file"),
}
"""Every act of an operator that is written down."""


def kind_name(kind: str) -> str:
    """How an act is called."""
    return say(KIND[kind]) if kind in KIND else kind


def term_name(kind: str) -> str:
    """How a span is called; those that remind are all called so."""
    return say(TERM[kind]) if kind in TERM else gettext("Reminders")


def silence_name(span: timedelta) -> str:
    """For how long nothing was heard: seconds below a minute, then as any length."""
    if span < timedelta(minutes=1):
        return wording.say_unit(max(int(span.total_seconds()), 0), "second", current_language())
    return length_name(span)


def length_name(span: timedelta) -> str:
    """How long something lasted, or by how much a term moves."""
    return wording.say_span(span, current_language())

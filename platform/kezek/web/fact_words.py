"""What has happened to an application, in words that a family and its staff read alike."""

from collections.abc import Mapping

from kezek.web.words import Label, mark

SAID_TO_ALL: Mapping[str, Label] = {
    "application:submitted": Label(mark("The application was sent"), "paper", "active"),
    "application:verified": Label(mark("The documents were confirmed"), "check", "good"),
    "application:refused": Label(mark("The application was refused"), "cross", "bad"),
    "application:choices-changed": Label(mark("The kindergartens were changed"), "pencil", "calm"),
    "application:age-planned": Label(mark("The day of beginning was set"), "calendar", "calm"),
    "application:age-reached": Label(mark("The day of beginning has come"), "calendar", "active"),
    "application:age-near": Label(mark("The child comes near school age"), "calendar", "act"),
    "application:review-late": Label(mark("The check takes longer than it may"), "clock", "bad"),
    "application:archived": Label(mark("The application went to the archive"), "box", "past"),
    "standing:confirmed-again": Label(
        mark("The documents were confirmed once more"), "check", "good"
    ),
    "application:handed-over": Label(
        mark("Another representative keeps the application"), "child", "calm"
    ),
    "standing:relocation-refused": Label(
        mark("The document about the move was not accepted"), "cross", "past"
    ),
    "offer:declined": Label(mark("The offered place was refused"), "cross", "past"),
    "offer:lapsed": Label(mark("The offer was not answered in time"), "pause", "bad"),
    "place:closed": Label(mark("The temporary place was closed"), "cross", "past"),
    "term:reminded": Label(mark("A reminder was sent"), "bell", "calm"),
    "term:moved-by-outage": Label(
        mark("The term was made longer because of an outage"), "clock", "calm"
    ),
    "term:moved-by-lost-notice": Label(
        mark("The term was made longer: no message of ours reached you"), "clock", "calm"
    ),
    "referral:issued": Label(mark("The referral was issued"), "paper", "good"),
    "referral:expired": Label(mark("The term of the referral ended"), "cross", "bad"),
    "referral:extended": Label(mark("The referral was extended"), "calendar", "good"),
    "referral:extension-refused": Label(mark("More days were refused"), "cross", "bad"),
    "referral:annulled": Label(mark("The referral was annulled"), "cross", "bad"),
    "window:moved-by-outage": Label(
        mark("The window was made longer because of an outage"), "clock", "calm"
    ),
    "benefit:confirmed": Label(mark("The papers of the benefit were confirmed"), "check", "good"),
    "benefit:refused": Label(
        mark("The benefit was not confirmed; the referral was annulled"), "cross", "bad"
    ),
    "referral:missed": Label(
        mark("Nobody came with the referral; the stop-list began"), "pause", "bad"
    ),
    "stop-list:over": Label(mark("The stop-list is over"), "queue", "active"),
    "documents:submitted": Label(mark("The documents were handed in"), "file", "active"),
    "admission:refused": Label(mark("The kindergarten refused to admit"), "cross", "bad"),
    "admission:refusal-upheld": Label(mark("The refusal was upheld"), "cross", "bad"),
    "admission:refusal-overturned": Label(mark("The refusal was overturned"), "check", "good"),
    "admission:late": Label(mark("The check takes longer than it may"), "clock", "bad"),
    "contract:sent": Label(mark("The contract was sent to be signed"), "pencil", "act"),
    "contract:signed": Label(mark("The contract was signed"), "check", "good"),
    "voucher:lapsed": Label(mark("The voucher was not used in time"), "pause", "bad"),
    "voucher:annulled": Label(mark("The voucher was taken back"), "cross", "bad"),
    "voucher:extended": Label(mark("The voucher was extended"), "calendar", "good"),
    "voucher:extension-refused": Label(mark("More days were refused"), "cross", "bad"),
    "waiting-list:hold-lapsed": Label(
        mark("The kept place was not taken in time and went on"), "cross", "bad"
    ),
    "transfer:begun": Label(mark("The move to another kindergarten began"), "place", "active"),
    "transfer:lapsed": Label(
        mark("The move was not finished in time; everything stays as it was"), "cross", "past"
    ),
    "application:cohort-updated": Label(mark("The category was counted anew"), "calendar", "calm"),
    "temporary:ended": Label(mark("The time of the temporary place ended"), "queue", "active"),
}
"""Facts of the journal in words without a "you"; the others have words for each reader."""

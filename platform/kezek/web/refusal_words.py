"""The sentences of all refusals: what is the matter, and what to do about it."""

from collections.abc import Mapping

from kezek.core.errors import Code
from kezek.web.words import mark

BY_CODE: Mapping[str, str] = {
    Code.TOO_LATE: mark(
        "The time for this is over and nothing was changed. "
        "Look at the newest notice: it says what can be done now."
    ),
    Code.TOO_EARLY: mark("It is too early for this. The page shows from when it is possible."),
    Code.NOT_YOURS: mark(
        "This is not open to you: it belongs to somebody else, or your rights do not cover it. "
        "What is yours stands in your cabinet."
    ),
    Code.NO_LIVE_OFFER: mark(
        "No offer is waiting for your answer: its time is over or it was answered already. "
        "Your notices say what happened."
    ),
    Code.NO_PLACE: mark("There is no free place here now. Choose another place from the list."),
    Code.NOT_ELIGIBLE_AGE: mark(
        "The child's age does not fit here. Check the date of birth, or choose another group."
    ),
    Code.STOP_LISTED: mark(
        "The application is on the stop-list. You can do this when that time is over."
    ),
    Code.ALREADY_QUEUED: mark(
        "There is already an application for this child. Open it, or ask the hotline about it."
    ),
    Code.ALREADY_DECIDED: mark("This has been decided already. Open the page anew to see how."),
    Code.LIMIT_REACHED: mark("The allowed number is reached, so this cannot be done once more."),
    Code.WRONG_STATE: mark(
        "This cannot be done at the present stage. Open the page anew to see what is possible now."
    ),
    Code.INVALID_CHOICE: mark("This choice is not possible. Choose from the list."),
    Code.INVALID_IIN: mark(
        "This is not a valid IIN. Check the twelve digits with the document and enter them again."
    ),
    Code.MODE_MISMATCH: mark(
        "The queue works by other rules in this territory. Begin from the page of your territory."
    ),
    Code.CONSENT_MISSING: mark(
        "Without your consent the application cannot be taken. Tick the consent to go on."
    ),
    Code.SIGNATURE_REFUSED: mark(
        "The electronic signature was not taken, and nothing was changed. Sign once more."
    ),
}

BY_DETAIL: Mapping[tuple[str, str], str] = {
    (Code.TOO_LATE, "cancel"): mark(
        "A referral could be cancelled until %(until)s; that time is over. "
        "Ask the kindergarten or the hotline what can be done."
    ),
    (Code.NOT_ELIGIBLE_AGE, "not_born"): mark(
        "The date of birth lies in the future. Check the day, the month and the year."
    ),
    (Code.NOT_ELIGIBLE_AGE, "too_old"): mark(
        "Children are queued until they are %(years)s years old. If your child has a conclusion "
        "of the psychological, medical and pedagogical consultation, attach it."
    ),
    (Code.TOO_EARLY, "frozen"): mark(
        "In these days no places are given here. Afterwards open places can be taken again."
    ),
    (Code.TOO_EARLY, "open_hours"): mark(
        "Open places are given at certain hours only. Come back when these hours begin."
    ),
    (Code.TOO_EARLY, "bulletin"): mark(
        "This place comes out with the next bulletin. Until then nobody can take it."
    ),
    (Code.NOT_YOURS, "window"): mark(
        "Today this place is for those whose turn it is. What they leave is open in the evening "
        "to all children of this year of birth."
    ),
    (Code.NO_PLACE, "take"): mark(
        "Here is no free place for the child's year of birth and language of instruction. "
        "Choose another kindergarten."
    ),
    (Code.NOT_ELIGIBLE_AGE, "take"): mark("The child's age does not suit a place here now."),
    (Code.NOT_ELIGIBLE_AGE, "private"): mark(
        "A private kindergarten takes children from the age of %(years)s. Choose another one."
    ),
    (Code.WRONG_STATE, "claims_unconfirmed"): mark(
        "Confirm your telephone first: ask for the code on this page and enter it. Then a place is "
        "taken with one tap until the end of the day."
    ),
    (Code.LIMIT_REACHED, "claims"): mark(
        "You are pressing too often: one attempt in a second counts. Wait a moment and press once."
    ),
    (Code.MODE_MISMATCH, "act"): mark(
        "This is done in another way in your territory. Your cabinet shows what can be done now."
    ),
    (Code.INVALID_CHOICE, "none_here"): mark(
        "Here one queue serves the whole territory: the application names no kindergarten."
    ),
    (Code.INVALID_CHOICE, "count"): mark("Choose at least one and at most %(most)s kindergartens."),
    (Code.INVALID_CHOICE, "repeated"): mark(
        "One kindergarten is chosen twice. Choose another one or leave the line empty."
    ),
    (Code.INVALID_CHOICE, "queue_type"): mark(
        "This kindergarten does not take children of this queue. Choose another one."
    ),
    (Code.INVALID_CHOICE, "private"): mark(
        "This kindergarten takes no children from the state queue. Choose another one."
    ),
    (Code.INVALID_CHOICE, "territory"): mark(
        "This kindergarten belongs to another territory. Choose one of your own territory."
    ),
    (Code.INVALID_CHOICE, "no_groups"): mark(
        "This kindergarten has no groups listed yet, so there is no queue for it. Choose another."
    ),
    (Code.LIMIT_REACHED, "cancel"): mark(
        "A referral has been cancelled %(most)s times already; it cannot be done once more."
    ),
    (Code.LIMIT_REACHED, "extended_once"): mark(
        "The referral was extended already; this is possible only once."
    ),
    (Code.LIMIT_REACHED, "extension_days"): mark(
        "A referral can be extended by 1 to %(most)s days. Enter a smaller number."
    ),
    (Code.WRONG_STATE, "state"): mark(
        "The application is at the stage “%(state)s”, where this cannot be done. "
        "Open the page anew to see what is possible now."
    ),
    (Code.WRONG_STATE, "extension_waits"): mark(
        "A request to extend the referral is waiting for an answer already."
    ),
    (Code.WRONG_STATE, "no_extension"): mark("There is no request to extend this referral."),
    (Code.ALREADY_DECIDED, "no_extension"): mark(
        "The request to extend this referral has been answered already."
    ),
    (Code.WRONG_STATE, "no_question"): mark(
        "There is no question waiting for your answer. Nothing needs to be done."
    ),
    (Code.WRONG_STATE, "reject"): mark(
        "This application has no benefit or document under check, so nothing can be refused."
    ),
    (Code.WRONG_STATE, "recall"): mark(
        "This place is kept for a child or taken by one, so it cannot be recalled."
    ),
    (Code.WRONG_STATE, "incomplete"): mark(
        "The documents are not complete, so the child cannot be admitted yet."
    ),
    (Code.WRONG_STATE, "immunity"): mark(
        "The share of children without vaccination is at its limit, "
        "so the child cannot be admitted."
    ),
    (Code.WRONG_STATE, "immunity_not_exceeded"): mark(
        "The limit of children without vaccination is not exceeded: this ground does not apply."
    ),
    (Code.TOO_LATE, "sms_code"): mark("The code has expired. Ask for a new one."),
    (Code.NO_LIVE_OFFER, "another_voucher"): mark(
        "The voucher that you read about is no longer offered, and nothing was changed. "
        "If another one is offered to you now, read about it and answer."
    ),
    (Code.NO_LIVE_OFFER, "another_offer"): mark(
        "The place that you read about is no longer offered, and nothing was changed. "
        "Another place is offered to you now: look at it and answer."
    ),
    (Code.TOO_LATE, "health_certificate"): mark(
        "Certificate 027/e is older than %(days)s days, so the contract cannot be signed with it. "
        "Attach a new one below, then sign."
    ),
    (Code.INVALID_CHOICE, "proof"): mark(
        "Attach a paper that shows why you cannot come in time: a photo of it is enough."
    ),
    (Code.TOO_LATE, "temporary_until"): mark(
        "The last day of a temporary place must not lie in the past. Enter a later day."
    ),
    (Code.INVALID_CHOICE, "no_choices"): mark(
        "In this territory kindergartens are chosen later: apply without naming any."
    ),
    (Code.TOO_LATE, "switch_day"): mark(
        "The order of giving places changes at 00:00 of a day that is still to come. "
        "Choose a later day."
    ),
    (Code.ALREADY_DECIDED, "switch_planned"): mark(
        "Another switch of this territory is set for %(on)s already. Cancel it first, or wait for "
        "its day."
    ),
    (Code.INVALID_CHOICE, "switch_same"): mark(
        "Places are given in this way there already. Choose another way."
    ),
    (Code.TOO_LATE, "switch_begun"): mark(
        "The day of this switch has begun, so it cannot be cancelled any more. "
        "The territory can be switched back from another day."
    ),
    (Code.ALREADY_DECIDED, "switch"): mark(
        "This switch was cancelled or has happened already. Nothing was changed."
    ),
    (Code.LIMIT_REACHED, "restore"): mark(
        "This application has been restored as often as it may be: %(most)s. You may apply anew."
    ),
    (Code.ALREADY_QUEUED, "waiting_list"): mark(
        "Your child is on the waiting list of this kindergarten already."
    ),
    (Code.INVALID_CHOICE, "own_kindergarten"): mark(
        "Your child goes to this kindergarten already. Choose another one."
    ),
    (Code.NO_PLACE, "kindergarten"): mark(
        "This kindergarten has no free place for your child now. Choose another one, or join its "
        "waiting list."
    ),
    (Code.WRONG_STATE, "documents"): mark("The documents have not been handed in yet."),
    (Code.WRONG_STATE, "no_contract"): mark("There is no contract to sign yet."),
    (Code.ALREADY_DECIDED, "contract_sent"): mark("The contract has been sent already."),
    (Code.TOO_EARLY, "outage"): mark(
        "An outage is recorded when it is over: its end must lie after its beginning "
        "and before now."
    ),
    (Code.NOT_YOURS, "sign_in"): mark(
        "The login or the password is not right. Check both and try again."
    ),
    (Code.NOT_YOURS, "sign"): mark("Only the child's parent can sign. Sign in as the parent."),
    (Code.NOT_ELIGIBLE_AGE, "grown_up"): mark(
        "By this date of birth it is no child any more. Check the year of birth."
    ),
    (Code.ALREADY_QUEUED, "own"): mark(
        "There is already an application for this child: %(number)s. Open it in your cabinet."
    ),
    (Code.ALREADY_QUEUED, "elsewhere"): mark(
        "There is already an application for this child, sent by somebody else or in "
        "another region. "
        "Call the hotline: a specialist will find out whose it is."
    ),
    (Code.ALREADY_DECIDED, "child_listed"): mark("This child is on your list already."),
    (Code.ALREADY_DECIDED, "form_sent"): mark(
        "This form was sent once already. Open the page anew and fill it in again."
    ),
    (Code.ALREADY_DECIDED, "erase"): mark("The data of this family have been erased already."),
    (Code.LIMIT_REACHED, "children"): mark(
        "Your list can hold %(most)s children. Remove one who no longer needs a place."
    ),
    (Code.LIMIT_REACHED, "codes"): mark(
        "Too many codes were asked for. The next one can be sent at %(until)s."
    ),
    (Code.LIMIT_REACHED, "sms_attempts"): mark(
        "The code was entered wrongly too often. Ask for a new one."
    ),
    (Code.LIMIT_REACHED, "sign_in"): mark(
        "The password was entered wrongly too often. Try again after %(until)s."
    ),
    (Code.LIMIT_REACHED, "places"): mark(
        "From 1 to %(most)s places can be published at once. Enter another number."
    ),
    (Code.WRONG_STATE, "child_in_use"): mark(
        "This child has an application or is confirmed by papers, so the entry cannot be changed "
        "here. Ask a specialist of the education department."
    ),
    (Code.WRONG_STATE, "erase"): mark(
        "This family has a running application, so its data cannot be erased yet."
    ),
    (Code.INVALID_IIN, "shape"): mark("An IIN has twelve digits. Check it with the document."),
    (Code.INVALID_IIN, "check_digit"): mark(
        "There is a mistake in this IIN: a digit is wrong or two are exchanged. "
        "Check it with the document."
    ),
    (Code.INVALID_IIN, "own"): mark("This is your own IIN. Enter the child's."),
    (Code.INVALID_CHOICE, "document"): mark(
        "Enter the child's IIN, or the kind and the number of a document if there is no IIN."
    ),
    (Code.INVALID_CHOICE, "sms_code"): mark(
        "This code is not right. Check the SMS and try again; tries left: %(left)s."
    ),
    (Code.INVALID_CHOICE, "same_phone"): mark(
        "This number is bound to you already. Enter the new one."
    ),
    (Code.INVALID_CHOICE, "login_taken"): mark("This login is taken. Choose another one."),
    (Code.INVALID_CHOICE, "password"): mark(
        "The password is too short or too long: it needs at least %(least)s characters."
    ),
    (Code.INVALID_CHOICE, "staff_role"): mark("Choose a role and enter a login."),
    (Code.INVALID_CHOICE, "staff_kindergarten"): mark(
        "Name the kindergarten for its staff; other roles have none."
    ),
    (Code.ALREADY_DECIDED, "state"): mark(
        "This has been decided already: the application is at the stage “%(state)s” now. "
        "Nothing was changed."
    ),
    (Code.ALREADY_DECIDED, "rechecked"): mark("The second check has been done already."),
    (Code.ALREADY_DECIDED, "out_of_turn"): mark("This application stands out of turn already."),
    (Code.ALREADY_DECIDED, "relocation"): mark(
        "This document has been answered already. Nothing was changed."
    ),
    (Code.ALREADY_DECIDED, "place_kept"): mark(
        "The place is kept already, and a temporary one stands in for it."
    ),
    (Code.ALREADY_DECIDED, "place_closed"): mark("This temporary place has been closed already."),
    (Code.ALREADY_DECIDED, "conflict"): mark("This conflict has been settled already."),
    (Code.ALREADY_DECIDED, "complaint_registered"): mark(
        "This complaint has been registered already."
    ),
    (Code.ALREADY_DECIDED, "complaint_answered"): mark("This complaint has been answered already."),
    (Code.LIMIT_REACHED, "complaints"): mark(
        "%(most)s of your complaints wait for an answer. Wait for one before you send the next."
    ),
    (Code.WRONG_STATE, "relocation_category"): mark(
        "In this region only families of categories 1 to 4 of Annex 1 are served out of turn "
        "after a move."
    ),
    (Code.WRONG_STATE, "no_relocation_paper"): mark(
        "The document about the transfer or the move is not attached, so nothing was changed."
    ),
    (Code.WRONG_STATE, "place_kept"): mark(
        "The place is lent while the child is in a sanatorium. Note first that the child has "
        "returned, then end the contract."
    ),
    (Code.WRONG_STATE, "not_temporary"): mark("This place is permanent: it cannot be given back."),
    (Code.INVALID_CHOICE, "no_reason"): mark(
        "Tick at least one reason: the family reads it in the notice."
    ),
    (Code.INVALID_CHOICE, "no_paper"): mark(
        "Tick at least one document that is missing or no longer valid."
    ),
    (Code.INVALID_CHOICE, "private_places"): mark(
        "This kindergarten has no state order, so its places are not given by the queue."
    ),
    (Code.MODE_MISMATCH, "territory"): mark(
        "Applications are not taken in this territory yet: its queue works by other rules."
    ),
    (Code.WRONG_STATE, "nothing_to_hand_over"): mark(
        "The child has no application that goes on. The other parent adds the child in a cabinet "
        "of their own and applies."
    ),
    (Code.INVALID_CHOICE, "nobody_signed_up"): mark(
        "Nobody is signed up here with this IIN. Ask the person to sign up first, then come back."
    ),
    (Code.WRONG_STATE, "taker_unproven"): mark(
        "This person is not confirmed yet. Find them among the families and confirm them by their "
        "document first."
    ),
    (Code.ALREADY_DECIDED, "hand_over_changed"): mark(
        "The application changed while you were looking. Nothing was handed over: look at both "
        "sides once more."
    ),
    (Code.ALREADY_DECIDED, "owner"): mark("The application belongs to this person already."),
    (Code.WRONG_STATE, "step_missing"): mark(
        "Some steps of the application are not filled in yet. Go back to them and then send it."
    ),
    (Code.WRONG_STATE, "profile"): mark(
        "Your name and your home address are missing. Fill them in and then send the application."
    ),
    (Code.INVALID_CHOICE, "papers"): mark(
        "Not all of the documents needed are attached, or one is no longer valid. "
        "Go back to the documents and attach what is missing."
    ),
    (Code.INVALID_CHOICE, "issue_date"): mark(
        "Enter the day of issue: it stands on the certificate."
    ),
    (Code.TOO_EARLY, "issued_later"): mark(
        "The day of issue lies in the future. Check it with the document."
    ),
    (Code.TOO_LATE, "certificate"): mark(
        "This certificate was valid through %(through)s. Ask for a new one and attach it."
    ),
    (Code.LIMIT_REACHED, "files"): mark(
        "At most %(most)s files can be attached. Remove those that are not needed."
    ),
    (Code.LIMIT_REACHED, "uploads"): mark(
        "All files together may have at most %(most)s MB. Remove one, or attach smaller copies."
    ),
    (Code.WRONG_STATE, "not_on_list"): mark(
        "Your child is not on the waiting list of this kindergarten, so nothing was changed."
    ),
    (Code.WRONG_STATE, "absence_off"): mark(
        "In this region an absence does not end a voucher, however long it is."
    ),
    (Code.INVALID_CHOICE, "absent_since"): mark(
        "Enter the first day of the absence: a day that has come already."
    ),
    (Code.TOO_EARLY, "absence"): mark(
        "Only %(days)s calendar days of absence without a break end a voucher. "
        "That many have not passed yet."
    ),
    (Code.INVALID_CHOICE, "planned_from"): mark(
        "This day has come already. Enter a later day, or leave the boxes empty."
    ),
}
"""The more exact sentence where a refusal says in detail what is the matter."""

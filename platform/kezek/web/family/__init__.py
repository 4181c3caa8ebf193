"""FAMILY: the door and the cabinet of parents; a family sees its own and nobody else's.

Each room is a module with a blueprint; it knows use cases, reads and the kit of pages, and no
other audience. Every view names its permission.
"""

from flask import Flask

from kezek.core.access import Role
from kezek.web.family import (
    acceptance_signature,
    account,
    admission,
    answers,
    application,
    apply,
    apply_benefits,
    apply_papers,
    apply_sending,
    apply_signature,
    apply_steps,
    benefit,
    cabinet,
    children,
    choices,
    complaints,
    contract,
    contract_phone,
    contract_signature,
    document_terms,
    documents,
    door,
    history,
    interest,
    key_door,
    notices,
    offers,
    own_data,
    phone,
    phone_request,
    phone_signing,
    places,
    printed,
    referrals,
    relocation,
    signatures,
    telegram,
    voucher_places,
    voucher_time,
    vouchers,
    ways,
)
from kezek.web.login import add_home
from kezek.web.navigation import add_link
from kezek.web.words import mark

ROOMS = (
    door,
    key_door,
    cabinet,
    account,
    own_data,
    ways,
    phone,
    telegram,
    children,
    offers,
    apply,
    apply_benefits,
    apply_steps,
    apply_papers,
    apply_sending,
    apply_signature,
    application,
    choices,
    answers,
    acceptance_signature,
    interest,
    places,
    benefit,
    vouchers,
    voucher_places,
    voucher_time,
    referrals,
    admission,
    contract,
    contract_signature,
    contract_phone,
    phone_signing,
    phone_request,
    relocation,
    printed,
    history,
    signatures,
    notices,
    complaints,
    document_terms,
    documents,
)
"""In the order in which a family comes to them."""


def open_rooms(app: Flask) -> None:
    """Opens the door and the rooms of families."""
    for room in ROOMS:
        app.register_blueprint(room.blueprint)
    add_home(app, Role.FAMILY, "family_cabinet.home")
    add_link(app, "family", "family_cabinet.home", mark("My cabinet"), "list")
    add_link(app, "family", "family_children.index", mark("My children"), "child")
    add_link(app, "family", "family_notices.index", mark("Notices"), "bell")
    add_link(app, "family", "family_complaints.index", mark("Complaints"), "warning")
    add_link(app, "family", "family_account.index", mark("My account"), "home")

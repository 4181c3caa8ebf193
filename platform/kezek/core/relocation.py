"""Who is served out of turn after a transfer of service or a change of residence (L-23.2, A-24)."""

from kezek.core.applications import SHOWN, Application
from kezek.core.rules import TenantRules
from kezek.core.standing import category
from kezek.core.turns import Standing

PAPER = "DOC-18"
"""The document about the transfer and the new home (rulebook 11)."""

REFUSED = "standing:relocation-refused"
"""The fact that the paper did not show a transfer or a move."""


def is_entitled(application: Application, settings: TenantRules) -> bool:
    """Whether the region gives this to the family: categories 1 to 4, or everybody (A-24)."""
    if settings.relocation_out_of_turn == "all":
        return True
    return any(category(code).standing is Standing.O for code in application.categories)


def may_move_up(application: Application, settings: TenantRules) -> bool:
    """Whether it waits in its queues, not out of turn yet, and is entitled to (L-23.2)."""
    if application.state not in SHOWN:
        return False
    if Standing.O in (application.standing, application.claimed):
        return False
    return is_entitled(application, settings)

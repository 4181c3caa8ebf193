"""Papers and receipts: which of their addresses are files, and where the square of one leads."""

from e2e.stack import Stack
from e2e.town import Waiting
from kezek.adapters.paper_marks import make_mark
from kezek.adapters.services import EXTENSION
from kezek.clock import host_now
from kezek.core.printed import Kind

PRINTED_FILES = {
    "family_printed.paper": "a file",
    "family_printed.receipt": "a file",
    "kindergarten_printed.paper": "a file",
    "office_printed.paper": "a file",
    "receipt_keys.keys": "for machines",
}


def check_path(stack: Stack, waiting: Waiting) -> str:
    """The page by which a stranger checks the extract that this family holds."""
    keys = stack.app.extensions[EXTENSION].keys
    mark = make_mark(keys, stack.tenants["demo"], Kind.EXTRACT, waiting.application_id, host_now())
    return f"/demo/check/paper/{mark}"

"""Which fact tells whom: the numbers of rulebook §10 and the values that a notice's text needs."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kezek.core.ids import ApplicationId, KindergartenId

Value = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to be recorded: its number (N-12), its subject, and values for its text.

    `to_kindergarten` sends it to a kindergarten's console and `to_staff` to the specialists';
    otherwise it is the family's, and terms count from its record in the cabinet (G-05b).
    """

    code: str
    application: ApplicationId
    values: Mapping[str, Value] = field(default_factory=dict)
    to_kindergarten: KindergartenId | None = None
    to_staff: bool = False

    @property
    def to_family(self) -> bool:
        """Whether the parent reads it in the cabinet."""
        return self.to_kindergarten is None and not self.to_staff


FAMILY_CHANNELS: Mapping[str, str] = {
    "N-02": "CS",
    "N-03": "CSM", "N-04": "CSM", "N-05": "CSM", "N-06": "CSM", "N-07": "CSM", "N-08": "C",
    "N-09": "CSM", "N-10": "CSM", "N-11": "CSM", "N-12": "CSM", "N-13": "CSM", "N-14": "CSM",
    "N-15": "CSM", "N-16": "CS", "N-17": "CS", "N-18": "CSM", "N-20": "CS", "N-21": "CS",
    "N-22": "CSM", "N-23": "CSM", "N-24": "CSM", "N-25": "CS", "N-26": "CSM", "N-27": "CSM",
    "N-28": "CS", "N-29": "CSM", "N-30": "CSM", "N-31": "CS", "N-32": "CS", "N-33": "CS",
    "N-34": "CSM", "N-35": "CS", "N-36": "CS", "N-37": "CM", "N-38": "CSM", "N-39": "CSM",
    "N-40": "CSM", "N-41": "CSM", "N-42": "CS",
    "N-43": "CSM", "N-44": "CS", "N-45": "CSM", "N-46": "CS", "N-47": "CSM", "N-48": "CSM",
    "N-49": "CS", "N-50": "CSM", "N-51": "CSM", "N-52": "CM", "N-53": "C", "N-55": "C",
    "N-56": "CSM",
}  # fmt: skip
"""Channels of each notice to a family: cabinet (always, the legal record), SMS, e-mail (§10)."""

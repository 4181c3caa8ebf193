"""Rules of the engine switched off one at a time: each mutation with the rules that it breaks."""

from mutations import (
    indigo,
    indigo_after,
    referrals,
    region,
    serving,
    settings,
    switch,
    voucher,
    voucher_use,
    waiting,
)
from mutations.tools import Mutation

MUTATIONS: tuple[Mutation, ...] = (
    *serving.MUTATIONS,
    *waiting.MUTATIONS,
    *referrals.MUTATIONS,
    *region.MUTATIONS,
    *settings.MUTATIONS,
    *indigo.MUTATIONS,
    *indigo_after.MUTATIONS,
    *voucher.MUTATIONS,
    *voucher_use.MUTATIONS,
    *switch.MUTATIONS,
)
"""Every rule that is switched off, one at a time."""

__all__ = ["MUTATIONS", "Mutation"]

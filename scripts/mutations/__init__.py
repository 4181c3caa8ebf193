"""Rules of the engine switched off one at a time: each mutation with the rules that it breaks."""

from mutations import referrals, region, serving, waiting
from mutations.tools import Mutation

MUTATIONS: tuple[Mutation, ...] = (
    *serving.MUTATIONS,
    *waiting.MUTATIONS,
    *referrals.MUTATIONS,
    *region.MUTATIONS,
)
"""Every rule that is switched off, one at a time."""

__all__ = ["MUTATIONS", "Mutation"]

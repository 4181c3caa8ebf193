"""Names of the things that are counted and referred to, so that one is never passed for another."""

from typing import NewType
from uuid import UUID

ApplicationId = NewType("ApplicationId", UUID)
ChildId = NewType("ChildId", UUID)
GuardianId = NewType("GuardianId", UUID)
KindergartenId = NewType("KindergartenId", UUID)
PlaceId = NewType("PlaceId", UUID)
TerritorySlug = NewType("TerritorySlug", str)

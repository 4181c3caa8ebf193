"""Seasons of three modes and of switches between them: every promise is kept after every step."""

from tests.property.modes_machine import ModesMachine
from tests.property.season_machine import depth

TestSeasonOfThreeModes = ModesMachine.TestCase
TestSeasonOfThreeModes.settings = depth(quick=30, deep=1500, steps=40)

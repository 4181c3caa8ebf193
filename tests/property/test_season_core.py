"""Seasons on the core alone: whatever happens, every promise is kept after every step."""

from tests.property.season_machine import SeasonMachine, depth

TestSeasonOnTheCore = SeasonMachine.TestCase
TestSeasonOnTheCore.settings = depth(quick=40, deep=1500, steps=50)

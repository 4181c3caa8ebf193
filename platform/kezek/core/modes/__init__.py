"""The law of the modes: each is a room of its own, all have the same door.

`decide(world, trigger, rules, now) -> Decision`. Modes share the rooms above (`turns`, `terms`,
`places`, `applications`) and do not know each other; `registry.py` knows them all.
"""

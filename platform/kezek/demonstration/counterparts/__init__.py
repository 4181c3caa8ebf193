"""Other systems of the state as the demonstration and tests have them: made up, and on the wire.

A system is a module here that gives a `Desk`: its name and what it answers at which address.
`service.py` puts desks onto HTTP, `moods.py` lets them be slow, silent or wrong at will.
"""

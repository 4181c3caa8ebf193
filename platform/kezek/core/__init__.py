"""THE QUIET ROOM: what the ordinance says, as pure functions over frozen values.

Here nothing is fetched, sent, timed or drawn: the moment, the calendar and the rules are handed in,
and every answer is a value. Rules carry their id from the rulebook (L-15.5, A-25, R-17).
May import: the standard library without clock, dice, files and sockets. Known by everybody above.
"""

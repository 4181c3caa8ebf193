"""Order 372: a queue for a voucher in each category, and a kindergarten of one's own choice.

`lifecycle.py` holds the table of states and acts (rulebook 9.3), `iteration.py` who is offered a
voucher (R-6), `lists.py` the waiting lists. The other modules hold the acts of one chapter each.
"""

"""Order 133: one queue to each chosen kindergarten, an offer to the first, a referral on consent.

`lifecycle.py` holds the table of states and acts (rulebook 9.1), `distribution.py` who is
offered a free place (§8, R-2). The other modules hold the acts of one chapter each.
"""

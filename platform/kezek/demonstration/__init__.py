"""THE MODEL TOWN: invented families that show a region at work; never where people are served.

`families.py` invents them, the same for the same seed; `town.py` puts them into the queues and
lets some days of work happen; `guide.py` says who can sign in.
"""

"""One shared queue of a territory, a bulletin in the morning, a day for the first, then first come.

`lifecycle.py` holds the table of states and acts (rulebook 9.2), `bulletin.py` who gets the window
(5.2, R-5), `taking.py` who may take which place. What order 133 says of papers, contracts and
refusals is the linear room's (G-01).
"""

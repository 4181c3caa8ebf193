"""The actors: each opens one use case and is one line long.

An actor may run twice, late, or after its work was done by another: the use case behind it asks
the tables first. It is given ids only; what is true is read when it runs. A module here is found
by being here (`worker.main` imports them all).
"""

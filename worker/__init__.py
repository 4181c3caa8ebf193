"""The courier: carries what is already decided and written.

It imports the house and is never imported by it. An actor is one line: it opens one use case.
Redis only carries its messages; with all of them lost, the tables still say what is to be done.
Nothing here decides anything and nothing here speaks HTTP.
"""

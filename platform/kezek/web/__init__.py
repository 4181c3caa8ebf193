"""THE FRONT DOOR: parses what came in, calls one use case or one read, renders what came out.

Here stand routes, forms, headers, languages and sessions. No rule of the queue stands here and no
SQL: a view asks `usecases` and `reads` and never the tables. Audiences (`public`, `family`,
`kindergarten`, `office`, `hotline`, `admin`, `operator`) do not know each other; what they share
stands directly in this room. A page is one template; a fragment is a block of it.
"""

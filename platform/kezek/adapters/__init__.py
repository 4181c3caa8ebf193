"""The telephones: one module per outside party, spoken to through what it means to us.

An adapter knows a protocol, a file format or a program; it knows no rule of the queue. It may see
the core's values and other adapters, never use cases, tables or pages. Whoever is not there in
the demo or in a test has a twin that keeps what it was told. An adapter raises its own errors.
"""

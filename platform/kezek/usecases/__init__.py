"""THE STAIRS: one public function is one sentence and one transaction.

Three paragraphs, always in this order: load (rows to core values), decide (one call into the
core), save (facts, rows, notices, outbox in one commit). No rule of the queue stands here, no
HTML and no SQL beyond what `db` offers.
"""

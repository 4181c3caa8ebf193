"""THE REHEARSAL: stories in YAML, told to the real engine in a scratch database.

`story.py` reads and refuses what is malformed, with line and field; `stage.py` is the region, the
clock and the people of one story; `verbs.py` what people do; `expectations.py` what must then be
true; `runner.py` tells a story and says what did not hold.
"""

"""What the web server says when it has loaded the whole house, and the supervisor listens for.

It imports nothing: gunicorn reads its configuration before gevent changes the standard library,
and whatever was imported by then would keep the unchanged parts.
"""

READY = "serving pages"

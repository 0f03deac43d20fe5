"""The process that each file's own process is forked from, where the system can fork.

It has loaded what parsing needs, so that a file need not wait for that, and it never sees a file:
it is handed the name of a function and a connection, forks, and the child does the rest and ends.
So no child knows anything of another's file. Run by :mod:`tracker.reading.apart`.
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from importlib import import_module

REQUEST_BYTES = 100
"""Length of a request, blanks at its end included."""

STARTED = b"+"
"""What a child says before anything else: whatever happens then is for what it was given."""


def serve(control: int) -> None:
    """Fork a child for each request on a socket, until its other end is closed.

    A request is a module, a function of it and the seconds that the child may live, as text, with
    a connection beside it: that of the child with whoever asks.
    """
    requests = socket.socket(fileno=control)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children need not be waited for
    while True:
        request, connections, _, _ = socket.recv_fds(requests, REQUEST_BYTES, 1)
        if not request or not connections:
            return
        if os.fork() == 0:
            requests.close()
            _run(connections[0], request.decode().split())
        os.close(connections[0])


def _run(connection: int, request: list[str]) -> None:
    """Do what was asked with the connection as standard input and output, and end."""
    status = 1
    try:
        module, function, seconds = request
        signal.alarm(int(seconds))  # the system ends this process then, whatever it is doing
        os.dup2(connection, 0)
        os.dup2(connection, 1)
        os.close(connection)
        os.write(1, STARTED)
        getattr(import_module(module), function)()
        status = 0
    finally:
        os._exit(status)


def main() -> None:
    """Serve on the socket whose number is the first argument."""
    from tracker.reading.rehearsal import rehearse

    rehearse()
    gc.disable()  # a child ends before there is anything to collect
    serve(int(sys.argv[1]))

"""The process that each file's own process is forked from, where the system can fork.

It has loaded what parsing needs, and has a child ready that waits for one file, so that a file
need not wait for that. It never sees a file: the child does, and ends with it. So no process knows
anything of another's file. Run by :mod:`tracker.reading.apart`.
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
    """Have a child wait for each request on a socket, until its other end is closed.

    A request is a module, a function of it and the seconds that the child may live, as text, with
    a connection beside it: that of the child with whoever asks.
    """
    requests = socket.socket(fileno=control)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # children need not be waited for
    while True:
        taken, telling = os.pipe()
        if os.fork() == 0:
            request, connections, _, _ = socket.recv_fds(requests, REQUEST_BYTES, 1)
            if not connections:
                os._exit(0)
            os.write(telling, STARTED)
            for descriptor in (control, taken, telling):
                os.close(descriptor)
            _run(connections[0], request.decode().split())
        os.close(telling)
        if not os.read(taken, len(STARTED)):  # nobody can ask any more
            return
        os.close(taken)


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

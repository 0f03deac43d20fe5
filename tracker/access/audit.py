"""The audit log: who did what and when, a line of JSON each, added and never changed."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FILE_VARIABLE = "TRACKER_AUDIT_LOG"
FILE_NAME = "audit.jsonl"

_LOCK = threading.Lock()


class AuditError(Exception):
    """The log cannot be written; ``str(error)`` is one plain sentence."""

    def __init__(self) -> None:
        super().__init__(
            "What is done here is written down, and the log cannot be written: nothing was done. "
            "Tell whoever runs the tracker."
        )


def audit_file() -> Path:
    """Where the log is: as ``TRACKER_AUDIT_LOG`` says, else in the user's own data folder."""
    given = os.environ.get(FILE_VARIABLE)
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("action-plan-tracker", appauthor=False) / FILE_NAME


def write_audit(who: str, what: str, facts: Mapping[str, Any] = {}) -> None:
    """Add a line: ``when`` in UTC, ``who``, ``what``, then the facts, no cell of a plan among them.

    A line is written whole or not at all where other servers write to the same file. Raises
    :class:`AuditError` where it cannot be written: what cannot be written down must not be done.
    """
    when = datetime.now(UTC).isoformat(timespec="seconds")
    line = json.dumps({"when": when, "who": who, "what": what, **facts}, default=str)
    _append((line + "\n").encode())


def check_audit() -> None:
    """Raise :class:`AuditError` where a line could not be added now: asked before something is done
    that is written down when it is known what came of it."""
    _append(b"")


def _append(data: bytes) -> None:
    file = audit_file()
    try:
        with _LOCK:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(handle, data)
            finally:
                os.close(handle)
    except OSError as error:
        raise AuditError from error

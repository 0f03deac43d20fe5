"""All that reaches inside Streamlit, with a look at the start whether it is still there.

Importing this raises ``ImportError`` or ``AttributeError`` where Streamlit has changed: the server
then does not start, and says so in one sentence (``app.py``).

A download stays until the browser that asks for it has had the time to. Streamlit drops too early
what a browser may still want, and the download comes to nothing:

- A button has a new name for its download with every run, and the old one is dropped with the run
  that gave the new. Whoever types into a field and presses the button at once starts a run, and
  presses the button as it was before.
- A file that was made counts as unused from the start, and is deleted as soon as two pages,
  anybody's, have run (``execute_deferred`` in ``media_file_manager`` leaves it "unmapped").
"""

from __future__ import annotations

import json
import re
import time

import streamlit.error_util
import streamlit.runtime.backend_operation_handler
from streamlit import net_util, runtime
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.runtime import app_session, media_file_manager
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_auth_routes import USER_COOKIE_NAME

LOGGERS = (streamlit.error_util.__name__, streamlit.runtime.backend_operation_handler.__name__)
"""What logs that a page or a download failed, with the exception."""

UPLOAD_ROUTE = re.compile(r"/_stcore/upload_file/")
KEPT_SECONDS = 60.0  # a file, after it was made
PRESSED_SECONDS = 10.0  # what a button stood for, after it has got a new name
SENT_SECONDS = 0.2  # between the press of a button and what the field left for it sends
_REPLACED = "replaced"  # beside what Streamlit notes of a download: since when it is

_MANAGER = media_file_manager.MediaFileManager
_A_MANAGER = _MANAGER(None)  # type: ignore[arg-type]
_NEEDED = (
    (media_file_manager.MediaFileMetadata, "mark_for_delete"),
    (_MANAGER, "_remove_orphaned_deferred_callables"),
    (_MANAGER, "_drop_deferred_id"),
    (_A_MANAGER, "_files_by_session_and_coord"),
    (_A_MANAGER, "_deferred_callables"),
    (runtime.Runtime, "get_app_session"),
    (app_session.AppSession, "request_rerun"),
    (app_session.AppSession, "_call_soon_on_event_loop"),
    (net_util, "get_external_ip"),
    (net_util, "get_internal_ip"),
)
for _owner, _name in _NEEDED:
    getattr(_owner, _name)
if not {"_client_state", "_scriptrunner"} <= {*app_session.AppSession.__init__.__code__.co_names}:
    raise ImportError("_client_state or _scriptrunner of AppSession")


class KeptAWhile(media_file_manager.MediaFileMetadata):
    """What Streamlit notes of a file; it cannot be marked as unused before a minute has gone."""

    def __init__(self, kind: media_file_manager.MediaFileKind) -> None:
        super().__init__(kind)
        self._made = time.monotonic()

    def mark_for_delete(self) -> None:
        """Mark it, unless it was made just now."""
        if time.monotonic() - self._made >= KEPT_SECONDS:
            super().mark_for_delete()


def keep_downloads_a_while() -> None:
    """Have Streamlit keep both in that way, from now on."""
    media_file_manager.MediaFileMetadata = KeptAWhile  # type: ignore[misc]
    _MANAGER._remove_orphaned_deferred_callables = _drop_those_long_replaced  # type: ignore[method-assign]


def _drop_those_long_replaced(manager: media_file_manager.MediaFileManager) -> None:
    """Drop what no button on a page has stood for in the last seconds. Its lock is held."""
    on_pages = {
        each for files in manager._files_by_session_and_coord.values() for each in files.values()
    }
    now = time.monotonic()
    for name, entry in list(manager._deferred_callables.items()):
        if name in on_pages:
            entry.pop(_REPLACED, None)  # type: ignore[misc]
        elif now - entry.setdefault(_REPLACED, now) >= PRESSED_SECONDS:  # type: ignore[misc]
            manager._drop_deferred_id(name)


def clear_downloads() -> None:
    """Let go of what nobody has on a page any more, also where no page runs."""
    if runtime.exists():
        runtime.get_instance().media_file_mgr.remove_orphaned_files()


def _session(name: str) -> app_session.AppSession | None:
    return runtime.get_instance().get_app_session(name) if runtime.exists() else None


def wait_until_run(name: str) -> None:
    """Wait, for ten seconds at most, until a page that a tab asks for now has run.

    A field that is left for a button is sent a moment after the press of that.
    """
    session, give_up = _session(name), time.monotonic() + 10
    time.sleep(SENT_SECONDS if session else 0)
    while session is not None and session._scriptrunner is not None and time.monotonic() < give_up:
        time.sleep(0.02)


def rerun_session(name: str) -> None:
    """Have a tab draw its page anew, as it stands; nothing where no browser shows it any more."""
    session = _session(name)
    if session is not None:
        session._call_soon_on_event_loop(lambda: session.request_rerun(session._client_state))


def _unknown() -> None:
    return None


def ask_nobody_for_addresses() -> None:
    """Have Streamlit do without the addresses by which this computer is seen from outside.

    It would ask a host of Amazon's whenever a page of another site tries to connect, to compare
    it; and when it listens to others, to greet whoever starts it, which the configuration forbids.
    """
    net_util.get_external_ip = _unknown
    net_util.get_internal_ip = _unknown  # looks which way 8.8.8.8 would be reached


def claims_in(cookies: dict[str, str]) -> dict[str, object]:
    """What the sign-in's cookie says, where it has this server's signature; it may be in parts."""

    def part(name: str) -> bytes | None:
        value = cookies.get(name)
        signed = None if value is None else value.encode("latin-1")
        return signed and decode_signed_value(get_cookie_secret(), name, signed)

    payload = get_cookie_with_chunks(part, USER_COOKIE_NAME)
    said = json.loads(payload) if payload else {}
    return said if isinstance(said, dict) else {}

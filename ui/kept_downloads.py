"""A download stays until the browser that asks for it has had the time to.

Streamlit drops too early what a browser may still want, and the download comes to nothing:

- A button has a new name for its download with every run, and the old one is dropped with the run
  that gave the new. Whoever types into a field and presses the button at once starts a run, and
  presses the button as it was before.
- A file that was made counts as unused from the start, and is deleted as soon as two pages,
  anybody's, have run (``execute_deferred`` in ``media_file_manager`` leaves it "unmapped").
"""

from __future__ import annotations

import time

from streamlit import runtime
from streamlit.runtime import media_file_manager

KEPT_SECONDS = 60.0  # a file, after it was made
PRESSED_SECONDS = 10.0  # what a button stood for, after it has got a new name
_REPLACED = "replaced"  # beside what Streamlit notes of a download: since when it is


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
    manager = media_file_manager.MediaFileManager
    manager._remove_orphaned_deferred_callables = _drop_those_long_replaced  # type: ignore[method-assign]


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

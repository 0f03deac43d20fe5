"""A download that is made when somebody asks for it stays until their browser has fetched it.

Streamlit takes such a file for unused from the start, and deletes it as soon as two pages,
anybody's, have run: where twenty people work at once, often before the browser asks for it
(``execute_deferred`` in Streamlit's ``media_file_manager`` leaves the file "unmapped").
"""

from __future__ import annotations

import time

from streamlit import runtime
from streamlit.runtime import media_file_manager

KEPT_SECONDS = 60.0


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
    """Have Streamlit note files in that way, from now on."""
    media_file_manager.MediaFileMetadata = KeptAWhile  # type: ignore[misc]


def clear_downloads() -> None:
    """Let go of files that nobody has on a page any more, also where no page runs."""
    if runtime.exists():
        runtime.get_instance().media_file_mgr.remove_orphaned_files()

"""A download made on demand is still there when the browser asks for it, and not for ever."""

import time

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from ui import kept_downloads


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> MediaFileManager:
    before = media_file_manager.MediaFileMetadata
    monkeypatch.setattr(media_file_manager, "MediaFileMetadata", before)  # put back afterwards
    kept_downloads.keep_downloads_a_while()
    return MediaFileManager(MemoryMediaFileStorage("/media"))


def file_of(manager: MediaFileManager) -> str:
    placeholder = manager.add_deferred(lambda: b"rows", "text/csv", "1.0", "plan.csv")
    return manager.execute_deferred(placeholder).rpartition("/")[2]


def test_a_download_outlives_the_pages_that_others_run_meanwhile(manager):
    file = file_of(manager)
    for _ in range(50):
        manager.remove_orphaned_files()  # as Streamlit does after each run of anybody's page
    assert manager.read_file(file).content == b"rows"


def test_a_download_goes_after_its_minute(manager, monkeypatch):
    file = file_of(manager)
    later = time.monotonic() + kept_downloads.KEPT_SECONDS
    monkeypatch.setattr(kept_downloads.time, "monotonic", lambda: later)
    manager.remove_orphaned_files()
    manager.remove_orphaned_files()
    assert manager.read_file(file) is None

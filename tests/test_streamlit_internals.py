"""A download made on demand is still there when the browser asks for it, and not for ever."""

import importlib
import sys
import time

import pytest
from streamlit.runtime import media_file_manager
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from ui import streamlit_internals


@pytest.fixture
def manager(monkeypatch: pytest.MonkeyPatch) -> MediaFileManager:
    before = media_file_manager.MediaFileMetadata
    monkeypatch.setattr(media_file_manager, "MediaFileMetadata", before)  # put back afterwards
    remove = "_remove_orphaned_deferred_callables"
    monkeypatch.setattr(MediaFileManager, remove, getattr(MediaFileManager, remove))
    streamlit_internals.keep_downloads_a_while()
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
    later = time.monotonic() + streamlit_internals.KEPT_SECONDS
    monkeypatch.setattr(streamlit_internals.time, "monotonic", lambda: later)
    manager.remove_orphaned_files()
    manager.remove_orphaned_files()
    assert manager.read_file(file) is None


def test_a_button_pressed_as_its_page_runs_again_still_gives_its_download(manager, monkeypatch):
    pressed = manager.add_deferred(lambda: b"rows", "text/csv", "1.0", "plan.csv")
    for _ in range(3):
        manager.clear_session_refs()  # as Streamlit does before each run of the page
        now = manager.add_deferred(lambda: b"newer rows", "text/csv", "1.0", "plan.csv")
        manager.remove_orphaned_files()
    file = manager.execute_deferred(pressed).rpartition("/")[2]
    assert manager.read_file(file).content == b"rows"

    later = time.monotonic() + streamlit_internals.PRESSED_SECONDS
    monkeypatch.setattr(streamlit_internals.time, "monotonic", lambda: later)
    manager.remove_orphaned_files()
    with pytest.raises(media_file_manager.MediaFileStorageError, match="not found"):
        manager.execute_deferred(pressed)
    assert manager.execute_deferred(now)


def test_what_a_button_stands_for_stays_as_long_as_it_is_on_the_page(manager, monkeypatch):
    here = manager.add_deferred(lambda: b"rows", "text/csv", "1.0", "plan.csv")
    later = time.monotonic() + 10 * streamlit_internals.PRESSED_SECONDS
    monkeypatch.setattr(streamlit_internals.time, "monotonic", lambda: later)
    manager.remove_orphaned_files()
    assert manager.execute_deferred(here)


def test_a_streamlit_without_what_is_reached_for_stops_the_server_in_one_sentence(monkeypatch):
    monkeypatch.delattr("streamlit.net_util.get_external_ip")
    for name in ("ui.streamlit_internals", "ui.failures", "ui.upload_route", "app"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    with pytest.raises(SystemExit, match="install the version that requirements"):
        importlib.import_module("app")

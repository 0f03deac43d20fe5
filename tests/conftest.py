"""Fixtures for every test: the running app, and a page of a real browser on it."""

import functools
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from streamlit.components.v2 import manifest_scanner

from tests import browsers

ROOT = Path(__file__).parents[1]

# The project hides the details of an error from people; a failing page test must show them.
os.environ["STREAMLIT_CLIENT_SHOW_ERROR_DETAILS"] = "full"

# No test fails for being slow: another may be starting a browser on the same machine.
settings.register_profile(
    "tracker", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("tracker")

# Each page tried without a browser asks every installed package whether it brings components, which
# takes longer than the page: once is enough.
manifest_scanner.scan_component_manifests = functools.cache(
    manifest_scanner.scan_component_manifests
)

APP_STARTS_WITHIN = 60  # seconds; it takes two on an idle machine


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let a test that drives a browser try once more, and be named for it: a busy machine can
    draw a page later than anybody waits. Every other test has one try."""
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as listener:
        listener.bind(("localhost", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Whether the server at this address says that it is healthy."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=5) as answer:
            return answer.status == 200
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


@contextmanager
def running_app(log: Path, *more: str, port: int | None = None) -> Iterator[str]:
    """The app, started as people start it: its address. What it prints goes to ``log``.

    ``more`` are further options of the server; ``port`` is by default any that is free.
    """
    port = port or free_port()
    url = f"http://localhost:{port}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("STREAMLIT_")}
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    options = ["--server.port", str(port), "--server.headless", "true", *more]
    with log.open("w") as output:
        server = subprocess.Popen(
            command + options,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        give_up = time.monotonic() + APP_STARTS_WITHIN
        while not answers(url):
            if server.poll() is not None or time.monotonic() > give_up:
                pytest.fail(f"The app did not start:\n{log.read_text()}")
            time.sleep(0.1)
        yield url
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="session")
def app_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app that all tests share, stopped after them."""
    with running_app(tmp_path_factory.mktemp("app") / "log.txt") as url:
        yield url


@pytest.fixture(scope="session", autouse=True)
def a_history_of_the_tests_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test reads or writes the history in the user's own data folder."""
    folder = tmp_path_factory.mktemp("history")
    os.environ["TRACKER_AUDIT_LOG"] = str(folder / "audit.jsonl")
    os.environ["TRACKER_DATABASE_URL"] = f"sqlite:///{folder / 'history.sqlite3'}"


@pytest.fixture
def history_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A history of each test's own; the file is not there yet."""
    file = tmp_path / "history.sqlite3"
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{file}")
    return file


@pytest.fixture(autouse=True)
def no_uploads_of_other_tests() -> Iterator[None]:
    """The pages' store, which is one for a server, begins empty in each test."""
    yield
    if uploading := sys.modules.get("ui.plan_source"):
        uploading.UPLOADS = type(uploading.UPLOADS)()  # type: ignore[attr-defined]


# Not for the whole session: while it lives, its thread cannot run another event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A real browser. Ask it for contexts of other sizes, or in dark mode."""
    with sync_playwright() as playwright:
        running = browsers.launch(playwright)
        yield running
        running.close()


@pytest.fixture(scope="module")
def visits(browser: Browser, app_url: str) -> Iterator[BrowserContext]:
    """Keeps Streamlit's own part loaded from one visit to the next, which takes longest."""
    context = browser.new_context(
        base_url=app_url, viewport={"width": 1366, "height": 768}, locale="en-GB"
    )
    context.new_page().goto("/_stcore/health")  # while it is open its process stays
    yield context
    context.close()


@pytest.fixture
def page(visits: BrowserContext) -> Iterator[Page]:
    """A page of a new visitor, as wide as a laptop's. ``page.goto("/slippage")`` is the app's."""
    yield visits.new_page()
    for each in visits.pages[1:]:
        each.close()
    visits.clear_cookies()

"""The server's answers: their headers, the cookie that tells browsers apart, and the log."""

import logging
import os
import re
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.conftest import answers, free_port
from ui.failures import keep_values_out_of_the_log, outline
from ui.headers import COOKIE, token_in

ROOT = Path(__file__).parents[1]
PAGE = {"Accept": "text/html"}
TOKEN = "a" * 43


def asked(url: str, **headers: str) -> tuple[int, Message]:
    """The status and the headers of an answer."""
    request = urllib.request.Request(
        url, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.headers


def cookie_of(headers: Message) -> str | None:
    ours = [line for line in headers.get_all("Set-Cookie", []) if line.startswith(COOKIE)]
    assert len(ours) <= 1
    return ours[0] if ours else None


@pytest.mark.parametrize(
    "path", ["/", "/slippage?owner=A", "/_stcore/health", "/_stcore/metrics", "/favicon.png"]
)
def test_every_answer_has_the_security_headers(app_url, path):
    _, headers = asked(app_url + path)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-Frame-Options"] == "DENY"
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'self' 'wasm-unsafe-eval' 'sha256-" in policy
    scripts = next(rule for rule in policy.split("; ") if rule.startswith("script-src"))
    assert "'unsafe-" not in scripts


@pytest.mark.parametrize(
    "path",
    [
        "/_stcore/metrics",
        "/_stcore/metrics/",
        "/x/_stcore/metrics",
        "/_stcore/agent/openapi.json",
        "/_stcore/agent/interact",
        "/_stcore/agent/mcp",
    ],
)
def test_what_is_not_for_the_public_is_closed(app_url, path):
    status, _ = asked(app_url + path)
    assert status == 404


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("overview", ""),
        ("data_quality", "check"),
        ("mapping", "check"),
        ("mapping/", "check"),
        ("trend", "changes"),
        ("history", "records"),
        ("portfolio", "records"),
    ],
)
def test_the_first_pages_own_name_and_addresses_of_old_lead_on_with_their_filters(
    app_url, old, new
):
    with urllib.request.urlopen(f"{app_url}/{old}?owner=A%26B", timeout=30) as answer:
        assert answer.url == f"{app_url}/{new}?owner=A%26B"


@pytest.mark.parametrize("path", ["/", "/slippage", "/_stcore/host-config"])
def test_a_browser_without_a_cookie_is_given_a_random_one(app_url, path):
    first, second = (cookie_of(asked(app_url + path, **PAGE)[1]) for _ in range(2))
    assert first is not None
    name_and_value, *attributes = first.split("; ")
    assert re.fullmatch(COOKIE + r"=[\w-]{43}", name_and_value)
    assert set(attributes) == {"Path=/", "HttpOnly", "SameSite=Strict"}
    assert second != first


def test_the_cookie_is_secure_behind_a_proxy_that_ends_tls(app_url):
    cookie = cookie_of(asked(app_url, **PAGE, X_Forwarded_Proto="https")[1])
    assert cookie is not None
    assert cookie.endswith("; Secure")


def test_a_browser_keeps_the_cookie_that_it_has(app_url):
    _, headers = asked(app_url, **PAGE, Cookie=f"other=1; {COOKIE}={TOKEN}")
    assert cookie_of(headers) is None


def test_a_cookie_that_is_not_of_our_making_is_replaced(app_url):
    _, headers = asked(app_url, **PAGE, Cookie=f"{COOKIE}=short")
    assert cookie_of(headers) is not None


def test_a_link_followed_from_another_site_does_not_replace_the_cookie(app_url):
    # The browser sends no SameSite=Strict cookie with it, though it may have one.
    _, headers = asked(app_url, **PAGE, Sec_Fetch_Site="cross-site")
    assert cookie_of(headers) is None


@pytest.mark.parametrize("path", ["/_stcore/health", "/favicon.png"])
def test_what_is_not_a_page_sets_no_cookie(app_url, path):
    assert cookie_of(asked(app_url + path, Accept="*/*")[1]) is None


@pytest.mark.parametrize("header", ["", "tracker_browser", f"{COOKIE}=", f"{COOKIE}=a b;;=;\x01"])
def test_a_cookie_header_without_a_token_holds_none(header):
    assert token_in(header) is None


def test_an_error_is_outlined_without_the_values_it_quotes():
    try:
        int("the words of a cell")
    except ValueError as error:
        said = outline(error)
    assert said.startswith("ValueError")
    assert "test_server.py" in said
    assert "the words of a cell" not in said


def test_the_log_of_a_failed_page_holds_no_value(caplog):
    keep_values_out_of_the_log()
    log = logging.getLogger("streamlit.error_util")
    with caplog.at_level(logging.ERROR):
        try:
            int("the words of a cell")
        except ValueError as error:
            log.error("Uncaught app execution", exc_info=error)
    assert "Uncaught app execution: ValueError" in caplog.text
    assert "the words of a cell" not in caplog.text


def test_errors_are_not_printed_past_the_log():
    settings = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    assert settings["logger"]["enableRich"] is False


def test_no_other_computer_is_asked_for_anything_when_it_starts_or_is_called_from_elsewhere(
    tmp_path,
):
    """Connections that the server makes are written down by a hook that it is started with."""
    calls = tmp_path / "calls.txt"
    (tmp_path / "sitecustomize.py").write_text(f"""
import sys
def note(event, arguments):
    # An address in the file system is a socket of this computer's own.
    own = event == "socket.connect" and isinstance(arguments[-1], (str, bytes))
    if event in ("socket.connect", "socket.getaddrinfo") and not own:
        with open({str(calls)!r}, "a") as file:
            print(event, arguments[-1] if event == "socket.connect" else arguments[0], file=file)
sys.addaudithook(note)
sys.modules["uvloop"] = None  # a loop of its own would not be told of
""")
    port = free_port()
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.headless", "true"]
    log = (tmp_path / "log.txt").open("w")
    server = subprocess.Popen(
        [*command, "--server.port", str(port), "--server.address", "0.0.0.0"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "TRACKER_OPEN_WITHOUT_SIGN_IN": "yes"},
        stdout=log,
        stderr=log,
    )
    try:
        give_up = time.monotonic() + 60
        while not answers(f"http://localhost:{port}"):
            assert time.monotonic() < give_up, (tmp_path / "log.txt").read_text()
            time.sleep(0.1)
        with pytest.raises(InvalidStatus):
            connect(f"ws://localhost:{port}/_stcore/stream", origin="https://elsewhere.example")
    finally:
        server.terminate()
        server.wait()
        log.close()
    asked = calls.read_text().splitlines() if calls.exists() else []
    outside = [
        line for line in asked if not re.search(r"localhost|127\.0\.0\.1|0\.0\.0\.0|::1", line)
    ]
    assert outside == []
    assert f"The tracker is at http://localhost:{port}" in (tmp_path / "log.txt").read_text()

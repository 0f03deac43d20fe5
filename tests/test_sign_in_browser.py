"""Sign-in in a real browser against a real OpenID provider, on a deep link that is the first."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import free_port, running_app
from tests.test_pages_browser import PATIENCE, TITLES, settled, shows, upload

pytestmark = pytest.mark.browser

PLAN = b"""Position as at 30 April 2016
Ref,Action,Owner,Original timescale,Status,Marking
1,Alpha,Head of Records,30/11/2015,Complete,OFFICIAL
2,Beta,Head of ICT,30/11/2015,In progress,OFFICIAL
3,Nightjar,Head of ICT,30/11/2015,In progress,OFFICIAL-SENSITIVE
"""


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[str]:
    """A real OpenID provider on this machine: its address."""
    port = free_port()
    users = [
        ("--user-claims", json.dumps({"sub": name, "email": f"{name}@force.example"}))
        for name in ("manager", "viewer")
    ]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with (tmp_path / "provider.txt").open("w") as output:
        server = subprocess.Popen(
            [*command, *(part for user in users for part in user)], stdout=output, stderr=output
        )
    url = f"http://localhost:{port}"
    try:
        for _ in range(150):
            try:
                urllib.request.urlopen(f"{url}/.well-known/openid-configuration", timeout=5)
                break
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.2)
        yield url
    finally:
        server.terminate()
        server.wait()


def sign_in(page: Page, name: str) -> None:
    page.get_by_test_id("stMain").get_by_role("button", name="Sign in").click()
    page.locator("input[name=sub]").fill(name, timeout=PATIENCE)
    page.get_by_role("button", name="Authorize").click()


def test_each_signs_in_to_what_their_role_shows_and_lands_where_they_were_going(
    browser: Browser, provider: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    port = free_port()
    (tmp_path / "secrets.toml").write_text(f"""[auth]
redirect_uri = "http://localhost:{port}/oauth2callback"
cookie_secret = "a-long-random-text-of-this-test-alone"
client_id = "tracker"
client_secret = "tracker"
server_metadata_url = "{provider}/.well-known/openid-configuration"
""")
    (tmp_path / "settings.toml").write_text(
        '[roles]\nmanager = ["manager@force.example"]\nviewer = ["@force.example"]\n'
    )
    monkeypatch.setenv("TRACKER_SETTINGS", str(tmp_path / "settings.toml"))
    monkeypatch.setenv("TRACKER_AUDIT_LOG", str(tmp_path / "audit.jsonl"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'history.sqlite3'}")
    secrets = ("--secrets.files", str(tmp_path / "secrets.toml"))
    with running_app(tmp_path / "log.txt", *secrets, port=port) as url:
        page = browser.new_context(base_url=url, locale="en-GB").new_page()
        page.goto("/slippage?owner=Head+of+ICT")  # the first request after the start
        shows(page, "This tracker is for people who sign in")
        expect(page.get_by_test_id("stSidebarNav")).to_have_count(0)
        sign_in(page, "manager")
        settled(page, TITLES["Slippage"])
        assert page.url == f"{url}/slippage?owner=Head+of+ICT"
        upload(page, PLAN, "force plan.csv")
        page.get_by_role("button", name="Record this position").click()
        page.get_by_role("button", name="Record", exact=True).click()
        expect(page.get_by_text("Recorded: “force plan”")).to_be_visible(timeout=PATIENCE)
        page.get_by_test_id("stSidebar").get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="End session").click(timeout=PATIENCE)  # the provider's
        shows(page, "This tracker is for people who sign in")
        page.context.close()

        viewer = browser.new_context(base_url=url, locale="en-GB").new_page()
        viewer.goto("/?position=1&public=false")
        sign_in(viewer, "viewer")
        settled(viewer, TITLES["Overview"])
        shows(viewer, "1 of 2 actions (50%) are complete", "1 restricted row left out")
        expect(viewer.locator("input[type=file]")).to_have_count(0)
        assert "Nightjar" not in viewer.content()

    # Over a restart: what a tab left open does next is held by the gate too.
    with running_app(tmp_path / "log.txt", *secrets, port=port):
        again = browser.new_context(base_url=f"http://localhost:{port}", locale="en-GB").new_page()
        again.goto("/owners?position=1")
        shows(again, "This tracker is for people who sign in")
        assert "Alpha" not in again.content()
        again.context.close()
        viewer.get_by_test_id("stSidebarNav").get_by_role("link", name="Owners").click()
        settled(viewer, TITLES["Owners"])
        assert "Nightjar" not in viewer.content()
        viewer.context.close()
    lines = (tmp_path / "audit.jsonl").read_text().splitlines()
    done = [json.loads(line)["what"] for line in lines]
    assert done[:4] == ["signed in", "uploaded", "recorded", "signed out"]

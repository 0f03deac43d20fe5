"""Sign-in in a real browser against a real OpenID provider, on a deep link that is the first."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.conftest import free_port, running_app
from tests.providers import running_provider, sign_in, sign_in_settings
from tests.test_pages_browser import PATIENCE, TITLES, settled, shows, unfold, upload

pytestmark = pytest.mark.browser

PLAN = b"""Position as at 30 April 2016
Ref,Action,Owner,Original timescale,Status,Marking
1,Alpha,Head of Records,30/11/2015,Complete,OFFICIAL
2,Beta,Head of ICT,30/11/2015,In progress,OFFICIAL
3,Nightjar,Head of ICT,30/11/2015,In progress,OFFICIAL-SENSITIVE
"""


@pytest.fixture
def provider(tmp_path: Path) -> Iterator[str]:
    """A real OpenID provider's address."""
    with running_provider(tmp_path / "provider.txt") as url:
        yield url


def test_each_signs_in_to_what_their_role_shows_and_lands_where_they_were_going(
    browser: Browser, provider: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    port = free_port()
    secrets_file, roles = sign_in_settings(tmp_path, f"http://localhost:{port}", provider)
    monkeypatch.setenv("TRACKER_SETTINGS", str(roles))
    monkeypatch.setenv("TRACKER_AUDIT_LOG", str(tmp_path / "audit.jsonl"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'history.sqlite3'}")
    secrets = ("--secrets.files", str(secrets_file))
    with running_app(tmp_path / "log.txt", *secrets, port=port) as url:
        page = browser.new_context(base_url=url, locale="en-GB").new_page()
        page.goto("/slippage?owner=Head+of+ICT")  # the first request after the start
        shows(page, "This tracker is for people who sign in")
        expect(page.get_by_test_id("stTopNavLink")).to_have_count(0)
        sign_in(page, "manager")
        settled(page, TITLES["Slippage"])
        assert page.url == f"{url}/slippage?owner=Head+of+ICT"
        upload(page, PLAN, "force plan.csv")
        page.get_by_role("button", name="Record", exact=True).click()
        page.get_by_role("button", name="Record it").click()
        expect(page.get_by_text("Recorded: “force plan”")).to_be_visible(timeout=PATIENCE)
        other_tab = page.context.new_page()
        other_tab.goto("/owners")
        settled(other_tab, TITLES["Owners"])
        shows(other_tab, "force plan")  # the upload is this browser's, in each of its tabs
        unfold(page, "manager")
        page.get_by_role("button", name="Sign out").click()
        page.get_by_role("button", name="End session").click(timeout=PATIENCE)  # the provider's
        shows(page, "This tracker is for people who sign in")
        shows(other_tab, "Your sign-in has ended")  # though nobody touched it
        expect(other_tab.get_by_text("Alpha")).to_have_count(0)
        page.get_by_test_id("stMain").get_by_role("button", name="Sign in").click()
        page.locator("input[name=sub]").fill("manager", timeout=PATIENCE)
        page.get_by_role("button", name="Authorize").click()
        settled(page, TITLES["Overview"])
        shows(page, "Illustrative sample plan")  # what was uploaded went with the sign-out
        page.context.close()

        viewer = browser.new_context(base_url=url, locale="en-GB").new_page()
        viewer.goto("/?position=1&public=false")
        sign_in(viewer, "viewer")
        settled(viewer, TITLES["Overview"])
        shows(viewer, "1 of 2 actions (50%) is complete", "1 restricted action left out")
        expect(viewer.locator("input[type=file]")).to_have_count(0)
        assert "Nightjar" not in viewer.content()

    # Over a restart: what a tab left open does next is held by the gate too.
    with running_app(tmp_path / "log.txt", *secrets, port=port):
        again = browser.new_context(base_url=f"http://localhost:{port}", locale="en-GB").new_page()
        again.goto("/owners?position=1")
        shows(again, "This tracker is for people who sign in")
        assert "Alpha" not in again.content()
        again.context.close()
        viewer.get_by_role("link", name="Owners", exact=True).click()
        settled(viewer, TITLES["Owners"])
        assert "Nightjar" not in viewer.content()
        viewer.context.close()
    lines = (tmp_path / "audit.jsonl").read_text().splitlines()
    done = [json.loads(line)["what"] for line in lines]
    assert done[:5] == ["signed in", "uploaded", "recorded", "signed in", "signed out"]  # two tabs


def test_a_sign_in_ends_when_the_providers_token_does(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    port = free_port()
    holds = 15  # seconds
    monkeypatch.setenv("TRACKER_AUDIT_LOG", str(tmp_path / "audit.jsonl"))
    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'history.sqlite3'}")
    with running_provider(tmp_path / "provider.txt", "--token-max-age", str(holds)) as url:
        secrets_file, roles = sign_in_settings(tmp_path, f"http://localhost:{port}", url)
        monkeypatch.setenv("TRACKER_SETTINGS", str(roles))
        secrets = ("--secrets.files", str(secrets_file))
        with running_app(tmp_path / "log.txt", *secrets, port=port) as site:
            page = browser.new_context(base_url=site, locale="en-GB").new_page()
            page.goto("/")
            sign_in(page, "manager")
            settled(page, TITLES["Overview"])
            page.wait_for_timeout(holds * 1000)
            page.get_by_role("link", name="Owners", exact=True).click()
            shows(page, "Your sign-in has ended. Sign in again to go on where you were.")
            expect(page.get_by_text("Head of")).to_have_count(0)
            page.goto("/slippage")  # nor after a reload, though the cookie is still there
            shows(page, "Your sign-in has ended")
            sign_in(page, "manager")
            settled(page, TITLES["Slippage"])
            page.context.close()

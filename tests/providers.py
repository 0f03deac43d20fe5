"""A real OpenID provider on this machine, and what signs in to it."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from tests.conftest import free_port

NAMES = ("manager", "viewer")
ROLES = '[roles]\nmanager = ["manager@force.example"]\nviewer = ["@force.example"]\n'
PATIENCE = 30_000  # milliseconds


@contextmanager
def running_provider(log: Path, *more: str) -> Iterator[str]:
    """A provider where each of ``NAMES`` can sign in: its address. ``more`` are its options."""
    port = free_port()
    users = [
        ("--user-claims", json.dumps({"sub": name, "email": f"{name}@force.example"}))
        for name in NAMES
    ]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port)]
    with log.open("w") as output:
        server = subprocess.Popen(
            [*command, *(part for user in users for part in user), *more],
            stdout=output,
            stderr=output,
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


def sign_in_settings(folder: Path, site: str, provider: str) -> tuple[Path, Path]:
    """The files that turn sign-in on for the tracker at ``site``: its secrets and its roles."""
    secrets, roles = folder / "secrets.toml", folder / "settings.toml"
    secrets.write_text(f"""[auth]
redirect_uri = "{site}/oauth2callback"
cookie_secret = "a-long-random-text-of-this-test-alone"
client_id = "tracker"
client_secret = "tracker"
server_metadata_url = "{provider}/.well-known/openid-configuration"
""")
    roles.write_text(ROLES)
    return secrets, roles


def sign_in(page: Page, name: str) -> None:
    """Sign in from the tracker's own page, at the provider, as one of ``NAMES``."""
    page.get_by_test_id("stMain").get_by_role("button", name="Sign in").click()
    page.locator("input[name=sub]").fill(name, timeout=PATIENCE)
    page.get_by_role("button", name="Authorize").click()

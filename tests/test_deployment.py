"""Two servers behind the proxy of the deployment, on one PostgreSQL: what people keep, and when."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import ROOT, answers, free_port
from tests.providers import sign_in, sign_in_settings
from tests.test_pages_browser import PATIENCE, TITLES, settled, shows, upload
from tests.test_sign_in_browser import PLAN
from tests.test_sign_in_browser import provider as provider

pytest_plugins = ["tests.databases"]

STICKY = "tracker_server"  # the proxy's cookie: which server a browser is kept with

needs_proxy = pytest.mark.skipif(
    shutil.which("caddy") is None, reason="needs the proxy (on Debian: sudo apt install caddy)"
)


@dataclass
class Servers:
    """Two servers of the tracker, started at the same moment and ended one by one."""

    folder: Path
    secrets: Path
    environment: Mapping[str, str]
    ports: tuple[int, int] = field(default_factory=lambda: (free_port(), free_port()))
    running: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, port: int) -> None:
        """Start one of them, without waiting for it."""
        options = ["--server.port", str(port), "--server.headless", "true"]
        options += ["--secrets.files", str(self.secrets)]
        with (self.folder / f"{port}.txt").open("ab") as log:
            self.running[port] = subprocess.Popen(
                [sys.executable, "-m", "streamlit", "run", "app.py", *options],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def wait(self) -> None:
        """Until both answer."""
        give_up = time.monotonic() + 60
        while not all(answers(f"http://localhost:{port}") for port in self.ports):
            assert time.monotonic() < give_up, "the servers did not start"
            time.sleep(0.1)

    def kill(self, port: int) -> None:
        """End one at once, as a power cut would."""
        server = self.running.pop(port)
        server.send_signal(signal.SIGKILL)
        server.wait()


@contextmanager
def running_proxy(folder: Path, site: str, ports: tuple[int, ...]) -> Iterator[None]:
    """The deployment's own proxy before these servers."""
    environment = {
        **os.environ,
        "XDG_DATA_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder),
        "TRACKER_SITE": site,
        "TRACKER_HTTP_PORT": str(free_port()),
        "TRACKER_SERVERS": " ".join(f"localhost:{port}" for port in ports),
    }
    command = ["caddy", "run", "--config", str(ROOT / "deploy" / "Caddyfile")]
    with (folder / "proxy.txt").open("wb") as log:
        proxy = subprocess.Popen(
            [*command, "--adapter", "caddyfile"], env=environment, stdout=log, stderr=log
        )
    try:
        give_up = time.monotonic() + 60
        while status(f"{site}/_stcore/health") != 200:
            assert proxy.poll() is None, (folder / "proxy.txt").read_text()
            assert time.monotonic() < give_up, "the proxy did not start"
            time.sleep(0.2)
        yield
    finally:
        proxy.terminate()
        proxy.wait()


def status(url: str) -> int:
    """The status of an answer, whoever signed its certificate; 0 where there is no answer."""
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    try:
        with urllib.request.urlopen(url, timeout=10, context=trusting) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return 0


def server_of(context: BrowserContext) -> str:
    """Which server the proxy keeps this browser with."""
    (value,) = [c["value"] for c in context.cookies() if c["name"] == STICKY]
    return str(value)


def signed_in(browser: Browser, site: str, name: str) -> Page:
    """A new browser's page after its sign-in through the proxy."""
    context = browser.new_context(base_url=site, locale="en-GB", ignore_https_errors=True)
    page = context.new_page()
    page.goto("/")
    sign_in(page, name)
    settled(page, TITLES["Overview"])
    return page


@needs_proxy
@pytest.mark.browser
def test_a_session_stays_with_its_server_and_after_its_end_goes_on_with_what_is_recorded(
    browser: Browser, provider: str, postgresql_database: str, tmp_path: Path
):
    site = f"https://localhost:{free_port()}"
    secrets, roles = sign_in_settings(tmp_path, site, provider)
    address = tmp_path / "database_url"
    address.write_text(f"{postgresql_database}\n")
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("STREAMLIT_", "TRACKER_"))},
        "TRACKER_DATABASE_URL_FILE": str(address),
        "TRACKER_SETTINGS": str(roles),
        "TRACKER_AUDIT_LOG": str(tmp_path / "audit.jsonl"),
    }
    servers = Servers(tmp_path, secrets, environment)
    for port in servers.ports:
        servers.start(port)
    try:
        servers.wait()
        with running_proxy(tmp_path, site, servers.ports):
            assert status(f"{site}/_stcore/metrics") == 404
            assert status(f"{site}/x/_stcore/agent/openapi.json") == 404

            # One who uploads and records; and others, until somebody is with each server.
            page = signed_in(browser, site, "manager")
            upload(page, PLAN, "force plan.csv")
            shows(page, "1 of 3 actions (33%) is complete")
            for _ in range(4):  # each of them another choice for a proxy that kept nobody
                page.reload()
                shows(page, "1 of 3 actions (33%) is complete", "force plan.csv")
            page.get_by_role("button", name="Record", exact=True).click()
            page.get_by_role("button", name="Record it").click()
            expect(page.get_by_text("Recorded: “force plan”")).to_be_visible(timeout=PATIENCE)
            cookies = page.context.cookies()
            assert "_streamlit_user" in {c["name"] for c in cookies}
            assert {c["name"] for c in cookies if not c["secure"]} <= {STICKY}
            pages = [page]
            while len({server_of(each.context) for each in pages}) < 2:
                assert len(pages) < 20, "the proxy sends everybody to one server"
                pages.append(signed_in(browser, site, "viewer"))
            for each in pages:
                each.goto("/?position=1")
                settled(each, TITLES["Overview"])
            before = [server_of(each.context) for each in pages]

            servers.kill(servers.ports[0])
            for each in pages:
                each.goto("/slippage?position=1")
                settled(each, TITLES["Slippage"])
                shows(each, "force plan")
            after = [server_of(each.context) for each in pages]
            moved = {was for was, now in zip(before, after, strict=True) if was != now}
            assert len(set(after)) == len(moved) == 1
            assert "Nightjar" not in pages[-1].content()  # a viewer: the restricted row

            servers.start(servers.ports[0])
            servers.wait()
            pages[0].goto("/?position=1")
            shows(pages[0], "1 of 3 actions (33%) is complete")
            for each in pages:
                each.context.close()
    finally:
        for port in tuple(servers.running):
            servers.kill(port)


def test_the_image_holds_what_the_server_needs_and_runs_as_nobody_in_particular():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    copied = {name for line in lines if line.startswith("COPY ") for name in line.split()[1:-1]}
    kept = {line[1:] for line in (ROOT / ".dockerignore").read_text().split() if line[0] == "!"}
    assert copied == kept
    assert {"app.py", "pages", "tracker", "ui", "sample_data"} <= copied
    assert [line for line in lines if line.startswith("USER ")] == ["USER 10001:10001"]
    assert "HEALTHCHECK" in "\n".join(lines)


def test_the_deployment_pins_its_images_and_publishes_the_proxy_alone():
    composed = yaml.safe_load((ROOT / "compose.yaml").read_text())
    services = composed["services"]
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]
    for name, each in services.items():
        image, _, tag = each["image"].rpartition(":")
        assert image, name
        assert tag != "latest", name
    trackers = [each for name, each in services.items() if name.startswith("tracker")]
    assert len(trackers) == 2
    assert sum("build" in each for each in trackers) == 1  # two would write one image at once
    for each in trackers:
        assert not any("URL" in name and "FILE" not in name for name in each["environment"])
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
    assert composed["networks"]["inside"]["internal"] is True
    assert services["database"]["networks"] == ["inside"]
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert "secrets/" in ignored
    assert all(each["file"].startswith("./secrets/") for each in composed["secrets"].values())

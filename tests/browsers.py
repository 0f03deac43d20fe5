"""A Chromium for the browser tests: the one installed, else Playwright's, else the system's.

``python -m tests.browsers`` sees to it that there is one; ``launch`` starts it.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Error, Playwright, sync_playwright

# Without a screen, a sandbox (which a container often forbids) or any call home.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # One process for all pages of the app, which compiles Streamlit's own part once, and whole.
    "--process-per-site",
    "--js-flags=--no-enable-lazy-source-positions",
]

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_CHROMIUM = Path("/Applications/Chromium.app/Contents/MacOS/Chromium")

LAUNCH_TIMEOUT = 30_000  # milliseconds; a browser's first start on a slow machine takes ten

NONE_FOUND = (
    "The browser tests need Chromium, Chrome or Edge, and none could be found or installed. "
    "Install one (on Debian or Ubuntu: sudo apt install chromium) and run make test again."
)


def choices() -> Iterator[dict[str, Any]]:
    """What to tell Playwright, best first: installed Chromium, Chrome, Edge, then its own."""
    for command in COMMANDS:
        if path := shutil.which(command):
            yield {"executable_path": path}
    if MAC_CHROMIUM.exists():
        yield {"executable_path": str(MAC_CHROMIUM)}
    # Playwright knows where Chrome and Edge live on each system.
    yield {"channel": "chrome"}
    yield {"channel": "msedge"}
    yield {}


def launch(playwright: Playwright) -> Browser:
    """The first browser that starts: one that is there may still lack a library, or be a stub."""
    for choice in choices():
        try:
            return playwright.chromium.launch(args=FLAGS, timeout=LAUNCH_TIMEOUT, **choice)
        except Error:
            continue
    raise RuntimeError(NONE_FOUND)


def starts() -> bool:
    """Whether any browser starts on this machine."""
    with sync_playwright() as playwright:
        try:
            launch(playwright).close()
        except RuntimeError:
            return False
    return True


def ways_to_install() -> Iterator[list[str]]:
    """Commands that may bring a browser: Playwright's download, then Debian's package."""
    yield [sys.executable, "-m", "playwright", "install", "chromium"]
    if shutil.which("apt-get"):
        become_root = [] if os.geteuid() == 0 else ["sudo", "--non-interactive"]
        if not become_root or shutil.which("sudo"):
            yield [*become_root, "apt-get", "update", "--quiet"]
            yield [*become_root, "apt-get", "install", "--yes", "--quiet", "chromium"]


def main() -> int:
    """See to it that a browser starts; 0 if one does, else 1 with what to do."""
    if starts():
        return 0
    for command in ways_to_install():
        print("No browser starts yet; trying:", " ".join(command), flush=True)
        done = subprocess.run(command, check=False, stdin=subprocess.DEVNULL)
        if done.returncode == 0 and starts():
            return 0
    print(NONE_FOUND, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())

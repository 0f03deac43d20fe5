"""How long a page takes from a click on a filter until every chart on it is redrawn.

In a real browser, on a plan of 2,000 actions and on one of 100,000, beside an app that only shows
the same charts from ready figures, and beside one that only sends the same page again. The second
is the floor of Streamlit and the browser for what the page holds. ``python -m benchmarks.pages``
"""

from __future__ import annotations

import json
import logging
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from playwright.sync_api import Browser, ElementHandle, Page, sync_playwright

from benchmarks.plans import workbook_of
from benchmarks.table import Row, show
from tests import browsers
from tests.conftest import answers, free_port
from tracker.vocabulary import SCOPE_LABELS

ROOT = Path(__file__).parents[1]
PAGES = ("overview", "slippage", "recommendations", "owners", "forecast")
SIZE, LARGE = 2_000, 100_000
CLICKS = 24
AT_MEDIAN, AT_95TH = 1.3, 1.6
NEARLY_EVERYWHERE = "etaoinshrdlcumfp"  # letters that leave nearly every action when searched for
AS_IT_GROWS = 2.0

SWITCH = "Overdue only"
SCOPES = "National or force-specific"
NOT_RUNNING = "[data-testid=stApp][data-test-script-state=notRunning]"
SENT_AGAIN = {"delta", "navigation", "page_config_changed"}  # of the messages of a run

# Clicks, then waits until no chart has changed for a while: when the last of them did.
REDRAWN = """async target => {
    const chart = "[data-testid=stPlotlyChart]";
    const within = node => (node.nodeType === 1 ? node : node.parentElement)?.closest(chart);
    const holds = node => node.nodeType === 1 && (node.matches(chart) || node.querySelector(chart));
    let last = 0;
    const watcher = new MutationObserver(changes => {
        if (changes.some(change => within(change.target)
            || [...change.addedNodes, ...change.removedNodes].some(holds)))
            last = performance.now();
    });
    watcher.observe(document.querySelector("[data-testid=stMain]"),
        {subtree: true, childList: true, attributes: true, characterData: true});
    const start = performance.now();
    target.click();
    while (!last || performance.now() - last < 400) {
        await new Promise(done => setTimeout(done, 20));
        if (performance.now() - start > 60000) throw new Error("no chart was redrawn");
    }
    watcher.disconnect();
    return last - start;
}"""


@dataclass(frozen=True)
class Taken:
    """Seconds from a click to the charts redrawn, over many clicks."""

    median: float
    at_95th: float


def measured(page: Page, target: Callable[[Page, bool], ElementHandle]) -> Taken:
    """The page's charts redrawn again and again; the first clicks are not counted.

    ``target`` gives what is clicked to set the filter, and to set it back.
    """
    times = []
    for number in range(CLICKS + 4):
        handle = target(page, number % 2 == 0)
        times.append(page.evaluate(REDRAWN, handle) / 1e3)
    return Taken(statistics.median(times[4:]), statistics.quantiles(times[4:], n=20)[-1])


def measured_anew(page: Page, target: Callable[[Page, bool], ElementHandle]) -> float:
    """Seconds from a click to charts of a choice that the tracker has never seen, at the median.

    Before each click, and not counted, another letter is searched for.
    """
    times = []
    for number, letter in enumerate(NEARLY_EVERYWHERE):
        box = page.get_by_label("Words")
        box.fill(letter)
        box.press("Enter")
        page.wait_for_timeout(300)
        page.locator(NOT_RUNNING).wait_for(timeout=60_000)
        page.wait_for_timeout(900)
        handle = target(page, number % 2 == 0)
        times.append(page.evaluate(REDRAWN, handle) / 1e3)
    return statistics.median(times[4:])


def the_switch(page: Page, on: bool) -> ElementHandle:
    """The switch "Overdue only", which the peer has too."""
    return page.locator("label", has_text=SWITCH).locator("input").element_handle()


def a_scope(page: Page, on: bool) -> ElementHandle:
    """National actions alone, where overdue ones would leave too little for a forecast."""
    box = page.get_by_test_id("stMultiSelect").filter(has_text=SCOPES)
    if on:
        found = page.get_by_role("option", name=SCOPE_LABELS["national"], exact=True)
        while not found.count():  # the list closes where the page is drawn again meanwhile
            box.locator("input").press("ArrowDown")
            page.wait_for_timeout(300)
    else:
        page.keyboard.press("Escape")
        found = box.get_by_role("button", name="Clear all")
    return found.element_handle()


def _no_history(folder: Path) -> str:
    return f"sqlite:///{folder}/history.sqlite3"


@contextmanager
def served(script: str, *arguments: str) -> Iterator[str]:
    """A Streamlit app while it runs: its address."""
    with running(script, *arguments) as (url, _):
        yield url


@contextmanager
def running(script: str, *arguments: str) -> Iterator[tuple[str, int]]:
    """A Streamlit app while it runs: its address and the number of its process."""
    port = free_port()
    url = f"http://localhost:{port}"
    options = ["--server.port", str(port), "--server.headless", "true"]
    with tempfile.TemporaryDirectory() as folder:
        server = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, *options, "--", *arguments],
            cwd=ROOT,
            env={**os.environ, "TRACKER_DATABASE_URL": _no_history(Path(folder))},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            while not answers(url):
                time.sleep(0.1)
            yield url, server.pid
        finally:
            server.terminate()
            server.wait()


def ready(plan: bytes, page: str, folder: Path) -> int:
    """Write the page, unfiltered and filtered, for its peers: how many charts it has.

    Its charts' figures, and every element that it sends to the browser. Each page is run twice: in
    the first run the filter, which the browser would have set in the address, is set again.
    """
    from streamlit.proto.ForwardMsg_pb2 import ForwardMsgList
    from streamlit.testing.v1 import AppTest
    from streamlit.testing.v1.local_script_runner import LocalScriptRunner

    logging.disable(logging.CRITICAL)
    sent: list[Any] = []
    messages = LocalScriptRunner.forward_msgs

    def noted(runner: LocalScriptRunner) -> list[Any]:
        sent[:] = messages(runner)
        return sent

    with (
        mock.patch.object(LocalScriptRunner, "forward_msgs", noted),
        mock.patch.dict(os.environ, {"TRACKER_DATABASE_URL": _no_history(folder)}),
    ):
        app = AppTest.from_file(str(ROOT / "ui" / "shell.py"), default_timeout=600).run()
        app.file_uploader[0].upload("plan.xlsx", plan).run()
        app.switch_page(f"../pages/{page}.py").run()
        for name in ("off", "on"):
            if page == "forecast":
                national = [SCOPE_LABELS["national"]] if name == "on" else []
                app.multiselect(key="scope").set_value(national).run()
            else:
                app.toggle(key="overdue").set_value(name == "on").run()
            app.run()
            specs = [chart.proto.spec for chart in app.get("plotly_chart")]
            (folder / f"{name}.json").write_text(json.dumps(specs))
            again = [each for each in sent if each.WhichOneof("type") in SENT_AGAIN]
            together = ForwardMsgList(messages=again).SerializeToString()
            (folder / f"{name}.messages").write_bytes(together)
    return len(specs)


def opened(browser: Browser, url: str, path: str = "") -> Page:
    """A visitor's page once its first chart is drawn."""
    page = browser.new_context(viewport={"width": 1366, "height": 900}).new_page()
    page.goto(f"{url}/{path}")
    page.locator("[data-testid=stPlotlyChart] .main-svg").first.wait_for(timeout=120_000)
    page.wait_for_timeout(1_500)
    return page


@contextmanager
def ours(browser: Browser, url: str, plan: bytes, path: str) -> Iterator[Page]:
    """A page of the tracker with a plan of one's own, while it is measured."""
    page = opened(browser, url)
    file = {"name": "plan.xlsx", "mimeType": "application/octet-stream", "buffer": plan}
    page.set_input_files("input[type=file]", files=[file])
    page.get_by_test_id("stMain").get_by_text("plan.xlsx, as at").wait_for(timeout=120_000)
    page.goto(f"{url}/{'' if path == 'overview' else path}")
    page.locator("[data-testid=stPlotlyChart] .main-svg").first.wait_for(timeout=120_000)
    page.locator("summary", has_text="Filters").click()
    page.wait_for_timeout(2_000)
    yield page
    page.context.close()


@contextmanager
def peer_of(browser: Browser, script: str, folder: str) -> Iterator[Page]:
    """A peer's page while it is measured."""
    with served(script, folder) as url:
        page = opened(browser, url)
        yield page
        page.context.close()


def rows(pages: tuple[str, ...] = PAGES) -> Iterator[Row]:
    """Six rows a page, measured as they are asked for."""
    plan, large = workbook_of(SIZE), workbook_of(LARGE)
    with sync_playwright() as playwright, served("app.py") as url:
        browser = browsers.launch(playwright)
        for path in pages:
            target = a_scope if path == "forecast" else the_switch
            with tempfile.TemporaryDirectory() as folder:
                charts = ready(plan, path, Path(folder))
                with peer_of(browser, "benchmarks/peer_charts.py", folder) as page:
                    peer = measured(page, the_switch)
                with peer_of(browser, "benchmarks/peer_page.py", folder) as page:
                    floor = measured(page, target)
            with ours(browser, url, plan, path) as page:
                own, anew = measured(page, target), measured_anew(page, target)
            with ours(browser, url, large, path) as page:
                grown, grown_anew = measured(page, target), measured_anew(page, target)
            name, against = f"click, {path}", f"{charts} ready charts"
            yield Row(name, against, SIZE, own.median, peer.median, AT_MEDIAN)
            yield Row(f"{name}, 95th", against, SIZE, own.at_95th, peer.at_95th, AT_95TH)
            yield Row(f"{name}, chosen anew", against, SIZE, anew, peer.median, AT_MEDIAN)
            yield Row(name, "the same page, ready", SIZE, own.median, floor.median, AT_MEDIAN)
            yield Row(name, "the same of 2,000", LARGE, grown.median, own.median, AS_IT_GROWS)
            anew_there = f"{name}, chosen anew"
            yield Row(anew_there, "the same of 2,000", LARGE, grown_anew, anew, AS_IT_GROWS)
        browser.close()


def main(pages: tuple[str, ...]) -> int:
    """Print the table; 1 where a row is above what it must be."""
    return 0 if show(rows(pages)) else 1


if __name__ == "__main__":
    sys.exit(main(tuple(sys.argv[1:]) or PAGES))

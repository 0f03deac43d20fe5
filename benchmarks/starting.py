"""How long a cold start takes, from the command to the first figures: python -m benchmarks.starting

In a browser that waits for the server, beside ``streamlit run`` of an app of one line, and of one
that also imports pandas and Plotly, for a chart and a table of two numbers of its own. The first
figure is waited for, as in the tracker. Each is the least of several starts, taken in turn.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.pages import served
from benchmarks.table import Row, show
from tests import browsers

STARTS = 5
MOST = 1.5
OURS = "text=are complete"
THEIRS = "[data-testid=stText]"

LINE = 'import streamlit; streamlit.text("71%")'
DASHBOARD = """
import pandas, plotly.graph_objects, streamlit
streamlit.text("71%")
streamlit.plotly_chart(plotly.graph_objects.Figure(plotly.graph_objects.Bar(y=[5, 7])))
streamlit.dataframe(pandas.DataFrame({"Complete": [5, 7]}))
"""


def seconds(browser: Browser, script: str, shown: str) -> float:
    """From the command until the browser shows this."""
    start = time.perf_counter()
    with served(script) as url:
        page = browser.new_context().new_page()
        page.goto(url)
        page.locator(shown).first.wait_for(timeout=120_000)
        taken = time.perf_counter() - start
        page.context.close()
    return taken


def rows() -> Iterator[Row]:
    """The cold start, measured as it is asked for."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        line, dashboard = Path(folder) / "line.py", Path(folder) / "dashboard.py"
        line.write_text(LINE)
        dashboard.write_text(DASHBOARD)
        browser = browsers.launch(playwright)
        apps = (("app.py", OURS), (str(line), THEIRS), (str(dashboard), THEIRS))
        taken = [[seconds(browser, *app) for app in apps] for _ in range(STARTS)]
        browser.close()
    ours, of_line, of_dashboard = (min(times) for times in zip(*taken, strict=True))
    work = "cold start to the first figures"
    yield Row(work, "an app of one line", 32, ours, of_line, MOST)
    yield Row(work, "figure, chart, table", 32, ours, of_dashboard, MOST)


def main() -> int:
    """Print the table; 1 where a row is above what it must be."""
    return 0 if show(rows()) else 1


if __name__ == "__main__":
    sys.exit(main())

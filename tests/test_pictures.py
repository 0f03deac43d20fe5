"""Charts as pictures and the overview as a page: what the browser is asked, and what it draws."""

import io
import json
import re
import socket
import stat
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from tests import browsers
from tests.comparing import APRIL, NOV, OPEN, plan
from tests.reports import version
from tracker import measure
from tracker.charts import completion_by_recommendation, for_print, slippage_by_action
from tracker.charts.of_report import report_charts
from tracker.output import browser
from tracker.output.browser import BUSY, FAILED, NO_BROWSER, BrowserError, has_browser, make
from tracker.output.chart_pictures import draw_charts, draw_figure
from tracker.output.csv import figures_csv
from tracker.output.one_page import OnePage, Tile, one_page, overview_pdf

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)> & "quoted" \' {picture:p1} ]]>'


@pytest.fixture(scope="module")
def measured() -> pd.DataFrame:
    made = version(APRIL)
    return measure(made.actions, APRIL, published=made.published)


@pytest.fixture
def a_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """A browser to draw with: the one installed, else the one that Playwright brings."""
    if not has_browser():
        with sync_playwright() as playwright:
            browsers.launch(playwright).close()
            monkeypatch.setenv("BROWSER_PATH", playwright.chromium.executable_path)


def script(folder: Path, text: str) -> str:
    """An executable that is no browser."""
    file = folder / f"browser{len(list(folder.iterdir()))}"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


@pytest.fixture(autouse=True)
def temporary_folder(monkeypatch) -> Iterator[None]:
    """A folder of each test's own: another may be drawing at the same time. Its path is short,
    as a browser's socket must fit below it."""
    browser.end()
    with tempfile.TemporaryDirectory() as folder:
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield
        browser.end()


def left_behind() -> set[str]:
    return {path.name for path in Path(tempfile.gettempdir()).iterdir()}


# ----------------------------------------------------------------------------- without a browser


def test_without_a_browser_a_picture_is_refused_in_a_sentence(monkeypatch) -> None:
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    assert not has_browser()
    with pytest.raises(BrowserError, match=re.escape(NO_BROWSER)):
        draw_figure(go.Figure(), "png")


def test_a_browser_that_does_not_start_is_a_sentence_and_leaves_nothing(
    monkeypatch, tmp_path
) -> None:
    monkeypatch.setenv("BROWSER_PATH", script(tmp_path, "exit 1"))
    before = left_behind()
    with pytest.raises(BrowserError, match=re.escape(FAILED)):
        draw_figure(go.Figure(), "png")
    assert left_behind() == before


def test_a_browser_that_hangs_is_ended_in_time_and_leaves_nothing(monkeypatch, tmp_path) -> None:
    tell = tmp_path / "pid"
    monkeypatch.setenv("BROWSER_PATH", script(tmp_path, f"echo $$ > {tell}\nexec sleep 600"))
    monkeypatch.setattr(browser, "SECONDS", 4)
    before, began = left_behind(), time.monotonic()
    with pytest.raises(BrowserError, match=re.escape(FAILED)):
        draw_figure(go.Figure(), "png")

    assert time.monotonic() - began < 4 + browser.SECONDS_TO_END
    assert left_behind() == before
    assert ended(int(tell.read_text()))


def test_a_browser_that_does_not_end_in_time_leaves_no_pipe_open(monkeypatch) -> None:
    monkeypatch.setattr(browser, "SECONDS_TO_END", 0.0)
    monkeypatch.setattr(browser, "_browser_path", lambda _: "/bin/sh")
    browser.warm()
    running = browser._running
    assert running is not None
    browser.end()
    assert running.process.returncode is not None
    assert running.process.stdin.closed
    assert running.process.stdout.closed


def ended(process: int) -> bool:
    """Whether a process is gone, soon."""
    for _ in range(50):
        try:
            state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":  # nobody has asked what became of it
            return True
        time.sleep(0.1)
    return False


def test_one_draws_at_a_time_and_others_are_told_to_wait(monkeypatch) -> None:
    monkeypatch.setattr(browser, "WAIT_SECONDS", 0.1)
    monkeypatch.setattr(browser, "_browser_path", lambda _: "/bin/sh")
    with browser._one_at_a_time, pytest.raises(BrowserError, match=re.escape(BUSY)):
        draw_figure(go.Figure(), "png")


def test_the_browser_learns_nothing_of_the_servers_settings(monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("TRACKER_DATABASE_URL", "postgresql://user:s3cret@server/db")
    monkeypatch.setenv("STREAMLIT_SERVER_COOKIE_SECRET", "s3cret")
    passed = browser._environment("/usr/bin/chromium", str(tmp_path))
    assert "s3cret" not in str(passed)
    assert {passed["HOME"], passed["TMPDIR"]} == {str(tmp_path)}


# ------------------------------------------------------------------------------------ for print


def test_a_picture_is_light_and_its_heading_as_wide_as_the_page(measured) -> None:
    chart = slippage_by_action(measured, APRIL, limit=15)
    printed = for_print(chart)

    lines = printed.figure.layout.title.text.split("<br>")
    assert chart.title in lines[0]  # on one line; on a phone it would take two
    assert printed.figure.layout.height < chart.figure.layout.height
    assert (
        chart.figure.layout.height
        == slippage_by_action(measured, APRIL, limit=15).figure.layout.height
    )  # the page's own chart stays as it is
    assert (printed.alt, printed.title) == (chart.alt, chart.title)


def test_the_reports_charts_have_the_findings_as_their_words(measured) -> None:
    charts = report_charts(measured, APRIL)
    assert set(charts) == {"completion"}
    assert charts["completion"].alt == completion_by_recommendation(measured, APRIL, limit=8).alt


def test_figures_are_a_csv_that_no_program_runs() -> None:
    table = pd.DataFrame(
        {
            "Owner": ["=cmd()", "Head of ICT", None],
            "Due": pd.to_datetime(["2016-04-30", None, "2015-11-30"]),
            "Days": pd.array([1, None, -3], dtype="Int64"),
        }
    )
    assert figures_csv(table).decode("utf-8-sig").splitlines() == [
        "Owner,Due,Days",
        "'=cmd(),2016-04-30,1",
        "Head of ICT,,",
        ",2015-11-30,-3",
    ]


# ----------------------------------------------------------------------------------- one page

PAGE = OnePage(
    title="How the plan stands",
    context=f"plan {HOSTILE}",
    notices=["Not for publication: this page includes 1 restricted action."],
    finding=f"1 of 3 actions. {HOSTILE}",
    tiles=[Tile("Complete", "33%", "1 of 3")],
    footer="Position as at 30 April 2016",
)


def test_the_page_escapes_every_text_and_may_fetch_and_run_nothing() -> None:
    made = one_page(PAGE, {"p1": (f"alt {HOSTILE}", 300)})

    assert "<script" not in made
    assert "onerror=alert(1)>" not in made.replace("&gt;", "")
    assert made.count("<img ") == 1
    assert "default-src 'none'" in made
    assert "http" not in made.replace("http-equiv", "")
    assert '<html lang="en-GB">' in made


def test_a_page_is_one_page_however_long_its_texts() -> None:
    long = OnePage("T" * 500, "C" * 500, ["N" * 500] * 2, "F " * 5_000, [], "E" * 900)
    assert len(one_page(long, {})) < 6_000


# -------------------------------------------------------------------------------- with a browser


@pytest.mark.browser
def test_a_chart_is_drawn_as_png_and_svg_at_its_width_and_nothing_stays_on_disk(
    a_browser, measured
) -> None:
    before = left_behind()
    figure = for_print(slippage_by_action(measured, APRIL, limit=15)).figure
    png, svg = draw_figure(figure, "png"), draw_figure(figure, "svg")

    picture = Image.open(io.BytesIO(png))
    assert picture.size == (1_360, 2 * figure.layout.height)
    assert picture.convert("RGB").getpixel((5, picture.size[1] - 5)) == (255, 255, 255)
    root = ElementTree.fromstring(svg)
    assert root.get("width") == "680"
    assert "+793" in "".join(root.itertext())
    assert len(left_behind() - before) == 1  # the browser's folder, which goes with it
    browser.end()
    assert left_behind() == before


@pytest.mark.browser
def test_one_browser_draws_job_after_job_and_is_started_anew_where_it_ended(a_browser) -> None:
    browser.warm()
    running = browser._running
    assert draw_figure(go.Figure(), "png").startswith(b"\x89PNG")
    assert draw_figure(go.Figure(), "svg").startswith(b"<svg")
    assert browser._running is running
    running.process.kill()
    running.process.wait()
    assert draw_figure(go.Figure(), "png").startswith(b"\x89PNG")
    assert browser._running is not running


@pytest.mark.browser
def test_a_browser_that_nobody_asks_for_a_while_is_ended(a_browser, monkeypatch) -> None:
    monkeypatch.setattr(browser, "IDLE_SECONDS", 0.2)
    before = left_behind()
    draw_figure(go.Figure(), "png")
    process = browser._running.process
    assert ended(process.pid)
    time.sleep(0.3)
    assert browser._running is None
    assert left_behind() == before


@pytest.mark.browser
def test_charts_of_hostile_text_are_drawn_as_text(a_browser) -> None:
    rows = [
        {"reference": HOSTILE, "action": HOSTILE, "recommendation": HOSTILE, "original_due": NOV}
        | dict(OPEN)
    ]
    hostile = measure(plan(*rows).actions, APRIL)
    drawn = draw_charts(report_charts(hostile, APRIL))
    assert set(drawn) == {"completion"}
    svg = draw_figure(for_print(slippage_by_action(hostile, APRIL)).figure, "svg")
    tags = {element.tag.rsplit("}", 1)[-1] for element in ElementTree.fromstring(svg).iter()}
    assert not tags & {"script", "image", "a", "foreignObject"}


@pytest.mark.browser
def test_charts_of_nothing_are_left_out() -> None:
    nothing = measure(plan().actions, APRIL)
    assert draw_charts(report_charts(nothing, APRIL)) == {}


@pytest.mark.browser
def test_the_overview_is_one_page_of_a4_that_says_nothing_of_the_machine(
    a_browser, measured
) -> None:
    charts = [for_print(completion_by_recommendation(measured, APRIL))]
    pdf = overview_pdf(PAGE, charts)

    assert pdf.startswith(b"%PDF-")
    assert re.findall(rb"/Type /Page\b(?!s)", pdf) == [b"/Type /Page"]
    assert b"/MarkInfo" in pdf  # tagged, for whoever has it read aloud
    assert b"/Creator (Action-plan tracker)" in pdf
    assert b"Linux" not in pdf
    width, height = map(float, re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)[0])
    assert (width, height) == pytest.approx((595, 842), abs=1)


@pytest.mark.browser
def test_a_page_reaches_no_network_and_runs_no_script(a_browser) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.5)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"
        page = (
            f'<!doctype html><html><body><p>Safe</p><img src="{address}/picture.png" alt="x">'
            f'<iframe src="{address}/frame"></iframe>'
            f'<script>fetch("{address}/script"); new Image().src = "{address}/image"</script>'
            "</body></html>"
        )
        printed = make(page=page).pdf
        with pytest.raises(TimeoutError):
            listener.accept()
    assert printed
    assert re.findall(rb"/Type /Page\b(?!s)", printed) == [b"/Type /Page"]


def test_a_job_is_plain_json(measured) -> None:
    from tracker.output.chart_pictures import figure_job

    job = figure_job(for_print(slippage_by_action(measured, APRIL)).figure, "png")
    assert json.loads(json.dumps(job)) == job
    assert (job["width"], job["scale"], job["format"]) == (680, 2, "png")
    assert date(2016, 4, 30).isoformat() in json.dumps(job)

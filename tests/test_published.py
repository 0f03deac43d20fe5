"""The page for the public: what it says, that it can be checked, and that it reads back."""

import base64
import csv
import functools
import hashlib
import io
import json
import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from sample_data import make
from tests.comparing import APRIL, JANUARY, NOV, OPEN, SEPTEMBER, plan
from tests.test_round_trip import assert_same
from tracker import PlanError, measure, read_plan, summarise
from tracker.cli import main
from tracker.output import published
from tracker.output.published import TooLarge, publish
from tracker.timeline import Position, Timeline

LATE = {"reference": "1", "action": "Audit", "original_due": NOV, "recommendation": "5", **OPEN}


@functools.cache
def over(as_at: date, *before: date) -> Timeline:
    """The sample over time, as the public may see it."""
    days = (*before, as_at)
    return Timeline.of([Position.of(read_plan(make.path(day)), day) for day in days]).redacted()


@functools.cache
def page(as_at: date = APRIL, *before: date) -> bytes:
    seen = over(as_at, *before)
    return publish(
        seen.baseline,
        seen.measured(as_at),
        as_at=as_at,
        title="Force plan",
        comparison=seen.compared(as_at=as_at),
    )


def of(*rows: dict[str, Any], **more: Any) -> str:
    made = plan(*rows)
    asked = {"as_at": APRIL, "title": "Plan"} | more
    return publish(made, measure(made.actions, APRIL), **asked).decode()


def carried(data: bytes, name: str) -> bytes:
    """What a download of the page holds."""
    (found,) = re.findall(
        rb'<a id="%b"[^>]* href="data:[^;]+;base64,([^"]+)"' % name.encode(), data
    )
    return base64.b64decode(found)


@pytest.mark.parametrize("as_at", [JANUARY, APRIL, SEPTEMBER])
def test_a_published_page_reads_back_to_the_figures_of_the_public_version(as_at: date) -> None:
    seen = over(as_at)
    back = read_plan(page(as_at))

    assert back.as_at == as_at
    measured = measure(back.actions, as_at, published=back.published)
    expected = summarise(seen.measured(as_at), confirmed=seen.baseline.tells_confirmed)
    again = summarise(measured, confirmed=back.tells_confirmed)
    assert_same(expected, again)
    texts = ["recommendation_text", "original_due_text"]
    assert again.recommendations[texts].equals(expected.recommendations[texts])
    assert back.source.sha256 == hashlib.sha256(page(as_at)).hexdigest()


def test_no_other_web_page_is_read_and_a_damaged_one_is_refused_in_a_sentence() -> None:
    with pytest.raises(PlanError, match="web page"):
        read_plan(b"<!DOCTYPE html><html><table><tr><td>Action</td></tr></table></html>")
    with pytest.raises(PlanError, match="web page"):
        read_plan(b"<!DOCTYPE html>" + b" " * 4_000 + page())
    cut = page().partition(b'<a id="workbook"')[0]
    with pytest.raises(PlanError, match="published page is damaged"):
        read_plan(cut)
    spoilt = re.sub(rb'(id="workbook"[^>]* href="data:[^;]+;base64,)[^"]+', rb"\1AAAAA", page())
    with pytest.raises(PlanError, match="published page is damaged"):
        read_plan(spoilt)


def test_not_one_restricted_byte_is_in_the_page_or_in_what_it_carries() -> None:
    data = page(APRIL, JANUARY)
    workbook = zipfile.ZipFile(io.BytesIO(carried(data, "workbook")))
    parts = [data, carried(data, "csv"), carried(data, "package")]
    parts += [workbook.read(name) for name in workbook.namelist()]

    for part in parts:
        text = part.decode(errors="replace")
        assert "covert" not in text.casefold()
        assert not re.search(r"(?<![\d.A-Z])7\.2(?![\d.])", text)
    assert b"Public version: 1 restricted action left out." in data


def test_the_page_has_an_address_for_each_recommendation_and_action() -> None:
    ids = re.findall(r'id="([ra][^"]+)"', page().decode())

    assert {"r5", "rfs1", "a1.2", "afs3.2"} <= set(ids)
    assert len(ids) == len(set(ids))
    text = page().decode()
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(re.findall(r'id="([^"]+)"', text))


def test_two_inspections_that_have_a_recommendation_5_have_two_addresses() -> None:
    text = of(LATE | {"source": "Custody"}, LATE | {"source": "Firearms", "reference": "2"})

    assert 'id="r5-custody"' in text
    assert 'id="r5-firearms"' in text
    assert "Recommendation 5 (Firearms)" in text


def test_what_is_not_finished_has_no_finish_and_slips_at_least_so_far() -> None:
    row = of(LATE).partition('id="a1"')[2].partition("</tr>")[0]

    assert '<td data-of="Finished or expected">not known</td>' in row
    assert '<td data-of="Slippage">at least 152 days late</td>' in row
    assert "30 Apr 2016" not in row


def test_what_changed_since_the_last_position_is_listed_original_timescales_first() -> None:
    text = page(APRIL, JANUARY).decode()
    changes = text.partition('id="changes"')[2].partition('id="actions"')[0]

    assert "What changed since 12 January 2016" in changes
    first = changes.partition("<tbody>")[2].partition("</tr>")[0]
    assert "Original timescale changed" in first
    assert '<td data-of="Reference">4.2</td>' in first
    moved = text.partition('id="a4.2"')[2].partition("</tr>")[0]
    assert "first recorded was 30 November 2015; the plan now gives 29 February 2016." in moved
    assert 'id="changes"' not in page().decode()


def test_an_action_that_is_gone_is_listed_as_the_page_says_where_no_restricted_row_is_new() -> None:
    secret = LATE | {"reference": "9", "action": "Keep the source unit apart", "restricted": True}
    gone = LATE | {"reference": "2", "action": "Train the officers"}
    before, now = plan(LATE, gone, secret), plan(LATE, secret)
    over = Timeline((Position.of(before, JANUARY), Position.of(now, APRIL)), 1).redacted()
    made = publish(
        over.baseline, over.measured(), as_at=APRIL, title="Plan", comparison=over.compared()
    ).decode()
    assert "Train the officers" in made
    assert "listed, and counted as open then, only where no restricted row is new" in made


def test_the_csv_is_described_column_by_column() -> None:
    rows = list(csv.reader(io.StringIO(carried(page(), "csv").decode(), newline="")))
    package = json.loads(carried(page(), "package"))
    (resource,) = package["resources"]
    fields = resource["schema"]["fields"]

    assert [field["name"] for field in fields] == rows[0]
    assert len(rows) == 33  # 33 actions, one of them restricted, and the headings
    assert resource["hash"] == f"sha256:{hashlib.sha256(carried(page(), 'csv')).hexdigest()}"
    assert resource["bytes"] == len(carried(page(), "csv"))
    assert all(field["description"] for field in fields)
    slippage = next(field for field in fields if field["name"] == "Slippage in days")
    assert (slippage["type"], slippage["unit"]) == ("integer", "day")
    checks = {"integer": int, "number": float, "date": date.fromisoformat, "string": str}
    for row in rows[1:]:
        for field, cell in zip(fields, row, strict=True):
            if cell:
                checks[field["type"]](cell)


def test_the_page_names_its_source_and_the_cells_behind_each_figure() -> None:
    text = page().decode()

    digest = hashlib.sha256(make.path(APRIL).read_bytes()).hexdigest()
    assert f"<code>{digest}</code>" in text
    row = text.partition('id="a4.3"')[2].partition("</tr>")[0]
    assert "Appendix A, F19, G19, H19" in row


def test_text_of_a_plan_is_text_and_the_page_may_fetch_nothing() -> None:
    text = of(LATE | {"action": "<script>alert(1)</script>", "owners": ('"><img src=x>',)})

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert text.count("<script>") == 1
    assert "<img" not in text
    assert "default-src 'none'" in text
    assert not re.search(r'(?:src|href)="https?:', text)


def test_a_page_that_would_be_too_large_to_send_is_refused(monkeypatch) -> None:
    assert len(page()) < 1_000_000
    monkeypatch.setattr(published, "MOST_BYTES", 10_000)
    with pytest.raises(TooLarge, match="publish the plan in parts"):
        of(LATE)


def test_the_sample_is_marked_as_made_up() -> None:
    assert "Illustrative: made up" in of(LATE, illustrative=True)
    assert "Illustrative" not in of(LATE)


def test_the_command_writes_the_page_and_says_what_it_left_out(tmp_path: Path, capsys) -> None:
    file = tmp_path / "plan.html"
    asked = [str(make.path(APRIL)), "-o", str(file), "--previous", str(make.path(JANUARY))]
    with pytest.raises(SystemExit) as ended:
        main(["publish", *asked, "--format", "json"])
    assert not ended.value.code
    told = json.loads(capsys.readouterr().out)
    assert (told["actions"], told["left_out"], told["as_at"]) == (32, 1, "2016-04-30")
    assert told["bytes"] == len(file.read_bytes())
    assert b"What changed since 12 January 2016" in file.read_bytes()
    assert b"Illustrative" in file.read_bytes()
    with pytest.raises(SystemExit) as refused:
        main(["publish", str(make.path(APRIL)), "-o", str(tmp_path / "plan.docx")])
    assert refused.value.code == 2
    assert "must end in .html" in capsys.readouterr().err


@pytest.mark.browser
def test_it_opens_from_disk_without_a_network_and_needs_a_script_for_filters_alone(
    browser: Browser, tmp_path: Path
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    file = tmp_path / "plan.html"
    file.write_bytes(page(APRIL, JANUARY))
    context = browser.new_context(offline=True, viewport={"width": 1366, "height": 768})
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    opened.goto(f"{file.as_uri()}#r5")
    assert opened.locator("#r5 h3").bounding_box()["y"] < 768

    opened.get_by_label("Owner").select_option("Head of ICT")
    assert opened.locator("output").inner_text() == "3 of 32 actions shown"
    assert opened.locator("tr[data-action]:visible").count() == 3
    opened.get_by_role("button", name="Show all").click()
    assert opened.locator("tr[data-action]:visible").count() == 32
    with opened.expect_download() as download:
        opened.get_by_role("link", name="The actions as CSV").click()
    assert Path(download.value.path()).read_bytes() == carried(page(APRIL, JANUARY), "csv")
    assert Axe().run(opened).response["violations"] == []
    assert errors == []
    opened.set_viewport_size({"width": 320, "height": 640})
    opened.wait_for_function("document.documentElement.scrollWidth <= 320")
    slipped = opened.locator("#r5 [data-of=Slippage]").first.bounding_box()
    assert slipped["x"] + slipped["width"] <= 320
    assert Axe().run(opened).response["violations"] == []
    context.close()

    plain = browser.new_context(offline=True, java_script_enabled=False).new_page()
    plain.goto(file.as_uri())
    assert plain.locator("tr[data-action]").count() == 32
    assert not plain.locator("#filters").is_visible()
    plain.context.close()

"""The filtered Excel's figures, changes, findings and cover, and the plan that is read back."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest

from tests.workbooks import (
    AS_AT,
    BEFORE,
    NOV,
    NOW,
    about,
    definitions,
    opened,
    parts,
    plan_of,
    sample,
    sample_download,
    table,
)
from tracker import Finding, Plan, export_excel, filter_actions, measure, read_plan, summarise
from tracker.protective_marking import OF_THOSE_SHOWN
from tracker.reading.findings import FindingKind
from tracker.timeline import compare


@pytest.fixture(scope="module")
def workbook() -> bytes:
    return sample_download()


def rows_of(data: bytes, sheet: str, key: str) -> dict[str, dict[str, Any]]:
    """A sheet's rows by one of its columns."""
    rows = table(data, sheet).to_dict("records")
    return {row[key]: row for row in rows}


# Figures


def test_the_figures_of_each_group_are_those_of_the_summary(workbook):
    summary = summarise(measure(sample().actions, NOW, published=sample().published))
    for frame, sheet, key in (
        (summary.recommendations, "By recommendation", "Recommendation"),
        (summary.owners, "By owner", "Owner"),
    ):
        shown = rows_of(workbook, sheet, key)
        assert len(shown) == len(frame)
        for figures in frame.astype("object").where(frame.notna(), None).to_dict("records"):
            row = shown[figures[key.casefold()]]
            assert row["Actions"] == figures["actions"]
            assert row["Complete"] == figures["completed"]
            assert row["Overdue"] == figures["overdue"]
            assert row["Open"] == figures["open"]
            assert row["Completion rate"] == pytest.approx(figures["completion_rate"])
            assert row["Hit task rate"] == pytest.approx(figures["hit_task_rate"])
            parts_of_it = ("Withdrawn", "Complete", "Open")
            assert sum(row[part] for part in parts_of_it) == row["Actions"]


def test_the_figures_of_a_recommendation_worked_out_by_hand():
    # At 30 April 2016, from 30 November 2015: done 7 days early; open and 152 days late.
    plan = plan_of(
        {
            "recommendation": ["5", "5", "5", None],
            "action": ["a", "b", "c", "d"],
            "status": ["complete", "in_progress", "withdrawn", "in_progress"],
            "original_due": [NOV, NOV, NOV, date(2016, 6, 1)],
            "completed_on": [date(2015, 11, 23), None, None, None],
        },
        {"Task": ["a", "b", "c", "d"]},
    )
    data = export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT)
    rows = rows_of(data, "By recommendation", "Recommendation")
    five = rows["5"]
    assert five["Original timescale"] == datetime(2015, 11, 30)
    assert five["Expected or actual finish"] == "not known"  # not before 30 April 2016
    assert (five["Slippage in days"], five["All complete"]) == (152, "No")
    counts = ("Actions", "Withdrawn", "Complete", "Overdue", "Open")
    assert [five[name] for name in counts] == [3, 1, 1, 1, 1]
    assert (five["Completion rate"], five["Hit task rate"]) == (0.5, 0.5)
    assert five["Median slippage in days"] == 72.5
    assert rows["No recommendation given"]["Open"] == 1
    assert "Confirmed" not in five
    assert table(data, "Completion")["Recommendation"].tolist() == ["5", "No recommendation given"]


def test_a_rate_is_never_rounded_to_all_or_none():
    actions = 300
    plan = plan_of(
        {
            "action": ["a"] * actions,
            "recommendation": ["1"] * actions,
            "status": ["in_progress"] + ["complete"] * (actions - 1),
        },
        {"Task": ["a"] * actions},
    )
    sheet = opened(export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT))[
        "By recommendation"
    ]
    headings = [cell.value for cell in sheet[3]]
    rate = sheet.cell(4, headings.index("Completion rate") + 1)
    assert rate.value == pytest.approx(299 / 300)
    assert rate.number_format == "0.00%_)"


def test_slippage_is_in_days_and_in_words_with_at_least_where_it_goes_on(workbook):
    rows = table(workbook, "Slippage")
    days = dict(zip(rows["Action"], rows["Slippage in days"], strict=True))
    words = dict(zip(rows["Action"], rows["In words"], strict=True))
    # 6.1 of the sample: immediately, 2 July 2015, and still open on 30 April 2016, revised to
    # 31 July 2016. FS1.1 was done on 24 March 2016, a week early.
    (early,) = [name for name in words if name.startswith("FS1.1.")]
    assert (days[early], words[early]) == (-7, "7 days early")
    assert any(word.startswith("at least ") for word in words.values())


def test_what_changed_is_listed_changed_original_timescales_first(workbook):
    changes = table(workbook, "Changes")
    first = changes.iloc[0]
    assert (first["Reference"], first["What changed"].split("; ")[0]) == (
        "4.2",
        "Original timescale changed",
    )
    assert first["Original timescale before"] == datetime(2015, 11, 30)
    assert first["Original timescale now"] == datetime(2016, 2, 29)
    assert first["Original moved by days"] == 91
    assert "Unchanged" not in set(changes["What changed"])
    assert "Since 12 January 2016" in opened(workbook)["Changes"]["A2"].value


def test_the_balance_adds_up_line_by_line(workbook):
    rows = table(workbook, "Balance")
    # Counted by hand in the sample's two versions: see test_command_line.
    assert rows["Actions"].tolist() == [24, 1, 1, -7, -1, 0, 18]
    assert sum(rows["Actions"][:-1]) == rows["Actions"].iloc[-1]
    assert rows["Open actions"].iloc[-1] == "Open as at 30 April 2016"


def test_an_original_timescale_in_words_is_shown_in_words():
    def version(words: str) -> Plan:
        return plan_of(
            {"reference": ["1"], "action": ["Do it"], "original_due_text": [words]}, {"Ref": ["1"]}
        )

    changed = compare(version("TBC"), version("In due course"), as_at=AS_AT, previous_as_at=BEFORE)
    plan = version("In due course")
    data = export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT, comparison=changed)
    (row,) = table(data, "Changes").to_dict("records")
    assert row["Original timescale before"] == "TBC"
    assert row["Original timescale now"] == "In due course"


# Findings, definitions, what is said on the cover


def finding(cell: str, problem: str, kind: str = "odd") -> Finding:
    return Finding("warning", "Appendix A", cell, "action", "as typed", problem, kind)


def test_findings_are_those_of_the_rows_shown_and_of_no_one_action():
    plan = plan_of(
        {"action": ["a", "b"], "status": ["complete", "in_progress"]},
        {"Task": ["a", "b"]},
        findings=(
            finding("C5", "of the first"),
            finding("C6", "of the second"),
            finding("C", "of the column"),
            finding("A40", "of a note below the table"),
        ),
    )
    measured = measure(plan.actions, AS_AT)
    view = filter_actions(measured, statuses=["complete"])
    column = "What it means, and what to do"
    shown = table(export_excel(plan, view, as_at=AS_AT), "Findings")[column]
    assert shown.tolist() == ["of the first", "of the column", "of a note below the table"]
    assert len(table(export_excel(plan, measured, as_at=AS_AT), "Findings")) == 4


def test_every_figure_of_a_group_is_defined_with_its_source(workbook):
    for sheet in ("By recommendation", "By owner"):
        explained = definitions(workbook, sheet)
        headings = [cell.value for cell in opened(workbook)[sheet][3]]
        assert list(explained) == headings[1:]
    rows = rows_of(workbook, "Definitions", "Column")
    assert "Defense Contract Management Agency" in rows["Hit task rate"]["Source"]
    assert "Defense Acquisition University" in rows["Baseline execution index"]["Source"]
    assert all(row["Source"] for row in rows.values())


def test_the_cover_says_whether_restricted_actions_are_in_the_file_or_how_many_were_left_out():
    plan = plan_of({"action": ["a", "b"], "restricted": [True, False]}, {"Task": ["a", "b"]})
    measured = measure(plan.actions, AS_AT)

    def said(view: Any, withheld: int | None = None) -> str:
        facts = about(export_excel(replace(plan, withheld=withheld), view, as_at=AS_AT))
        return str(facts["Publication"])

    assert said(measured) == "Not for publication: 1 restricted action included."
    assert said(measured[1:]) == "Nothing in it is restricted."
    left_out = "Public version: 3 restricted actions left out."
    assert said(measured[1:], 3) == f"{left_out} {OF_THOSE_SHOWN}"
    assert said(measured[1:], 0) == "Public version: no action had to be left out."
    data = export_excel(replace(plan, withheld=3), measured[1:], as_at=AS_AT)
    assert left_out in opened(data)["Actions"]["A2"].value


def test_the_cover_says_that_original_timescales_are_those_first_recorded():
    plan = plan_of(
        {"action": ["a"]},
        {"Task": ["a"]},
        findings=(finding("C5", "was another", FindingKind.ORIGINAL_CHANGED),),
    )
    measured = measure(plan.actions, AS_AT)
    said = about(export_excel(plan, measured, as_at=AS_AT))["Original timescales"]
    assert "those first recorded" in said
    assert "1 place" in said
    unmoved = replace(plan, findings=())
    assert "Original timescales" not in about(export_excel(unmoved, measured, as_at=AS_AT))


def test_what_no_workbook_holds_is_counted_on_the_cover():
    values = ["x" * 40_000, "\ud800 alone", date(1899, 1, 1), "fine"]
    plan = plan_of({"action": ["a"] * 4}, {"Odd": values})
    said = about(export_excel(plan, measure(plan.actions, AS_AT), as_at=AS_AT))
    assert said["Not held as it was"].startswith("1 cell cut to the 32,767 characters")
    assert "1 cell with something that is no character" in said["Not held as it was"]
    assert "1 cell with a date before March 1900" in said["Not held as it was"]
    fine = plan_of({"action": ["a"]}, {"Odd": ["=1+1"]})
    data = export_excel(fine, measure(fine.actions, AS_AT), as_at=AS_AT)
    assert "Not held as it was" not in about(data)


# Read back


def test_read_back_the_plan_is_its_actions_alone(workbook):
    back = read_plan(workbook)
    assert back.source.sheets == ("Actions",)
    assert back.source.versions == ()
    assert back.as_at == NOW
    kinds = {found.kind for found in back.findings}
    assert not kinds & {"several_versions", "several_sheets", "sheet_not_read", "hidden_sheet"}
    again = summarise(measure(back.actions, NOW, published=back.published))
    first = summarise(measure(sample().actions, NOW, published=sample().published))
    assert again.totals == first.totals


def test_a_sheet_that_somebody_adds_to_a_download_is_not_passed_over_in_silence(workbook):
    book = opened(workbook)
    sheet = book.create_sheet("More actions")
    headings = ["Reference", "Action", "Owner", "Original timescale", "Status"]
    for row in (headings, ["X1", "Do more", "Head of Records", NOV, "Open"]):
        sheet.append(row)
    buffer = BytesIO()
    book.save(buffer)
    back = read_plan(buffer.getvalue())
    assert "X1" in set(back.actions["reference"]) or any(
        found.kind == "sheet_not_read" and found.value == "More actions" for found in back.findings
    )


def test_every_part_of_the_workbook_is_well_formed_and_named_in_its_relations(workbook):
    files = dict(parts(workbook))
    for name, content in files.items():
        ElementTree.fromstring(content)
        if name.endswith(".rels"):
            folder = posixpath.dirname(posixpath.dirname(name))
            for target, mode in re.findall(
                r'Target="([^"]+)"(?: TargetMode="(\w+)")?', content.decode()
            ):
                assert mode != "External"
                path = posixpath.normpath(posixpath.join(folder, target))
                assert path.lstrip("/") in files, (name, target)
    with zipfile.ZipFile(BytesIO(workbook)) as archive:
        assert archive.testzip() is None

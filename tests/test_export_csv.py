"""The actions as CSV and as JSON: every column, every letter, and nothing that runs."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from pandas.testing import assert_frame_equal

from tests.workbooks import AS_AT, NOV, plan_of, table
from tracker import Choices, Plan, export_excel, filter_actions, measure, read_plan, summarise
from tracker.output.csv import actions_csv

SAMPLE = Path(__file__).parents[1] / "sample_data" / "building_the_picture_2016-04-30.xlsx"


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def written(plan: Plan) -> list[dict[str, str]]:
    return rows_of(actions_csv(plan, measure(plan.actions, AS_AT), AS_AT))


def test_for_excel_it_begins_with_a_mark_that_tells_its_letters_and_for_programs_it_does_not():
    plan = plan_of({"action": ["Žofie – £5"]}, {"Task": ["Žofie – £5"]})
    measured = measure(plan.actions, AS_AT)
    assert actions_csv(plan, measured, AS_AT).startswith(b"Task,")
    data = actions_csv(plan, measured, AS_AT, for_excel=True)
    assert data.startswith(b"\xef\xbb\xbf")
    assert rows_of(data)[0]["Task"] == "Žofie – £5"


def test_it_has_the_rows_shown_the_users_columns_first():
    plan = read_plan(SAMPLE)
    view = filter_actions(measure(plan.actions, AS_AT), overdue=True)
    rows = rows_of(actions_csv(plan, view, AS_AT))
    workbook = table(export_excel(plan, view, as_at=AS_AT))
    own = len(plan.original.columns)
    assert list(rows[0])[:own] == list(workbook.columns)[:own]
    assert [row["Ref"] for row in rows] == workbook["Ref"].tolist()
    days = [None if row["Slippage in days"] == "" else int(row["Slippage in days"]) for row in rows]
    assert days == workbook["Slippage in days"].tolist()


def test_dates_are_iso_numbers_are_numbers_and_unknown_is_empty():
    plan = plan_of(
        {
            "action": ["a", "b"],
            "original_due": [NOV, None],
            "status": ["complete", "in_progress"],
            "completed_on": [date(2015, 11, 23), None],
        },
        {"Due": [NOV, "TBC"], "Cost": [5.5, None], "On register": [True, None]},
    )
    first, second = written(plan)
    assert (first["Due"], second["Due"]) == ("2015-11-30", "TBC")
    assert (first["Cost"], second["Cost"]) == ("5.5", "")
    assert (first["On register"], second["On register"]) == ("Yes", "")
    assert first["Slippage in days"] == "-7"
    assert second["Original timescale (date)"] == ""


def test_for_excel_text_that_it_would_run_begins_with_an_apostrophe_and_else_nothing_is_altered():
    values = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain", "two\nlines", 'say "x"']
    plan = plan_of({"action": ["a"] * len(values)}, {"=Notes": values})
    assert [row["=Notes"] for row in written(plan)] == values
    measured = measure(plan.actions, AS_AT)
    shown = [row["'=Notes"] for row in rows_of(actions_csv(plan, measured, AS_AT, for_excel=True))]
    assert shown[:6] == [f"'{value}" for value in values[:6]]
    assert shown[6:] == values[6:]


def test_half_a_character_does_not_stop_it():
    plan = plan_of({"action": ["a"]}, {"Task": ["\ud800 alone"]})
    assert written(plan)[0]["Task"] == "? alone"


def test_read_back_it_gives_the_same_figures():
    plan = read_plan(SAMPLE)
    measured = measure(plan.actions, AS_AT, published=plan.published)
    back = read_plan(
        actions_csv(plan, measured, AS_AT), Choices(published=plan.published), name="actions.csv"
    )
    assert back.as_at == AS_AT
    again = summarise(measure(back.actions, AS_AT, published=back.published))
    first = summarise(measured)
    assert again.totals == first.totals
    assert_frame_equal(again.owners, first.owners, check_dtype=False)


def test_another_files_column_of_that_name_is_no_as_at_date():
    plan = read_plan(b"Ref,Action,HMIC timescale,Figures as at\n1,Alpha,30/11/2015,30/04/2016\n")
    assert plan.as_at is None

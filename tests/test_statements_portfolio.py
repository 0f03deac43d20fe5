"""What is said, drawn and downloaded of all recorded plans."""

from __future__ import annotations

import csv
import json
from datetime import date

import pandas as pd
import pytest

from tracker.charts import completion_by_plan
from tracker.fields import DATE_DTYPE
from tracker.output import as_json, as_text
from tracker.output.csv import portfolio_csv
from tracker.protective_marking import Audience
from tracker.statements.on_portfolio import furthest_behind_first, portfolio_finding
from tracker.vocabulary import FIGURES


def portfolio(*plans: tuple[str, int, int, int, int], unknown: int = 0) -> pd.DataFrame:
    """Rows as a history gives them, of: name, withdrawn, completed, open, overdue.

    Of ``unknown`` open actions of each the original timescale is not known.
    """
    frame = pd.DataFrame(
        [
            {
                "plan": name,
                "recorded_id": place,
                "as_at": date(2016, 4, 30 - place),
                "restricted": 0,
                **dict.fromkeys(FIGURES),
                "actions": withdrawn + completed + still_open,
                "withdrawn": withdrawn,
                "completed": completed,
                "open": still_open,
                "overdue": overdue,
                "completion_rate": completed / max(completed + still_open, 1),
                "median_slippage_days": 30.5,
                "overdue_unknown": unknown,
            }
            for place, (name, withdrawn, completed, still_open, overdue) in enumerate(plans)
        ],
        columns=["plan", "recorded_id", "as_at", "restricted", *FIGURES, "overdue_unknown"],
    )
    days = {name: frame[name].astype(DATE_DTYPE) for name in ("as_at", "next_due")}
    return frame.assign(**days)


THREE = (("Archive", 0, 50, 10, 2), ("=Custody", 2, 11, 9, 5), ("<b>Vetting</b>", 0, 0, 10, 0))


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ((), "No plan is recorded"),
        ((("A", 3, 0, 0, 0),), "1 plan, no action to count"),
        (
            (("A", 0, 2, 2, 1),),
            "1 plan, 2 of 4 actions complete (50%); 1 of 4 actions overdue (25%)",
        ),
        (THREE[2:], "1 plan, none of the 10 actions complete; no action is overdue"),
        ((("A", 0, 0, 1, 1),), "1 plan, the one action not complete; the one action overdue"),
        (
            THREE,
            "3 plans, 61 of 90 actions complete (68%); the furthest behind is “=Custody”: 5 of 20 "
            "actions overdue (25%)",
        ),
    ],
)
def test_the_sentence(plans: tuple[tuple[str, int, int, int, int], ...], said: str) -> None:
    assert portfolio_finding(portfolio(*plans)) == said


def test_plans_stand_by_the_share_overdue_and_those_withdrawn_whole_last() -> None:
    rows = portfolio(*THREE, ("Gone", 4, 0, 0, 0), ("As Custody", 0, 0, 40, 10))
    assert furthest_behind_first(rows)["plan"].tolist() == [
        "As Custody",  # a quarter as in Custody, but of more
        "=Custody",
        "Archive",
        "<b>Vetting</b>",
        "Gone",
    ]


def test_the_chart_asks_and_tells_the_counts_in_words() -> None:
    chart = completion_by_plan(portfolio(*THREE))
    assert chart.title == "How complete is each plan?"
    assert chart.subtitle == (
        "Actions complete, open and overdue, the furthest behind first; 92 actions (2 withdrawn "
        "left out), each as at its own date, 28 Apr 2016 to 30 Apr 2016"
    )
    assert "“=Custody”: 5 of 20 actions overdue (25%)" in chart.alt
    drawn = json.loads(chart.figure.to_json())
    labels = drawn["layout"]["yaxis"]["ticktext"]
    assert labels == [
        "=Custody<br>11 of 20, 55%",
        "Archive<br>50 of 60, 83%",
        "&lt;b&gt;Vetting&lt;/b&gt;<br>0 of 10, 0%",
    ]
    bars = {trace["name"]: trace for trace in drawn["data"] if trace["type"] == "bar"}
    assert [*bars] == ["Complete", "Open, in date", "Overdue"]
    assert len({trace["marker"]["pattern"]["shape"] for trace in bars.values()}) == 2
    assert chart.table["Overdue"].tolist() == [5, 2, 0]


def test_the_chart_of_very_many_plans_draws_those_furthest_behind() -> None:
    chart = completion_by_plan(portfolio(*THREE), limit=2)
    assert "the furthest behind 2 of 3 plans" in chart.subtitle
    assert len(chart.table) == 2


@pytest.mark.parametrize("plans", [(), (("A", 3, 0, 0, 0),)])
def test_nothing_to_draw_is_said(plans: tuple[tuple[str, int, int, int, int], ...]) -> None:
    chart = completion_by_plan(portfolio(*plans))
    assert (chart.figure, chart.title) == (None, "No actions to show")


def test_the_csv_has_every_figure_and_runs_nothing() -> None:
    lines = portfolio_csv(portfolio(*THREE), Audience(0)).decode("utf-8-sig").splitlines()
    headings, *rows = csv.reader(lines)
    assert headings[:4] == ["Plan", "As at", "Restricted rows", "Actions"]
    assert len(headings) == 3 + len(FIGURES)
    assert rows[0][:4] == ["Archive", "2016-04-30", "0", "60"]
    assert rows[1][0] == "'=Custody"
    public = portfolio_csv(portfolio(*THREE), Audience(0, 1))
    assert "Restricted rows left out" in public.decode("utf-8-sig")


def test_the_command_lines_answers() -> None:
    text = as_text.portfolio(portfolio(*THREE), "", None)
    (line,) = (each for each in text.splitlines() if each.startswith("=Custody"))
    assert line.split("  ")[-1] == "30.5 days late"
    assert "29 Apr 2016  11 of 20, 55%  5" in line
    (first, *_) = as_json.portfolio_values(portfolio(*THREE))["plans"]
    assert (first["plan"], first["as_at"], first["overdue"]) == ("=Custody", "2016-04-29", 5)
    assert [*first] == ["plan", "recorded_id", "as_at", "restricted", *FIGURES]

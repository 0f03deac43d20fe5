"""A download read back gives the figures of the view that it was made from."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pandas.testing import assert_frame_equal

from tests.plans import plan
from tracker import Choices, Plan, export_excel, filter_actions, measure, read_plan, summarise
from tracker.summaries import Summary, tells_confirmed

SAMPLES = sorted((Path(__file__).parents[1] / "sample_data").glob("*.xlsx"))
FILTERS: list[dict[str, Any]] = [
    {},
    {"overdue": True},
    {"owners": ["Head of Records"]},
    {"statuses": ["complete", "in_progress"]},
    {"recommendations": ["3", "5"], "scopes": ["national"]},
]


def figures(
    read: Plan, as_at: date, confirmed: bool | None, **chosen: Any
) -> tuple[Summary, bytes]:
    measured = measure(read.actions, as_at, published=read.published)
    known = tells_confirmed(measured) if confirmed is None else confirmed
    view = filter_actions(measured, **chosen)
    return summarise(view, confirmed=known), export_excel(read, view, as_at=as_at)


def assert_same(one: Summary, other: Summary) -> None:
    assert one.totals == other.totals
    for name in ("recommendations", "owners", "scopes"):
        texts = ["recommendation_text", "original_due_text"]
        mine, theirs = (
            getattr(summary, name).drop(columns=texts, errors="ignore").reset_index(drop=True)
            for summary in (one, other)
        )
        assert_frame_equal(mine, theirs, check_dtype=False)


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem[-10:])
def test_a_download_of_the_sample_reads_back_to_the_same_figures(
    path: Path, chosen: dict[str, Any]
) -> None:
    read = read_plan(path)
    assert read.as_at is not None
    confirmed = tells_confirmed(read.actions)
    shown, data = figures(read, read.as_at, confirmed, **chosen)
    back = read_plan(data)
    assert back.as_at == read.as_at
    again, _ = figures(back, read.as_at, confirmed)
    assert_same(shown, again)


def test_a_download_carries_the_users_own_meaning_of_columns_words_and_publication() -> None:
    data = plan(
        ["1", "Verifica", "A / B", "Within 56 days", "Bedded in"],
        ["2", "Audit", "B", "Immediately", "Open"],
        headings=["Ref", "azione", "Lead", "HMIC timescale", "Status"],
    )
    read = read_plan(
        data,
        Choices(
            columns={"action": "azione"},
            statuses={"Bedded in": "confirmed"},
            published=date(2020, 1, 1),
        ),
    )
    shown, download = figures(read, date(2020, 6, 1), None)
    again, _ = figures(read_plan(download), date(2020, 6, 1), None)
    assert_same(shown, again)
    assert again.totals["confirmed"] == 1
    assert read_plan(download).published == date(2020, 1, 1)


def test_a_download_of_a_download_does_not_double_its_columns() -> None:
    read = read_plan(plan(["1", "1", "a", "Lead", date(2015, 11, 30), "Open"]))
    _, once = figures(read, date(2016, 4, 30), None)
    _, twice = figures(read_plan(once), date(2016, 4, 30), None)
    assert list(read_plan(once).original) == list(read.original)
    assert list(read_plan(twice).original) == list(read.original)


def test_a_download_read_back_says_that_its_own_columns_count() -> None:
    read = read_plan(plan(["1", "1", "a", "Lead", date(2015, 11, 30), "Open"]))
    _, data = figures(read, date(2016, 4, 30), None)
    assert "download_read_back" in {finding.kind for finding in read_plan(data).findings}


def test_a_part_without_confirmed_actions_reads_back_as_a_part_of_a_plan_that_tells_them() -> None:
    data = plan(
        ["1", "Audit", "A", date(2015, 11, 30), "Verified by HMIC"],
        ["2", "Train", "B", date(2015, 11, 30), "Complete"],
        headings=["Ref", "Action", "Lead", "HMIC timescale", "Status"],
    )
    read = read_plan(data)
    assert read.actions["status"].tolist() == ["confirmed", "complete"]
    _, download = figures(read, date(2016, 6, 1), read.tells_confirmed, owners=["B"])
    back = read_plan(download)
    assert back.tells_confirmed
    shown = measure(back.actions, date(2016, 6, 1))
    assert summarise(shown, confirmed=back.tells_confirmed).totals["confirmed"] == 0

"""The Forecast page: the finding, the chart, dates given by hand, and how forecasts have held."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.made_plans import AGES
from tests.test_pages import PLAN, charts, started, turned_to, uploaded, words
from tests.test_pages_changes import table
from tests.test_pages_recording import database, press, record  # noqa: F401
from tracker.fields import PUBLISHED

HEADINGS = "Ref,Recommendation,Action,Owner,Original timescale,Status,Date completed"


def plan(as_at: str, *ages: int, open_: int = 4) -> bytes:
    """Actions completed at these ages and some open, in the first of two recommendations."""
    lines = [f"Position as at {as_at}", HEADINGS]
    for place, age in enumerate(ages):
        day = PUBLISHED + timedelta(days=age)
        lines.append(
            f"1.{place},1,Task {place} of records,Records,30/11/2015,Complete,{day:%d/%m/%Y}"
        )
    lines += [
        f"1.{place},1,Task {place} of records,Records,30/11/2016,In progress,"
        for place in range(len(ages), len(ages) + open_)
    ]
    lines.append("2.1,2,Merge the two archives,ICT,30/11/2015,In progress,")
    return "\n".join(lines).encode()


APRIL = plan("30 April 2016", *AGES)
SEPTEMBER = plan("30 September 2016", *AGES, 310, 400, open_=2)


def page_of(content: bytes) -> AppTest:
    return turned_to(uploaded(content), "forecast")


def test_the_sample_has_a_forecast_beside_what_it_says_itself():
    app = started("forecast")
    said = words(app)
    assert "On past pace, an even chance of completion by" in said
    assert "from 22 completions." in said
    assert "The plan itself says 31 January 2018, the latest agreed date of its 9 open" in said
    assert "22 of 31, 71% complete; on past pace, an even chance of all by" in charts(app)


def test_an_upload_has_its_own():
    app = page_of(APRIL)
    assert "from 12 completions." in words(app)
    rows = table(app, "When all will be done, by recommendation")
    assert rows["Recommendation"].tolist() == ["Recommendation 1", "Recommendation 2"]
    assert rows["The chances rest on"].tolist() == [
        "12 completions of its own",
        "12 completions of the whole plan",
    ]
    assert rows["Agreed dates passed"].tolist() == [0, 1]


def test_too_few_completions_are_said_and_the_page_stands():
    app = page_of(PLAN)
    said = words(app)
    assert "it takes at least 10 completions on a known day to tell a pace, and there are 1" in (
        said.replace("there is 1", "there are 1")
    )
    assert "No owner and no scope has enough completions" in said
    rows = table(app, "When all will be done, by recommendation")
    assert set(rows["Even chance by"]) == {"–"}


def test_a_complete_plan_says_when_it_was_and_asks_for_no_date():
    done = b"Position as at 30 April 2016\n" + HEADINGS.encode()
    done += (
        b"\n1,1,Alpha,A,30/11/2015,Complete,01/03/2016\n2,1,Beta,A,30/11/2015,Complete,02/03/2016"
    )
    app = page_of(done)
    assert "All 2 actions are complete, the last on 2 March 2016." in words(app)
    assert "No action is open." in words(app)


def test_filters_narrow_the_forecast():
    app = started("forecast", scope="national")
    assert "25 of 32 actions" in words(app) or "26 of 32 actions" in words(app)
    assert "from 18 completions." in words(app)


@pytest.mark.parametrize("chosen", [{"overdue": "true"}, {"status": "In progress"}])
def test_filters_by_outcome_are_told_why_there_is_no_date_and_can_be_cleared(chosen):
    app = started("forecast", scope="national", **chosen)
    assert "A pace cannot be told of actions chosen by their status" in words(app)
    assert "On past pace" not in words(app)
    app = press(app, "Clear those filters")
    assert "from 18 completions." in words(app)


def given(app: AppTest, place: int, day: date) -> AppTest:
    choice = app.selectbox(key="what_if_action")
    choice.select_index(place).run()
    label = app.selectbox(key="what_if_action").value
    as_at = app.date_input(key="as_at").value
    app.date_input(key=f"what_if_day_{label}_{as_at}").set_value(day)
    return press(app, "Take this date")


def test_a_date_given_by_hand_stands_beside_the_plan_and_can_be_taken_back():
    app = given(page_of(APRIL), 0, date(2020, 1, 31))
    assert "1 date given: action 1.12 on 31 January 2020." in words(app)
    rows = table(app, "with and without the dates given").set_index("All done")
    assert rows.loc["The plan itself says"].tolist() == ["30 November 2016", "31 January 2020"]
    assert rows.loc["80% by", "With your dates"] == "January 2020"
    assert rows.loc["80% by", "As the plan stands"] != "January 2020"
    app = given(app, 1, date(2016, 6, 1))
    assert "2 dates given" in words(app)
    press(app, "Back to the plan's dates")
    assert "The date is taken as kept, come what may." in words(app)
    assert not [each for each in app.dataframe if "with and without" in each.proto.alt]


def test_dates_given_do_not_outlive_the_as_at_date():
    app = given(page_of(APRIL), 0, date(2016, 5, 1))
    app.date_input(key="as_at").set_value(date(2016, 5, 31)).run()
    assert not app.exception
    assert "date given" not in words(app)


def test_of_many_open_actions_the_first_are_offered_and_the_filters_named(monkeypatch):
    from ui import forecasts

    monkeypatch.setattr(forecasts, "MOST_OFFERED", 2)
    app = page_of(APRIL)
    assert "The first 2 of 5 open actions are offered." in words(app)
    assert len(app.selectbox(key="what_if_action").options) == 2


def test_without_a_history_the_page_says_that_nothing_can_be_checked(database):  # noqa: F811
    app = page_of(APRIL)
    assert "No earlier position of this plan is recorded" in words(app)
    assert not database.exists()


@pytest.mark.usefixtures("database")
def test_a_recorded_position_shows_how_its_forecast_held():
    app = record(uploaded(APRIL, "force plan.csv"))
    app.file_uploader[0].upload("force plan september.csv", SEPTEMBER, "text/csv").run()
    app = turned_to(app, "forecast")
    said = words(app)
    assert "The forecast as at 30 April 2016, from 12 completions, would have given" in said
    assert "2 are:" in said
    # One open action was agreed for a day between the two dates: none. All fell due before.
    rows = table(app, "Earlier forecasts and what came")
    assert rows["What came"].tolist() == ["2 of 5 done"]
    assert rows["Completions behind it"].tolist() == [12]


def test_the_samples_earlier_versions_are_its_history():
    rows = table(started("forecast"), "Earlier forecasts and what came")
    assert rows["What came"].tolist() == ["15 of 23 done, 1 withdrawn", "9 of 18 done"]
    assert rows["It gave, by now"].tolist()[0] == "Fewer than 10 completions"


def test_what_is_taken_for_granted_is_said():
    said = words(started("forecast"))
    assert "Every age counts from 2 July 2015" in said
    assert "taken to be like the others" in said


def test_a_name_that_would_act_is_shown_as_typed():
    hostile = APRIL.replace(b"Merge the two archives", b"**bold** :smile: [a](http://b.test)")
    app = given(page_of(hostile.replace(b"2.1,2", b",2")), 4, date(2018, 1, 1))
    assert "“**bold** :smile: [a](http://b.test)” on 1 January 2018" in words(app)
    assert not app.exception


def test_the_forecast_is_worked_out_once_for_a_view(monkeypatch):
    from ui import forecasts

    calls = []
    real = forecasts.forecast
    monkeypatch.setattr(
        forecasts, "forecast", lambda *args, **more: calls.append(1) or real(*args, **more)
    )
    app = started("forecast")
    app.run()
    app.run()
    assert len(calls) == 1

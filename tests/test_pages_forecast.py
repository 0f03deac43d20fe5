"""The Forecast page: the finding, the chart, dates given by hand, and how forecasts have held."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from tests.made_plans import AGES
from tests.test_pages import PLAN, charts, started, turned_to, uploaded, words
from tests.test_pages_changes import table
from tests.test_pages_recording import press, record
from tracker.fields import PUBLISHED

pytestmark = pytest.mark.usefixtures("history_file")

HEADINGS = "Ref,Recommendation,Action,Owner,Original timescale,Status,Date completed"


def plan(as_at: str, *ages: int, open_: int = 4) -> bytes:
    """Actions completed at these ages and some open, in the first of two recommendations."""
    lines = [f"Building the Picture: position as at {as_at}", HEADINGS]
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


def test_the_sample_has_a_count_by_the_day_beside_what_the_plan_says():
    app = started("forecast")
    said = words(app)
    assert "By 30 December 2016, up to" in said
    assert "of the 9 open actions are likely to be done" in said
    assert "By the plan's own dates it would be 5 (2 of them already passed)." in said
    assert "This rests on 23 completions of the plan." in said  # 8.1, gone since, was one
    assert "9 actions open: half of them done as likely as not by" in charts(app)


def test_another_day_can_be_asked_for_and_is_in_the_address():
    app = started("forecast", until="2017-01-12")
    assert "By 12 January 2017, " in words(app)
    app.date_input(key="until").set_value(date(2017, 6, 30)).run()
    assert "By 30 June 2017, " in words(app)


def test_a_day_asked_for_that_is_not_after_the_as_at_date_gives_way():
    app = started("forecast")
    app.date_input(key="until").set_value(date(2016, 10, 10)).run()
    app.date_input(key="as_at").set_value(date(2016, 10, 31)).run()
    assert not app.exception
    assert "By 30 January 2017, " in words(app)


def test_the_dates_stand_with_the_likeliest_to_move_first_and_what_speaks_for_it():
    rows = table(started("forecast"), "the likeliest to move first")
    assert len(rows) == 9
    assert rows["Reference"].tolist()[0] == "FS2.2"
    assert rows["Moves later at the next report"].tolist()[0] == "9 in 10"
    assert rows["Because"].tolist()[0] == "moved once, changed at the last report, due in 31 days"


def test_a_plan_of_few_completions_says_that_it_borrows():
    app = turned_to(uploaded(PLAN, "Building the Picture.csv"), "forecast")
    said = words(app)
    assert "This is borrowed from safety recommendations of New Zealand's" in said
    assert "No owner and no scope has at least 10 actions with a completion date." in said
    assert not app.exception


def test_a_complete_plan_has_nothing_to_forecast_or_suppose():
    done = b"Position as at 30 April 2016\n" + HEADINGS.encode()
    done += (
        b"\n1,1,Alpha,A,30/11/2015,Complete,01/03/2016\n2,1,Beta,A,30/11/2015,Complete,02/03/2016"
    )
    said = words(page_of(done))
    assert "There is nothing to forecast: every action is complete." in said
    assert "No open action has an agreed date." in said
    assert "Without a forecast there is nothing to suppose." in said


def test_filters_narrow_the_forecast():
    app = started("forecast", scope="national")
    assert "of the 7 open actions" in words(app)
    assert "This rests on 19 completions of the plan." in words(app)


@pytest.mark.parametrize("chosen", [{"overdue": "true"}, {"status": "In progress"}])
def test_filters_by_outcome_are_told_why_nothing_is_forecast_and_can_be_cleared(chosen):
    app = started("forecast", scope="national", **chosen)
    assert "Nothing is forecast of actions chosen by their status" in words(app)
    assert "open actions are likely to be done" not in words(app)
    app = press(app, "Clear those filters")
    assert "of the 7 open actions are likely to be done" in words(app)


def given(app: AppTest, place: int, day: date) -> AppTest:
    choice = app.selectbox(key="what_if_action")
    choice.select_index(place).run()
    label = app.selectbox(key="what_if_action").value
    as_at = app.date_input(key="as_at").value
    app.date_input(key=f"what_if_day_{label}_{as_at}").set_value(day)
    return press(app, "Take this date")


def test_a_date_given_by_hand_stands_beside_the_plan_and_can_be_taken_back():
    app = given(page_of(APRIL), 0, date(2016, 7, 1))
    assert "If the date given is kept: By 30 July 2016, " in words(app)
    assert "Action 1.12 on 1 July 2016." in words(app)
    rows = table(app, "as the plan stands, and what if").set_index("Open actions")
    assert list(rows) == ["As the plan stands", "What if"]
    assert rows.index.tolist()[0] == "Done by 30 July 2016"
    assert rows.iloc[0, 0] != rows.iloc[0, 1]
    app = given(app, 1, date(2016, 6, 1))
    assert "If the 2 dates given are kept: " in words(app)
    press(app, "Back to the plan's dates")
    assert "A date is taken as kept, come what may." in words(app)
    assert not [each for each in app.dataframe if "what if" in each.proto.alt]


def test_twice_as_many_a_month_is_said_as_the_count_by_the_day():
    app = page_of(APRIL)
    app.segmented_control(key="what_if_rate").set_value("Twice as many").run()
    assert "If twice as many are done a month: By 30 July 2016, " in words(app)
    assert len(table(app, "as the plan stands, and what if")) == 4


def test_dates_given_do_not_outlive_the_as_at_date():
    app = given(page_of(APRIL), 0, date(2016, 5, 1))
    app.date_input(key="as_at").set_value(date(2016, 5, 31)).run()
    assert not app.exception
    assert "date given" not in words(app).casefold()


def test_of_many_open_actions_the_first_are_offered_and_the_filters_named(monkeypatch):
    from ui import forecasts

    monkeypatch.setattr(forecasts, "MOST_OFFERED", 2)
    app = page_of(APRIL)
    assert "The first 2 of 5 open actions are offered." in words(app)
    assert len(app.selectbox(key="what_if_action").options) == 2


def test_without_a_history_the_page_says_that_nothing_can_be_checked(history_file):
    app = page_of(APRIL)
    assert "No earlier position of this plan is recorded" in words(app)
    assert not history_file.exists()


def test_a_recorded_position_shows_how_its_forecast_held():
    app = record(uploaded(APRIL, "force plan.csv"))
    app.file_uploader[0].upload("force plan september.csv", SEPTEMBER, "text/csv").run()
    app = turned_to(press(app, "Yes, it is"), "forecast")
    said = words(app)
    assert "The forecast as at 30 April 2016 would have given" in said
    assert "2 were done, " in said
    # One open action was agreed for a day between the two dates: none. All fell due before.
    rows = table(app, "Earlier forecasts and what came")
    assert rows["Done by now"].tolist() == ["2 of 5"]
    assert rows["Completions it rests on"].tolist() == [12]


def test_the_samples_earlier_versions_are_its_history():
    rows = table(started("forecast"), "Earlier forecasts and what came")
    assert rows["Done by now"].tolist() == ["15 of 23, 1 withdrawn", "9 of 18"]
    assert rows["Completions it rests on"].tolist() == [8, 14]


def test_what_is_taken_for_granted_is_said():
    said = words(started("forecast"))
    assert "Closings arrive in batches" in said
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
    made = len(calls)
    app.run()
    app.run()
    assert len(calls) == made


def test_the_other_pages_show_what_is_to_be_expected():
    line = "By 30 December 2016, up to"
    assert line in words(started("overview"))
    assert line not in words(started("overview", overdue="true"))
    app = started("owners", owner=["Head of Records"])
    assert "chance that the next report moves it later: 9 in 10" in words(app)
    app = started("slippage")
    app.session_state["every_action"] = True
    rows = table(app.run(), "Every action's timescales").set_index("Reference")
    chances = rows["Moves later at the next report"]
    assert chances["FS2.2"] == "9 in 10"
    assert chances.notna().sum() == 9  # of the complete and the withdrawn none can move

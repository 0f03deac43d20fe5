"""Changes over all positions: the sample's three, recorded ones, and any of them as known."""

import hashlib
from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import charts, started, turned_to, uploaded, words
from tests.test_pages_changes import AFTER, BEFORE, table
from tests.test_pages_recording import press, record, tabs

pytestmark = pytest.mark.usefixtures("history_file")


def over_all(app: AppTest) -> AppTest:
    """The Changes page, over all positions."""
    turned_to(app, "changes").button_group(key="span").set_value("Over all positions").run()
    assert not app.exception
    return app


def recorded_twice() -> AppTest:
    app = record(uploaded(BEFORE, "force plan.csv"))
    app.file_uploader[0].upload("force plan april.csv", AFTER, "text/csv").run()
    press(app, "Yes, it is")
    return over_all(record(app))


def test_the_sample_shows_its_three_versions():
    app = over_all(started())
    assert "3 reports, 12 Jan 2016 to 30 Sep 2016" in words(app)
    assert "Complete: 8 of 32, 25%, then 22 of 31, 71%; overdue: 20, then 8" in words(app)


def test_an_upload_alone_is_told_what_would_fill_the_page(history_file):
    app = over_all(uploaded(AFTER))
    assert "One position is known so far." in words(app)
    assert not history_file.exists()


def test_recorded_positions_make_the_trend():
    app = recorded_twice()
    # In January none of five is complete and all but 2.3 are past 30 November 2015. In April one
    # of five is, and 1.2 and 2.1 are overdue.
    assert "Complete: 0 of 5, 0%, then 1 of 5, 20%; overdue: 4, then 2" in words(app)
    # Of 6 the last finish stays 31 May 2016, until 2.4 is added for 30 September: 122 days.
    assert "Recommendation 6: its forecast has moved most, 122 days later" in charts(app)


def test_the_plan_shown_is_the_last_point_before_it_is_recorded():
    app = record(uploaded(BEFORE, "force plan.csv"))
    app.file_uploader[0].upload("force plan april.csv", AFTER, "text/csv").run()
    press(app, "Yes, it is")
    assert "overdue: 4, then 2" in words(over_all(app))


def test_date_moves_by_owner_and_by_recommendation():
    app = recorded_twice()
    owners = table(app, "dates have moved, by owner").set_index("Owner")
    assert owners["Times moved"].to_dict() == {"ICT": 2, "Records": 1}
    recommendations = table(app, "dates have moved, by recommendation")
    assert recommendations["Times moved"].tolist() == [2, 1]


def test_a_changed_original_timescale_is_measured_from_the_first_recorded():
    app = recorded_twice()
    assert "1 original timescale is not the one first recorded" in words(app)
    rows = table(app, "Original timescales that are not those first recorded")
    assert rows["Reference"].tolist() == ["2.1"]
    # From 30 November 2015 to 30 April 2016, and still open.
    assert rows["Slippage in days from the first recorded"].tolist() == [152]


def test_any_position_is_shown_as_it_was_known_with_its_file_and_sha_256():
    app = recorded_twice()
    assert "force plan april.csv" in words(app)
    choice = app.selectbox(key="known")
    assert choice.options == [
        "Force plan, recorded as at 30 April 2016",
        "Force plan, recorded as at 12 January 2016",
    ]
    choice.set_value(0).run()
    assert hashlib.sha256(BEFORE).hexdigest() in words(app)
    assert "None of the 5 actions" in words(app)
    assert len(table(app, "Every action as known")) == 5


def test_a_position_as_known_has_the_figures_that_it_has_on_every_page():
    app = recorded_twice()
    rows = table(app, "Every action as known").set_index("Reference")
    # Of 2.1 April gives 31 December; first recorded was 30 November 2015, and it is not finished.
    assert rows.loc["2.1", "Slippage in days"] == 152
    assert pd.isna(rows.loc["2.1", "Expected or actual finish"])


def test_chosen_recommendations_alone_are_drawn():
    app = recorded_twice()
    app.multiselect(key="lines").set_value(["5"]).run()
    assert "Recommendation 5: its forecast has moved most, 61 days later" in charts(app)
    assert not app.exception


def test_the_tabs_of_a_workbook_make_a_trend_without_a_history():
    content = tabs(date(2016, 1, 31), date(2016, 2, 29), date(2016, 3, 31))
    app = over_all(uploaded(content, "Force plan.xlsx"))
    assert "Complete: 0 of 4, 0%, then 2 of 4, 50%" in words(app)


def test_positions_without_dates_have_a_page():
    plans = [
        b"Position as at %d April 2016\nRef,Action,Status\n1,Alpha,Open\n" % d for d in (1, 30)
    ]
    app = record(uploaded(plans[0], "force plan.csv"))
    app.file_uploader[0].upload("force plan april.csv", plans[1], "text/csv").run()
    press(app, "Yes, it is")
    assert "No report has a forecast to show" in words(over_all(app))


def test_a_history_that_cannot_be_reached_leaves_the_rest_of_the_page(monkeypatch):
    monkeypatch.setenv("TRACKER_DATABASE_URL", "nonsense")
    app = over_all(uploaded(AFTER))
    assert "The history cannot be read at present" in words(app)
    assert "One position is known so far." in words(app)
    assert not charts(app)

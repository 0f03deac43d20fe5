"""The History page: what is recorded, superseding and deleting; and figures that know the past."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import PLAN, actions_listed, chips, findings, turned_to, uploaded, words
from tests.test_pages_changes import listed, table
from tests.test_pages_recording import NAME, press, record
from tracker import read_plan
from tracker.store import History

JANUARY = PLAN.replace(b"30 April 2016", b"12 January 2016")


pytestmark = pytest.mark.usefixtures("history_file")


def two_recorded() -> AppTest:
    record(uploaded(JANUARY, "Force_plan_2016-01-12.csv"))
    return record(uploaded(PLAN, "Force_plan_2016-04-30.csv"))


def chosen(app: AppTest, place: int) -> AppTest:
    turned_to(app, "records")
    versions = History().recorded(NAME)
    app.selectbox(key="history_which").set_value(versions[place].id).run()
    return app


def said_above(app: AppTest) -> str:
    return app.success[0].value.replace("\\", "")


def test_without_a_history_the_page_says_what_would_fill_it(history_file):
    assert "Nothing is recorded yet." in words(turned_to(uploaded(PLAN), "records"))
    assert not history_file.exists()


def test_every_recorded_position_is_listed_with_its_file_and_who_recorded_it():
    app = turned_to(two_recorded(), "records")
    assert "2 positions recorded, from 12 January 2016 to 30 April 2016." in words(app)
    table = app.dataframe[0].value
    assert table["File"].tolist() == ["Force_plan_2016-04-30.csv", "Force_plan_2016-01-12.csv"]
    assert table["Recorded by"].tolist() == ["Records Manager"] * 2
    assert table["Does it count?"].tolist() == ["Yes", "Yes"]


def two_of_january() -> AppTest:
    """A draft, and what was recorded as at the same day from the command line."""
    app = record(uploaded(JANUARY, "Force_plan_draft.csv"))
    better = JANUARY.replace(b"12 January", b"12  January")
    plan = read_plan(better, name="Force_plan_2016-01-12.csv")
    with History() as history:
        history.record(plan, name=NAME, as_at=plan.as_at, data=better, who="Records Manager")
    return app


def test_a_position_is_superseded_with_its_reason_and_no_longer_counts():
    app = chosen(two_of_january(), 0)
    app.text_input(key="history_reason").set_value("A draft")
    press(app, "Supersede it")
    assert said_above(app) == "Superseded: the position as at 12 January 2016 no longer counts."
    draft, better = History().recorded(NAME)
    assert (draft.superseded.by, draft.superseded.reason) == (better.id, "A draft")
    assert "No, superseded: A draft" in app.dataframe[0].value["Does it count?"].tolist()


def test_superseding_needs_a_reason():
    app = press(chosen(two_of_january(), 0), "Supersede it")
    assert "Say why the recorded plan is superseded" in words(app)
    assert History().recorded(NAME)[0].superseded is None


def test_a_position_is_deleted_only_when_that_is_confirmed_and_it_is_kept_who_did_it():
    app = chosen(two_recorded(), 0)
    press(press(app, "Delete this position"), "Keep it")
    assert len(History().recorded(NAME)) == 2
    chosen(app, 0).text_input(key="history_who").set_value("Administrator").run()
    press(press(app, "Delete this position"), "Delete for ever")
    assert [each.as_at for each in History().recorded(NAME)] == [date(2016, 4, 30)]
    (gone,) = History().deleted()
    assert (gone.as_at, gone.who) == (date(2016, 1, 12), "Administrator")
    assert said_above(app) == "Deleted: the position as at 12 January 2016."


def test_the_last_position_deleted_leaves_an_empty_history_that_says_so():
    app = chosen(record(uploaded(PLAN)), 0)
    press(press(app, "Delete this position"), "Delete for ever")
    assert "Nothing is recorded yet." in words(app)


# Action 1.1 was to be done by 30 November 2015 in January; in April the sheet says 31 March 2016.
TYPED_OVER = b"""Force action plan: position as at 30 April 2016

Ref,Recommendation,Action,Lead,Original timescale,Status
1.1,1,Sort the archive,Records,31/03/2016,In progress
1.2,1,Train new officers,ICT,30/11/2015,In progress
"""
AS_IT_WAS = TYPED_OVER.replace(b"31/03/2016", b"30/11/2015").replace(
    b"30 April 2016", b"12 January 2016"
)


def quietly_changed() -> AppTest:
    record(uploaded(AS_IT_WAS, "Force_plan_2016-01-12.csv"))
    return press(uploaded(TYPED_OVER, "Force_plan_2016-04-30.csv"), "Yes, it is")


def slippage(app: AppTest) -> dict[str, int]:
    table = actions_listed(app)
    return dict(zip(table["Reference"], table["Slippage in days"], strict=True))


def test_that_a_marking_s_column_is_gone_is_said_to_who_may_publish():
    marked = AS_IT_WAS.replace(b",Status", b",Status,Restricted").replace(
        b"In progress", b"In progress,Yes"
    )
    record(uploaded(marked, "Force_plan_2016-01-12.csv"))
    app = press(uploaded(TYPED_OVER, "Force_plan_2016-04-30.csv"), "Yes, it is")
    assert "2 actions that are restricted as at 12 January 2016 are not restricted here" in words(
        app
    )


def test_where_nothing_was_marked_before_no_marking_is_said_to_be_gone():
    assert "are not restricted here" not in words(quietly_changed())


def test_every_page_measures_from_the_original_timescale_first_recorded_and_says_so():
    app = quietly_changed()
    # From 30 November 2015 to 30 April 2016; the plan's own date would give 30 days.
    assert slippage(app) == {"1.1": 152, "1.2": 152}
    for page in ("overview", "slippage", "recommendations", "owners"):
        said = words(turned_to(app, page)).replace("\\", "")
        assert "measured from the original timescales first recorded under “Force plan”" in said
        assert "1 original timescale in this plan is now another date" in said
    found = findings(turned_to(app, "check"))
    assert "The position as at 12 January 2016 gave another original timescale, 30 Nov" in found
    assert "“31/03/2016” in " in found


def test_a_plan_that_is_no_version_of_the_recorded_one_is_measured_from_its_own_dates():
    app = quietly_changed()
    (choice,) = (box for box in app.selectbox if box.label == "A version of the recorded plan")
    assert choice.value == NAME
    choice.set_value("None of them").run()
    assert slippage(app) == {"1.1": 30, "1.2": 152}
    assert "first recorded" not in words(turned_to(app, "overview"))


def test_an_upload_named_otherwise_is_taken_for_a_recorded_plan_only_when_that_is_said():
    record(uploaded(AS_IT_WAS, "Force_plan_2016-01-12.csv"))
    app = uploaded(TYPED_OVER, "Copy from the manager.csv")
    assert slippage(app) == {"1.1": 30, "1.2": 152}
    (choice,) = (box for box in app.selectbox if box.label == "A version of the recorded plan")
    choice.set_value(NAME).run()
    assert slippage(app) == {"1.1": 152, "1.2": 152}


def test_what_is_recorded_is_the_plan_as_it_says_itself():
    record(quietly_changed())
    april = History().load(History().recorded(NAME)[1].id)
    assert april.actions["original_due"].dt.date.tolist() == [date(2016, 3, 31), date(2015, 11, 30)]


def test_the_changes_page_lists_the_change_and_measures_its_lists_from_the_first_date():
    app = turned_to(quietly_changed(), "changes")
    assert "The original timescale of action 1.1 was changed" in words(app)
    late = listed(app, "Overdue, no date to come")
    assert dict(zip(late["Reference"], late["Days overdue"], strict=True)) == {
        "1.1": 152,
        "1.2": 152,
    }


def test_a_change_made_before_the_last_meeting_is_still_told():
    record(quietly_changed())
    june = TYPED_OVER.replace(b"30 April 2016", b"30 June 2016")
    app = press(uploaded(june, "Force_plan_2016-06-30.csv"), "Yes, it is")
    assert "nothing changed" in words(turned_to(app, "changes"))
    app.button_group(key="span").set_value("Over all positions").run()
    assert "1 original timescale is not the one first recorded." in words(app)
    moved = table(app, "Original timescales that are not those first recorded")
    assert moved["Reference"].tolist() == ["1.1"]
    first, now = (moved[f"Original timescale {when}"].iloc[0] for when in ("first recorded", "now"))
    assert (first.date(), now.date()) == (date(2015, 11, 30), date(2016, 3, 31))


def test_a_history_that_cannot_be_read_is_said_and_the_plan_is_still_shown(history_file):
    app = uploaded(TYPED_OVER)
    history_file.write_bytes(b"no database" * 1000)
    assert "The history cannot be read at present" in words(app.run())
    assert slippage(app) == {"1.1": 30, "1.2": 152}


def test_the_filters_narrow_the_changes_and_the_trend():
    app = quietly_changed()
    app.multiselect(key="owner").set_value(["ICT"]).run()
    assert "nothing changed" in words(turned_to(app, "changes"))
    said = words(app)
    assert "As many open as before: 1" in said
    assert "1 of 2 actions." in said
    assert chips(app) == ["Owner: ICT"]


def test_what_another_date_and_deleting_change_stands_above_the_buttons():
    # As at 30 April both are overdue; without January 1.1 is from 31 March, as late but less.
    app = chosen(record(quietly_changed()), 0)
    january = History().recorded(NAME)[0].id
    app.date_input(key=f"history_date_{january}").set_value(date(2016, 4, 30)).run()
    assert "Another position is as at 30 April 2016" in words(app)
    press(app, "Delete this position")
    effect = "overdue 2 → 2; median slippage 152 days → 91 days; 2 original timescales change."
    assert effect in words(app)
    press(app, "Keep it")


def test_what_merging_two_plans_changes_stands_above_the_button():
    record(uploaded(AS_IT_WAS, "Force_plan_2016-01-12.csv"))
    app = turned_to(record(uploaded(TYPED_OVER, "Other.csv"), name="Other"), "records")
    app.selectbox(key="history_plan").set_value("Other").run()
    app.selectbox(key="history_into_Other").set_value(NAME).run()
    assert "median slippage 91 days → 152 days; 2 original timescales change." in words(app)

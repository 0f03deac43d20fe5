"""The forecast in words: dates, refusals, the plan's own date, and how past forecasts held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import pytest

from tests.made_plans import AGES, AS_AT, REFUSED, actions, done, measured, still_open
from tracker import forecast
from tracker import narrative_accuracy as held
from tracker import narrative_forecast as said
from tracker.fields import PUBLISHED
from tracker.forecasting import Agreed, Forecast, Outlook
from tracker.forecasting.accuracy import past_accuracy


def made(**plan: Any) -> Forecast:
    """A forecast of seventeen actions, twelve complete, with what is given of its plan."""
    found = forecast(measured(*done(*AGES), *still_open(5)), AS_AT)
    return replace(found, plan=replace(found.plan, **plan))


DATES = {
    "p50": date(2017, 3, 3),
    "p80": date(2017, 7, 31),
    "p95": date(2018, 1, 1),
    "later_than": None,
}


def test_the_finding_gives_three_chances_in_months_and_what_they_rest_on():
    assert said.finding(made(**DATES)) == (
        "On past pace, an even chance of completion by March 2017; 80% by July 2017; "
        "95% by January 2018; from 12 completions."
    )


def test_dates_too_far_ahead_are_only_later_than():
    far = {"p95": None, "later_than": date(2020, 6, 23)}
    assert said.finding(made(**DATES | far)).endswith(
        "80% by July 2017; 95% only later than June 2020; from 12 completions."
    )
    further = far | {"p80": None}
    assert "March 2017; 80% and 95% only later than June 2020;" in said.finding(
        made(**DATES | further)
    )
    assert said.finding(made(**further | {"p50": None})) == (
        "On past pace, completion is more likely than not to be later than June 2020, further "
        "ahead than the record can tell; from 12 completions."
    )


def test_completions_without_a_date_are_said():
    found = forecast(measured(*done(*AGES, None), *still_open(5)), AS_AT)
    assert said.finding(found).endswith("from 12 completions (1 more is complete without a date).")


def test_a_complete_plan_says_when_it_was():
    def of(*rows: dict[str, Any]) -> str:
        return said.finding(forecast(measured(*rows), AS_AT))

    assert of(*done(10, 266)) == "All 2 actions are complete, the last on 24 March 2016."
    assert of(*done(266)) == "The one action is complete, the last on 24 March 2016."
    assert of(*done(10, None)) == (
        "All 2 actions are complete. When the last was is not known, as not all have a date."
    )


def test_too_few_completions_are_counted():
    found = forecast(measured(*done(*AGES[:3], None), *still_open(5)), AS_AT)
    assert said.finding(found) == (
        "No date can be told yet: it takes at least 10 completions on a known day to tell a pace, "
        "and there are 3 (4 complete in all)."
    )


@pytest.mark.parametrize(("rows", "options", "reason"), REFUSED)
def test_every_refusal_is_a_sentence(rows: Any, options: Any, reason: str):
    found = forecast(measured(*rows, **options), options.get("as_at", AS_AT))
    sentence = said.finding(found)
    assert sentence.endswith(".")
    assert "No date can be told" in sentence or reason == "no_actions"
    assert "–" not in " ".join(said.assumptions(found))
    assert reason in said.SHORT_REASONS
    assert said.rests_on(found.plan)
    assert "None" not in sentence
    assert "–" not in sentence


def test_a_recommendation_slower_than_the_plan_is_told_with_both_counts():
    rows = [*done(*AGES, recommendation="1"), *still_open(4, recommendation="2"), *still_open(3)]
    found = forecast(measured(*rows), AS_AT)
    assert said.reason_words(found, found.recommendations[1]) == (
        "No date can be told: 0 of 4 complete is slower than the plan as a whole (12 of 19), and "
        "too few for a pace of its own."
    )


@pytest.mark.parametrize(
    ("agreed", "sentence"),
    [
        (Agreed(None, 5, 0), "The plan itself gives no date for its 5 open actions."),
        (
            Agreed(date(2018, 1, 31), 0, 0, 0.666),
            "The plan itself says 31 January 2018, the latest agreed date of its 5 open actions. "
            "On past pace, the chance that all are done by then is 67%.",
        ),
        (
            Agreed(date(2018, 1, 31), 1, 2, 0.0000001),
            "The plan itself says 31 January 2018, the latest agreed date of its 5 open actions; "
            "2 of the dates have passed and 1 action has none. On past pace, the chance that all "
            "are done by then is 1%.",
        ),
        (
            Agreed(date(2015, 11, 30), 2, 3),
            "The plan itself says 30 November 2015, the latest agreed date of its 5 open actions; "
            "all of the dates have passed and 2 actions have none.",
        ),
    ],
)
def test_what_the_plan_says_itself(agreed: Agreed, sentence: str):
    assert said.plan_says(replace(made().plan, agreed=agreed)) == sentence


def test_a_complete_plan_has_no_date_of_its_own_to_say():
    assert said.plan_says(forecast(measured(*done(*AGES)), AS_AT).plan) == ""


def test_a_part_slower_than_the_plan_makes_the_plans_date_too_early():
    early, late = date(2016, 12, 31), date(2018, 1, 1)
    part = replace(made().plan, name="national", p50=late, p80=late)
    found = replace(made(**DATES | {"p50": early, "p80": early}), scopes=(part,))
    assert said.later_parts(found) == (
        "On their own pace, the national actions would be much later than this: the dates for the "
        "plan as a whole are then too early."
    )
    assert said.later_parts(replace(found, scopes=(replace(part, p50=early),))) == ""
    owners = tuple(replace(part, name=name) for name in ("A", "B", "C", "D"))
    assert "the actions of B and 2 other parts would" in said.later_parts(
        replace(found, owners=owners)
    )
    assert said.later_parts(replace(found, scopes=(replace(part, own=False),))) == ""


def test_what_is_taken_for_granted_names_the_day_and_what_is_left_out():
    found = forecast(measured(*done(*AGES, None, -5), *still_open(5)), AS_AT)
    words = " ".join(said.assumptions(found))
    assert "Every age counts from 2 July 2015" in words
    assert "1 action is complete without a date" in words
    assert "1 action completed before the report was published is left out" in words


def test_half_done_is_said_where_half_is():
    found = forecast(measured(*done(*AGES), *still_open(5)), AS_AT)
    # Of 17, the ninth was completed at 239 days.
    assert (
        said.half_done(found) == "Half of the actions were complete within 239 days of the report."
    )
    assert said.half_done(forecast(measured(*done(*AGES), *still_open(15)), AS_AT)) == ""


def test_half_done_is_not_said_where_dates_are_missing_for_most_or_lie_before_the_report():
    one_dated = forecast(measured(*done(10, *[None] * 12), *still_open(7)), AS_AT)
    assert one_dated.record.median is None
    assert one_dated.curve.empty
    before = forecast(measured(*done(*[-20] * 14, *[200] * 5), *still_open(5)), AS_AT)
    assert before.record.median is None
    some = forecast(measured(*done(*AGES, None), *still_open(4)), AS_AT)
    assert said.half_done(some).startswith("By the dates known, half of the actions")


def test_a_table_names_each_group_and_says_what_its_dates_rest_on():
    assert said.group_name(None, "recommendation") == "No recommendation given"
    assert said.group_name("5", "recommendation") == "Recommendation 5"
    assert said.group_name("force", "scope") == "Force-specific"
    assert said.group_name(None, "scope") == "Not said"
    assert said.group_name(None, "owner") == "No owner named"
    outlook: Outlook = made().plan
    assert said.rests_on(outlook) == "12 completions of its own"
    assert said.rests_on(replace(outlook, own=False)) == "12 completions of the whole plan"
    assert said.rests_on(replace(outlook, behind=0)) == "The dates given"
    few = replace(outlook, reason="few_completions", dated=4)
    assert said.rests_on(few) == "4 of the 10 completions needed"
    ended = replace(outlook, reason="complete", completed_on=date(2016, 3, 1))
    assert said.rests_on(ended) == "Complete on 1 March 2016"


NOW = date(2016, 9, 30)


def past(end: list[dict[str, Any]]) -> pd.DataFrame:
    """Twelve complete and six open in April; ``end`` is what came of the six by September."""
    then = actions(*done(*AGES), *still_open(6, original_due="2016-08-31"))
    return past_accuracy([(AS_AT, then), (NOW, actions(*done(*AGES), *end))])


def test_one_earlier_forecast_is_told_with_what_came():
    rows = past([*done(400, 420), *still_open(4)])
    low, high = rows.iloc[0]["low"], rows.iloc[0]["high"]
    assert low <= 2 <= high
    assert held.accuracy_finding(rows) == (
        f"The forecast as at 30 April 2016, from 12 completions, would have given {low} to {high} "
        "of 6 open actions as done by now (8 chances in 10). 2 are: within what it gave."
    )
    assert "0 are: fewer than what it gave." in held.accuracy_finding(past(still_open(6)))
    assert "2 are: more than what it gave." in held.accuracy_finding(rows.assign(low=0, high=1))


def test_several_earlier_forecasts_are_counted():
    rows = pd.concat([past(still_open(6)), past([*done(400, 420), *still_open(4)])])
    assert held.accuracy_finding(rows) == (
        "Of 2 earlier forecasts, 1 gave a range that the number completed since fell in (8 in 10 "
        "should); fewer were completed in 1, more in 0."
    )


def test_what_was_said_to_be_done_by_now_and_was():
    rows = past([*done(400, 420), *still_open(4)])
    assert held.honesty_finding(rows, NOW) == (
        "Of the 6 open actions that the plan of 30 April 2016 said would be done by 30 September "
        "2016, 2 (33%) were."
    )
    rows = past([*done(400, 420), {"status": "withdrawn"}, *still_open(2)])
    assert held.honesty_finding(rows, NOW).endswith(
        "2016, 2 (33%) were; 1 was withdrawn and 1 is no longer in the plan."
    )
    assert held.honesty_finding(rows.iloc[:0], NOW) == ""
    assert held.honesty_finding(rows.assign(due=0), NOW) == ""


def test_no_history_and_too_little_history_are_said():
    assert held.accuracy_finding(past_accuracy([])) == held.NO_HISTORY
    few = past_accuracy([(AS_AT, actions(*still_open(3))), (NOW, actions(*still_open(3)))])
    assert "none of them had open actions and completions enough" in held.accuracy_finding(few)
    (row,) = few.to_dict("records")
    assert held.foretold(row) == "Fewer than 10 completions"
    assert held.what_came(row) == "0 of 3 done"


def test_what_came_is_told_in_the_table():
    (row,) = past([*done(400), {"status": "withdrawn"}, *still_open(3)]).to_dict("records")
    assert held.what_came(row) == "1 of 4 done, 1 withdrawn, 1 no longer in the plan"
    (over,) = past(done(400, 420, 410, 399, 401, 402)).to_dict("records")
    assert held.what_came(over) == "All done by 25 August 2016"
    assert (PUBLISHED - date(2016, 8, 25)).days == -420


def test_actions_that_wait_are_counted():
    rows = still_open(2, dependency="National MoPI review") + still_open(1, dependency="None")
    assert said.waiting(measured(*rows)).startswith("2 open actions say what they wait for.")
    assert said.waiting(measured(*still_open(2))) == ""

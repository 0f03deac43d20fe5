"""Open questions on the pages: what each answer would change, said before and true after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import metrics, session_of, turned_to, uploaded, words
from tests.test_pages_check import choices_of, press
from tests.test_pages_recording import record
from tracker import Choices, questions
from tracker.questions import HEADLINES, Weighed
from tracker.reading.choices import Choice, Question, QuestionKind
from ui import open_questions as asking
from ui import plan_source

pytestmark = pytest.mark.usefixtures("history_file")

# As at 30 April 2016 Alpha was 15 days late; Beta (152 days) and Gamma (90) are open as long as
# nobody says what their status words mean; Delta is due in 31 days. So the median is that of 0, 15,
# 90 and 152: 52.5 days. Either word as complete or withdrawn leaves 1 overdue and a median of 15:
# the day on which the action was completed is not known.
PLAN = b"""Position as at 30 April 2016
Ref,Action,Lead,HMIC timescale,Status,Date completed,Marking
1,Alpha,Records,30/11/2015,Complete,15/12/2015,
2,Beta,ICT,30/11/2015,Signed off subject to funding,,
3,Gamma,ICT; Records,31/01/2016,Approved,,Restricted
4,Delta,Estates,31/05/2016,In progress,,
"""
BETA = "**Complete**: 2 complete, 1 overdue, median 15 days"


def check_page(**address: object) -> AppTest:
    return turned_to(uploaded(PLAN, plan="own", **address), "check")


def answers(app: AppTest) -> list[str]:
    """The buttons that answer a question, as they are labelled."""
    return [each.label for each in app.button if str(each.key).startswith("answer_")]


def weighed(app: AppTest) -> tuple[Weighed, ...]:
    return session_of(app).plan.view.made(asking.weighed)


def headline(app: AppTest) -> dict[str, object]:
    totals = session_of(app).plan.view.summary.totals
    return {name: totals[name] for name in HEADLINES}


def test_each_question_stands_on_its_cells_and_each_answer_says_what_it_would_change():
    app = check_page()
    said = words(app)
    assert "What does the status “Signed off subject to funding” mean? 1 action has it." in said
    assert "“Signed off subject to funding” in E4." in said
    assert answers(app)[:2] == [
        "**Open** (now): 1 complete, 2 overdue, median 52.5 days",
        "**Complete and confirmed**: 2 complete, 1 overdue, median 15 days",
    ]
    assert "2 questions could change these figures" in [each.value for each in app.header]


def test_one_click_answers_and_the_answer_is_kept_as_a_choice_and_can_be_undone():
    app = press(check_page(), BETA)
    assert choices_of(app) == Choices(statuses={"Signed off subject to funding": "complete"})
    assert metrics(app)["Complete"] == ("2 of 4, 50%", "")
    assert metrics(app)["Median slippage"] == ("15 days", "")
    assert "1 question could change these figures" in [each.value for each in app.header]
    press(app, "“Signed off subject to funding”: complete")
    assert metrics(app)["Complete"] == ("1 of 4, 25%", "")
    assert len(answers(app)) == 6


def test_what_stands_can_be_kept_and_is_then_asked_no_more():
    app = check_page()
    for _ in range(2):
        app.button(key="answer_0_0").click().run()
    assert answers(app) == []
    assert "No open questions" in [each.value for each in app.header]
    assert metrics(app)["Complete"] == ("1 of 4, 25%", "")


@pytest.mark.parametrize(
    "address",
    [
        {},
        {"owner": ["ICT"], "as_at": "2016-07-01"},
        {"text": "restricted"},
        {"status": ["Not understood"]},
    ],
    ids=["all", "filtered", "by a word of a column of their own", "of a status that is answered"],
)
def test_each_answer_gives_the_totals_that_it_foretold(address):
    app = check_page(**address)
    for number, each in enumerate(weighed(app)):
        for place, foretold in enumerate(each.figures[1:], start=1):
            app.button(key=f"answer_{number}_{place}").click().run()
            assert headline(app) == dict(foretold), (each.question.asks, place)
            app.button(key="undo_0").click().run()


def test_in_the_public_version_ranges_are_of_what_is_published_and_answers_wait():
    app = check_page()
    app.toggle(key="public").set_value(True).run()
    assert answers(app) == []
    # Gamma is restricted, so its question changes nothing here: Beta's alone, from 0, 15 and 152.
    (each,) = weighed(app)
    assert [told["median_slippage_days"] for told in each.figures] == [15, 7.5, 7.5]
    app.toggle(key="public").set_value(False).run()
    of_beta = [other.question.cells for other in weighed(app)].index(each.question.cells)
    app.button(key=f"answer_{of_beta}_1").click().run()
    app.toggle(key="public").set_value(True).run()
    assert headline(app) == dict(each.figures[1])


def test_an_answer_foretells_what_is_measured_from_the_first_recorded_timescales():
    earlier = PLAN.replace(b"30 April", b"31 January").replace(b"31/01/2016", b"31/12/2015")
    record(uploaded(earlier, "Force_plan_2016-01-31.csv"))
    app = press(uploaded(PLAN, "Force_plan_2016-04-30.csv"), "Yes, it is")
    app = turned_to(app, "check")
    # Gamma has slipped from 31 December 2015: 121 days. The median of 0, 15, 121 and 152 is 68.
    assert metrics(app)["Median slippage"][0] == "68 days"
    foretold = weighed(app)[0].figures[1]
    app.button(key="answer_0_1").click().run()
    assert headline(app) == dict(foretold)


def test_the_overview_says_that_questions_are_open_and_its_tiles_carry_their_ranges():
    app = uploaded(PLAN)
    links = [each.proto.label for each in app.get("page_link")]
    assert "2 questions could change these figures" in links
    ranges = [each.value for each in app.caption if each.value.startswith("could be")]
    assert ranges == ["could be 1 to 2", "could be 1 to 2", "could be 15 to 52.5"]


def test_a_plan_without_doubt_is_shown_without_a_word_of_questions():
    app = uploaded(
        PLAN.replace(b"Signed off subject to funding", b"Open").replace(b"Approved", b"")
    )
    assert not any("question" in each.proto.label for each in app.get("page_link"))
    assert "could be" not in words(app)
    turned_to(app, "check")
    assert "No open questions" in [each.value for each in app.header]


def test_questions_are_weighed_once_for_what_is_shown(monkeypatch):
    weighings = []
    weigh = questions.weigh

    def counted(questions, *more):
        weighings.extend([1] if questions else [])
        return weigh(questions, *more)

    monkeypatch.setattr(asking, "weigh", counted)
    app = uploaded(PLAN)
    turned_to(app, "check")
    app.multiselect(key="kind").set_value(["Status not understood"]).run()
    turned_to(app, "overview")
    assert len(weighings) == 1
    app.multiselect(key="owner").set_value(["ICT"]).run()
    app.multiselect(key="owner").set_value([]).run()
    assert len(weighings) == 2


def test_of_a_very_large_plan_the_first_questions_alone_are_weighed(monkeypatch):
    monkeypatch.setattr(questions, "MOST_READ_AGAIN", 4)
    app = check_page()
    assert "1 question could change these figures" in [each.value for each in app.header]


def test_the_day_that_the_report_was_published_can_be_typed(monkeypatch):
    read_plan = plan_source.read_plan

    def asking_when(book, choices):
        plan = read_plan(book, choices)
        likeliest = Choice("1 March 2016", {"published": date(2016, 3, 1)})
        asked = Question(
            QuestionKind.PUBLISHED,
            "When was the report published?",
            "",
            ("D4",),
            (Choice("2 July 2015", {}, stands=True), likeliest),
        )
        return replace(plan, questions=() if choices.published else (asked,))

    monkeypatch.setattr(plan_source, "read_plan", asking_when)
    plan = PLAN.replace(b"ICT,30/11/2015", b"ICT,Immediately")
    app = turned_to(uploaded(plan), "check")
    assert app.button(key="answer_0_0").disabled
    app.date_input(key="answer_0_date").set_value(date(2016, 4, 1)).run()
    assert choices_of(app).published == date(2016, 4, 1)
    assert "No open questions" in [each.value for each in app.header]


def test_a_completion_in_the_month_shown_is_seen_alike_by_the_tiles_and_by_every_answer() -> None:
    told = PLAN.replace(b"30 April 2016", b"15 April 2016")
    told += b"5,Epsilon,ICT,31/03/2016,Complete,April 2016,\n"
    app = turned_to(uploaded(told, plan="own"), "check")
    assert headline(app)["completed"] == 2
    asked = weighed(app)
    assert [each.figures[0]["completed"] for each in asked] == [2] * len(asked)
    other = next(place for place, c in enumerate(asked[0].question.choices) if not c.stands)
    assert asked[0].figures[other]["completed"] in (2, 3)
    app.button(key=f"answer_0_{other}").click().run()
    assert headline(app) == asked[0].figures[other]

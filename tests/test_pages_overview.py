"""The overview: what changed of each figure, what slipped, and the bar above it on every page."""

import pytest
from streamlit.testing.v1 import AppTest

from tests.test_pages import PLAN, chips, started, turned_to, uploaded, words
from tests.test_pages_changes import AFTER, BEFORE
from tests.test_pages_recording import press, record

pytestmark = pytest.mark.usefixtures("history_file")


def april() -> AppTest:
    """April's plan, with January's recorded."""
    app = record(uploaded(BEFORE, "force plan.csv"))
    app.file_uploader[0].upload("force plan april.csv", AFTER, "text/csv").run()
    return press(app, "Yes, it is")


def changes(app: AppTest) -> dict[str, str]:
    return {each.label: each.delta for each in app.metric}


def plain(markdown: str) -> str:
    return markdown.replace("**", "").replace("\\", "").replace("\u2060", "")


def slips(app: AppTest) -> list[tuple[str, str]]:
    """Each action that slipped by its words, with what is said of it."""
    lines = [each.value for each in app.markdown if " · " in each.value]
    names = [each.label for each in app.button if str(each.key).startswith("slip_")]
    return [(plain(name), plain(line)) for name, line in zip(names, lines, strict=False)]


def test_two_sentences_say_how_the_plan_stands_and_what_changed():
    said = words(april())
    assert "1 of 5 actions (20%) is complete, and 4 are open." in said
    assert "2 of the 4 open actions are overdue." in said
    assert "Since 12 January 2016: 1 completed, 2 slipped by a median of 46 days" in said
    assert "Compared with 12 January 2016." in said


def test_each_figure_has_its_change_since_the_position_compared_with():
    # In January none of five was complete and four were overdue. In April 1.1 is complete, late;
    # 1.2 and 2.1 are overdue. Of none completed in January, the share on time was not known.
    found = changes(april())
    assert found["Complete"] == "+1"
    assert found["Overdue"] == "−2"
    assert found["Completed on time"] == ""


def test_the_change_is_of_the_actions_that_the_filters_leave():
    app = april()
    app.multiselect(key="owner").set_value(["ICT"]).run()
    # Of ICT's 1.2, 2.3 and 2.4, the last added since, one was overdue in January and is.
    assert changes(app)["Complete"] == "no change"
    assert changes(app)["Overdue"] == "no change"


def test_what_slipped_since_is_listed_with_its_owner_and_days():
    app = april()
    assert "Slipped since 12 January 2016" in [each.value for each in app.header]
    # From 30 April to 30 June; from 30 November to 31 December, as its original was changed.
    assert slips(app) == [
        (
            "1.2 Buy a scanner for the archive",
            "61 days · ICT · 30 Apr 2016 to 30 Jun 2016",
        ),
        ("2.1 Train the new officers", "31 days · Records · 30 Nov 2015 to 31 Dec 2015"),
    ]


def test_without_an_earlier_position_what_has_slipped_most_stands_in_its_place():
    app = uploaded(PLAN)
    assert "Slipped most" in [each.value for each in app.header]
    assert slips(app) == [
        ("1.2 Beta", "at least 152 days · Records; ICT · 30 Nov 2015, not finished"),
        ("1.1 Alpha", "15 days · Records · 30 Nov 2015 to 15 Dec 2015"),
    ]
    assert changes(app)["Complete"] == ""


def test_of_more_than_six_that_slipped_the_rest_is_a_link_away():
    rows = b"".join(b"%d,5,Act %d,ICT,30/11/2015,In progress\n" % (n, n) for n in range(1, 9))
    head = b"Position as at 30 April 2016\nRef,Recommendation,Action,Owner,Timescale,Status\n"
    app = uploaded(head + rows)
    assert len(slips(app)) == 6
    assert "All 8" in [link.proto.label for link in app.get("page_link")]


def test_long_names_of_owners_go_on_from_where_they_differ():
    north = "Head of Information Assurance and Data Protection (Northern Region)"
    south = north.replace("Northern", "Southern")
    row = "%d,5,Act,%s,30/11/2015,In progress\n"
    data = "Position as at 30 April 2016\nRef,Recommendation,Action,Owner,Timescale,Status\n"
    app = uploaded((data + row % (1, north) + row % (2, south)).encode())
    assert {said.split(" · ")[1] for _, said in slips(app)} == {
        "Head of… (Northern Region)",
        "Head of… (Southern Region)",
    }


def test_the_sample_is_compared_with_the_version_before_or_the_one_chosen():
    assert "Compared with 30 April 2016." in words(started())
    app = started(since="The sample as at 12 January 2016")
    assert "Compared with 12 January 2016." in words(app)
    assert "Compared with 12 January 2016." in words(turned_to(app, "changes"))


def test_a_chip_takes_one_value_of_one_filter_off():
    app = uploaded(PLAN, plan="own", owner=["ICT", "Records"], overdue="true", text="e")
    assert chips(app) == ["Owner: ICT", "Owner: Records", "Overdue only", "Words: e"]
    press(app, "Owner: ICT")
    assert app.multiselect(key="owner").value == ["Records"]
    press(app, "Overdue only")
    press(app, "Words: e")
    assert chips(app) == ["Owner: Records"]

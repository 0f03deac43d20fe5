"""Status words, the groups they mean, and what may stand beside them."""

import re
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tracker.reading.statuses import DONE, WORDS, begins_done, normal, read_status
from tracker.vocabulary import STATUS_GROUPS

MEANT = {
    "not_started": """
        Not started; To Do; Planned; Upcoming; 1 - Not started; Awaiting allocation; Heb ddechrau;
        Open – not started; 0% complete; No progress""",
    "in_progress": """
        In progress; IN-PROGRESS; Being progressed; Off track; On track; Outstanding; Open; Ongoing;
        Incomplete; Not complete; Not yet complete; Not complied; Partially complied; Partly implemented; Partially complete;
        Nearly complete; All but complete; Virtually complete; Unable to complete; To be closed;
        Will be complete June 2016; Mostly done; Uncompleted; Carried forward; Mitigating; Parked; Assigned;
        In progress – 60%; 60% complete; Amber – in progress; Red: overdue; On hold; In progess;
        Ar y gweill; In progress / Ar y gweill; Hwyr; Ar agor; Parhaus; Open/In progress""",
    "awaiting_sign_off": """
        Pending sign-off; Awaiting review; In Review; Under review; Submitted; With HMICFRS;
        Awaiting verification by HMICFRS; Closure requested; Ready for sign off; Open – awaiting approval;
        Complete, awaiting HMIC sign-off; Complete subject to peer review; Complete/awaiting sign off;
        Complete – not yet verified; Complete pending approval by the Board; Implemented, awaiting verification;
        Closed – pending effectiveness check; Waiting review;
        Yn aros am gymeradwyaeth""",
    "complete": """
        Complete; COMPLETED; Implemented; Complied; Closed; Done; Solved; Rectified; Finalised; Embedded;
        Business as usual; (Complete); ✓ Complete; 4 - Complete; 4. Complete; (4) Complete; Complete.;
        Fully complete; All actions complete; Action completed; Complete/Closed; Complete and closed;
        Completed on time; Completed late; Complete – ahead of schedule; Complete within timescale;
        Complete – all sites; Complete (5 of 5 stations); Complete 5/5; Complete (100%); 100%; 100% complete;
        Complete – see note; Closed – see minutes 4.2; Complete (see progress column); Completed, minute 12;
        Completed by Head of IT; Completed by DI Jones; Closed at Board; Closed by the Audit Committee;
        Complete – agreed at the Board; Complete – evidence attached; Complete – no further action required;
        Blue – complete; Complete (Green); [x] Complete; [ ] Open [X] Complete; 🔵 Complete; Status: complete; Complete_x000D_;
        <p>Complete</p>; Complete [1];
        ☐ Not started ☐ In progress ☒ Complete; Complete / Cwblhawyd; Wedi’i gwblhau; Ar gau""",
    "confirmed": """
        Verified; Signed off; Discharged; Complete – verified by HMIC; Closed – verified by HMICFRS;
        Complete and verified; Complete and confirmed; Completed and signed off; Verified complete;
        Closed by HMICFRS; Closed – effective; Complete (peer checked); Verified and closed; Dilyswyd""",
    "withdrawn": """
        Superseded; Withdrawn; Not adopted; No further action needed; Won't Do; Cancelled;
        Closed – not implemented; Closed (duplicate of 3.2); Closed as superseded; N/A - superseded; Merged with 2.1; Subsumed into 2.1;
        Incorporated into Rec 4; Overtaken by events; Superceded by 3.1;
        Superseded by recommendation 4; Withdrawn/closed; Tynnwyd yn ôl""",
}
CASES = [
    (word.strip(), group) for group, words in MEANT.items() for word in words.strip().split(";")
]


@pytest.mark.parametrize(("text", "group"), CASES)
def test_a_status_of_which_every_word_is_known_means_its_group(text: str, group: str) -> None:
    reading = read_status(text)
    assert (reading.group, reading.completed_on) == (group, None)


ASKED = """
    Complete, evidence outstanding; Complete (TBC); Complete (to be confirmed); Complete?; Complete…;
    Complete – 3 of 5 sites; Complete in 3 of 5 areas; Complete 90%; Complete (90%); Complete: 60%; Complete at two sites;
    Signed off subject to funding; Complete/Ongoing; Complete, ongoing; Complete – in progress; Complete/Not complete;
    Verified incomplete; Closed unresolved; Closed in error; Discharged in part; Phase 1 complete; Complete: No;
    Complete bar training; Complete, except for 3.2; Complete but not embedded; Complete | Not embedded;
    Complete for 2015/16; Complete – no evidence; Complete but; Completed and; Complete*; Training complete;
    Training complete, policy outstanding; Overdue – complete; Finished (see 3.2 – not started);
    Completed – reopened; Closed 12/03/2016, reopened 01/04/2016; Closed – failed HMIC check;
    Complete – rejected by HMICFRS; Superseded by 4.2 – complete; Complete – superseded; Red – complete;
    Completed by 30/06/2016; Complete by March; Closed at board 14/13/2016; Completed 12/03/2016 14/03/2016;
    Compleeted; Complet; Verifed; Withdrwan; Not competed; Partialy complete; No longer outstanding;
    False positive; Not a bug; Works as designed; Closed – false alarm; No fault found;
    Accepted; Risk accepted; Closed – risk accepted; Tolerated; Approved; Reviewed; Mitigated; Confirmed; Transferred to BAU; Handed over;
    [ ] Complete; ☐ Complete; [ ] Open [ ] Complete; N/A; Not applicable; TBC; None; ?; –; ✓; ❌; P; ü; 7; Phase 2; Work to complete the review continues;
    ☒ Open ☒ Closed; ☐ Complete; Yes; No; TRUE; 110%; Complete – date not known; Completed by proxy"""


@pytest.mark.parametrize("text", [word.strip() for word in ASKED.split(";")])
def test_a_status_with_a_word_that_is_not_accounted_for_is_asked_about(text: str) -> None:
    reading = read_status(text)
    assert (reading.group, reading.how) == (None, "unknown")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Completed 12/03/2016", date(2016, 3, 12)),
        ("Completed: 12 March 2016", date(2016, 3, 12)),
        ("Closed (12.03.16)", date(2016, 3, 12)),
        ("Complete - 2016-03-12", date(2016, 3, 12)),
        ("12-Mar-2016: complete", date(2016, 3, 12)),
        ("Completed late – Jan 2016", date(2016, 1, 31)),
        ("Implemented wef 01/06/2016", date(2016, 6, 1)),
        ("Complete, go-live 01/06/2016", date(2016, 6, 1)),
        ("Closed by Strategic Governance Board 14 January 2016", date(2016, 1, 14)),
        ("Completed 12/03/2016, verified 01/04/2016", date(2016, 3, 12)),
        ("Complete – Q4 2015/16", date(2016, 3, 31)),
    ],
)
def test_a_completion_told_with_its_date_has_that_date(text: str, day: date) -> None:
    reading = read_status(text)
    assert reading.group in DONE
    assert reading.completed_on == day


def test_a_date_of_a_month_first_plan_is_read_month_first() -> None:
    assert read_status("Completed 03/12/2016", day_first=False).completed_on == date(2016, 3, 12)


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Ongoing. Policy drafted and with legal", "in_progress"),
        ("In progress – phase 1 completed, phase 2 with the supplier", "in_progress"),
        ("Not started: awaiting the budget", "not_started"),
        ("Training in progress", "in_progress"),
    ],
)
def test_an_open_status_that_goes_on_in_other_words_is_open_and_said(text: str, group: str) -> None:
    assert (read_status(text).group, read_status(text).how) == (group, "more")


@pytest.mark.parametrize(
    "text", ["Green", "AMBER", "red", "Blue", "G", "Red/Amber", "🟢", "RAG: Green"]
)
def test_a_colour_alone_is_in_progress_and_said_to_be_a_colour(text: str) -> None:
    reading = read_status(text)
    assert (reading.group, reading.how) == ("in_progress", "colour")


def test_yes_and_no_mean_something_only_where_the_heading_asks() -> None:
    for text, group in (("Yes", "complete"), ("No", "in_progress"), ("✓", "complete")):
        assert read_status(text).how == "unknown"
        assert read_status(text, yes_no=True).group == group
    assert read_status("Yes – 12/03/2016", yes_no=True).completed_on == date(2016, 3, 12)
    assert read_status("Yes, but evidence outstanding", yes_no=True).how == "unknown"
    assert read_status("Partial", yes_no=True).group == "in_progress"


def test_every_word_of_the_table_is_read_as_the_group_it_stands_under() -> None:
    assert set(WORDS) == {*STATUS_GROUPS, "asked", "over"} - {"unknown"}
    for group, words in WORDS.items():
        for word in words.split(";"):
            reading = read_status(word)
            assert (reading.group or reading.groups[0]) == group, word.strip()


KNOWN = frozenset(part for text, _ in CASES for part in normal(text).split()) | frozenset(
    part for words in WORDS.values() for part in normal(words.replace(";", " ")).split()
)
CLAIMS = [text for text, group in CASES if group in (*DONE, "withdrawn")]


@given(
    st.sampled_from(CLAIMS),
    st.text("bcdfghjklmnpqrstvwxz", min_size=4, max_size=9),
    st.integers(0, 9),
    st.sampled_from([" ", " – ", ", ", " (", "/", ": "]),
)
def test_an_unknown_word_before_between_or_after_leaves_nothing_claimed(
    text: str, word: str, place: int, gap: str
) -> None:
    assume(word not in KNOWN)
    parts = text.split()
    place %= len(parts) + 1
    told = " ".join(filter(None, (" ".join(parts[:place]), word + gap.strip(), *parts[place:])))
    after = f"{text}{gap}{word}"
    for each in (told, after):
        if not re.search(r"☐|\[ \]| DI ", each):  # a box not ticked; a surname
            assert read_status(each).group not in (*DONE, "withdrawn"), each


@pytest.mark.parametrize(
    "text", ["Open – completed Q1", "Open: closed at 3 of 5", "In progress, complete in the north"]
)
def test_a_status_that_begins_open_stays_open_whatever_it_says_is_complete(text: str) -> None:
    assert read_status(text).group in ("in_progress", None)


@pytest.mark.parametrize("text", ["Production-ready", "Ready for launch", "Launch ready"])
def test_ready_for_something_that_is_not_known_is_asked_about(text: str) -> None:
    assert read_status(text).how == "unknown"
    assert read_status("Ready").group == read_status("Ready to start").group == "not_started"


@pytest.mark.parametrize(
    ("text", "group"),
    [
        (":white_check_mark: DONE", "complete"),
        ("✅ **COMPLETE**", "complete"),
        ("**Done** (12/03/2016)", "complete"),
        (":red_circle: Not started", "not_started"),
        (":yellow_circle: SKIP", None),
        ("**Done** in part", None),
        ("Complete**", None),
    ],
)
def test_marks_and_bold_letters_of_chat_programs_say_no_more_than_their_words(
    text: str, group: str | None
) -> None:
    read = read_status(text)
    assert (read.group if read.how != "unknown" else None) == group


@pytest.mark.parametrize(
    "rest",
    [
        "3 of 5 sites",
        "80%",
        "more work required",
        "target March 2027",
        "reopened in March",
        "but not all",
        "risk accepted",
    ],
)
def test_what_may_contradict_a_completion_does_not_begin_with_one(rest: str) -> None:
    assert begins_done("Complete – policy published") == "complete"
    assert begins_done(f"Complete – {rest}") == ""


@pytest.mark.parametrize(
    "text", [";#Complete;#", "Complete&nbsp;", "<div><p>Complete&nbsp;</p></div>"]
)
def test_what_web_pages_leave_beside_a_status_says_nothing(text: str) -> None:
    assert read_status(text).group == "complete"


def test_a_number_or_a_word_left_by_a_web_page_is_accounted_for() -> None:
    for text in ("Complete;#3", "<p>Complete</p> <p>but for 2</p>"):
        assert read_status(text).how == "unknown"

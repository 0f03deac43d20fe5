"""Status words and the groups they mean."""

import pytest

from tracker.fields import STATUS_GROUPS
from tracker.reading.statuses import WORDS, only_colours, read_status


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("Not started", "not_started"),
        ("Awaiting allocation", "not_started"),
        ("Planned", "not_started"),
        ("In progress", "in_progress"),
        ("IN-PROGRESS", "in_progress"),
        ("Being progressed", "in_progress"),
        ("Off track", "in_progress"),
        ("On track", "in_progress"),
        ("Outstanding", "in_progress"),
        ("Partly implemented", "in_progress"),
        ("Not complete", "in_progress"),
        ("Incomplete", "in_progress"),
        ("Open", "in_progress"),
        ("Pending sign-off", "awaiting_sign_off"),
        ("Awaiting review", "awaiting_sign_off"),
        ("Complete, awaiting HMIC sign-off", "awaiting_sign_off"),
        ("Complete subject to peer review", "awaiting_sign_off"),
        ("Complete", "complete"),
        ("  complete\xa0", "complete"),
        ("Completed 12/01/2016", "complete"),
        ("Implemented", "complete"),
        ("Closed", "complete"),
        ("3. Complete", "complete"),
        ("Complete – verified by HMIC", "confirmed"),
        ("Discharged", "confirmed"),
        ("Signed off", "confirmed"),
        ("Superseded", "withdrawn"),
        ("Superseded by recommendation 4", "withdrawn"),
        ("Not adopted", "withdrawn"),
        ("No further action needed", "withdrawn"),
        ("Closed - not implemented", "withdrawn"),
        ("Closed (duplicate of 3.2)", "withdrawn"),
    ],
)
def test_a_status_word_means_its_group(text: str, group: str) -> None:
    assert read_status(text).group == group


@pytest.mark.parametrize(
    "text",
    [
        "Complete: No",
        "Completed - reopened",
        "Closed - failed HMIC check",
        "Complete: 60%",
        "Complete - rejected by HMICFRS",
    ],
)
def test_a_completion_that_is_denied_is_asked_about(text: str) -> None:
    assert read_status(text).how == "unknown"


@pytest.mark.parametrize(
    "text", ["Accepted", "Embedded", "Phase 2", "Work to complete the review continues", "7"]
)
def test_a_word_that_is_not_known_is_asked_about(text: str) -> None:
    reading = read_status(text)
    assert (reading.group, reading.how) == (None, "unknown")


@pytest.mark.parametrize("text", ["Green", "AMBER", "red", "Blue", "G", "Red/Amber"])
def test_a_colour_alone_is_in_progress_and_said_to_be_a_colour(text: str) -> None:
    reading = read_status(text)
    assert (reading.group, reading.how) == ("in_progress", "colour")


def test_a_slip_of_the_keyboard_is_read_and_said() -> None:
    assert (read_status("Compleeted").group, read_status("Compleeted").how) == ("complete", "typo")
    assert read_status("In progess").group == "in_progress"


@pytest.mark.parametrize("text", ["Uncompleted", "Not competed", "Partialy complete"])
def test_likeness_never_turns_an_open_status_into_a_complete_one(text: str) -> None:
    assert read_status(text).group not in ("complete", "confirmed")


@pytest.mark.parametrize(
    ("text", "group"), [("100%", "complete"), ("60%", "in_progress"), ("0%", "not_started")]
)
def test_a_percentage_as_a_status_is_read_as_one(text: str, group: str) -> None:
    assert read_status(text).group == group


def test_yes_and_no_mean_something_only_where_the_heading_asks() -> None:
    assert read_status("Yes").how == "unknown"
    assert read_status("Yes", yes_no=True).group == "complete"
    assert read_status("No", yes_no=True).group == "in_progress"


def test_every_word_of_the_table_is_read_as_the_group_it_stands_under() -> None:
    assert set(WORDS) == set(STATUS_GROUPS) - {"unknown"}
    for group, words in WORDS.items():
        for word in words.split(";"):
            assert read_status(word).group == group, word.strip()


def test_a_column_of_colours_is_recognised() -> None:
    assert only_colours(["Green", "Amber"])
    assert not only_colours(["Green", "Complete"])
    assert not only_colours([])


def test_not_applicable_is_withdrawn_and_said() -> None:
    for text in ("N/A", "Not applicable"):
        assert (read_status(text).group, read_status(text).how) == ("withdrawn", "doubtful")

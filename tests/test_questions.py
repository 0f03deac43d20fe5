"""Open questions: which are asked, in which order, and the range that they give a figure."""

from tracker import Choice, Choices, PlanError, Question
from tracker.questions import MOST_QUESTIONS, effects, how_many, ranges, weigh
from tracker.reading.choices import QuestionKind, options_of

NOW = {
    "actions": 20,
    "withdrawn": 0,
    "completed": 5,
    "overdue": 9,
    "on_time_rate": None,
    "median_slippage_days": 60.0,
}


def question(word: str, groups: list[str], cells: int = 1) -> Question:
    stays = Choice("Open, as now", {}, stands=True)
    answers = [Choice(group, {"statuses": {word: group}}) for group in groups]
    return Question(
        QuestionKind.STATUS_WORD,
        f"What does “{word}” mean?",
        "Plan",
        tuple(f"F{row}" for row in range(2, 2 + cells)),
        (stays, *answers),
    )


def reading(**more_completed: int):
    """A plan of which each word, read as complete, completes so many actions more."""

    def read(choices: Choices):
        extra = sum(
            more_completed.get(word, 0)
            for word, group in choices.statuses.items()
            if group == "complete"
        )
        return {**NOW, "completed": 5 + extra, "overdue": 9 - extra}

    return read


def test_a_question_whose_answers_change_no_headline_figure_is_not_asked() -> None:
    asked = weigh([question("Embedded", ["complete"])], Choices(), NOW, reading(Embedded=0))
    assert asked == ()


def test_an_answer_that_only_withdraws_is_asked_about_as_the_rate_is_of_the_others() -> None:
    def read(choices: Choices):
        return {**NOW, "withdrawn": len(choices.statuses)}

    asked = weigh([question("N/A", ["withdrawn"])], Choices(), NOW, read)
    assert [effects(each) for each in asked] == [["0 withdrawn", "1 withdrawn"]]


def test_the_weightiest_question_is_asked_first_and_seven_at_most() -> None:
    words = {f"Word{number}": number for number in range(1, 10)}
    asked = weigh(
        [question(word, ["complete"]) for word in words], Choices(), NOW, reading(**words)
    )
    assert len(asked) == MOST_QUESTIONS
    assert "Word9" in asked[0].question.asks
    assert [each.figures[1]["completed"] for each in asked] == [14, 13, 12, 11, 10, 9, 8]


def test_of_a_large_plan_what_concerns_all_of_it_is_weighed_before_words_of_many_cells() -> None:
    column = Question(
        QuestionKind.ORIGINAL_COLUMN,
        "Which column is the original timescale?",
        "Plan",
        ("E", "F"),
        (Choice("E", {}, stands=True), Choice("F", {"columns": {"original_due": "F"}})),
    )

    def read(choices: Choices):
        return {**NOW, "overdue": 3} if choices.columns else reading(Word=4)(choices)

    every = [question("Word", ["complete"], cells=9), column]
    assert len(weigh(every, Choices(), NOW, read, actions=100_000)) == 2
    (asked,) = weigh(every, Choices(), NOW, read, actions=150_000)
    assert asked.question is not every[0]
    assert asked.question.asks == column.asks


def test_each_answer_is_told_by_the_figures_that_differ() -> None:
    (asked,) = weigh([question("Word", ["complete"])], Choices(), NOW, reading(Word=4))
    assert effects(asked) == ["5 complete, 9 overdue", "9 complete, 5 overdue"]
    assert how_many([asked]) == "1 question could change these figures"


def test_each_choice_foretells_what_reading_with_it_gives() -> None:
    read = reading(Embedded=3)
    (asked,) = weigh([question("Embedded", ["complete", "withdrawn"])], Choices(), NOW, read)
    assert [figures["completed"] for figures in asked.figures] == [5, 8, 5]
    for choice, foretold in zip(asked.question.choices, asked.figures, strict=True):
        assert dict(read(Choices().with_change(choice.change))) == foretold


def test_what_is_known_under_one_answer_alone_is_asked_about() -> None:
    def read(choices: Choices):
        return {**NOW, "on_time_rate": 0.5 if choices.published else None}

    published = Question(
        QuestionKind.PUBLISHED,
        "When was the report published?",
        "Plan",
        ("E2",),
        (Choice("Not known", {}, stands=True), Choice("2 July 2015", {"published": "2015-07-02"})),
    )
    (asked,) = weigh([published], Choices(), NOW, read)
    assert ranges(NOW, [asked])["on_time_rate"] == (0.5, 0.5)
    assert ranges(NOW, [asked])["completed"] == (5, 5)


def test_a_choice_with_which_the_plan_cannot_be_read_is_not_offered() -> None:
    def read(choices: Choices):
        if choices.statuses.get("Embedded") == "withdrawn":
            raise PlanError("No.")
        return reading(Embedded=1)(choices)

    (asked,) = weigh([question("Embedded", ["complete", "withdrawn"])], Choices(), NOW, read)
    assert [choice.says for choice in asked.question.choices] == ["Open, as now", "complete"]


def test_the_range_is_of_one_answer_at_a_time() -> None:
    asked = weigh(
        [question("Embedded", ["complete"]), question("Parked", ["complete"])],
        Choices(),
        NOW,
        reading(Embedded=2, Parked=1),
    )
    assert ranges(NOW, asked)["completed"] == (5, 7)
    assert ranges(NOW, asked)["overdue"] == (7, 9)
    assert ranges(NOW, [])["median_slippage_days"] == (60.0, 60.0)


def test_every_kind_of_choice_has_its_option() -> None:
    assert options_of({"columns": {"original_due": "HMIC timescale"}}) == [
        "--map",
        "original_due=HMIC timescale",
    ]
    assert options_of({"statuses": {"Embedded": "complete"}}) == ["--status", "Embedded=complete"]
    assert options_of({"percent": {"Done": True}}) == ["--percent", "Done=yes"]
    assert options_of({"day_first": False}) == ["--month-first"]
    assert options_of({"tabs": "parts"}) == ["--tabs", "parts"]
    assert options_of({"second_table": "leave"}) == ["--second-table", "leave"]
    assert options_of({"sheets": ("April", "May")}) == ["--sheet", "April", "--sheet", "May"]


def test_an_answer_is_added_to_the_choices_that_stand() -> None:
    said = Choices(statuses={"Embedded": "complete"}, tabs="parts")
    changed = said.with_change({"statuses": {"Parked": "in_progress"}, "tabs": "versions"})
    assert changed == Choices(
        statuses={"Embedded": "complete", "Parked": "in_progress"}, tabs="versions"
    )

"""A catalogue of recommendations: reading it, and holding a plan against it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from tracker.book import PlanError
from tracker.fields import actions_frame
from tracker.inspection_catalogue import COLUMNS, apply_catalogue, read_catalogue
from tracker.reading.findings import Finding, Severity
from tracker.reading.plan import Plan
from tracker.reading.source import Source
from tracker.recommendation_numbers import recommendation_key

SHIPPED = Path(__file__).parents[1] / "sample_data" / "hmic_building_the_picture.csv"
HEADER = "number,addressed_to,timescale,original_due,summary,checked\n"
CATALOGUE = (
    HEADER
    + "4,Chief constables,By 30 November 2015,2015-11-30,Link records,summary\n"
    + "5,Chief constables,By 30 November 2015,2015-11-30,Scrutinise audits,verified\n"
    + "6,Chief constables,Immediately,2015-07-02,Review records,summary\n"
).encode()


def plan_of(rows: list[dict[str, object]]) -> Plan:
    """A plan of these actions, each numbered with its row in the sheet from 5."""
    known = pd.DataFrame(rows, dtype="object")
    actions = actions_frame(
        {
            **{name: known[name] for name in known},
            "sheet": "Appendix A",
            "row": range(5, 5 + len(rows)),
        }
    )
    return Plan(
        actions=actions,
        original=known,
        columns={},
        findings=(),
        as_at=date(2016, 4, 30),
        source=Source(
            file="plan.xlsx",
            sheets=("Appendix A",),
            header_row=4,
            rows=len(rows),
            letters={("Appendix A", 1): {"original_due": "F"}},
        ),
    )


def action(recommendation: str | None, due: str | None, **others: object) -> dict[str, object]:
    return {
        "recommendation": recommendation,
        "original_due": pd.Timestamp(due) if due else pd.NaT,
        **others,
    }


def differences(plan: Plan) -> list[Finding]:
    return list(apply_catalogue(plan, read_catalogue(CATALOGUE)).findings)


def test_the_shipped_catalogue_lists_ten_recommendations_one_of_them_verified() -> None:
    catalogue = read_catalogue(SHIPPED)

    assert tuple(catalogue.columns) == COLUMNS
    assert list(catalogue["number"]) == [str(number) for number in range(1, 11)]
    assert list(catalogue.loc[catalogue["checked"] == "verified", "number"]) == ["5"]
    assert catalogue["original_due"].dtype == "datetime64[s]"
    immediately = catalogue[catalogue["timescale"] == "Immediately"]
    assert list(immediately["number"]) == ["6", "7"]
    assert set(immediately["original_due"]) == {pd.Timestamp("2015-07-02")}


def test_the_shipped_catalogue_reads_the_same_from_bytes() -> None:
    pd.testing.assert_frame_equal(read_catalogue(SHIPPED.read_bytes()), read_catalogue(SHIPPED))


def test_a_catalogue_that_excel_has_saved_again_reads() -> None:
    # Excel turns the dates round, adds a byte-order mark and an empty row, and moves nothing.
    data = (
        HEADER + "5,Chief constables,,30/11/2015,Scrutinise audits,verified\r\n,,,,,\r\n"
    ).encode("utf-8-sig")

    catalogue = read_catalogue(data)

    assert list(catalogue["original_due"]) == [pd.Timestamp("2015-11-30")]
    assert list(catalogue["timescale"]) == [None]


def test_a_recommendation_without_a_date_reads() -> None:
    catalogue = read_catalogue((HEADER + "1,College,,,Amend the APP,summary\n").encode())

    assert catalogue["original_due"].isna().tolist() == [True]


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "does not name number, addressed_to, timescale, original_due, summary, checked"),
        (b"Ref,Action\n1,Train staff\n", "This is not a catalogue of recommendations"),
        (b"PK\x03\x04\x00\x00", "not a small CSV file"),
        (HEADER.encode(), "names no recommendation"),
        ((HEADER + "1,,,soon,,\n").encode(), "Row 2 of the catalogue gives “soon”"),
        ((HEADER + ",College,,2015-11-30,,\n").encode(), "Row 2 of the catalogue has no number"),
        ((HEADER + "5,,,,,\nRec 5,,,,,\n").encode(), "recommendation Rec 5 more than once"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(PlanError) as refusal:
        read_catalogue(data)

    assert says in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_a_catalogue_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="could not be opened"):
        read_catalogue(tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("5", "5"),
        ("5.", "5"),
        (" Recommendation 5", "5"),
        ("Rec 5", "5"),
        ("Rec. 5", "5"),
        ("REC5", "5"),
        ("R5", "5"),
        ("Recommendation No. 5", "5"),
        ("5 – Scrutinise audits", "5"),
        ("5: Scrutinise audits", "5"),
        ("Recommendation 10: departures", "10"),
        ("5.2", "5.2"),
        ("5a", "5a"),
        ("2023-04.1", "2023-04.1"),
        ("Rec 2023-04.2 – Train staff", "2023-04.2"),
        ("24/25.1", "24/25.1"),
        ("5 - 2 audits a year", "5"),
        ("FS1", "fs1"),
        ("Staff  training", "staff training"),
        (None, None),
    ],
)
def test_a_recommendation_is_known_by_its_number_however_it_is_written(
    written: str | None, number: str | None
) -> None:
    assert recommendation_key(written) == number


def test_the_catalogue_sets_the_recommendations_own_timescale_and_nothing_else() -> None:
    plan = plan_of(
        [
            action("Rec 5", "2015-11-30"),
            action("FS1", "2016-03-31"),
            action(None, "2016-03-31"),
            action("R6", None),
        ]
    )

    applied = apply_catalogue(plan, read_catalogue(CATALOGUE))

    due = applied.actions["recommendation_due"]
    assert due.dtype == "datetime64[s]"
    assert due[0] == pd.Timestamp("2015-11-30")
    assert due[1:3].isna().all()
    assert due[3] == pd.Timestamp("2015-07-02")
    pd.testing.assert_frame_equal(
        applied.actions.drop(columns="recommendation_due"),
        plan.actions.drop(columns="recommendation_due"),
    )
    assert plan.actions["recommendation_due"].isna().all()
    assert applied.findings == ()


def test_a_later_date_than_the_catalogues_is_a_finding_that_names_both_and_the_cell() -> None:
    plan = plan_of(
        [
            action("5", "2015-11-30", reference="5.1"),
            action("5", "2016-03-31", reference="5.2", original_due_text="By 31 March 2016"),
        ]
    )

    (finding,) = differences(plan)

    assert finding.severity == "warning"
    assert finding.field == "original_due"
    assert (finding.sheet, finding.cell) == ("Appendix A", "F6")
    assert finding.value == "By 31 March 2016"
    assert finding.problem.startswith(
        "The plan says 31 March 2016 (action 5.2); "
        "HMIC's timescale for recommendation 5 was 30 November 2015."
    )
    assert "not verified" not in finding.problem


def test_a_row_of_the_catalogue_that_was_not_verified_is_said_to_be_so() -> None:
    (finding,) = differences(plan_of([action("4", "2016-02-29", reference="4.2")]))

    assert "not verified against the inspectorate's register" in finding.problem


def test_an_action_due_earlier_than_its_recommendation_is_no_finding() -> None:
    assert differences(plan_of([action("5", "2015-09-30"), action("5", "2015-11-30")])) == []


def test_a_recommendation_all_of_whose_actions_are_due_earlier_is_a_finding() -> None:
    (finding,) = differences(plan_of([action("5", "2015-09-30", action="Report audits")]))

    assert finding.value == "30 September 2015"
    assert "“Report audits”" in finding.problem


def test_a_timescale_that_the_plan_gives_for_the_recommendation_is_the_one_compared() -> None:
    stated = pd.Timestamp("2016-01-31")
    plan = plan_of([action("5", "2015-11-30", recommendation_due=stated)])

    (finding,) = differences(plan)
    applied = apply_catalogue(plan, read_catalogue(CATALOGUE))

    assert finding.field == "recommendation_due"
    assert finding.value == "31 January 2016"
    assert "measured from the plan's own" in finding.problem
    assert applied.actions["recommendation_due"][0] == stated


def test_a_recommendation_whose_actions_have_no_date_is_no_finding() -> None:
    assert differences(plan_of([action("5", None)])) == []


def test_what_the_catalogue_finds_stands_among_the_plans_findings_by_severity() -> None:
    def finding(severity: Severity) -> Finding:
        return Finding(severity, "Appendix A", "A1", "action", "", "…", "…")

    plan = plan_of([action("4", "2016-02-29")])
    plan = replace(plan, findings=(finding("error"), finding("note")))

    assert [f.severity for f in differences(plan)] == ["error", "warning", "note"]


def test_a_catalogue_of_another_inspection_is_noticed() -> None:
    (finding,) = differences(plan_of([action("FS1", "2016-03-31")]))

    assert "same inspection" in finding.problem


def test_a_plan_without_actions_takes_a_catalogue() -> None:
    empty = plan_of([action("5", None)])
    empty = replace(empty, actions=empty.actions.iloc[:0])

    assert len(apply_catalogue(empty, read_catalogue(CATALOGUE)).actions) == 0

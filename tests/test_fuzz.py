"""Whatever bytes come in, what goes out is a Plan or a PlanError: nothing else, and in time."""

from __future__ import annotations

import io
import zipfile
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.plans import plan
from tracker import Plan, PlanError, read_plan

WORKBOOK = plan(
    ["1", "Audit the archive", "Records", date(2015, 11, 30), "Open"],
    ["2", "Train officers", "Learning", "By 31 March 2016", "Complete"],
    headings=["Ref", "Action", "Lead", "HMIC timescale", "Status"],
)
PARTS = {
    name: zipfile.ZipFile(io.BytesIO(WORKBOOK)).read(name)
    for name in zipfile.ZipFile(io.BytesIO(WORKBOOK)).namelist()
}
PIECES = (
    b"<", b">", b"&", b'"', b"\x00", b"\xff\xfe", b"&#0;", b"<!DOCTYPE x>", b"]]>",
    b"<v>1e999</v>",
    b'<c r="XFD1048576"><v>1</v></c>', b'<row r="1048577">', b't="e"', b't="s"', b"-1", b"9" * 40,
    b"<f>HYPERLINK(1)</f>", b'<!ENTITY a SYSTEM "file:///etc/passwd">', b"",
)  # fmt: skip

edits = st.lists(
    st.tuples(
        st.sampled_from(sorted(PARTS)),
        st.floats(0, 1, exclude_max=True),
        st.integers(0, 40),
        st.sampled_from(PIECES) | st.binary(max_size=8),
    ),
    min_size=1,
    max_size=3,
)


def is_read_or_refused(data: bytes, name: str) -> None:
    try:
        read = read_plan(data, name=name)
    except PlanError as error:
        read, refusal = None, str(error)
    if read is None:
        assert refusal.strip()
        assert "\n" not in refusal
    else:
        assert isinstance(read, Plan)
        assert len(read.actions) == len(read.original)


@settings(max_examples=300)
@given(edits)
@example([("xl/workbook.xml", 0.5, 0, b"")])
def test_a_workbook_with_a_part_spoilt_is_read_or_refused(made):
    parts = dict(PARTS)
    for name, where, dropped, piece in made:
        part = parts[name]
        at = int(where * len(part))
        parts[name] = part[:at] + piece + part[at + dropped :]
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as book:
        for name, part in parts.items():
            book.writestr(name, part)
    is_read_or_refused(buffer.getvalue(), "plan.xlsx")


@settings(max_examples=150)
@given(st.floats(0, 1, exclude_max=True), st.integers(0, 400), st.binary(max_size=8))
def test_a_file_cut_or_overwritten_anywhere_is_read_or_refused(where, dropped, piece):
    at = int(where * len(WORKBOOK))
    is_read_or_refused(WORKBOOK[:at] + piece + WORKBOOK[at + dropped :], "plan.xlsx")


@settings(max_examples=200)
@given(
    st.lists(st.sampled_from([b"Ref,Action,Status,Due\n", b'"', b",", b"\r", b"\n", b"\x00", b"1"])
             | st.binary(max_size=12), max_size=12).map(b"".join),
    st.sampled_from(["plan.csv", "plan.xls", "plan.docx", "plan.ods", "plan.xlsb", "plan"]),
)  # fmt: skip
def test_any_bytes_under_any_name_are_read_or_refused(data, name):
    is_read_or_refused(data, name)

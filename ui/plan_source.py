"""The plan in use: the browser's own upload, else the illustrative sample."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

import streamlit as st

from tracker import Choices, Plan, PlanError, read_plan, sample
from tracker.access import AuditError, NotAllowed
from tracker.book import MAX_FILE_BYTES, Book, open_book
from tracker.inspection_catalogue import apply_catalogue, read_catalogue
from tracker.own_downloads import FOLDER as SAMPLE_FOLDER
from tracker.reading.findings import NoTable
from ui import identity, recorded_plans
from ui.failures import outline
from ui.held_uploads import DRAFTS, UPLOADS, StoreFull, Upload
from ui.markdown_escape import escaped
from ui.session import OfPlan, let_go, session

if TYPE_CHECKING:
    import pandas as pd

    from tracker.timeline import Position, Recorded
    from ui.timelines import OverTime

FILE_TYPES = ["xlsx", "xlsm", "xls", "xlsb", "ods", "csv", "tsv", "docx", "html"]
CATALOGUE = SAMPLE_FOLDER / "hmic_building_the_picture.csv"

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class PlanInUse:
    """A plan with what tells it from others: ``id`` changes whenever it is read anew.

    ``kind`` is where it is from, and ``recorded`` what the history says of a recorded one.
    ``file`` tells its file, however it is read; ``content`` gives the file's bytes, ``book`` the
    file as opened. ``version_of`` is the recorded plan that its user says it is a version of, empty
    where of none, ``None`` where they have not said. ``over`` is what is known of it over time.
    ``whole`` is the plan with the rows that are withheld from who looks at it, where some are.
    """

    id: str
    name: str
    plan: Plan
    kind: Literal["sample", "upload", "recorded"]
    file: str
    content: Callable[[], bytes]
    book: Callable[[], Book]
    mapping: Choices = field(default_factory=Choices)
    catalogue: bool = False
    remembered: bool = False
    whole: Plan | None = None
    recorded: Recorded | None = None
    version_of: str | None = None
    over: OverTime | None = None

    @property
    def is_sample(self) -> bool:
        """Whether it is the illustrative sample, which is everybody's."""
        return self.kind == "sample"

    @property
    def is_upload(self) -> bool:
        """Whether it is the browser's own upload, which can be read otherwise and recorded."""
        return self.kind == "upload"

    @property
    def whole_plan(self) -> Plan:
        """All of the plan, whatever is shown of it."""
        return self.whole or self.plan

    @property
    def is_public(self) -> bool:
        """Whether only what may be published is shown."""
        return self.plan.withheld is not None


@dataclass(frozen=True)
class OtherPlan:
    """A file that the plan in use is compared with; ``key`` tells it from the one before."""

    key: str
    position: Position


@dataclass(frozen=True)
class Refusal:
    """A file that could not be read, and the sentence that says why.

    ``can_be_mapped`` is whether its user can say where the plan stands in it.
    """

    name: str
    sentence: str
    can_be_mapped: bool = False


def browser() -> str:
    """What an upload is kept under: this browser, and whoever is signed in there."""
    return f"{session().browser} {identity.current().name}".strip()


def plan_in_use() -> PlanInUse:
    """The browser's own plan if it has one, else the sample in the version chosen."""
    upload = UPLOADS.get(browser())
    if upload is not None:
        session().uploaded, session().gone = upload.id, False
        return PlanInUse(
            upload.id,
            upload.name,
            upload.plan,
            kind="upload",
            file=upload.sha256,
            content=lambda: upload.content,
            book=lambda: upload.book,
            mapping=upload.mapping,
            catalogue=upload.catalogue,
            remembered=upload.remembered,
            version_of=upload.version_of,
        )
    if session().uploaded is not None:
        session().plan, session().uploaded, session().gone = OfPlan(), None, True
    return _sample_in_use()


def offer_upload(when_read: Callable[[], None]) -> None:
    """The uploader. A file that is read takes the place of the plan in use; another is refused.

    ``when_read`` is called where one was read, before the page is drawn with it.
    """
    if not identity.current().may("upload"):
        st.caption("You can look at what is recorded: see *Records*. A manager uploads plans.")
        return
    file = st.file_uploader(
        "Upload your action plan",
        type=FILE_TYPES,
        key=session().turn("upload"),
        max_upload_size=MAX_FILE_BYTES // 1024**2,
        help="The latest version of your spreadsheet, as it is. It stays in this server's memory, "
        "for this browser only, until you choose *Forget my plan* or do not use it for two hours.",
    )
    if file is None:
        return
    UPLOADS.put_away(browser())
    with st.spinner(f"Reading {escaped(file.name)} …"):
        opened = read(file.name, file.getvalue())
    if isinstance(opened, Refusal):
        session().refusal = opened
    else:
        session().refusal, session().gone, session().page = None, False, None  # the bar folds up
        when_read()
    session().next_turn("upload")  # an empty uploader, ready for the next file
    st.rerun()


def waiting() -> Upload | None:
    """The file of this browser in which no plan was found yet."""
    return UPLOADS.waiting(browser())


def put_refusal_away() -> None:
    """The user has read why the file was refused, and leaves it."""
    session().refusal = None
    UPLOADS.put_away(browser())


@st.dialog("Forget my plan?")
def confirm_forgetting(name: str) -> None:
    """Ask, then drop the upload and show the sample again."""
    st.text(name)
    st.write(
        "The plan is removed from this server's memory, in every tab of this browser. "
        "Your own file is not touched; you can upload it again."
    )
    with st.container(horizontal=True):
        forget = st.button("Forget it", type="primary", on_click=forget_everything)
        keep = st.button("Keep it")
    if forget or keep:
        st.rerun()


def forget_everything() -> None:
    """Drop all that is held for this browser, in every tab of it."""
    UPLOADS.forget(browser())
    DRAFTS.forget(browser())
    here = session()
    here.plan, here.uploaded, here.gone, here.refusal = OfPlan(), None, False, None
    let_go(UPLOADS.holds)


def read(name: str, content: bytes) -> Upload | Refusal:
    """Open a file, once, and keep its plan; what was kept stays where that fails.

    A file in which no plan was found is kept beside it, so that its user can say where it stands.
    """
    try:
        identity.current().must("upload")
        identity.check_noting()
        book = open_book(content, name)
        opened = read_again(content, book, Choices(), as_remembered=True)
        if isinstance(opened, Upload) or opened.can_be_mapped:
            plan = opened.plan if isinstance(opened, Upload) else None
            actions = None if plan is None else len(plan.actions)
            facts = {"file_name": name, "sha256": book.sha256, "actions": actions}
            identity.note("uploaded", facts)
    except Exception as error:
        return _refused(name, error)
    return opened


def read_again(
    content: bytes,
    book: Book,
    choices: Choices,
    catalogue: bool = False,
    *,
    as_remembered: bool = False,
) -> Upload | Refusal:
    """Read an open file as its user says, and keep that plan in place of what was kept.

    Where they said nothing but where it stands, what was remembered for a file with the same
    headings holds too, if it is to be read ``as_remembered``.
    """
    keep = functools.partial(UPLOADS.put, browser(), content=content, book=book)
    try:
        identity.current().must("upload")
        try:
            plan = plan_of(book, choices, catalogue)
        except NoTable as error:
            keep(plan=None, mapping=choices)
            return Refusal(book.name, str(error), can_be_mapped=True)
        again = _as_remembered(book, choices, plan, catalogue) if as_remembered else None
        return keep(
            plan=again or plan,
            mapping=(again or plan).choices,
            catalogue=catalogue,
            remembered=again is not None,
        )
    except Exception as error:
        return _refused(book.name, error)


def plan_of(book: Book, choices: Choices, catalogue: bool) -> Plan:
    """A file's plan read with these choices, beside the inspection's own list where that is said.

    Raises :class:`PlanError`.
    """
    plan = read_plan(book, choices)
    return apply_catalogue(plan, own_catalogue()) if catalogue else plan


@functools.cache
def own_catalogue() -> pd.DataFrame:
    """The recommendations of the inspection whose list comes with the tracker."""
    return read_catalogue(CATALOGUE)


def tab(in_use: PlanInUse, sheet: str) -> tuple[Plan, Choices]:
    """Another tab of the plan's workbook, read as the plan is, and how that is said."""
    choices = replace(in_use.mapping, sheets=(sheet,), header_row=None)
    return plan_of(in_use.book(), choices, in_use.catalogue), choices


def as_at_chosen() -> date:
    """The as-at date that is chosen, else today: that of a plan that states none."""
    chosen: date | None = st.session_state.get("as_at")
    return chosen or date.today()


def say_version_of(name: str) -> None:
    """Keep with the upload which recorded plan it is a version of; of none where ``name`` is ""."""
    UPLOADS.say_version_of(browser(), name)


def _as_remembered(book: Book, choices: Choices, plan: Plan, catalogue: bool) -> Plan | None:
    """The plan as it is read with the layout remembered for its headings; ``None`` without one."""
    place = {"sheets": choices.sheets, "header_row": choices.header_row}
    if choices != Choices(**place):
        return None
    layout = recorded_plans.layout_for(list(plan.original.columns))
    if layout is None:
        return None
    try:
        return plan_of(book, replace(layout, **place), catalogue)
    except PlanError:
        return None  # it no longer fits, so the file is read as if nothing were remembered


def _refused(name: str, error: Exception) -> Refusal:
    if isinstance(error, PlanError | StoreFull | NotAllowed | AuditError):
        return Refusal(name, str(error))
    _log.error("a file could not be read: %s", outline(error))
    return Refusal(
        name,
        "The tracker met something in this file that it does not expect, so nothing of it "
        "was used; saving it again as .xlsx from Excel may help.",
    )


def _sample_in_use() -> PlanInUse:
    versions = sample.versions()
    latest = next(iter(versions))
    chosen = latest
    if len(versions) > 1:
        chosen = st.selectbox(
            "Version of the sample", list(versions), key="sample", bind="query-params"
        )
    path = versions[chosen]
    return PlanInUse(
        f"sample {chosen}",
        sample.NAME,
        sample.plan_of(path),
        kind="sample",
        file=path.name,
        content=path.read_bytes,
        book=functools.partial(sample.book_of, path),
    )

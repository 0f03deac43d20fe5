"""The as-at date and the filters: widgets of the plan bar, bound to the page's address.

The keys of the widgets are the names in the address (``?owner=Head of Records&overdue=true``).
What the address or the last plan asked for is fitted to the plan in use: what this plan does not
have is left out, and said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from tracker import Plan
from tracker.filters import from_labels, offered
from tracker.reading.dates import read_date
from tracker.vocabulary import LABELS
from tracker.words import date_words
from ui.markdown_escape import escaped
from ui.plan_source import PlanInUse
from ui.session import kept, session

LISTS = ("recommendation", "owner", "status", "scope", "source")
KEYS = (*LISTS, "overdue", "text")
NAMES = {
    "recommendation": "Recommendation",
    "owner": "Owner",
    "status": "Status",
    "scope": "National or force-specific",
    "source": "Inspection or report",
}
OVERDUE_ONLY = "Overdue only"
OWN_PLAN = ("plan", "own")  # in the address while the plan shown is the browser's own upload
TYPED = "as_at_typed"
EARLIEST, LATEST = date(1990, 1, 1), date(2100, 12, 31)  # as-at dates that can be chosen


@dataclass(frozen=True)
class Fitted:
    """To which plan the filters were last fitted, and what came of it.

    ``to`` and ``file`` say which, ``default`` is its own as-at date, ``link`` what an address asks
    for that was made for an upload which is not open, ``missing`` what the plan does not have.
    """

    to: str
    file: tuple[str, int | None]
    default: date
    link: Mapping[str, list[str]] | None
    missing: tuple[str, ...]


def prepare(in_use: PlanInUse) -> None:
    """Fit filters and as-at date to the plan: when a session starts and when the plan changes.

    A date chosen here stays while the same file is read in another way; a recorded position is
    opened as at its own.
    """
    fitted = session().fitted
    if fitted is not None and fitted.to == in_use.id:
        _mark_address(in_use)
        _put_back_in_address()
        return
    link = None
    if fitted is None:
        _name_groups_by_label()
        wanted = {key: st.query_params.get_all(key) for key in (*KEYS, "as_at")}
        made_for_own = st.query_params.get(OWN_PLAN[0]) == OWN_PLAN[1]
        if made_for_own and in_use.is_sample:
            link = wanted
    elif fitted.link and not in_use.is_sample:
        wanted = {**fitted.link}
        if in_use.recorded:
            wanted.pop("as_at", None)
    else:
        link = fitted.link
        wanted = {key: _as_texts(st.session_state.get(key)) for key in KEYS}
        if fitted.file == _file(in_use) and st.session_state.get("as_at") != fitted.default:
            wanted["as_at"] = _as_texts(st.session_state.get("as_at"))
    missing = _apply(wanted, in_use)
    default = in_use.plan.as_at or date.today()
    session().fitted = Fitted(in_use.id, _file(in_use), default, link, missing)
    _mark_address(in_use)


def _file(in_use: PlanInUse) -> tuple[str, int | None]:
    """What is the same while one file is read in several ways; each recorded position is apart."""
    return in_use.file, in_use.recorded.id if in_use.recorded else None


def _fitted() -> Fitted:
    """What the filters were last fitted to: ``prepare`` comes first in each run."""
    fitted = session().fitted
    assert fitted is not None
    return fitted


def link_to_other_plan() -> bool:
    """Whether the address was made for an upload that is not open in this browser."""
    return _fitted().link is not None


def not_in_plan() -> list[str]:
    """Values that the address or the last plan asked for and the plan in use does not have."""
    return list(_fitted().missing)


def choose_as_at(in_use: PlanInUse) -> date:
    """The as-at date: the one in the address or chosen, else the workbook's, else today."""
    own = in_use.plan.as_at
    default = own or date.today()
    mistyped = session().said.pop("as_at", None)
    if mistyped is None:
        st.session_state[TYPED] = f"{st.session_state['as_at']:%d/%m/%Y}"
    st.text_input("As-at date", key=TYPED, on_change=_take_typed)
    if mistyped is not None:
        st.error(f"“{escaped(mistyped)}” is not a date to choose: type it as 30/09/2016.")
    chosen = st.date_input(
        "Or from the calendar",
        value=default,
        min_value=EARLIEST,
        max_value=LATEST,
        key="as_at",
        format="DD/MM/YYYY",
        bind="query-params",
    )
    if chosen == own:
        origin = "the one recorded" if in_use.recorded else "stated in the workbook"
    elif own is None and chosen == default:
        origin = "today: the workbook states no date"
    elif own is None:
        origin = "chosen here: the workbook states no date"
    else:
        stated = "recorded as at" if in_use.recorded else "the workbook states"
        origin = f"chosen here: {stated} {date_words(own)}"
    st.caption(f"The date is {origin}.")
    if chosen != default:
        words = date_words(default) if own else "today"
        st.button(f"Back to {words}", on_click=_set_as_at, args=(default,))
    return chosen


def choose(in_use: PlanInUse) -> dict[str, object]:
    """The filters' widgets; the result is the keywords of ``tracker.filter_actions``."""
    options = choices(in_use)
    picked: dict[str, list[str]] = {}
    for key in LISTS:
        if not options[key]:
            picked[key] = []
            continue
        picked[key] = st.multiselect(
            NAMES[key], options[key], key=key, bind="query-params", placeholder="All", wrap=False
        )
    overdue = st.toggle(OVERDUE_ONLY, key="overdue", bind="query-params")
    text = st.text_input(
        "Words", key="text", bind="query-params", placeholder="In any column", type="search"
    )
    return from_labels(picked, overdue=overdue, text=text or "")


def of_another_reading(plan: Plan) -> tuple[dict[str, object], date]:
    """The filters and the as-at date that would hold for the file in use, read as this plan."""
    options = offered(plan.actions)
    picked = {key: [v for v in st.session_state[key] if v in options[key]] for key in LISTS}
    chosen = st.session_state["as_at"]
    as_at = plan.as_at or date.today() if chosen == _fitted().default else chosen
    text = st.session_state["text"] or ""
    return from_labels(picked, overdue=st.session_state["overdue"], text=text), as_at


def how_many() -> int:
    """How many filters are set."""
    return len(_set())


def chips() -> None:
    """What is set, each to be taken off with a click; nothing where no filter is."""
    chosen = _set()
    if not chosen:
        return
    with st.container(horizontal=True, gap="xsmall", key="chips"):
        for place, (key, value) in enumerate(chosen):
            name = OVERDUE_ONLY if key == "overdue" else f"{NAMES.get(key, 'Words')}: {value}"
            st.button(
                escaped(name),
                key=f"chip_{place}",
                icon=":material/close:",
                icon_position="right",
                help="Take this filter off",
                on_click=_take_off,
                args=(key, value),
            )
        st.button("Clear filters", on_click=clear)


def _set() -> list[tuple[str, str]]:
    """The filters that are set, by their keys, each value by itself."""
    return [(key, value) for key in KEYS for value in _as_texts(st.session_state.get(key))]


def _take_off(key: str, value: str) -> None:
    if key in LISTS:
        st.session_state[key] = [each for each in st.session_state[key] if each != value]
    else:
        clear(key)


def clear(*keys: str) -> None:
    """Set these filters back to all; every one where none is named."""
    for key in keys or KEYS:
        st.session_state[key] = False if key == "overdue" else "" if key == "text" else []
    if not keys:
        session().fitted = replace(_fitted(), missing=())


def choices(in_use: PlanInUse) -> dict[str, list[str]]:
    """What each list filter offers: the plan's values, in its order; nothing where it has none."""
    return kept("choices", (in_use.id,), lambda: offered(in_use.plan.actions))


def _apply(wanted: Mapping[str, list[str]], in_use: PlanInUse) -> tuple[str, ...]:
    """Set the widgets to what was wanted, as far as the plan has it; what it does not have."""
    options = choices(in_use)
    missing: list[str] = []
    for key in LISTS:
        values = [value for value in wanted.get(key, ()) if value]
        st.session_state[key] = [value for value in values if value in options[key]]
        missing += [value for value in values if value not in options[key]]
    st.session_state["overdue"] = wanted.get("overdue", [])[-1:] == ["true"]
    st.session_state["text"] = " ".join(wanted.get("text", ()))
    _set_as_at(_date(wanted.get("as_at", ())) or in_use.plan.as_at or date.today())
    return tuple(missing)


def _name_groups_by_label() -> None:
    """Rewrite an address that names statuses or scopes by their group, as the command line does."""
    for key in ("status", "scope"):
        named = st.query_params.get_all(key)
        labelled = [LABELS[key].get(value, value) for value in named]
        if labelled != named:
            st.query_params[key] = labelled
            st.rerun()


def _date(values: Iterable[str]) -> date | None:
    for value in values:
        try:
            found = date.fromisoformat(value)
        except ValueError:
            continue
        if EARLIEST <= found <= LATEST:
            return found
    return None


def _take_typed() -> None:
    """Take the as-at date that was typed: on Enter, on Tab and on leaving the field alike."""
    text = st.session_state[TYPED]
    said = read_date(text)
    plain = said.precision == "day" and not (said.later or said.cautions)
    if plain and said.day and EARLIEST <= said.day <= LATEST:
        _set_as_at(said.day)
    else:
        session().said["as_at"] = text


def _set_as_at(to: date) -> None:
    st.session_state["as_at"] = to


def _as_texts(value: object) -> list[str]:
    if isinstance(value, list):
        return value
    if isinstance(value, bool):
        return ["true"] if value else []
    return [str(value)] if value else []


def _put_back_in_address() -> None:
    """Have the browser write again what its address has lost.

    Turning to another page before the browser has loaded the part that draws a filter drops that
    filter from the address, though it still holds.
    """
    default = _fitted().default
    for key in (*KEYS, "as_at"):
        value = st.session_state.get(key)
        if value and value != default and not st.query_params.get_all(key):
            st.session_state[key] = value


def _mark_address(in_use: PlanInUse) -> None:
    """Let the address say that it is for an upload, or for the last position of a named plan."""
    key, own = OWN_PLAN
    named = session().position
    if in_use.is_upload or link_to_other_plan():
        wanted = own
    else:
        wanted = named if isinstance(named, str) else ""
    if wanted and st.query_params.get(key) != wanted:
        st.query_params[key] = wanted
    elif not wanted and key in st.query_params:
        del st.query_params[key]

"""The command line's answers for people: plain lines and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from shlex import quote
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker import words
from tracker.forecasting import Forecast, Outlook
from tracker.questions import Weighed, effects, how_many
from tracker.statements import on_forecast as said
from tracker.statements.on_accuracy import accuracy_finding, honesty_finding
from tracker.statements.on_action import slippage
from tracker.statements.on_changes import (
    balance_finding,
    cei_finding,
    changes_finding,
    changes_told_apart,
    completions_finding,
    doubtful_finding,
    missing_finding,
    originals_finding,
    owners_changed_finding,
    statuses_finding,
)
from tracker.statements.on_plan import overview
from tracker.statements.on_portfolio import (
    furthest_behind_first,
    portfolio_finding,
)
from tracker.summaries import (
    By,
    Summary,
    overdue_known,
    recommendation_labels,
    with_overdue_known,
)
from tracker.timeline import KIND_LABELS, Comparison
from tracker.vocabulary import FIELDS, NO_OWNER, NO_SCOPE, SCOPE_LABELS, STATE_LABELS

if TYPE_CHECKING:
    from tracker.reading.findings import Finding
    from tracker.reading.plan import Plan

_WIDEST = 60
"""Characters of a table's widest column."""


def check(plan: Plan, as_at: date, findings: Sequence[Finding]) -> str:
    """What was understood, then every finding."""
    source = plan.source
    lines = [
        f"{source.file}: {words.count('action', len(plan.actions))}, "
        f"as at {words.date_words(as_at)}",
        f"Sheet {source.sheet or '(one table)'}, headings in row {source.header_row}",
        "",
    ]
    lines += [f"  {FIELDS[name].label}: {heading}" for name, heading in plan.columns.items()]
    if source.unused:
        unused = (" ".join(heading.split()) for heading in source.unused)
        lines.append(f"  Kept, not used: {', '.join(unused)}")
    if source.other_sheets:
        lines += ["", f"Not read: {', '.join(source.other_sheets)}"]
    lines += ["", "Nothing to report." if not findings else words.count("finding", len(findings))]
    for finding in findings:
        typed = f"“{words.shortened(finding.value, _WIDEST)}”" if finding.value else ""
        place = " ".join(filter(None, (finding.sheet, finding.cell, typed)))
        lines.append("  " + ": ".join(filter(None, (finding.severity, place, finding.told))))
    return "\n".join(lines)


def questions(weighed: Sequence[Weighed]) -> str:
    """The open questions, with each answer's options and what it would make of the figures."""
    lines = ["", f"{how_many(weighed)}. Answer with:"]
    for number, each in enumerate(weighed, start=1):
        lines.append(f"{number}. {each.question.asks}")
        for choice, effect in zip(each.question.choices, effects(each), strict=True):
            how = "now" if choice.stands else " ".join(map(quote, choice.options))
            lines.append(f"     {choice.says}: {effect}  [{how}]")
    return "\n".join(lines)


def summary(view: pd.DataFrame, figures: Summary, as_at: date, filters: str) -> str:
    """The position in a paragraph, then a table of each grouping."""
    parts = [f"As at {words.date_words(as_at)}" + (f" ({filters})" if filters else "")]
    parts.append(overview(figures, view, as_at))
    recommendations = figures.recommendations
    names = [
        words.sentence_case(words.recommendation_words(name))
        for name in recommendation_labels(recommendations)
    ]
    parts.append(_groups("By recommendation", names, recommendations))
    owners = [name or NO_OWNER for name in figures.owners["owner"]]
    parts.append(_groups("By owner", owners, figures.owners))
    scopes = [SCOPE_LABELS.get(name, NO_SCOPE) for name in figures.scopes["scope"]]
    parts.append(_groups("By scope", scopes, figures.scopes))
    return "\n\n".join(parts)


def actions(view: pd.DataFrame, as_at: date) -> str:
    """A line an action."""
    actions: Any = view.itertuples(index=False)
    rows = [
        [
            row.reference or "",
            words.shortened(row.action or "", _WIDEST),
            ", ".join(row.owners) or NO_OWNER,
            STATE_LABELS[row.state],
            words.short_date(row.original_due) + ("*" if row.original_moved else ""),
            words.short_finish(row.expected_finish, row.slippage_is_minimum),
            slippage(row, overdue=True),
        ]
        for row in actions
    ]
    headings = ["Ref", "Action", "Owner", "State", "Original", "Finish", "Slippage"]
    count = words.count("action", len(view))
    of_moved = ["reference", "action", "original_due", "original_now"]
    moved = view.loc[view["original_moved"], of_moved].itertuples(index=False, name=None)
    notes = [f"* {words.moved_words(*row)}" for row in moved]
    table = "\n".join([_table(headings, rows), *notes])
    return f"{count}, as at {words.date_words(as_at)}\n\n{table}"


def changes(comparison: Comparison) -> str:
    """What changed, in sentences, then a line for each action that did."""
    table = changes_told_apart(comparison)
    rows = [
        [KIND_LABELS[kind], reference or "", words.shortened(action or "", _WIDEST)]
        for kind, reference, action in zip(
            table["kind"], table["reference"], table["action"], strict=True
        )
        if kind != "unchanged"
    ]
    findings = (
        changes_finding, originals_finding, completions_finding, owners_changed_finding,
        statuses_finding, balance_finding, missing_finding, cei_finding, doubtful_finding,
    )  # fmt: skip
    parts = [sentence(comparison) for sentence in findings]
    if rows:
        parts.append(_table(["Change", "Ref", "Action"], rows))
    return "\n\n".join(filter(None, parts))


def forecast(
    view: pd.DataFrame,
    found: Forecast,
    supposed: Forecast | None,
    parts: Mapping[By, Sequence[Outlook]],
    accuracy: pd.DataFrame | None,
    filters: str,
) -> str:
    """How many by a day, when half, which dates may move; then each part; what is assumed."""
    as_at = found.as_at
    said_first = [f"As at {words.date_words(as_at)}" + (f" ({filters})" if filters else "")]
    said_first += [said.finding(found), said.basis(found), said.own_dates(found), said.when(found)]
    said_first += [said.likely_to_move(found, view), said.waiting(view)]
    if supposed is not None:
        said_first.append(said.what_if(supposed) + said.finding(supposed))
    if accuracy is not None:
        said_first.append(accuracy_finding(accuracy))
        said_first.append(honesty_finding(accuracy, as_at))
    tables = [_chances(found, view), *(_outlooks(by, parts[by]) for by in parts)]
    assumed = "\n".join(["What is assumed", *said.assumptions(found)])
    return "\n\n".join(filter(None, [*said_first, *tables, assumed]))


def portfolio(rows: pd.DataFrame, notice: str, up_to: date | None) -> str:
    """All recorded plans in a sentence, then a line each, the furthest behind first."""
    by = f" by {words.date_words(up_to)}" if up_to and rows.empty else ""
    parts = [f"{portfolio_finding(rows)}{by}.", notice]
    lines = [
        [
            words.shortened(row["plan"], _WIDEST),
            words.short_date(row["as_at"]),
            words.rate_words(row["completed"], row["actions"] - row["withdrawn"]),
            words.number(overdue_known(row)),
            words.median_slippage(row["median_slippage_days"]),
        ]
        for row in furthest_behind_first(rows).to_dict("records")
    ]
    if lines:
        parts.append(_table(["", "As at", "Complete", "Overdue", "Median slippage"], lines))
    return "\n\n".join(filter(None, parts))


def _groups(title: str, names: Sequence[str], frame: pd.DataFrame) -> str:
    figures = ("completed", "actions", "withdrawn", "overdue", "median_slippage_days")
    frame = with_overdue_known(frame)
    columns = (frame[name].tolist() for name in figures)
    rows = [
        [
            words.shortened(name, _WIDEST),
            words.rate_words(completed, actions - withdrawn),
            words.number(overdue),
            words.median_slippage(slippage),
        ]
        for name, completed, actions, withdrawn, overdue, slippage in zip(
            names, *columns, strict=True
        )
    ]
    return f"{title}\n{_table(['', 'Complete', 'Overdue', 'Median slippage'], rows)}"


def _chances(found: Forecast, view: pd.DataFrame) -> str:
    named: Any = found.chances.join(view["reference"]).itertuples()
    rows = [
        [
            row.reference or "",
            words.short_date(row.agreed_due),
            said.odds_words(row.chance),
            said.because(row),
        ]
        for row in named
    ]
    headings = ["Ref", "Agreed date", "Chance", "Because"]
    title = "Chance that the next report moves the agreed date later, if the action is still open"
    return f"{title}\n{_table(headings, rows)}" if rows else ""


def _outlooks(by: By, outlooks: Sequence[Outlook]) -> str:
    rows = [
        [
            words.shortened(said.group_name(each, by), _WIDEST),
            words.number(each.open),
            said.range_words(each.low, each.high),
            words.number(each.likeliest),
        ]
        for each in outlooks
    ]
    headings = ["", "Open", "Done by then", "Most likely"]
    return f"By {by}\n{_table(headings, rows)}" if rows else ""


def _table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(headings, *rows, strict=True)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in (headings, *rows)
    ]
    return "\n".join(lines)

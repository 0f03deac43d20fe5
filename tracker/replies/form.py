"""The sheet that an owner fills in: its columns, and the codes by which a reply is known again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import pandas as pd

from tracker.vocabulary import FIELDS, STATUS_LABELS
from tracker.words import NOT_KNOWN

if TYPE_CHECKING:
    from tracker.reading.plan import Plan

FORM_SHEET = "Your actions"
FACTS_SHEET = "Tracker reply"
HEADER_ROW = 3  # from 0, of the form
CODE = "Row code"
REASON = "reason"

GIVEN: Mapping[str, str] = {
    "reference": FIELDS["reference"].label,
    "recommendation": FIELDS["recommendation"].label,
    "action": FIELDS["action"].label,
    "original_due": FIELDS["original_due"].label,
    "agreed_due": "Agreed timescale",
    "days_overdue": "Days overdue",
    "status": "Status now",
    "percent_complete": "Percent complete now",
    "progress": "Latest update",
}
"""What an owner is told of each action, locked: its name here, and its heading."""

FILLED: Mapping[str, str] = {
    "status": "Status",
    "percent_complete": "Percent complete",
    "revised_due": "New date asked for",
    REASON: "Reason for the new date",
    "completed_on": "Completed on",
    "progress": "Update",
    "evidence": "Evidence",
}
"""What an owner may answer of each action: the field, and its heading."""

ANSWERS: Mapping[str, str] = {
    group: STATUS_LABELS[group]
    for group in ("not_started", "in_progress", "awaiting_sign_off", "complete")
}
"""The statuses that an owner may give: whether one is confirmed or withdrawn others decide."""


@dataclass(frozen=True)
class RowFacts:
    """What a form says of itself: plan, position, owner, and the code of each of its rows.

    ``stated`` is the date that the plan itself states, if any; ``as_at`` the one asked about.
    """

    plan: str
    sha256: str
    stated: date | None
    as_at: date
    owner: str
    codes: tuple[str, ...]

    def as_text(self) -> str:
        """As JSON, with a seal by which a change of it shows."""
        values = {
            "plan": self.plan,
            "sha256": self.sha256,
            "stated": self.stated.isoformat() if self.stated else None,
            "as_at": self.as_at.isoformat(),
            "owner": self.owner,
            "codes": list(self.codes),
        }
        return json.dumps({**values, "seal": hashed(values)})


def facts_from(text: str) -> RowFacts | None:
    """The facts of a form; None where these are none, or were changed."""
    try:
        values = json.loads(text)
        seal = values.pop("seal")
        if seal != hashed(values):
            return None
        stated = values["stated"] and date.fromisoformat(values["stated"])
        days = {"stated": stated, "as_at": date.fromisoformat(values["as_at"])}
        return RowFacts(**{**values, **days, "codes": tuple(values["codes"])})
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def hashed(values: object) -> str:
    """A short code that another value will not have."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def codes(plan: Plan) -> list[str]:
    """A code for each action, in order: another one where the action has changed since.

    It rests on reference, wording, owner, timescales, status and percentage; actions that have all
    of these in common are told apart by their order.
    """
    names = ("reference", "action", "owner", "original_due", "revised_due", "status")
    columns = [plan.actions[name].astype("object").map(str) for name in names]
    percent = plan.actions["percent_complete"].map(str)
    alike: Counter[tuple[str, ...]] = Counter()
    found = []
    for facts in zip(*columns, percent, strict=True):
        alike[facts] += 1
        found.append(hashed([*facts, alike[facts]]))
    return found


def given(measured: pd.DataFrame) -> Iterator[dict[str, Any]]:
    """What is told of each action, in order: text, whole numbers, dates; None for unknown."""
    for row in measured[list(GIVEN)].to_dict("records"):
        told = {str(name): _plain(value) for name, value in row.items()}
        told["status"] = STATUS_LABELS[told["status"]]
        told["original_due"] = told["original_due"] or NOT_KNOWN
        yield told


def _plain(value: Any) -> Any:
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date()
    return int(value) if isinstance(value, float) and value.is_integer() else value


def headings() -> Sequence[str]:
    """The form's headings in their order."""
    return [*GIVEN.values(), *FILLED.values(), CODE]

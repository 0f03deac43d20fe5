"""A plan's trail as it is stored: what its positions leave to the next one to be recorded."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from tracker.fields import DATE_DTYPE
from tracker.timeline.baseline import Originals
from tracker.timeline.texts import Texts
from tracker.timeline.threads import Ends
from tracker.timeline.trail import Trail

_FLAGS = ("marked", "ever", "doubted")
"""Those of a trail's fields that flag a few of the actions."""


def packed_trail(trail: Trail) -> str:
    """A trail as JSON. What an action is told apart by has no line breaks: so each is a line."""
    texts = trail.ends.texts
    owners, stated = zip(*texts.others, strict=True) if texts.others else ((), ())
    values = {
        "texts": ["\n".join(each) for each in (*texts[:-1], owners)],
        "stated": stated,
        "standing": trail.ends.standing.tolist(),
        "due": trail.first.due.astype("int64").tolist(),
        "due_text": trail.first.text.tolist(),
        "provisional": trail.first.provisional.nonzero()[0].tolist(),
        **{name: getattr(trail, name).nonzero()[0].tolist() for name in _FLAGS},
        "restricts": trail.restricts,
        "corrected": trail.corrected,
    }
    return json.dumps(values)


def trail_from(body: str) -> Trail:
    """The trail that was stored."""
    values: dict[str, Any] = json.loads(body)
    due = np.array(values["due"], dtype="int64").astype(DATE_DTYPE)
    columns = [text.split("\n") if len(due) else [] for text in values["texts"]]
    others = list(zip(columns.pop(), values["stated"], strict=True))
    flags = {name: np.zeros(len(due), dtype=bool) for name in _FLAGS}
    for name, own in flags.items():
        own[values[name]] = True
    provisional = np.zeros(len(due), dtype=bool)
    provisional[values.get("provisional", [])] = True  # which earlier versions did not keep
    return Trail(
        Ends(Texts._make([*columns, others]), np.array(values["standing"], dtype="int64")),
        Originals(
            due,
            np.array(values["due_text"], dtype="object"),
            np.zeros(len(due), dtype="int64"),
            provisional,
        ),
        **flags,
        restricts=values["restricts"],
        corrected=values["corrected"],
    )

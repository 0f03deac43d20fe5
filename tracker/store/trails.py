"""A plan's trail as it is stored: what its positions leave to the next one to be recorded."""

from __future__ import annotations

import json
import zlib
from typing import Any

import numpy as np

from tracker.fields import DATE_DTYPE
from tracker.timeline.baseline import Originals
from tracker.timeline.texts import Texts
from tracker.timeline.threads import Ends
from tracker.timeline.trail import Trail

_FASTEST = 1

_FLAGS = ("marked", "ever", "doubted")
"""Those of a trail's fields that flag a few of the actions."""


def packed_trail(trail: Trail) -> bytes:
    """A trail as compressed JSON."""
    texts = trail.ends.texts
    values = {
        "texts": texts._replace(others=[*zip(*texts.others, strict=True)])._asdict(),
        "standing": trail.ends.standing.tolist(),
        "due": trail.first.due.astype("int64").tolist(),
        "due_text": trail.first.text.tolist(),
        **{name: getattr(trail, name).nonzero()[0].tolist() for name in _FLAGS},
        "restricts": trail.restricts,
        "corrected": trail.corrected,
    }
    return zlib.compress(json.dumps(values).encode(), _FASTEST)


def trail_from(body: bytes) -> Trail:
    """The trail that was stored."""
    values: dict[str, Any] = json.loads(zlib.decompress(body))
    texts = values["texts"]
    texts["others"] = [*zip(*texts["others"], strict=True)]  # an owner and a timescale each
    due = np.array(values["due"], dtype="int64").astype(DATE_DTYPE)
    text = np.array(values["due_text"], dtype="object")
    flags = {name: np.zeros(len(due), dtype=bool) for name in _FLAGS}
    for name, own in flags.items():
        own[values[name]] = True
    return Trail(
        Ends(Texts(**texts), np.array(values["standing"], dtype="int64")),
        Originals(due, text, np.zeros(len(due), dtype="int64")),
        **flags,
        restricts=values["restricts"],
        corrected=values["corrected"],
    )

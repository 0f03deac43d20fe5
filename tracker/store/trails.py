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


def packed_trail(trail: Trail) -> bytes:
    """A trail as compressed JSON."""
    texts = trail.ends.texts
    values = {
        "texts": texts._replace(others=[*zip(*texts.others, strict=True)])._asdict(),
        "standing": trail.ends.standing.tolist(),
        "due": trail.first.due.astype("int64").tolist(),
        "due_text": trail.first.text.tolist(),
        "marked": trail.marked.nonzero()[0].tolist(),
        "ever": trail.ever,
        "tangled": trail.tangled,
    }
    return zlib.compress(json.dumps(values).encode(), _FASTEST)


def trail_from(body: bytes) -> Trail:
    """The trail that was stored."""
    values: dict[str, Any] = json.loads(zlib.decompress(body))
    texts = values["texts"]
    texts["others"] = [*zip(*texts["others"], strict=True)]  # an owner and a timescale each
    due = np.array(values["due"], dtype="int64").astype(DATE_DTYPE)
    text = np.array(values["due_text"], dtype="object")
    marked = np.zeros(len(due), dtype=bool)
    marked[values["marked"]] = True
    return Trail(
        Ends(Texts(**texts), np.array(values["standing"], dtype="int64")),
        Originals(due, text, np.zeros(len(due), dtype="int64")),
        marked,
        values["ever"],
        values["tangled"],
    )

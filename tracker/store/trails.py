"""A plan's trail as it is stored: what its positions leave to the next one to be recorded."""

from __future__ import annotations

import json
import zlib
from typing import Any

import numpy as np
import pandas as pd

from tracker.fields import DATE_DTYPE
from tracker.timeline.texts import Texts
from tracker.timeline.threads import Ends
from tracker.timeline.trail import Trail

_FASTEST = 1


def packed_trail(trail: Trail, definitions: int) -> bytes:
    """A trail as compressed JSON, with the number of the definitions that it follows."""
    texts, first = trail.ends.texts, trail.first
    values = {
        "definitions": definitions,
        "texts": texts._asdict(),
        "standing": trail.ends.standing.tolist(),
        "original_due": first["original_due"].to_numpy().astype("int64").tolist(),
        "original_due_text": _texts(first["original_due_text"]),
        "restricted": trail.restricted.nonzero()[0].tolist(),
        "restricts": trail.restricts,
        "tangled": trail.tangled,
    }
    return zlib.compress(json.dumps(values).encode(), _FASTEST)


def trail_from(body: bytes, definitions: int) -> Trail | None:
    """The trail that was stored; None where it follows other definitions."""
    values: dict[str, Any] = json.loads(zlib.decompress(body))
    if values["definitions"] != definitions:
        return None
    texts = values["texts"]
    # What tells actions apart is looked up, so it must be tuples: JSON has only lists.
    texts["others"] = [tuple(other) for other in texts["others"]]
    first = pd.DataFrame(
        {
            "original_due": np.array(values["original_due"], dtype="int64").astype(DATE_DTYPE),
            "original_due_text": pd.Series(values["original_due_text"], dtype="object"),
        }
    )
    restricted = np.zeros(len(first), dtype=bool)
    restricted[values["restricted"]] = True
    return Trail(
        Ends(Texts(**texts), np.array(values["standing"], dtype="int64")),
        first,
        restricted,
        values["restricts"],
        values["tangled"],
    )


def _texts(column: pd.Series[Any]) -> list[str | None]:
    return [text if isinstance(text, str) else None for text in column]

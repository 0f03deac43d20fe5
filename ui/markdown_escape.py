"""Text from a plan's cells, where it must stand in Markdown: shown as typed, doing nothing.

Tables, ``st.text`` and the choices of a widget show text as it is and need none of this. Headings,
captions, messages and labels are Markdown, in which a cell could otherwise become a link, a
picture, a formula, a colour or an emoji.
"""

from __future__ import annotations

import re
import string

_PUNCTUATION = re.compile(f"([{re.escape(string.punctuation)}])")
_WORD_JOINER = "\u2060"  # takes no room; without it `:smile:`, `www.` and `a@b` act though escaped
_ACTING = re.compile(r"([:@](?=\S)|(?<=w)(?=\.))", re.IGNORECASE)


def escaped(text: object) -> str:
    """``text`` as Markdown that shows exactly its words, on one line."""
    one_line = " ".join(str(text).split())
    inert = _ACTING.sub(rf"\1{_WORD_JOINER}", one_line)
    return _PUNCTUATION.sub(r"\\\1", inert)

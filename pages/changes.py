"""Changes: what is other than at the last meeting, and whether the figures add up."""

import streamlit as st

from tracker import narrative_changes as narrative
from ui import changes, earlier, frame
from ui.safe import escaped

view = frame.begin("What changed since last time", needs_actions=False)
chosen = earlier.choose(view)
if chosen is None:
    st.stop()
comparison = changes.compared(view, chosen)

st.markdown(escaped(narrative.changes_finding(comparison)))
for finding in (narrative.missing_finding, narrative.cei_finding):
    sentence = finding(comparison)
    if sentence:
        st.markdown(escaped(sentence))

changes.say_what_is_held_back(view)

st.header("Original timescales", anchor=False)
moved = narrative.originals_finding(comparison)
if moved:
    st.warning(escaped(moved))
changes.originals(comparison)

st.header("How the open actions add up", anchor=False)
changes.balance(comparison)

doubt = narrative.doubtful_finding(comparison)
if doubt:
    st.header("Matches to look at", anchor=False)
    st.markdown(escaped(doubt))
    changes.doubtful(comparison, view.over.name)

for show in changes.LISTS:
    show(comparison)
frame.assumptions(view)

"""Column mapping: what each column and each status word is read as, and the way to change it."""

import streamlit as st

from ui import figures, frame, mapping, mapping_form, public, quality

view = frame.begin("How your columns are read", needs_actions=False)
if public.only_in_full(view):
    st.stop()
about = mapping.subject(view.in_use)
mapping_form.say_what_changed(view)
seen = mapping.look_at(about)
if isinstance(seen, str):
    mapping_form.cannot_be_shown(about, seen)
    st.stop()

if about.plan_in_use is None:
    mapping_form.ask_where(about)
    st.header("The first rows", anchor=False)
    mapping_form.place(about, seen)
else:
    st.markdown(quality.in_words(view))
    mapping_form.introduce(about)
    figures.tiles(view)
    st.header("The first rows", anchor=False)
    mapping_form.place(about, seen)
    st.header("Columns", anchor=False)
    mapping_form.columns(about, seen, view.plan)
    st.header("Status words", anchor=False)
    mapping_form.words(about, view.plan)
    st.header("Dates and recommendations", anchor=False)
    mapping_form.dates(about, view.plan)
    st.header("Keep this for next time", anchor=False)
    mapping_form.keep(about)
mapping_form.use_saved(about)

"""The server: ``streamlit run app.py``.

The main script is ``ui/shell.py``. It does not lie beside ``pages/``, because Streamlit would
then run a page alone, without the shell, on a deep link that is the first request after a start.
"""

import asyncio
import contextlib
import importlib
from collections.abc import AsyncIterator

import streamlit as st
from starlette.middleware import Middleware

from ui.headers import BrowserCookie, SecurityHeaders
from ui.start_checks import greet, refuse_to_be_open
from ui.warm_up import make_ready

try:
    from ui.failures import keep_values_out_of_the_log, say_that_it_failed
    from ui.streamlit_internals import (
        ask_nobody_for_addresses,
        clear_downloads,
        keep_downloads_a_while,
    )
    from ui.upload_route import UploadsOfThoseSignedIn, keep_uploads_in_memory
except (ImportError, AttributeError) as error:
    raise SystemExit(
        f"error: this Streamlit ({st.__version__}) lacks what the tracker relies on ({error}): "
        "install the version that requirements.txt names."
    ) from error

SECONDS_BETWEEN_CLEARANCES = 60
SECONDS_UNTIL_IDLE = 10  # from the start until the first page has been drawn


@contextlib.asynccontextmanager
async def clearing_unused_uploads(_: st.App) -> AsyncIterator[None]:
    """While the server runs, drop uploads and drafts not used for two hours, and old downloads.

    What the first page needs is made ready while the first browser loads its part.
    """

    async def clear() -> None:
        while True:
            await asyncio.sleep(SECONDS_BETWEEN_CLEARANCES)
            from ui.held_uploads import DRAFTS, UPLOADS
            from ui.session import let_go  # only now: the server answers half a second sooner

            UPLOADS.expire()
            let_go(UPLOADS.holds)
            DRAFTS.expire()
            clear_downloads()

    async def load_sql() -> None:  # the first to upload or to record need not wait for it
        await asyncio.sleep(SECONDS_UNTIL_IDLE)
        await asyncio.to_thread(importlib.import_module, "tracker.store.history")

    ready = asyncio.create_task(asyncio.to_thread(make_ready))
    others = [asyncio.create_task(clear()), asyncio.create_task(load_sql())]
    greet()
    try:
        yield
    finally:
        for task in others:
            task.cancel()
        await ready


refuse_to_be_open()
ask_nobody_for_addresses()
keep_values_out_of_the_log()
keep_downloads_a_while()
keep_uploads_in_memory(st.get_option("server.maxUploadSize"))
app = st.App(
    "ui/shell.py",
    middleware=[
        Middleware(SecurityHeaders),
        Middleware(UploadsOfThoseSignedIn),
        Middleware(BrowserCookie),
    ],
    lifespan=clearing_unused_uploads,
    on_script_error=say_that_it_failed,
)

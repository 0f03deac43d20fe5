"""Streamlit's own way in for files: held to who may upload, and to this server's memory."""

from __future__ import annotations

from starlette.formparsers import MultiPartParser
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from tracker.access import SettingsError
from ui import identity
from ui.streamlit_internals import UPLOAD_ROUTE, claims_in

MB = 1024**2


def keep_uploads_in_memory(most_mb: int) -> None:
    """Nothing of an upload touches the disk: by itself Starlette writes those over 1 MB there."""
    MultiPartParser.spool_max_size = (most_mb + 1) * MB


class UploadsOfThoseSignedIn:
    """Refuses files of anybody who may not upload, before Streamlit takes them into memory."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if (
            scope["type"] == "http"
            and scope["method"] not in ("GET", "HEAD", "OPTIONS")
            and UPLOAD_ROUTE.search(scope["path"])
            and not may_upload(HTTPConnection(scope).cookies)
        ):
            refusal = PlainTextResponse("Only whoever may upload a plan can send a file.", 403)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def may_upload(cookies: dict[str, str]) -> bool:
    """Whether the browser with these cookies is signed in as somebody who may upload."""
    try:
        if not identity.sign_in_is_on():
            return True
        said = claims_in(cookies)
        person = identity.person_of(said) if said.get("is_logged_in") else None
    except (identity.BrokenSignIn, SettingsError):
        return False
    return person is not None and person.may("upload")

"""Streamlit's own way in for files: held to who may upload, and to this server's memory."""

from __future__ import annotations

import json
import re

from starlette.formparsers import MultiPartParser
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from streamlit.auth_util import get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_auth_routes import USER_COOKIE_NAME

from tracker.access import SettingsError
from ui import people

ROUTE = re.compile(r"/_stcore/upload_file/")
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
            and ROUTE.search(scope["path"])
            and not may_upload(HTTPConnection(scope).cookies)
        ):
            refusal = PlainTextResponse("Only whoever may upload a plan can send a file.", 403)
            await refusal(scope, receive, send)
            return
        await self.app(scope, receive, send)


def may_upload(cookies: dict[str, str]) -> bool:
    """Whether the browser with these cookies is signed in as somebody who may upload."""
    try:
        if not people.sign_in_is_on():
            return True
        said = _claims(cookies)
        person = people.person_of(said) if said.get("is_logged_in") else None
    except (people.BrokenSignIn, SettingsError):
        return False
    return person is not None and person.may("upload")


def _claims(cookies: dict[str, str]) -> dict[str, object]:
    """What the sign-in's cookie says, where it has this server's signature; it may be in parts."""

    def part(name: str) -> bytes | None:
        value = cookies.get(name)
        signed = None if value is None else value.encode("latin-1")
        return signed and decode_signed_value(get_cookie_secret(), name, signed)

    payload = get_cookie_with_chunks(part, USER_COOKIE_NAME)
    said = json.loads(payload) if payload else {}
    return said if isinstance(said, dict) else {}

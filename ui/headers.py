"""What the server adds to its answers: security headers, and a cookie that tells browsers apart."""

from __future__ import annotations

import base64
import functools
import hashlib
import re
import secrets
from http.cookies import CookieError, SimpleCookie
from pathlib import Path

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE = "tracker_browser"
TOKEN_BYTES = 32  # 256 bits: cannot be guessed
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")  # what token_urlsafe(TOKEN_BYTES) looks like

SECURITY_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}

CLOSED = re.compile(r"/_stcore/(metrics|agent)(/|$)")
"""What is nobody else's business: the names of functions and the number of sessions, and a way to
drive the app without a browser."""

LEADS_TO = {
    "/overview": "/",
    "/data_quality": "/check",
    "/quality": "/check",
    "/mapping": "/check",
    "/trend": "/changes",
    "/history": "/records",
    "/portfolio": "/records",
}
"""The first page's own name, which Streamlit itself does not know, and addresses of old."""

SCRIPT = Path(__file__).with_name("browser.js").read_text()
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@functools.cache
def content_security_policy() -> str:
    """What a page may load: from this server alone, and no script but Streamlit's own and ours.

    Styles may stand in the page, for Streamlit and Plotly write theirs there. Streamlit's page has
    a line of script in it, and so has ours (``SCRIPT``), each allowed by its digest; Streamlit's
    numbers of 64 bits are WebAssembly.
    """
    page = Path(streamlit.__file__).with_name("static") / "index.html"
    digests = [
        base64.b64encode(hashlib.sha256(script).digest()).decode()
        for script in (*_INLINE_SCRIPT.findall(page.read_bytes()), SCRIPT.encode())
    ]
    rules = {
        "default-src": ["'self'"],
        "script-src": [
            "'self'",
            "'wasm-unsafe-eval'",
            *(f"'sha256-{digest}'" for digest in digests),
        ],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    return "; ".join(" ".join([name, *sources]) for name, sources in rules.items())


def token_in(cookie_header: str) -> str | None:
    """This browser's token from a ``Cookie`` header, or ``None`` if there is none of our making."""
    try:
        morsel = SimpleCookie(cookie_header).get(COOKIE)
    except CookieError:
        return None
    return valid_token(morsel.value if morsel else None)


def valid_token(value: object) -> str | None:
    """``value`` if it has the form of a token, else ``None``."""
    return value if isinstance(value, str) and _TOKEN.fullmatch(value) else None


def behind_tls(scope: Scope) -> bool:
    """Whether the browser came by https, to this server or to a proxy before it."""
    return (
        scope.get("scheme") == "https" or Headers(scope=scope).get("x-forwarded-proto") == "https"
    )


class SecurityHeaders:
    """Sets the security headers on every answer and closes what is nobody else's business.

    Behind TLS every cookie is kept to it: Streamlit's own, of who signed in, are not by themselves.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers[name] = value
                headers["Content-Security-Policy"] = content_security_policy()
                if behind_tls(scope):
                    message["headers"] = [_kept_to_tls(header) for header in message["headers"]]
            await send(message)

        if CLOSED.search(scope["path"]):
            await PlainTextResponse("Not found", 404)(scope, receive, send_with_headers)
        elif page := LEADS_TO.get(scope["path"].rstrip("/")):
            query = scope["query_string"].decode("latin-1")
            page = (".." if scope["path"].endswith("/") else ".") + page
            to_page = RedirectResponse(f"{page}?{query}" if query else page, 307)
            await to_page(scope, receive, send_with_headers)
        else:
            await self.app(scope, receive, send_with_headers)


def _kept_to_tls(header: tuple[bytes, bytes]) -> tuple[bytes, bytes]:
    name, value = header
    if name.lower() != b"set-cookie":
        return header
    attributes = {part.strip().lower() for part in value.split(b";")[1:]}
    return (name, value) if b"secure" in attributes else (name, value + b"; Secure")


class BrowserCookie:
    """Gives a browser that has none a random cookie, under which its upload is kept.

    It is set on a page itself and on ``host-config``, which each page asks for before it opens
    its connection. The second is for a reader who follows a link from another site: the browser
    then keeps a ``SameSite=Strict`` cookie to itself on the page's request, and a new cookie on
    that answer would take the reader's own plan away.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not self._needs_cookie(scope):
            await self.app(scope, receive, send)
            return

        async def send_with_cookie(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 200:
                token = secrets.token_urlsafe(TOKEN_BYTES)
                cookie = f"{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict"
                MutableHeaders(scope=message).append("Set-Cookie", cookie)
            await send(message)

        await self.app(scope, receive, send_with_cookie)

    def _needs_cookie(self, scope: Scope) -> bool:
        headers = Headers(scope=scope)
        is_page = "text/html" in headers.get("accept", "") or scope["path"] == "/"
        if not (is_page or scope["path"].endswith("/_stcore/host-config")):
            return False
        if headers.get("sec-fetch-site") == "cross-site":
            return False
        return token_in(headers.get("cookie", "")) is None

"""Somebody who uses the tracker without a browser, by the messages that a browser would send.

Streamlit's front end and server speak in protocol buffers over one connection; files go by HTTP.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from types import TracebackType

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Common_pb2 import FileURLs, UploadedFileInfo
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect

SECONDS = 120
"""How long an answer may take before the visitor gives up."""

XSRF = "_streamlit_xsrf"


class Failed(Exception):
    """The server did not do what it was asked to."""


class Visitor:
    """One browser: its cookies, its connection, and the page as it was last sent to it."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=SECONDS)
        self._http.get("/", headers={"Accept": "text/html"}).raise_for_status()
        self._http.get("/_stcore/health").raise_for_status()
        xsrf = self._http.cookies[XSRF]
        self._socket = connect(
            url.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=["streamlit", xsrf],  # type: ignore[list-item]
            additional_headers={"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies())},
            max_size=None,
            open_timeout=SECONDS,
        )
        self._states: dict[str, WidgetState] = {}
        self._session = ""
        self._page = ""
        self._pages: dict[str, str] = {}
        self.elements: dict[tuple[int, ...], Element] = {}
        self.sent: list[bytes] = []
        """Every message of the last run, as it came."""
        self.run()

    def __enter__(self) -> Visitor:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._socket.close()
        self._http.close()

    def _cookies(self) -> Iterator[tuple[str, str]]:
        yield from self._http.cookies.items()

    def run(self) -> None:
        """Have the page run with the widgets as they are, and take in all that it sends."""
        state = ClientState(page_script_hash=self._page)
        state.widget_states.widgets.extend(self._states.values())
        self._socket.send(BackMsg(rerun_script=state).SerializeToString())
        self.sent = []
        while True:
            message = self._receive()
            if message.WhichOneof("type") == "script_finished":
                if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                    return
                if message.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    raise Failed(f"the page ended with status {message.script_finished}")

    def _receive(self) -> ForwardMsg:
        data = self._socket.recv(timeout=SECONDS)
        if not isinstance(data, bytes):
            raise Failed(f"the server sent text: {data[:80]}")
        message = ForwardMsg.FromString(data)
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.elements = {}
            self._session = message.new_session.initialize.session_id or self._session
        elif kind == "navigation":
            self._pages = {p.url_pathname: p.page_script_hash for p in message.navigation.app_pages}
        elif kind == "delta":
            self.sent.append(data)
            if message.delta.WhichOneof("type") == "new_element":
                self.elements[tuple(message.metadata.delta_path)] = message.delta.new_element
        return message

    def _answer(self, request: BackMsg, kind: str) -> ForwardMsg:
        self._socket.send(request.SerializeToString())
        while (message := self._receive()).WhichOneof("type") != kind:
            pass
        return message

    def found(self, kind: str, label: str = "") -> Element:
        """The first element of a kind, with a label that holds this. Raises where there is none."""
        for element in self.elements.values():
            if element.WhichOneof("type") == kind and label in getattr(element, kind).label:
                return element
        raise Failed(f"there is no {kind} “{label}”: {self.text()[:2000]}")

    def text(self) -> str:
        """All that is written on the page: paragraphs, headings, alerts."""
        elements = self.elements.values()
        return "\n".join(
            getattr(element, kind).body
            for element in elements
            if (kind := element.WhichOneof("type")) in ("markdown", "heading", "alert")
        )

    def turn_to(self, page: str) -> None:
        """Go to another page by its name in the address."""
        self._page = self._pages[page]
        self.run()

    def toggle(self, label: str, on: bool) -> None:
        """Set a switch."""
        widget = self.found("checkbox", label).checkbox.id
        self._states[widget] = WidgetState(id=widget, bool_value=on)
        self.run()

    def upload(self, name: str, data: bytes) -> None:
        """Give a file to the first uploader and have the page run."""
        uploader = self.found("file_uploader").file_uploader.id
        request = BackMsg()
        request.file_urls_request.request_id = str(uuid.uuid4())
        request.file_urls_request.session_id = self._session
        request.file_urls_request.file_names.append(name)
        response = self._answer(request, "file_urls_response").file_urls_response
        if response.error_msg:
            raise Failed(response.error_msg)
        urls: FileURLs = response.file_urls[0]
        self._http.put(
            urls.upload_url, files={name: (name, data)}, headers={"X-Xsrftoken": self._xsrf()}
        ).raise_for_status()
        state = WidgetState(id=uploader)
        state.file_uploader_state_value.uploaded_file_info.append(
            UploadedFileInfo(name=name, size=len(data), file_id=urls.file_id, file_urls=urls)
        )
        self._states[uploader] = state
        self.run()

    def _xsrf(self) -> str:
        return str(self._http.cookies[XSRF])

    def download(self, label: str) -> bytes:
        """What the button with this label gives."""
        button = self.found("download_button", label).download_button
        url = button.url
        if button.deferred_file_id:
            request = BackMsg()
            request.backend_operation_request.request_id = str(uuid.uuid4())
            request.backend_operation_request.session_id = self._session
            request.backend_operation_request.deferred_file.file_id = button.deferred_file_id
            kind = "backend_operation_response"
            response = self._answer(request, kind).backend_operation_response
            if response.error_msg:
                raise Failed(response.error_msg)
            url = response.deferred_file.url
        answer = self._http.get(url)
        answer.raise_for_status()
        return answer.content

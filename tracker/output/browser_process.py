"""The process that drives the browser: charts in, pictures and a PDF out, until it is left.

Run by :mod:`tracker.output.browser`, it starts the browser at once, takes jobs as lines of JSON on
standard input and prints an answer to each as a line of JSON. It ends with its input. The browser
is told to reach nothing but what it is given, and has a time to answer in.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from typing import Any, TextIO

MILLIMETRES_PER_INCH = 25.4
A4_INCHES = (210 / MILLIMETRES_PER_INCH, 297 / MILLIMETRES_PER_INCH)

_NO_NETWORK = (
    "--disable-background-networking",
    "--disable-quic",
    "--disable-domain-reliability",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=<-loopback>",
)
_NO_MACHINE = "--user-agent=Action-plan tracker"
"""Else a PDF's properties name this computer's system."""


def quiet_browser() -> type:
    """The browser, told to speak to nobody."""
    from choreographer.browsers import Chromium

    class Quiet(Chromium):
        """The browser of this machine with that said too."""

        def get_cli(self) -> Sequence[str]:
            """The command that starts it."""
            return [*super().get_cli(), *_NO_NETWORK, _NO_MACHINE]

    return Quiet


async def draw(job: dict[str, Any], browser: Any) -> dict[str, Any]:
    """The ``pictures`` of a job by name, and its ``page`` as a ``pdf`` where it has one.

    Each of ``figures`` has a ``figure``, a ``format``, a ``width`` and a ``scale``. In the page,
    ``picture:NAME`` stands for the address of a picture.
    """
    pictures: dict[str, bytes] = {}
    for name, asked in job["figures"].items():
        options = {key: asked[key] for key in ("format", "width", "scale")}
        pictures[name] = await browser.calc_fig(asked["figure"], opts=options)
    printed = await _print(browser, _with_pictures(job, pictures)) if job.get("page") else None
    return {
        "pictures": {name: base64.b64encode(data).decode() for name, data in pictures.items()},
        "pdf": printed,
    }


def _with_pictures(job: dict[str, Any], pictures: dict[str, bytes]) -> str:
    page: str = job["page"]
    for name, data in pictures.items():
        kind = {"png": "image/png", "svg": "image/svg+xml"}[job["figures"][name]["format"]]
        address = f"data:{kind};base64,{base64.b64encode(data).decode()}"
        page = page.replace(f"picture:{name}", address)
    return page


async def _print(browser: Any, page: str) -> str:
    """A page of HTML as a tagged PDF, in base64; no script of it is run."""
    tab = await browser.create_tab("about:blank")
    for command, values in (
        ("Page.enable", {}),
        ("Emulation.setScriptExecutionDisabled", {"value": True}),
    ):
        await tab.send_command(command, params=values)
    tree = await tab.send_command("Page.getFrameTree")
    frame = tree["result"]["frameTree"]["frame"]["id"]
    loaded = tab.subscribe_once("Page.loadEventFired")
    await tab.send_command("Page.setDocumentContent", params={"frameId": frame, "html": page})
    await loaded
    width, height = A4_INCHES
    answer = await tab.send_command(
        "Page.printToPDF",
        params={
            "paperWidth": width,
            "paperHeight": height,
            "printBackground": True,
            "preferCSSPageSize": True,
            "generateTaggedPDF": True,
        },
    )
    await browser.close_tab(tab.target_id)
    data: str = answer["result"]["data"]
    return data


def leave(started: list[Any], code: int = 1) -> None:
    """End the browser and this process at once: it did not answer and may never, or is done."""
    for browser in started:
        process = getattr(browser, "subprocess", None)
        if process is not None and hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own
        elif process is not None:
            process.kill()
    os._exit(code)


@contextlib.contextmanager
def in_time(seconds: float, started: list[Any]) -> Iterator[None]:
    """Leave where what is done here takes longer."""
    watch = threading.Timer(seconds, leave, [started])
    watch.daemon = True
    watch.start()
    yield
    watch.cancel()


async def serve(seconds: float, out: TextIO) -> None:
    """Start the browser, and answer jobs until there are no more."""
    import kaleido

    started: list[Any] = []
    browser = kaleido.Kaleido(n=1, timeout=seconds, mathjax=False, browser_cls=quiet_browser())
    started.append(browser)
    with in_time(seconds, started):
        await browser.__aenter__()
    while line := await asyncio.to_thread(sys.stdin.readline):
        with in_time(seconds, started):
            answer = await draw(json.loads(line), browser)
        print(json.dumps(answer), file=out, flush=True)
    leave(started, 0)


def main() -> None:
    """Answer jobs; an error, told by its kind alone, is the last answer."""
    out, sys.stdout = sys.stdout, sys.stderr  # nothing else may be printed among the answers
    try:
        asyncio.run(serve(float(sys.argv[1]), out))
    except Exception as error:
        print(json.dumps({"error": type(error).__name__}), file=out, flush=True)


if __name__ == "__main__":
    main()

"""The process that drives the browser: charts in, pictures and a PDF out, and it is gone.

Run by :mod:`tracker.exports.browser` with a job as JSON on standard input; prints the result as
JSON. The browser is told to reach nothing but what it is given, and has a time to answer in.
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
from collections.abc import Sequence
from typing import Any

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


async def draw(job: dict[str, Any], started: list[Any]) -> dict[str, Any]:
    """The ``pictures`` of a job by name, and its ``page`` as a ``pdf`` where it has one.

    Each of ``figures`` has a ``figure``, a ``format``, a ``width`` and a ``scale``. In the page,
    ``picture:NAME`` stands for the address of a picture. The browser is added to ``started``.
    """
    import kaleido
    from choreographer.browsers import Chromium

    class Quiet(Chromium):
        """The browser, told to speak to nobody."""

        def get_cli(self) -> Sequence[str]:
            """The command, with that said too."""
            return [*super().get_cli(), *_NO_NETWORK, _NO_MACHINE]

    pictures: dict[str, bytes] = {}
    printed = None
    browser = kaleido.Kaleido(n=1, timeout=job["seconds"], mathjax=False, browser_cls=Quiet)
    started.append(browser)
    async with browser:
        for name, asked in job["figures"].items():
            options = {key: asked[key] for key in ("format", "width", "scale")}
            pictures[name] = await browser.calc_fig(asked["figure"], opts=options)
        if job.get("page"):
            printed = await _print(browser, _with_pictures(job, pictures))
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
    data: str = answer["result"]["data"]
    return data


def give_up(started: list[Any]) -> None:
    """End the browser and this process: it did not answer, and may never."""
    for browser in started:
        process = getattr(browser, "subprocess", None)
        if process is not None and hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # it leads a group of its own
        elif process is not None:
            process.kill()
    os._exit(1)


def main() -> None:
    """Read a job, do it, print the result; an error is told by its kind alone."""
    out, sys.stdout = sys.stdout, sys.stderr  # nothing else may be printed among the result
    job = json.load(sys.stdin)
    started: list[Any] = []
    watch = threading.Timer(job["seconds"], give_up, [started])
    watch.daemon = True
    watch.start()
    try:
        result = asyncio.run(draw(job, started))
    except Exception as error:
        result = {"error": type(error).__name__}
    json.dump(result, out)
    out.flush()


if __name__ == "__main__":
    main()

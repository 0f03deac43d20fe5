"""What is sent stays in memory: nothing of an upload touches the disk on its way."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartParser

from ui.upload_route import keep_uploads_in_memory

BODY = b"x" * 10 * 1024**2


async def sent() -> AsyncIterator[bytes]:
    yield b'--b\r\nContent-Disposition: form-data; name="f"; filename="plan.xlsx"\r\n\r\n'
    for start in range(0, len(BODY), 64 * 1024):
        yield BODY[start : start + 64 * 1024]
    yield b"\r\n--b--\r\n"


def parsed_in_memory() -> bool:
    headers = Headers({"content-type": "multipart/form-data; boundary=b"})
    form = asyncio.run(MultiPartParser(headers, sent()).parse())
    file = form["f"].file
    assert file.read() == BODY
    rolled: bool = file._rolled
    asyncio.run(form.close())
    return not rolled


def test_a_file_of_ten_megabytes_is_not_put_on_disk(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(MultiPartParser, "spool_max_size", 1024**2)  # put back afterwards
    assert not parsed_in_memory()  # as it would be by itself
    keep_uploads_in_memory(50)
    assert parsed_in_memory()

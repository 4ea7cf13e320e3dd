"""Files to take away: written aside whole, then handed out in pieces, so that a slow reader holds up nobody."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from typing import BinaryIO

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE = 64 * 1024


def spooled(lines: Iterable[str]) -> BinaryIO:
    """The lines in a file without a name that disappears when it is closed."""
    spool = tempfile.TemporaryFile()  # noqa: SIM115 - closed by whoever hands it out
    for line in lines:
        spool.write(line.encode())
    spool.seek(0)
    return spool


def download(request: HttpRequest, stream: BinaryIO, *, name: str, media_type: str) -> StreamingHttpResponse:
    """Always saved, never shown by the browser: a file cannot act in this site's name."""
    size = stream.seek(0, 2)
    stream.seek(0)
    pieces = _later_pieces(stream) if isinstance(request, ASGIRequest) else _pieces(stream)
    answer = StreamingHttpResponse(pieces, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Content-Length"] = str(size)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    with stream:
        while piece := stream.read(PIECE):
            yield piece


async def _later_pieces(stream: BinaryIO) -> AsyncIterator[bytes]:
    """The same where the server asks for pieces one by one; a local file is read fast enough to wait for."""
    with stream:
        while piece := stream.read(PIECE):
            yield piece

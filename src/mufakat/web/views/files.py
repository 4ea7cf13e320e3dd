"""Files to take away: written aside whole, then handed out in pieces, so that a slow reader holds up nobody."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from django.core.handlers.asgi import ASGIRequest
from django.http import HttpRequest, StreamingHttpResponse
from django.utils.http import content_disposition_header

PIECE = 64 * 1024


def spooled(lines: Iterable[str]) -> int:
    """The lines in a file without a name, by its descriptor; it is gone when that is closed."""
    with tempfile.TemporaryFile() as spool:
        for line in lines:
            spool.write(line.encode())
        spool.flush()
        return os.dup(spool.fileno())


def opened(path: Path) -> int:
    return os.open(path, os.O_RDONLY)


def download(request: HttpRequest, descriptor: int, *, name: str, media_type: str) -> StreamingHttpResponse:
    """Always saved, never shown by the browser: a file cannot act in this site's name."""
    pieces = _Later(descriptor) if isinstance(request, ASGIRequest) else _Now(descriptor)
    answer = StreamingHttpResponse(pieces, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Content-Length"] = str(os.fstat(descriptor).st_size)
    # Packed piece by piece, a browser would keep the first piece and throw away the rest.
    answer["Content-Encoding"] = "identity"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


class _Pieces:
    """The file piece by piece; closed with the answer, also when nobody reads it to its end."""

    def __init__(self, descriptor: int) -> None:
        self.descriptor: int | None = descriptor

    def _read(self) -> Iterator[bytes]:
        place = 0
        while self.descriptor is not None and (piece := os.pread(self.descriptor, PIECE, place)):
            place += len(piece)
            yield piece
        self.close()

    def close(self) -> None:
        descriptor, self.descriptor = self.descriptor, None
        if descriptor is not None:
            with suppress(OSError):
                os.close(descriptor)

    __del__ = close  # an answer that was dropped before it began is closed by nobody else


class _Now(_Pieces):
    def __iter__(self) -> Iterator[bytes]:
        return self._read()


class _Later(_Pieces):
    """The same where the server asks for pieces one by one; a local file is read fast enough to wait for."""

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._read():
            yield piece

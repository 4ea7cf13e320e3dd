"""The ASGI application that `mufakat serve` runs: Django behind a limit on what one request may carry."""

from __future__ import annotations

import os
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from typing import Any

import django
from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIHandler
from django.http.response import HttpResponseBase, StreamingHttpResponse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mufakat.config.settings")

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Receive, Send], Awaitable[None]]

MOST_BYTES = 24 * 1024 * 1024
PIECE_BYTES = 64 * 1024


class _TooMuch(Exception):
    """More came than was announced, or than one request may carry."""


class Limited:
    """Django stores a request's body before any view sees it, so an endless one must be refused here.

    A disk that is full while a body is being stored answers 503 like everywhere else.
    """

    def __init__(self, inner: App, most: int = MOST_BYTES) -> None:
        self.inner = inner
        self.most = most

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.inner(scope, receive, send)
            return
        if _announced(scope) > self.most:
            await _plain(send, 413, b"Terlalu besar: paling banyak 20 MB. / Too large: at most 20 MB.\n")
            return
        await self._answer(scope, receive, send)

    async def _answer(self, scope: Any, receive: Receive, send: Send) -> None:
        started = False
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.most:
                raise _TooMuch
            return message

        async def noted(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.inner(scope, counted, noted)
        except (_TooMuch, OSError) as trouble:
            if started:
                raise
            if isinstance(trouble, _TooMuch):
                await _plain(send, 413, b"Terlalu besar: paling banyak 20 MB. / Too large: at most 20 MB.\n")
            else:
                await _plain(send, 503, b"Tempat penyimpanan penuh. / The storage is full.\n")


def _announced(scope: Any) -> int:
    for name, value in scope["headers"]:
        if name.lower() == b"content-length":
            return int(value) if value.isdigit() else 0
    return 0


async def _plain(send: Send, status: int, words: bytes) -> None:
    headers = [
        (b"content-type", b"text/plain; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": words})


class Piecewise(ASGIHandler):
    """Django, but a long answer made by ordinary code is sent piece by piece.

    Django would gather such an answer whole before sending any of it, and a record has no upper size. The pieces are made in
    the thread that ran the view, where its database connection is.
    """

    async def send_response(self, response: HttpResponseBase, send: Send) -> None:
        if isinstance(response, StreamingHttpResponse) and not response.is_async:
            response.streaming_content = _in_pieces(iter(response))
        await super().send_response(response, send)


async def _in_pieces(source: Iterator[bytes]) -> AsyncIterator[bytes]:
    while piece := await sync_to_async(_next_piece)(source):
        yield piece


def _next_piece(source: Iterator[bytes]) -> bytes:
    gathered, size = [], 0
    for part in source:
        gathered.append(part)
        size += len(part)
        if size >= PIECE_BYTES:
            break
    return b"".join(gathered)


django.setup()
# A body may be somebody's mandate: while it is being received it lies in the data folder, not in a place for everybody.
tempfile.tempdir = settings.FILE_UPLOAD_TEMP_DIR
application = Limited(Piecewise())

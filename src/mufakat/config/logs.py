"""Log lines as JSON, one event a line; never a body, a token, a query string or a secret address."""

from __future__ import annotations

import logging
import re

import structlog

_SECRET_PATHS = re.compile(r"/(undangan|masuk|berhenti)/[^/\s\"']+")
_SHARED: list[structlog.typing.Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def without_secrets(logger: object, name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An address may be the secret itself: what follows the name of such a page is left out."""
    return {
        key: _SECRET_PATHS.sub(r"/\1/…", value) if isinstance(value, str) else value for key, value in event.items()
    }


def formatter() -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_SHARED,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_secrets,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )


def configure() -> None:
    """Send our own events the way of Python's logging, so that level, place and form are set once."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )

"""Log lines as JSON, one event a line; never a body, a token or a query string."""

from __future__ import annotations

import logging
import re

import structlog

_SECRET_PATHS = re.compile(r"/(undangan|masuk|berhenti)/[^/\s\"']+")


def without_secrets(logger: object, name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """An address may be the secret itself: what follows the name of such a page is left out."""
    return {
        key: _SECRET_PATHS.sub(r"/\1/…", value) if isinstance(value, str) else value for key, value in event.items()
    }


def formatter() -> logging.Formatter:
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_secrets,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )

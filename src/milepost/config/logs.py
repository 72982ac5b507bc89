"""Logs on stderr: lines for people at a terminal, JSON for machines elsewhere."""

from __future__ import annotations

import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer

SECRET_LINK = re.compile(r"(/(?:feeds|snapshots)/)[^/\s.\"']+")


def without_secrets(_logger: Any, _name: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Addresses that are secrets are not written down."""
    return {name: SECRET_LINK.sub(r"\1…", value) if isinstance(value, str) else value for name, value in line.items()}


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    without_secrets,
]


def logging(*, debug: bool) -> dict[str, Any]:
    """Django's LOGGING; also sets structlog up, so that both speak the same way."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    level = "DEBUG" if debug else "INFO"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": {"()": structlog.stdlib.ProcessorFormatter, "foreign_pre_chain": SHARED, "processors": _last()}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "milepost": {"handlers": ["stderr"], "level": level, "propagate": False},
            "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},  # refusals are answers, not news
            "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
            "uvicorn": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        },
    }


def _last() -> list[Any]:
    """Tracebacks never show the values of variables: passwords and cookies are among them."""
    clean = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if sys.stderr.isatty():
        return [clean, structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)]
    in_words = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))
    return [clean, in_words, structlog.processors.JSONRenderer()]

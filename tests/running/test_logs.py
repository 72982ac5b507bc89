"""The log of a failure says where it happened, never what a person had typed."""

from __future__ import annotations

import io
import logging
import logging.config

import pytest

from milepost.config.logs import logging as settings


def typed(password: str) -> None:
    raise ConnectionError("the database is gone")


@pytest.mark.parametrize("at_a_terminal", [True, False])
def test_no_value_of_a_variable_reaches_the_log(monkeypatch: pytest.MonkeyPatch, at_a_terminal: bool) -> None:
    stream = io.StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    monkeypatch.setattr(stream, "isatty", lambda: at_a_terminal)
    configured = settings(debug=False)
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.config.DictConfigurator(configured).configure_formatter(configured["formatters"]["structured"]))
    logger = logging.Logger("test")
    logger.addHandler(handler)
    try:
        typed("four bells at harbour")
    except ConnectionError:
        logger.exception("a page broke")
    assert "the database is gone" in stream.getvalue()
    assert "test_logs" in stream.getvalue()
    assert "four bells" not in stream.getvalue().replace('typed("four bells at harbour")', "")

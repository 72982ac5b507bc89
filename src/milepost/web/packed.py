"""The chart of a plan as it goes over the wire: made once for each state of the plan, however many people look at it."""

from __future__ import annotations

import gzip
import json
from collections import OrderedDict
from dataclasses import fields
from threading import Lock

from django.http import HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

from milepost.forecast import reads as forecasts
from milepost.web.visit import Visit

KEPT = 8
"""Charts held ready in this process, the newest ones."""
LEVEL = 4

_kept: OrderedDict[tuple[int, str, int | None], bytes] = OrderedDict()
_lock = Lock()


def chart(visit: Visit, project_id: int, *, baseline: int | None = None) -> HttpResponse:
    """The columns of the chart as JSON, beside a baseline by number or the newest, or that nothing has changed since."""
    mark = forecasts.chart_mark(visit.actor, project_id)
    tag = f'W/"{mark}"'
    if visit.headers.get("If-None-Match") == tag:
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = _answer(visit, _packed(visit, project_id, mark, baseline))
    answer.headers["ETag"] = tag
    answer.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ("Accept-Encoding", "Cookie"))
    return answer


def _answer(visit: Visit, packed: bytes) -> HttpResponse:
    if "gzip" in visit.headers.get("Accept-Encoding", ""):
        return HttpResponse(packed, content_type="application/json", headers={"Content-Encoding": "gzip"})
    return HttpResponse(gzip.decompress(packed), content_type="application/json")


def _packed(visit: Visit, project_id: int, mark: str, baseline: int | None) -> bytes:
    with _lock:
        known = _kept.get((project_id, mark, baseline))
    if known is not None:
        return known
    drawn = forecasts.chart(visit.actor, project_id, baseline=baseline, now=visit.now)
    columns = {field.name: getattr(drawn, field.name) for field in fields(drawn)}
    made = gzip.compress(json.dumps(columns, separators=(",", ":"), ensure_ascii=False).encode(), LEVEL, mtime=0)
    with _lock:
        _kept[project_id, mark, baseline] = made
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
    return made

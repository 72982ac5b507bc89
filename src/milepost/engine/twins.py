"""Loops as they stand, or compiled: the same source, so that the two cannot drift apart.

A small plan uses the plain twins of the critical path and neither waits for the compiler nor loads it; once the compiled ones
are loaded, every plan uses them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import FunctionType, SimpleNamespace
from typing import Any
from zlib import crc32

from milepost.engine import kernels, orders

SMALL = 2500
"""Tasks and links up to which the plain twins are quicker than loading the compiler."""


class Twins:
    """A family of loops under two forms. `names` are in order, callees before callers; `sources` holds them and their constants.

    `below`: a family whose loops this one calls. `makers` make or copy whole arrays; no other loop counts references, which would
    cost more than what a short one does. `inner` are short loops that are copied to where they are called.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        sources: Mapping[str, Any],
        below: Twins | None = None,
        makers: tuple[str, ...] = (),
        inner: tuple[str, ...] = (),
    ) -> None:
        self.names, self.sources, self.below = names, sources, below
        self.makers, self.inner = makers, inner
        self.compiled = cache(self._compiled)

    def plain(self) -> Any:
        """The functions as they stand."""
        return SimpleNamespace(**{name: self.sources[name] for name in self.names})

    def _compiled(self) -> Any:
        """The same functions compiled, and kept on disk between runs where the disk allows it."""
        from numba import njit

        names = dict(self.sources) | (vars(self.below.compiled()) if self.below else {})
        stamp = self._stamp()
        for name in self.names:
            source = names[name]
            twin = FunctionType(source.__code__, names, name, source.__defaults__)
            twin.__qualname__, twin.__module__ = f"{source.__qualname__}_{stamp:08x}", source.__module__
            options: dict[str, Any] = {"nogil": True, "_nrt": name in self.makers, "forceinline": name in self.inner}
            try:
                names[name] = njit(cache=True, **options)(twin)
            except RuntimeError:  # nowhere to keep it
                names[name] = njit(**options)(twin)
        return SimpleNamespace(**{name: names[name] for name in self.names})

    def _stamp(self) -> int:
        """Changes with whatever ends up in the compiled code. numba looks only at each function's own file, not at what it calls."""
        digest = crc32(repr((self.makers, self.inner)).encode(), self.below._stamp() if self.below else 0)
        for name in self.names:
            code = self.sources[name].__code__
            plain = [value for value in code.co_consts if isinstance(value, int | float | str | tuple)]
            digest = crc32(code.co_code + repr((code.co_names, plain)).encode(), digest)
        numbers = sorted((name, value) for name, value in self.sources.items() if isinstance(value, int))
        return crc32(repr(numbers).encode(), digest)


PASSES = Twins(
    (
        *("work_at", "start_of", "finish_of", "shifted", "begun_by", "unshifted", "bound_of", "settled_late", "settled_early"),
        *("finish_from", "start_from", "opened", "works_at", "starts_of", "finishes_of", "ordered", "rolled_up", "aimed", "placed"),
        *("placed_late", "forward_many", "backward_many", "free_float", "forward_one", "backward_one", "render_one", "render_late"),
    ),
    vars(kernels) | vars(orders),
    makers=("ordered",),
    inner=("work_at", "start_of", "finish_of", "shifted", "begun_by", "bound_of", "finish_from", "start_from"),
)
"""The loops of the critical path."""
plain, compiled = PASSES.plain, PASSES.compiled


def chosen(size: int) -> Any:
    """The critical path's loops for a plan of `size` tasks and links."""
    loaded = compiled.cache_info().currsize
    return compiled() if loaded or size > SMALL else plain()

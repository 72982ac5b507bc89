"""The order and depth of a plan's tasks while edits move them: each knows its neighbours, so that a move costs what it moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from milepost.kernel.refusal import NotFound, Refusal
from milepost.kernel.say import say

DEEPEST = 50


@dataclass(slots=True, eq=False)
class Node:
    """A task in its place. `position` is None where it has to be put into the table anew."""

    id: int
    uid: int
    level: int
    position: int | None
    stood: int = field(init=False)
    """How deep it was at first."""
    before: Node = field(init=False, repr=False)
    after: Node = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.stood = self.level

    @property
    def has_below(self) -> bool:
        """Whether tasks are below it."""
        return self.after.level > self.level

    def branch(self) -> list[Node]:
        """It and everything below it, in order."""
        found = [self]
        while found[-1].after.level > self.level:
            found.append(found[-1].after)
        return found


def _root() -> Node:
    node = Node(0, 0, 0, 0)
    node.before = node.after = node
    return node


@dataclass(slots=True)
class Outline:
    """All tasks of a plan in a ring that begins and ends at a root, which is no task and less deep than all."""

    root: Node = field(default_factory=_root)
    nodes: dict[int, Node] = field(default_factory=dict)
    had_below: dict[int, bool] = field(default_factory=dict)
    """Whether tasks were below those whose surroundings changed, before the first change."""

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int, int, int]]) -> Outline:
        """From `(id, uid, level, position)` in order."""
        made = cls()
        last = made.root
        for row in rows:
            node = Node(*row)
            node.before, last.after = last, node
            made.nodes[node.id] = last = node
        last.after, made.root.before = made.root, last
        return made

    def __iter__(self) -> Iterator[Node]:
        node = self.root.after
        while node is not self.root:
            yield node
            node = node.after

    def levels(self) -> list[tuple[int, int]]:
        """Id and level of every task in order."""
        return [(node.id, node.level) for node in self]

    def node(self, task_id: int) -> Node:
        """The task's node; `NotFound` where it is not in the plan."""
        if task_id not in self.nodes:
            raise NotFound()
        return self.nodes[task_id]

    def put(self, node: Node, after: Node, level: int) -> None:
        """A new task behind `after`, or behind what is below that one where it is not deeper."""
        _check_level(level, after)
        self._join([node], _behind(after, level), level)
        self.nodes[node.id] = node

    def move(self, tops: Sequence[Node], after: Node, level: int) -> None:
        """Branches, none of them in another, come behind `after`, each top `level` deep."""
        moved = {node.id for top in tops for node in top.branch()}
        while after.id in moved:
            after = after.before
        _check_level(level, after)
        if _stands_there(tops, after, level):
            self._deepen(tops, level)
            return
        branches = [self._cut(top) for top in tops]
        place = _behind(after, level)
        for branch in branches:
            self._join(branch, place, level)
            place = branch[-1]

    def take_out(self, top: Node) -> list[Node]:
        """A branch leaves the plan; gives back its tasks."""
        branch = self._cut(top)
        for node in branch:
            del self.nodes[node.id]
        return branch

    def sums_anew(self) -> Iterator[tuple[Node, bool]]:
        """Tasks that have tasks below them now and had none, or the other way round, and whether they have."""
        for task_id, had in self.had_below.items():
            node = self.nodes.get(task_id)
            if node is not None and node.has_below != had:
                yield node, node.has_below

    def _deepen(self, tops: Sequence[Node], level: int) -> None:
        for top in tops:
            branch = top.branch()
            self._note(top.before, *branch)
            _shift(branch, level - top.level)

    def _cut(self, top: Node) -> list[Node]:
        branch = top.branch()
        before, after = top.before, branch[-1].after
        self._note(before, branch[-1])
        before.after, after.before = after, before
        return branch

    def _join(self, branch: list[Node], place: Node, level: int) -> None:
        self._note(place)
        _shift(branch, level - branch[0].level)
        first, last, following = branch[0], branch[-1], place.after
        place.after, first.before = first, place
        last.after, following.before = following, last
        for node in branch:
            node.position = None

    def _note(self, *nodes: Node) -> None:
        for node in nodes:
            self.had_below.setdefault(node.id, node.has_below)


def _stands_there(tops: Sequence[Node], after: Node, level: int) -> bool:
    """Whether the branches stand there already and only their depth changes, by one at most where they come out."""
    place = after
    for top in tops:
        if place.after is not top or top.level - level > 1:
            return False
        place = top.branch()[-1]
    return True


def _behind(after: Node, level: int) -> Node:
    """The last of what is below `after` and deeper than `level`: behind it there is room for a task of that depth."""
    while after.after.level > level:
        after = after.after
    return after


def _check_level(level: int, after: Node) -> None:
    if not 1 <= level <= min(DEEPEST, after.level + 1):
        raise Refusal("level_too_deep", say("A task is at most one level below the task before it."), field="level")


def _shift(branch: Sequence[Node], deeper: int) -> None:
    if max(node.level for node in branch) + deeper > DEEPEST:
        raise Refusal("level_too_deep", say("A plan is at most {deepest} levels deep.", deepest=DEEPEST), field="level")
    for node in branch:
        node.level += deeper

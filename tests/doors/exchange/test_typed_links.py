"""Links between tasks as people say them: by name, by row, before, after and with."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.exchange import typed
from milepost.exchange.typed import TypedLink
from milepost.kernel.refusal import Refusal
from milepost.plans.draft import LagUnit, LinkKind

TASKS = [
    (11, "Design"),
    (12, "Build the shop"),
    (13, "Build the API"),
    (14, "Test, review"),
    (15, "Launch"),
    (16, "Prüfung"),
    (17, "7"),
    (18, "What happens after Launch"),
    (19, "Wait until it starts"),
]
DAY = 480


def read(text: str) -> tuple[TypedLink, ...]:
    return typed.links(text, tasks=TASKS)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Design", TypedLink(11)),
        ("design", TypedLink(11)),
        ("after Design", TypedLink(11)),
        ("2d after Design", TypedLink(11, lag=2 * DAY)),
        ("Design + 2d", TypedLink(11, lag=2 * DAY)),
        ("Design FS+2d", TypedLink(11, lag=2 * DAY)),
        ("3", TypedLink(13)),
        ("row 3", TypedLink(13)),
        ("3SS", TypedLink(13, LinkKind.SS)),
        ("3FS+2d", TypedLink(13, lag=2 * DAY)),
        ("3 ff - 4h", TypedLink(13, LinkKind.FF, -240)),
        ("3-1d", TypedLink(13, lag=-DAY)),
        ("3SS+50%", TypedLink(13, LinkKind.SS, 50, LagUnit.PERCENT)),
        ("3+2ed", TypedLink(13, lag=2880, unit=LagUnit.ELAPSED)),
        ("with Design", TypedLink(11, LinkKind.SS)),
        ("together with design", TypedLink(11, LinkKind.SS)),
        ("finish with Design", TypedLink(11, LinkKind.FF)),
        ("2d after Design starts", TypedLink(11, LinkKind.SS, 2 * DAY)),
        ("after the start of Design", TypedLink(11, LinkKind.SS)),
        ("before Launch", TypedLink(15, outgoing=True)),
        ("1w before Launch", TypedLink(15, lag=5 * DAY, outgoing=True)),
        ("before Launch ends", TypedLink(15, LinkKind.FF, outgoing=True)),
        ("build the sh", TypedLink(12)),
        ("api", TypedLink(13)),
        ("Prufung", TypedLink(16)),
        ("Test, review", TypedLink(14)),
        ("7", TypedLink(17)),
        ("What happens after Launch", TypedLink(18)),
        ("after Wait until it starts", TypedLink(19)),
    ],
)
def test_a_link_is_read_as_it_was_meant(text: str, meant: TypedLink) -> None:
    assert read(text) == (meant,)


def test_several_links_stand_beside_each_other() -> None:
    assert read("3FS+2d, Design; with Test, review") == (TypedLink(13, lag=2 * DAY), TypedLink(11), TypedLink(14, LinkKind.SS))
    assert read(" ") == ()


@pytest.mark.parametrize(
    ("text", "code", "says"),
    [
        ("Desing", "name_unknown", "Did you mean “Design”?"),
        ("xyzzy", "name_unknown", "number of its row"),
        ("build", "name_ambiguous", "2 “Build the shop”, 3 “Build the API”"),
        ("12", "row_unknown", "the plan has 9"),
        ("3, 3SS", "linked_twice", "twice"),
        ("+2d", "link_not_understood", "2d after Design"),
        ("2d after", "name_unknown", "2d after"),
        ("x" * 5000, "link_not_understood", "Write it like"),
    ],
)
def test_what_is_no_link_is_refused_and_says_what_would_be(text: str, code: str, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        typed.links(text, tasks=TASKS, field="predecessors")
    assert refused.value.code == code
    assert refused.value.field == "predecessors"
    assert says in str(refused.value)


LINKS = st.builds(
    TypedLink,
    st.sampled_from([task for task, _ in TASKS if task != 17]),
    st.sampled_from(LinkKind),
    st.integers(-10_000, 10_000),
    st.sampled_from(LagUnit),
)


@given(st.lists(LINKS, max_size=5, unique_by=lambda link: link.task), st.sampled_from([450, 480]))
def test_links_that_were_shown_are_read_as_the_same(links: list[TypedLink], per_day: int) -> None:
    rows = {task: row for row, (task, _) in enumerate(TASKS, 1) if row != 7}
    read_again = typed.links(typed.written_links(links, rows=rows, per_day=per_day), tasks=TASKS, per_day=per_day)
    assert list(read_again) == [link if link.lag else TypedLink(link.task, link.kind) for link in links]


@given(st.integers(0, 10_000), st.sampled_from([LinkKind.FS, LinkKind.FF]))
def test_what_comes_before_another_task_is_written_so(lag: int, kind: LinkKind) -> None:
    link = TypedLink(15, kind, lag, outgoing=True)
    assert read(typed.written_links([link], rows={15: 5})) == (link,)


@given(st.text(alphabet="3Desing ,;+-FSafter2dwithbefore%", max_size=60))
def test_any_text_is_links_or_refused(text: str) -> None:
    with suppress(Refusal):
        assert all(link.task in dict(TASKS) for link in read(text))

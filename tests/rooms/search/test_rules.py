"""What counts as found."""

from __future__ import annotations

import pytest

from milepost.search import rules
from milepost.search.rules import APART, BEGINS, INSIDE, TOGETHER, WHOLE


@pytest.mark.parametrize(
    ("text", "plain"),
    [("Prüfung", "prufung"), ("ÉTÉ", "ete"), ("Straße", "strasse"), ("Łódź", "lodz"), ("e\u0301te\u0301", "ete"), ("日程", "日程")],
)
def test_case_and_accents_do_not_count(text: str, plain: str) -> None:
    assert rules.folded(text) == plain


@pytest.mark.parametrize(
    ("line", "question", "fit"),
    [
        ("data migration", "data migration", WHOLE),
        ("data migration rehearsal", "data mig", BEGINS),
        ("second data migration", "data mig", TOGETHER),
        ("migration of the data", "data mig", APART),
        ("metadata", "data", INSIDE),
        ("metadata and data", "data", TOGETHER),
        ("migration", "data mig", None),
        ("(data) migration", "data", TOGETHER),
    ],
)
def test_a_line_answers_the_better_the_closer_it_is_to_the_question(line: str, question: str, fit: int | None) -> None:
    assert rules.fit(line, rules.words(question)) == fit


def test_a_question_is_its_words_without_signs_and_repetitions() -> None:
    assert rules.words("  Data, (data) & Räume ") == ("data", "raume")
    assert rules.words("---") == ()
    assert len("".join(rules.words("a" * 5000))) == rules.LONGEST_QUESTION


def test_a_page_finds_lines_by_the_beginnings_of_their_words() -> None:
    page = rules.Page([(7, "Design review"), (8, "Prüfung\nder Systeme"), (9, "Redesign")])
    assert dict(map(reversed, page.find(("design",)))) == {7: BEGINS, 9: INSIDE}  # type: ignore[arg-type]
    assert [number for _, number in page.find(("pruf", "sys"))] == [8]
    assert [number for _, number in page.find(("review", "design"))] == [7]
    assert list(page.find(("absent",))) == []


def test_a_word_in_every_line_finds_some_and_those_that_begin_with_it_first() -> None:
    page = rules.Page([*((number, f"old task {number}") for number in range(1000)), (5000, "Task of the day")])
    found = list(page.find(("task",)))
    assert len(found) == rules.ENOUGH
    assert (BEGINS, 5000) in found


@pytest.mark.parametrize("mistaken", ["desgin", "desigm", "dsign", "dessign", "revieq", "reviw"])
def test_one_mistake_in_a_word_is_forgiven(mistaken: str) -> None:
    assert rules.meant(mistaken, rules.Page([(1, "design review")]).vocabulary) in {"desig", "design", "revie", "review", "rev"}


@pytest.mark.parametrize("other", ["cat", "xyzzy", "esign"])
def test_short_words_and_other_words_are_not_guessed(other: str) -> None:
    assert rules.meant(other, rules.Page([(1, "car design")]).vocabulary) is None


def test_an_excerpt_shows_the_word_in_its_surroundings() -> None:
    text = "word " * 40 + "the Schlüssel lies here " + "more " * 40
    shown = rules.excerpt(text, ("schlussel",))
    assert "Schlüssel lies here" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < 4 * rules.AROUND
    assert rules.excerpt("short and good", ("good",)) == "short and good"

"""What the firm's past says: habits found again, thin history held back, forecasts that cover as often as they say."""

from __future__ import annotations

from math import exp, log

import numpy as np
import pytest

from milepost import engine
from milepost.engine import calibrate
from milepost.engine.calibrate import DEFAULT, PRIOR_TASKS


def past(count: int, bias: float, sigma: float, *, seed: int = 1, groups: tuple[str, ...] = ()) -> list[engine.Outcome]:
    ratios = np.exp(np.random.default_rng(seed).normal(bias, sigma, count))
    return [engine.Outcome(1000, round(1000 * ratio), groups) for ratio in ratios.tolist()]


def test_without_a_past_the_default_is_taken() -> None:
    assert engine.calibrated([]).firm == DEFAULT
    assert DEFAULT.minutes(900, 0.9) == 1350
    assert DEFAULT.minutes(900, 0.1) == 600
    assert DEFAULT.minutes(900, 0.5) == 900


def test_a_long_past_is_believed() -> None:
    firm = engine.calibrated(past(5000, 0.3, 0.5)).firm
    assert firm.bias == pytest.approx(0.3, abs=0.03)
    assert firm.sigma == pytest.approx(0.5, abs=0.03)
    assert firm.tasks == 5000


def test_a_thin_past_is_drawn_towards_what_is_known_of_others() -> None:
    """Three tasks of one person, all twice as long, say less than three hundred of the firm, all as estimated."""
    firm = [engine.Outcome(1000, 1000, ("other",)) for _ in range(300)]
    thin = engine.calibrated([*firm, *(engine.Outcome(1000, 2000, ("ann",)) for _ in range(3))])
    ann = thin.habit(("ann",))
    assert thin.firm.bias < ann.bias < log(2)
    assert ann.bias == pytest.approx((3 * log(2) + PRIOR_TASKS * thin.firm.bias) / (3 + PRIOR_TASKS))
    thick = engine.calibrated([*firm, *(engine.Outcome(1000, 2000, ("ann",)) for _ in range(300))])
    assert thick.habit(("ann",)).bias > 0.9 * log(2)


def test_of_several_groups_the_one_with_most_tasks_speaks() -> None:
    found = engine.calibrated([*past(20, 0.0, 0.2, groups=("ann",)), *past(80, 0.5, 0.2, groups=("design",))])
    assert found.habit(("ann", "design")) == found.groups["design"]
    assert found.habit(("nobody",)) == found.firm


def test_a_slip_of_the_pen_does_not_decide() -> None:
    found = engine.calibrated([*past(50, 0.0, 0.2), engine.Outcome(1, 1_000_000)])
    assert found.firm.bias < 0.1


def test_tasks_without_an_estimate_or_without_work_say_nothing() -> None:
    assert engine.calibrated([engine.Outcome(0, 500), engine.Outcome(500, 0)]).firm == DEFAULT


def test_forecasts_that_are_right_lie_on_the_diagonal() -> None:
    random = np.random.default_rng(3)
    said = random.uniform(0, 1, 20_000)
    chart = engine.reliability(said.tolist(), (random.uniform(0, 1, 20_000) < said).tolist())
    assert len(chart) == 10
    assert all(abs(each.said - each.seen.share) < 1.5 * each.seen.error for each in chart)
    assert sum(each.forecasts for each in chart) == 20_000


def test_forecasts_that_boast_lie_below_it() -> None:
    (each,) = engine.reliability([0.95] * 200, [True] * 100 + [False] * 100)
    assert (each.low, each.high) == (0.9, 1.0)
    assert each.seen.share + each.seen.error < each.said


def test_the_pinball_loss_is_least_at_the_true_quantile() -> None:
    actual = np.random.default_rng(5).lognormal(0, 0.4, 5000)
    quantile = exp(0.8416 * 0.4)
    losses = {guess: np.mean([engine.pinball(0.8, guess, one) for one in actual]) for guess in (0.8, 1.0, quantile, 1.8, 2.4)}
    assert min(losses, key=lambda guess: losses[guess]) == quantile


def test_a_back_test_covers_as_often_as_it_says_and_beats_taking_estimates_at_their_word() -> None:
    found = engine.back_test(past(600, 0.4, 0.4))
    for chance, covered in zip(found.chances, found.covered, strict=True):
        assert abs(covered.share - chance) < 2 * covered.error
    assert found.tasks == 595
    assert all(loss < naive for loss, naive in zip(found.loss, found.naive_loss, strict=True))


def test_a_back_test_knows_only_what_was_before() -> None:
    """The second half is wild; what was foretold of the first half is the same with and without it."""
    calm, wild = past(40, 0.0, 0.1), past(40, 1.5, 0.1, seed=2)
    habits = [calibrate.calibrated(calm[:number]).firm for number in range(5, 40)]
    again = [calibrate.calibrated([*calm, *wild][:number]).firm for number in range(5, 40)]
    assert habits == again
    assert engine.back_test([*calm, *wild]).covered[1].share < engine.back_test(calm).covered[1].share


@pytest.mark.parametrize(
    ("code", "attempt"),
    [
        ("history_negative", lambda: engine.calibrated([engine.Outcome(10, -1)])),
        ("history_too_thin", lambda: engine.back_test(past(5, 0, 0.1))),
        ("probability_out_of_range", lambda: engine.back_test(past(9, 0, 0.1), chances=(1.0,))),
        ("probability_out_of_range", lambda: engine.reliability([1.5], [True])),
        ("probability_out_of_range", lambda: engine.reliability([0.5], [])),
    ],
)
def test_what_cannot_be_learnt_from_is_refused_by_name(code: str, attempt: object) -> None:
    with pytest.raises(engine.Impossible) as refused:
        attempt()  # type: ignore[operator]
    assert refused.value.code == code

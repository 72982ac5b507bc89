"""What an amount of money must be."""

from __future__ import annotations

from decimal import Decimal

from babel.numbers import list_currencies

from milepost.kernel.refusal import Refusal
from milepost.kernel.say import say

MOST_FIXED_COSTS = 500
"""In one project."""
DEAREST = Decimal(10**12)


def check_amount(amount: Decimal, *, field: str) -> None:
    """Refuses an amount that is none: negative, endless, or more exact than a hundredth."""
    if not amount.is_finite() or not 0 <= amount < DEAREST or amount != round(amount, 2):
        raise Refusal("amount_impossible", say("An amount of money is not negative, and exact to the hundredth."), field=field)


def check_currency(currency: str) -> None:
    """Refuses what is no currency, such as EUR."""
    if currency not in list_currencies():
        raise Refusal("currency_unknown", say("“{currency}” is not a currency. EUR is one.", currency=currency[:20]), field="currency")

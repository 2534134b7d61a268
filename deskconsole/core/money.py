"""Money in a contract: an amount of a currency, or a share of a fee. Whole hundredths, no fractions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from deskconsole.core.errors import BadInput

_MONEY = re.compile(r"(\d{1,12})(?:\.(\d{1,2}))? ?([A-Z]{3})")
_SHARE = re.compile(r"(\d{1,3})(?:\.(\d))? ?%")
_SIGNS = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


class Money(NamedTuple):
    """An amount in hundredths of a currency, which three letters name."""

    cents: int
    currency: str

    def __str__(self) -> str:
        whole, cents = divmod(self.cents, 100)
        return f"{whole}.{cents:02} {self.currency}" if cents else f"{whole} {self.currency}"


class Share(NamedTuple):
    """A share in thousandths."""

    thousandths: int

    def __str__(self) -> str:
        whole, tenth = divmod(self.thousandths, 10)
        return f"{whole}.{tenth} %" if tenth else f"{whole} %"

    def of(self, fee: Money) -> Money:
        """So much of it, to the nearest hundredth."""
        return Money((fee.cents * self.thousandths + 500) // 1000, fee.currency)


def credit(text: str) -> Money | Share:
    """`250 EUR`, `99.50 USD` or `2.5 %`. Raises BadInput."""
    if (found := _MONEY.fullmatch(text.strip())) and int(found[1]) + int(found[2] or 0):
        return Money(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")), found[3])
    if (found := _SHARE.fullmatch(text.strip())) and 0 < (share := int(found[1]) * 10 + int(found[2] or 0)) <= 1000:
        return Share(share)
    raise BadInput('is no credit: write an amount such as "250 EUR", or a share above 0 up to 100 such as "2.5 %"')


def added(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """What they come to, by currency; nothing where there is nothing."""
    sums: dict[str, int] = {}
    for cents, currency in amounts:
        sums[currency] = sums.get(currency, 0) + cents
    return tuple(Money(cents, currency) for currency, cents in sorted(sums.items()) if cents)


def words(amounts: Iterable[Money]) -> str:
    """`€ 2 400`, `CHF 99.50`; several currencies side by side; `–` where it is nothing."""
    return " + ".join(_word(each) for each in amounts) or "–"


def _word(amount: Money) -> str:
    whole, cents = divmod(amount.cents, 100)
    figure = f"{whole:,}".replace(",", " ") + (f".{cents:02}" if cents else "")
    return f"{_SIGNS.get(amount.currency, amount.currency)} {figure}"

"""Public holidays by region, from the `holidays` library; asked only while a desk file is read or applied."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

YEARS_BACK, YEARS_AHEAD = 2, 3
"""Which years are resolved around the one in which a file is applied."""


def years_around(year: int) -> range:
    return range(year - YEARS_BACK, year + YEARS_AHEAD + 1)


@cache
def region(text: str) -> str | None:
    """`DE` or `DE-BE` as the library writes it; None where it knows no such region."""
    country, dash, part = text.strip().partition("-")
    for name in dict.fromkeys((f"{country.upper()}{dash}{part}", text.strip().upper())):
        if _days(name, ()) is not None:
            return name
    return None


def resolve(regions: Iterable[str], years: Iterable[int]) -> frozenset[str]:
    """ISO dates of the public holidays of these regions; one that is kept on another day counts on both."""
    wanted = tuple(years)
    days: set[str] = set()
    for name in regions:
        found = _days(name, wanted)
        if found is None:
            raise ValueError(f"no public holidays are known for “{name}”")
        days |= found
    return frozenset(days)


def known_regions(near: str) -> list[str]:
    """Countries, or the parts of the one that was meant."""
    import holidays

    supported = holidays.list_supported_countries()
    country = near.partition("-")[0].upper()
    parts = [f"{country}-{part}" for part in supported.get(country, ())] if "-" in near else []
    return parts or [code for code in supported if len(code) == 2]


def _days(name: str, years: tuple[int, ...]) -> set[str] | None:
    import holidays  # 0.2 s, and a desk without public holidays never needs it

    country, dash, part = name.partition("-")
    if not country or (dash and not part):
        return None
    try:
        return {day.isoformat() for day in holidays.country_holidays(country, subdiv=part or None, years=years)}
    except NotImplementedError:
        return None

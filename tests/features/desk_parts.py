"""Parts that desk files of tests have in common."""

from __future__ import annotations

HEAD = """
[desk]
name = "Service desk"
zone = "Europe/Berlin"

[calendars.always]
zone = "Europe/Berlin"
hours = "always"

[teams.network]
name = "Network"

[customers.acme]
name = "Acme"
"""


def operators(more: str = "", **roles: str) -> str:
    """Who works there, with which roles; `more` is said of each of them."""
    return "".join(
        f'\n[operators.{handle}]\nname = "{handle.title()}"\naccount = "{handle}-os"\nroles = {has.split()}\n{more}'
        for handle, has in roles.items()
    )

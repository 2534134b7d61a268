"""`deskconsole report`: lists and figures of what the desk tells people; each sub-command is a module of its own."""

from __future__ import annotations

from deskconsole.cli.handing_over import hand_over

SUBCOMMANDS: dict[str, tuple[str, str, str]] = {
    "notices": (
        "report_notices",
        "run",
        "notices to customers and authorities: due, sent and late, with their evidence",
    ),
    "alarms": (
        "report_alarms",
        "run",
        "what alarms cost: a person and shift, MTTA, share acted upon, noisy rules, owners",
    ),
}
"""Module, function and what it is for, by name."""

HELP = """usage: deskconsole report COMMAND [--help]

What the desk tells people, and what comes of it. A month of promises is `deskconsole sla report`.

{commands}

examples
  deskconsole report notices --late
  deskconsole report alarms --from 2026-03-01 --by rule

`deskconsole report COMMAND --help` says more, with examples.
"""


def run(argv: list[str]) -> int:
    """Hand over to a sub-command."""
    return hand_over("report", SUBCOMMANDS, HELP, argv)

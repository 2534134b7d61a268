"""`deskconsole sla`: clocks and the figures made of them; each sub-command is a module of its own."""

from __future__ import annotations

from deskconsole.cli.handing_over import hand_over

SUBCOMMANDS: dict[str, tuple[str, str, str]] = {
    "explain": ("sla_explain", "run", "a ticket's clocks, segment by segment, with the rules that made them"),
    "rules": ("sla_rules", "run", "what each fact does to each metric's clock"),
    "due": ("sla_due", "run", "when a target is due by a calendar, and which hours counted"),
    "elapsed": ("sla_elapsed", "run", "the business time between two instants"),
    "layers": ("sla_layers", "run", "SLA, OLA and UC side by side: what the layer below leaves of a promise"),
    "report": ("sla_report", "run_report", "a month: raw, contractual, internal, with the list behind each"),
    "freeze": ("sla_report", "run_freeze", "freeze a month: its figures and its list, for ever"),
    "restate": ("sla_report", "run_restate", "accept what later knowledge changed in a frozen month"),
    "recompute": ("sla_recompute", "run_recompute", "fold clocks anew and compare them with those stored"),
    "check": ("sla_check", "run", "conformance vectors: what other projects' test suites expect, put to this engine"),
}
"""Module, function and what it is for, by name."""

HELP = """usage: deskconsole sla COMMAND [--help]

Clocks, and the figures made of them.

{commands}

examples
  deskconsole sla explain INC-10001 resolution
  deskconsole sla report --month 2026-03 --customer acme
  deskconsole sla due --calendar office --from '2016-04-05 16:00' --target 8h
  deskconsole sla elapsed --calendar office --from '2016-04-05 16:00' --to '2016-04-06 10:30' --explain
  deskconsole sla check vectors/

`deskconsole sla COMMAND --help` says more, with examples.
"""


def run(argv: list[str]) -> int:
    """Hand over to a sub-command."""
    return hand_over("sla", SUBCOMMANDS, HELP, argv)

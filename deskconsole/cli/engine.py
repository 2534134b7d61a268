"""`deskconsole engine`: advance the clocks without a screen."""

from __future__ import annotations

import signal
import sys
from types import FrameType

from deskconsole.cli.common import open_store, parser
from deskconsole.engine.service import Engine
from deskconsole.engine.tick import catch_up

EXAMPLES = """  deskconsole engine                 until it is told to stop (ctrl+c, SIGTERM)
  deskconsole engine --once          do what is due, and end

As a service (systemd):
  [Service]
  ExecStart=/usr/local/bin/deskconsole engine --store /srv/desk/desk.db
  Restart=always

It may be killed at any instant: nothing is lost, and nothing happens twice."""


def run(argv: list[str]) -> int:
    made = parser("engine", "Advance SLA clocks and record thresholds, without a screen.", EXAMPLES)
    made.add_argument("--once", action="store_true", help="do what is due, and end")
    args = made.parse_args(argv)
    store = open_store(args)
    if args.once:
        print(f"{catch_up(store)} timers handled")
        return 0
    engine = Engine(store, "engine")

    def stop(number: int, frame: FrameType | None) -> None:
        engine.ask_to_stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    engine.start()
    print(f"engine runs on {store.url}; ctrl+c stops it", file=sys.stderr)
    engine.wait()
    engine.stop()
    return 0

"""`deskconsole show views`, and what views stand for where a filter calls them by name."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping

from deskconsole.cli.common import account, write
from deskconsole.core.actors import BY_ACCOUNT, OPERATOR, Operator
from deskconsole.core.errors import NotFound
from deskconsole.core.instants import Instant
from deskconsole.features.saved.views import SAVED, STANDARD, ViewRow, begun_with, known
from deskconsole.features.tickets.filters import BadFilter, Filter, compile_filter
from deskconsole.features.tickets.orders import Order
from deskconsole.features.tickets.views import queue_counts
from deskconsole.store.store import Store

VIEWS = ("view", "tickets", "breached", "at_risk", "filter", "order", "columns", "colours", "whose")


def somebody(store: Store, me: str | None) -> Operator | None:
    """Whose views are meant: who is named, else who the account at the door stands for."""
    if me is None:
        return store.read.maybe(BY_ACCOUNT, account=account())
    found = store.read.maybe(OPERATOR, handle=me)
    return found or Operator(me, frozenset(), frozenset(), frozenset())


def views_of(store: Store, operator: Operator | None) -> list[ViewRow]:
    """Those every desk begins with, those that are shared, the operator's own."""
    handle, teams = (operator.handle, operator.teams) if operator else ("", frozenset())
    return [*begun_with(store.read, teams), *store.read.all(SAVED, me=handle)]


def chosen(store: Store, args: argparse.Namespace, now: Instant) -> tuple[Filter, Order]:
    """What `--filter`, `--view` and `--sort` ask for. A filter that cannot be understood is shown with its place."""
    operator = somebody(store, args.me)
    me, found = operator.handle if operator else "", views_of(store, operator)
    view = next((row for row in reversed(found) if args.view and row.name.casefold() == args.view.casefold()), None)
    if args.view and view is None:
        raise NotFound(f"there is no view {args.view}: `deskconsole show views` lists them")
    text = " ".join(part for part in (f"({view.filter})" if view else "", args.filter or "") if part)
    order = Order(args.sort or (view.sort if view else "breach"), args.reverse != bool(view and view.reverse))
    return understood(text, me, now, known(store.read, found)), order


def understood(text: str, me: str, now: Instant, names: Mapping[str, str]) -> Filter:
    """A filter, or why it is none, with `^` under the column."""
    try:
        return compile_filter(text, me, now, names)
    except BadFilter as why:
        from rich.cells import cell_len

        before = text[: why.column]
        if "\n" not in text:
            why.args = (f"{why.args[0]}\n  {text}\n  {' ' * cell_len(before)}^",)
        raise


def shown(store: Store, me: str | None, now: Instant, form: str) -> int:
    """All views of somebody, with how many tickets each finds."""
    operator = somebody(store, me)
    write(_rows(store, operator, now), VIEWS, form)
    return 0


def _rows(store: Store, operator: Operator | None, now: Instant) -> Iterator[dict[str, object]]:
    found = views_of(store, operator)
    names, me = known(store.read, found), operator.handle if operator else ""
    for row in found:
        made = compile_filter(row.filter, me, now, names)
        total, breached, at_risk = store.read.one(queue_counts(made.where), **{**made.values, "now": now})
        yield {
            "view": row.name, "tickets": total, "breached": breached, "at_risk": at_risk, "filter": row.filter,
            "order": f"{row.sort}{' reversed' if row.reverse else ''}", "columns": " ".join(row.columns) or STANDARD,
            "colours": "; ".join(map(str, row.colours)),
            "whose": "every desk's" if row.id is None else "everybody's" if row.shared else "mine",
        }  # fmt: skip

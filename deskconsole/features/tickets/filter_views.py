"""`view:VPN` in a filter: what a saved view says stands in its place."""

from __future__ import annotations

from collections.abc import Mapping

from deskconsole.features.tickets.filter_words import And, BadFilter, Node, Not, Or, Term, Words, nearest, parse

MOST_LEAVES = 400
"""Words of a filter with all that its views stand for: well inside what both databases accept."""
DEEPEST = 5
"""How many views may be made of each other."""


class Views:
    """Views by their names, each read once."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = {name.casefold(): text for name, text in texts.items()}
        self._trees: dict[str, Node] = {}
        self._within: list[str] = []

    def check(self, key: str, name: str, column: int) -> None:
        """Raises BadFilter, at the column of the name, where there is no such view or it cannot be read."""
        if key != "view":
            return
        try:
            self._tree(name)
        except BadFilter as why:
            if name.casefold() not in self.texts:
                near = f"; nearest is {nearest(name.casefold(), self.texts)}" if self.texts else ""
                raise BadFilter(f"there is no view “{name}”{near}", column) from None
            raise BadFilter(f"the view “{name}” cannot be read: {why.reason}", column) from None

    def expanded(self, tree: Node) -> Node:
        """A tree without names of views. Raises BadFilter where it becomes too long."""
        made = self._put_in(tree)
        if _leaves(made) > MOST_LEAVES:
            raise BadFilter(f"with its views it has more than {MOST_LEAVES} words", 0)
        return made

    def _put_in(self, node: Node) -> Node:
        match node:
            case Term("view", _, names):
                trees = tuple(map(self._tree, names))
                return trees[0] if len(trees) == 1 else Or(trees)
            case And(of):
                return And(tuple(map(self._put_in, of)))
            case Or(of):
                return Or(tuple(map(self._put_in, of)))
            case Not(of):
                return Not(self._put_in(of))
        return node

    def _tree(self, name: str) -> Node:
        key = name.casefold()
        if key not in self._trees:
            if key not in self.texts:
                raise BadFilter(f"there is no view “{name}”", 0)
            if key in self._within or len(self._within) >= DEEPEST:
                raise BadFilter("these views are made of each other", 0)
            self._within.append(key)
            try:
                self._trees[key] = self.expanded(parse(self.texts[key], self))
            finally:
                self._within.pop()
        return self._trees[key]


def _leaves(node: Node) -> int:
    match node:
        case And(of) | Or(of):
            return sum(map(_leaves, of))
        case Not(of):
            return _leaves(of)
        case Words() | Term():
            return max(len(node.values), 1) if isinstance(node, Term) else 1
    return 0


def names_in(node: Node) -> frozenset[str]:
    """The views that a filter calls by name, folded."""
    match node:
        case Term("view", _, names):
            return frozenset(name.casefold() for name in names)
        case And(of) | Or(of):
            return frozenset().union(*map(names_in, of))
        case Not(of):
            return names_in(of)
    return frozenset()

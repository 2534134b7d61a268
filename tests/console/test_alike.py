"""What is like a call, counted: shared words, the same service, the same site."""

from __future__ import annotations

from deskconsole.console.desk.alike import Alike, Recent, Share, alike, shares
from deskconsole.console.pages import callpage
from deskconsole.console.painting.glyphs import UNICODE
from deskconsole.console.painting.lines import Scene, plain
from tests.console import story


def came(
    title: str | None, service: str | None = None, outage: str | None = None, site: str | None = None, number: int = 1
) -> Recent:
    return Recent(number, f"INC-{number}", title, service, outage, site)


def test_two_telling_words_make_alike_and_one_of_the_same_service() -> None:
    recent = [
        came("VPN drops after login", "vpn"),
        came("Login to the VPN fails"),
        came("VPN token expired", "vpn", "INC-9"),
        came("The printer is on fire"),
        came(None),
    ]
    assert alike(recent, "VPN login does not work", "", None) == Alike(2, 0, None)
    assert alike(recent, "vpn gone", "says the login fails", "vpn").tickets == 2
    assert alike(recent, "VPN gone", "", "vpn") == Alike(2, 1, "INC-9")
    assert alike(recent, "is on the of", "", None) == Alike()
    assert alike(recent, "", "", "vpn") == Alike()


def test_a_share_is_told_only_where_there_are_enough_of_a_site() -> None:
    two = [came("a", outage="INC-9", site="Hamburg"), came("b", site="HAMBURG")]
    assert shares(two, "Hamburg") == {}
    three = [*two, came("c", outage="INC-9", site="Hamburg"), came("d", outage="INC-9", site="Kiel")]
    assert shares(three, "hamburg") == {"INC-9": Share(2, 3)}
    assert shares(three, None) == {}


def test_many_alike_of_which_no_outage_is_known_are_named_as_such() -> None:
    scene = Scene(story.NOW, story.ZONE, UNICODE, "ana", 0)

    def said(found: Alike) -> str:
        return plain(callpage.alike(found, scene))

    assert said(Alike()) == ""
    assert said(Alike(2)) == "similar 2 this hour"
    assert said(Alike(3)) == "similar 3 this hour, no outage is known"
    assert said(Alike(3, 3, "INC-9")) == "similar 3 this hour, all INC-9"
    assert said(Alike(5, 3, "INC-9")) == "similar 5 this hour, 3 of them INC-9"

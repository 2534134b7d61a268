"""What else there is on that Tuesday, beside calls: an outage and its cause, a merge, an offer, promises, mails."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from deskconsole.core.desk import Call
from deskconsole.core.instants import MINUTE, Instant, from_iso
from deskconsole.demo import people
from deskconsole.demo.letters import Letter
from deskconsole.demo.people import INTAKE, NUMBERS, PLAYER
from deskconsole.demo.play import Step, Story, Told
from deskconsole.features.changes import commands as h
from deskconsole.features.mail.views import MAILS_OF
from deskconsole.features.promises import commands as p
from deskconsole.features.staffing import commands as s
from deskconsole.features.tickets import commands as c
from deskconsole.store.store import Store

GATEWAY = "VPN gateway drops all sessions"
SENTENCE = "We know: the VPN gateway restarts by itself. The network team is on it, the next news is at ten."


def _at(text: str) -> Instant:
    """`14T06:00` of the story's month, where the desk is."""
    return from_iso(f"2026-04-{text}", people.ZONE)


class Tuesday:
    """Stories about tickets of the first screen (`known`, by title), and mails of strangers."""

    def __init__(self, anchor: Instant, known: Mapping[str, Told], store: Callable[[], Store]) -> None:
        self.anchor, self.known, self.store = anchor, known, store

    def stories(self, connect: Callable[[], Call]) -> Iterator[Story]:
        """All of them; `connect` is how the desk begins to use mail that morning."""
        yield self._mail_connected(connect)
        yield self._at_work()
        yield self._cause()
        yield self._twice()
        yield self._offered()
        yield self._promised()
        yield self._newsletter()
        yield self._stranger()
        yield self._away()

    def _after(self, minutes: float) -> Instant:
        return Instant(self.anchor + int(minutes * MINUTE))

    def _ticket(self, title: str) -> int:
        return self.known[title].ticket

    def _mail_connected(self, connect: Callable[[], Call]) -> Story:
        yield Step(_at("14T08:20"), "rita", connect)

    def _at_work(self) -> Story:
        """What people say of themselves."""
        for minute, who in enumerate(people.LATE):
            yield Step(_at(f"13T22:0{minute}"), who, s.off())
        for minute, who in enumerate((*people.EARLY, people.LEADS["early"])):
            yield Step(_at(f"14T06:0{minute}"), who, s.available())
        yield Step(self._after(-7), "dana", s.call())
        yield Step(self._after(-3), "ben", s.break_())
        yield Step(self._after(4), "dana", s.available())
        yield Step(self._after(9), "ben", s.available())

    def _cause(self) -> Story:
        """A problem, the change that was to solve it, and the outage that came of both."""
        title = "VPN gateway restarts by itself since firmware 7.4"
        told = yield Step(
            _at("13T15:10"), "goran",
            c.new(title, service="vpn", impact="2", urgency="2", type="problem", category="network/vpn",
                  text="Three times in two weeks, always under load."),
        )  # fmt: skip
        yield Step(_at("13T15:12"), "goran", c.to_team(told.ticket, "network"))
        yield Step(_at("13T15:13"), "goran", c.claim(told.ticket))
        for name, begin, end, service in (
            ("Firmware 7.4.1 on the VPN gateways", "14T04:30", "14T05:30", "vpn"),
            ("New certificates of the mail servers", "14T20:00", "14T21:30", "mail"),
        ):
            risk = "high" if service == "vpn" else "low"
            yield Step(_at("13T16:00"), "tomas", h.enter(name, _at(begin), _at(end), risk, service))  # type: ignore[arg-type]
        yield Step(_at("13T16:20"), "tomas", h.decide("CHG-1", "approved", "Before the early shift comes."))
        yield Step(_at("13T16:21"), "tomas", h.decide("CHG-2", "approved"))
        yield Step(_at("14T06:05"), "mia", lambda: c.declare_outage(self._ticket(GATEWAY), SENTENCE))
        gateway = self._ticket(GATEWAY)
        yield Step(_at("14T07:05"), "mia", h.link(gateway, "CHG-1", "caused-by"))
        yield Step(_at("14T07:06"), "mia", c.link(gateway, told.number, "caused-by"))

    def _twice(self) -> Story:
        """Two people tell of one thing."""
        stays = "Label printer queue blocked, dock 4"
        told = yield Step(
            _at("14T09:05"), INTAKE,
            c.new("Dock 4: labels come out at dock 1", service="print", impact="2", urgency="2", channel="portal",
                  caller=NUMBERS["Sami Haddad"], category="workplace/print", text="We run between the docks."),
        )  # fmt: skip
        into = self.known[stays]
        yield Step(_at("14T09:12"), "mia", c.merge(told.ticket, into.number, "the same printer queue"))
        yield Step(_at("14T09:14"), PLAYER, c.reply(into.ticket, "Take the labels at dock 1 for now, I am on it."))

    def _offered(self) -> Story:
        """A colleague offers a ticket to the player."""
        note = "It looks like the VPN group of the share; you built that. Could you take it?"
        title = "Shared drive S: is read-only"
        yield Step(self._after(-6), "chidi", lambda: s.transfer(self._ticket(title), PLAYER, note))

    def _promised(self) -> Story:
        """One promise is the player's, one is kept by an answer, one is missed and kept late."""
        sap, room = "SAP logon slow from Lyon", "Room microphone dead, Oslo 4.12"
        mine = "Softphone loses audio after transfer"
        yield Step(
            self._after(-22), PLAYER, lambda: p.make(self._ticket(mine), "call back about the update", self._after(3))
        )
        yield Step(self._after(-21), "chidi", lambda: p.make(self._ticket(sap), "next news", self._after(5)))
        yield Step(self._after(-20), "dana", lambda: p.make(self._ticket(room), "a room for the board", self._after(2)))
        reply = "Two long runners were ended, please log on again."
        yield Step(self._after(1), "chidi", c.reply(self._ticket(sap), reply, keeps="next"))
        yield Step(self._after(4.5), "dana", p.keep(self._ticket(room)))

    def _newsletter(self) -> Story:
        """A machine writes, about no ticket: it is held back, and somebody may let it in."""
        text = "Ten ways to a faster help desk. You receive this because you once visited our booth."
        letter = Letter("Service Desk Weekly", "news@weekly.example", "Your April issue is here", text, wrote="list")
        yield Step(self._after(-25), INTAKE, letter)

    def _stranger(self) -> Story:
        """Somebody the desk does not know writes; the answer finds nobody."""
        said = "Since this morning our orders end with error 500. Please look at it."
        letter = Letter("Order desk", "orders@tessella.example", "Order portal shows error 500", said)
        told = yield Step(self._after(1.1), INTAKE, letter)
        yield Step(self._after(2.6), "chidi", c.claim(told.ticket))
        yield Step(self._after(3.1), "chidi", c.reply(told.ticket, "We see it too. Which order was the first?"))
        text = "<orders@tessella.example>: 550 5.1.1 no such user here"
        bounce = Letter("Mail system", "mailer-daemon@tessella.example", "Undelivered mail", text, wrote="server")
        yield Step(self._after(3.8), INTAKE, lambda: self._about(told.ticket, bounce))

    def _away(self) -> Story:
        """Somebody writes and goes home: a machine answers for them, which is no answer."""
        who, subject = next(who for who in people.DIRECTORY if who.name == "Elsa Nyman"), "Laptop fan is very loud"
        log = "08:01 fan 4200 rpm\n08:02 fan 5100 rpm\n08:03 temperature 71 C\n"
        letter = Letter(who.name, who.mail, subject, "Since the update. The log is attached.", log=log)
        told = yield Step(self._after(2.1), INTAKE, letter)
        yield Step(self._after(3.4), "dana", c.claim(told.ticket))
        yield Step(self._after(3.9), "dana", c.reply(told.ticket, "May I connect to it this afternoon?"))
        yield Step(self._after(4.1), "dana", c.hold(told.ticket, "caller"))
        text = "I am away until Thursday. Oskar Lund speaks for me."
        away = Letter(who.name, who.mail, f"Automatic reply: {subject}", text, wrote="away")
        yield Step(self._after(4.4), INTAKE, lambda: self._about(told.ticket, away))

    def _about(self, ticket: int, letter: Letter) -> Letter:
        """A letter about our last message of a ticket."""
        rows = self.store().read.all(MAILS_OF, ticket=ticket)
        ours = [row.own for row in rows if row.direction == "out"]
        return Letter(
            letter.name, letter.address, letter.subject, letter.text, ours[-1] if ours else None, letter.wrote
        )

"""What a key can do that is no command: move, select, go somewhere, work a form. Ids as in the key map."""

from __future__ import annotations

from dataclasses import dataclass

from deskconsole.console.keys.names import Chord, read_chord
from deskconsole.core.text import listed

CHAINS = ("queue", "ticket", "shift", "wall", "room", "handover", "list", "form")
"""Focus chains: who may hear a key together. `list` is any other screen, `form` wherever letters type."""

_SCREENS = tuple(chain for chain in CHAINS if chain != "form")
_WITH_TICKET = ("queue", "ticket", "shift", "wall", "room", "handover")


@dataclass(frozen=True)
class Group:
    """Actions that belong together: a section of the key table, a heading of the help, or what a leader offers."""

    title: str
    heading: str
    chains: tuple[str, ...]
    leader: str = ""
    """The leader's word in the footer; its pseudo id there is `leader.` and the first word."""


EVERYWHERE = Group("Everywhere", "Work", _SCREENS)
LISTS = Group("Lists: queue, wall, my shift, rooms, handover", "Move", _SCREENS)
VIEWS = Group("Views: queue and wall", "Find", ("queue", "wall"))
TICKET = Group("Ticket verbs: wherever a ticket is under the cursor or selected", "Work", _WITH_TICKET)
ROOM = Group("War room", "Room", ("room",))
HANDOVER = Group("Handover", "Handover", ("handover",))
GO = Group("Leader g: go to", "Go to", _SCREENS, "go")
STATE_TICKET = Group(
    "Leader s: state of the ticket (queue, ticket, wall, my shift)",
    "State of the ticket",
    ("queue", "ticket", "shift", "wall"),
    "state",
)
STATE_ROOM = Group("Leader s: state of the room (war room)", "State of the room", ("room",), "state")
STATE_HANDOVER = Group("Leader s: state of the handover (handover)", "State of the handover", ("handover",), "state")
ESCALATION = Group("Leader e: escalation", "Escalation", _WITH_TICKET, "escalate")
WAR = Group("Leader w: war room, from any ticket", "War room", _WITH_TICKET, "war room")
RELATIONS = Group("Leader R: relations", "Relations", _WITH_TICKET, "relations")
ME = Group("Leader , : me", "Me", _SCREENS, "status")
COPY = Group("Leader y: copy (OSC 52)", "Copy", _SCREENS, "copy")
SAVED = Group("Leader V: views", "Views", ("queue", "wall"), "views")
ORDER = Group("Leader O: order (queue, lists)", "Order", ("queue", "shift", "list"), "order")
WALL = Group("Leader O: groups (wall)", "Groups", ("wall",), "group")
FORM = Group("Forms and editors (letters type; only these act)", "Form", ("form",))

GROUPS = (
    EVERYWHERE,
    LISTS,
    VIEWS,
    TICKET,
    ROOM,
    HANDOVER,
    GO,
    STATE_TICKET,
    STATE_ROOM,
    STATE_HANDOVER,
    ESCALATION,
    WAR,
    RELATIONS,
    ME,
    COPY,
    SAVED,
    ORDER,
    WALL,
    FORM,
)


@dataclass(frozen=True)
class Action:
    """Something a key does: a command or an action of the screen. `keys` are those of the default preset."""

    id: str
    keys: tuple[Chord, ...]
    label: str
    what: str
    group: Group
    chains: tuple[str, ...]
    heading: str


def _rows(group: Group, rows: str, chains: tuple[str, ...] = (), heading: str = "") -> list[Action]:
    """Actions from lines `id | keys, parted by commas, or none | footer label | what it does`."""
    made = []
    for row in rows.strip().splitlines():
        name, keys, label, what = (cell.strip() for cell in row.split("|"))
        chords = tuple(read_chord(key) for key in keys.split(" , ")) if keys else ()
        made.append(Action(name, chords, label, what or label, group, chains or group.chains, heading or group.heading))
    return made


_FIND = "Find"
_SEE = "See"
_MOVE = "Move"

_ALL = [
    *_rows(EVERYWHERE, "app.help | ? | help | keys of this screen", CHAINS, _SEE),
    *_rows(
        EVERYWHERE,
        """
        app.command | : | command | any command by name, with completion
        app.palette | ctrl+p | find | commands, views, tickets, fuzzy
        """,
        heading=_FIND,
    ),
    *_rows(
        EVERYWHERE,
        """
        app.back | q | back | one level back; escape does the same 100 ms later
        app.quit | Q | quit | asks while drafts are open
        app.jump | f | jump | letters appear on every target
        history.back | [ | back | where I was before
        history.forward | ] | forward |
        """,
        heading=_MOVE,
    ),
    *_rows(
        EVERYWHERE, "desk.preview | | preview | what a desk file would change, and which open clocks move", heading=_SEE
    ),
    *_rows(EVERYWHERE, "app.messages | M | messages | all results, refusals, alarms of this session", heading=_SEE),
    *_rows(EVERYWHERE, "app.redraw | ctrl+l | redraw | after another program wrote on the screen", CHAINS, _SEE),
    *_rows(
        EVERYWHERE,
        """
        alarm.acknowledge | ! | ack | the alarm in the banner or the line above the footer
        call.undo | z | undo | last call or bulk, while the rules allow it
        call.redo | Z | redo | what undo took back, unless something came between
        call.repeat | . | again | same command, same arguments, on what is under the cursor
        """,
    ),
    *_rows(EVERYWHERE, "filter.open | / | filter |", heading=_FIND),
    *_rows(
        EVERYWHERE,
        """
        pane.next | tab | next |
        pane.previous | shift+tab | previous |
        """,
        heading=_MOVE,
    ),
    *_rows(
        EVERYWHERE,
        """
        text.editor | E | editor | long text of this screen in $EDITOR
        time.as_of | @ | as of | this screen as it stood at an instant; read-only, banner says so
        """,
        heading=_SEE,
    ),
    *_rows(
        LISTS,
        """
        list.up | up , k | – | one row up
        list.down | down , j | – | one row down
        list.left | left | – | scroll columns, fold
        list.right | right | – | scroll columns, unfold
        list.page_up | pageup | – | a page up
        list.page_down | pagedown | – | a page down
        list.first | home | – | first row
        list.last | end | – | last row
        list.open | enter | open | the row under the cursor
        """,
    ),
    *_rows(
        LISTS,
        r"""
        select.toggle | space | select |
        select.range | v | range | from here; again ends it
        select.all | * | all | all that match the filter, also those not on screen
        select.none | \ | none |
        """,
        heading="Select",
    ),
    *_rows(LISTS, "list.columns | C | columns |", heading=_FIND),
    *_rows(VIEWS, "\n".join(f"view.{n} | {n} | – | saved view by its place" for n in range(1, 10))),
    *_rows(
        VIEWS,
        """
        view.next | } | next view |
        view.previous | { | last view |
        """,
    ),
    *_rows(
        VIEWS,
        """
        pane.detail | d | detail | open or close the pane
        pane.escalations | X | escalations | open or close the panel
        """,
        heading=_SEE,
    ),
    *_rows(
        TICKET,
        """
        ticket.following | > | next | next ticket of the list, also from inside one
        ticket.preceding | < | previous |
        """,
        heading=_MOVE,
    ),
    *_rows(TICKET, "clock.explain | x | explain | segments, rules, versions, what if", heading=_SEE),
    *_rows(TICKET, "knowledge.search | K | knowledge | articles for this ticket", heading=_SEE),
    *_rows(
        TICKET,
        "\n".join(f"section.{n} | {n} | – | section by its place, where sections are tabs" for n in range(1, 10)),
        ("ticket",),
        _SEE,
    ),
    *_rows(
        ROOM,
        "\n".join(f"room.section.{n} | {n} | – | section by its place, where sections are tabs" for n in range(1, 10)),
    ),
    *_rows(ROOM, "room.role | o | role | take, accept or hand over a role"),
    *_rows(
        STATE_ROOM,
        """
        war_room.confirm | s c | confirm |
        war_room.reject | s j | reject | asks reason
        war_room.mitigated | s m | mitigated |
        war_room.restored | s r | restored |
        war_room.merge | s g | merge | two rooms, one cause
        war_room.stand_down | s d | stand down | writes the review stub
        """,
    ),
    *_rows(
        GO,
        """
        go.queue | g q | queue |
        go.shift | g s | my shift |
        go.wall | g w | wall |
        go.rooms | g r | rooms |
        go.handover | g h | handover |
        go.escalations | g e | escalations |
        go.delivery | g o | delivery | outbox, dead letters, channels
        go.knowledge | g k | knowledge |
        go.cover | g c | cover | who is on, hour by hour, and gaps
        go.figures | g f | figures | the day by priority, MTTA, who is rung how often
        go.ticket | g t | ticket | by number
        """,
    ),
    *_rows(STATE_TICKET, "handover.leave | s h | hand over | all my tickets, to somebody who accepts them"),
    *_rows(STATE_HANDOVER, "handover.accept_except | s e | except | accept with exceptions"),
    *_rows(ESCALATION, "escalation.preflight | e p | pre-flight |"),
    *_rows(
        WAR,
        """
        war_room.attach | w a | attach | to a war room
        war_room.open | w o | open | the room of this ticket
        war_room.declare | w d | declare | asks cause; then confirmed or rejected
        """,
    ),
    *_rows(
        COPY,
        """
        copy.key | y k | key |
        copy.link | y l | link |
        copy.text | y t | text | this screen as text
        """,
    ),
    *_rows(
        SAVED,
        """
        view.save | V s | save |
        view.edit | V e | edit | filter, columns, sort, colours
        view.share | V h | share |
        view.delete | V d | delete |
        """,
    ),
    *_rows(
        ORDER,
        """
        sort.breach | O s | by breach |
        sort.priority | O p | by priority |
        sort.waits | O w | by waiting |
        sort.created | O c | by age |
        sort.reverse | O r | reverse |
        """,
    ),
    *_rows(
        WALL,
        """
        wall.by_service | O s | service |
        wall.by_team | O t | team |
        wall.by_customer | O c | customer |
        """,
    ),
    *_rows(
        FORM,
        """
        form.commit | ctrl+g | save | does it; the label is the verb
        form.next | tab | next field |
        form.previous | shift+tab | back | field before
        form.step | enter | next | in one-line fields; in text a new line; never commits
        form.another | ctrl+n | another | another call comes in; this one is kept, and has its turn again
        form.leave | escape | leave | draft kept, nothing happens
        form.editor | ctrl+e | editor | $EDITOR
        form.template | ctrl+t | template |
        form.insert | ctrl+k | article | insert knowledge
        form.promise | ctrl+r | promises | which promises a reply keeps and makes, or none
        form.up_down | up , down | – | choices; digits and first letters choose too
        """,
    ),
]

CATALOGUE = {action.id: action for action in _ALL}
"""Every action of a screen that the key map knows, built or not."""

BUILT = listed(
    """
    app.help app.command app.palette app.back app.quit app.messages app.redraw alarm.acknowledge
    desk.preview call.undo call.redo filter.open pane.next pane.previous pane.detail pane.escalations
    list.up list.down list.left list.right list.page_up list.page_down list.first list.last list.open
    select.toggle select.range select.all select.none
    view.1 view.2 view.3 view.4 view.5 view.6 view.7 view.8 view.9 view.next view.previous
    escalation.preflight go.queue go.shift go.wall go.rooms go.escalations go.ticket go.figures go.handover go.cover
    handover.accept_except
    clock.explain
    ticket.following ticket.preceding
    sort.breach sort.priority sort.waits sort.created sort.reverse copy.key copy.text
    section.1 section.2 section.3 section.4 section.5 section.6 section.7 section.8 section.9 text.editor
    form.commit form.next form.previous form.step form.leave form.up_down form.editor form.template
    form.insert form.promise form.another
    wall.by_service wall.by_team wall.by_customer
    room.section.1 room.section.2 room.section.3 room.section.4 room.section.5 room.section.6 room.section.7
    room.section.8 room.section.9 room.role
    war_room.attach war_room.open war_room.declare war_room.confirm war_room.reject war_room.mitigated
    war_room.restored war_room.merge war_room.stand_down
    """
)
"""Those the console has a handler for; the others have no key and no row."""

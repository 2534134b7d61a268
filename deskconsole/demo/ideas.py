"""What people call a service desk about, and what becomes of it."""

from __future__ import annotations

from random import Random
from typing import Literal, NamedTuple, cast

Level = Literal["1", "2", "3"]
Kind = Literal["incident", "request"]
Code = Literal["fixed", "workaround", "advice", "no-fault", "duplicate", "no-answer"]


class Idea(NamedTuple):
    """A reason to call. `{place}` and `{n}` in its title are filled in when somebody does."""

    service: str
    impact: Level
    urgency: Level
    kind: Kind
    title: str
    said: str
    code: Code = "fixed"
    cause: str = "found and put right"


# service | impact urgency | type | title | what was said | resolution code | cause
_TABLE = """
vpn | 3 2 | incident | VPN asks for the second factor every hour | Since the update I confirm all day long. | fixed | session time too short
vpn | 2 2 | incident | VPN connects but no drive from {place} | Connected, yet nothing opens. | fixed | route missing in the profile
vpn | 3 3 | request | VPN access for a contractor in {place} | From Monday, three months. | fixed | access granted
vpn | 1 2 | incident | VPN slow for the whole of {place} | Calls break up, files take minutes. | fixed | line of the provider
wifi | 2 2 | incident | Wi-Fi drops in the canteen, {place} | Every few minutes, all phones. | fixed | access point {n} without power
wifi | 3 3 | request | Guest Wi-Fi codes for {n} visitors | For the audit on Thursday. | fixed | codes sent
wifi | 1 2 | incident | No Wi-Fi on floor {n}, {place} | Nobody on the floor is online. | fixed | switch port blocked
wifi | 2 3 | incident | Tablets in the warehouse lose Wi-Fi | Only near gate {n}. | workaround | channel overlap
telephony | 3 2 | incident | Headset has no sound in calls | Others hear me, I do not. | advice | wrong output device
telephony | 2 2 | incident | Hotline {n} rings but nobody is shown | We see no calls waiting. | fixed | display service restarted
telephony | 3 3 | request | Forward {place} reception during the holiday | Until the 20th. | fixed | forwarding set
telephony | 1 2 | incident | Outgoing calls fail in {place} | Tone, then silence. | fixed | trunk of the carrier
access | 3 2 | incident | Badge does not open door {n} | It worked yesterday. | fixed | badge expired
access | 2 3 | request | Badges for {n} trainees | They start on the first. | fixed | badges issued
access | 2 2 | incident | Turnstile {n} stays locked in {place} | People queue outside. | fixed | controller restarted
access | 3 3 | request | Parking permit for a visitor | Tomorrow, nine to five. | fixed | permit sent
print | 3 3 | incident | Printer {n} prints stripes | Every page, black only. | fixed | drum replaced
print | 2 2 | incident | Label printer at dock {n} feeds twice | We waste a roll an hour. | fixed | sensor cleaned
print | 3 2 | incident | Follow-me printing forgets my jobs | Third time today. | fixed | spool full
print | 3 3 | request | Toner for the printer in {place} | Last one is in. | fixed | toner sent
print | 2 2 | incident | Delivery notes print on A3 | Since this morning, all of them. | fixed | tray setting
rooms | 3 2 | incident | Projector in room {n} has no picture | Meeting at eleven. | fixed | cable
rooms | 3 3 | request | Camera for meeting room {n} | As in room 12. | fixed | camera mounted
rooms | 2 3 | incident | Room panel in {place} shows yesterday | Nobody can book. | fixed | panel restarted
rooms | 3 3 | incident | 会議室{n}のマイクが聞こえない | 相手に声が届きません。 | fixed | microphone muted at the mixer
hardware | 3 2 | incident | Laptop does not charge | Tried two chargers. | fixed | dock firmware
hardware | 3 3 | request | Docking station for desk {n} | New colleague on Monday. | fixed | station delivered
hardware | 3 3 | request | Collect {n} old screens in {place} | They block the corridor. | fixed | collected
hardware | 3 2 | incident | Blue screen after the update | Twice since nine. | fixed | driver rolled back
hardware | 2 2 | incident | Scanner {n} at goods-in reads nothing | Trucks are waiting. | fixed | lens dirty, replaced
hardware | 3 3 | request | Quieter keyboard for the front desk | Visitors complain. | no-fault | catalogue has one
mail | 3 2 | incident | Calendar shows meetings twice | Only on the phone. | fixed | second account removed
mail | 3 3 | request | Distribution list for project {place} | Eight people, list below. | fixed | list made
mail | 2 2 | incident | Mail to {place} arrives hours late | Customers ring to ask. | fixed | queue on the relay
mail | 3 2 | incident | Mails lost after moving a folder | The folder is empty. | fixed | restored from yesterday
mail | 3 3 | incident | Out-of-office text cannot be saved | It spins for ever. | workaround | web client used
mail | 2 3 | incident | Newsletter lands in quarantine | All {n} recipients. | fixed | sender allowed
files | 3 2 | incident | File locked by somebody who left | Budget, needed today. | fixed | handle closed
files | 2 2 | incident | Drive T: full in {place} | Nobody can save. | fixed | quota raised
files | 3 3 | request | Rights on folder {place} for Finance | Read only is enough. | fixed | group added
files | 3 2 | incident | Deleted a folder by mistake | It was there at noon. | fixed | restored from snapshot
files | 3 3 | incident | Long path cannot be opened | Twelve folders deep. | advice | path shortened
sap | 3 2 | incident | SAP locks my user | Typed it right, I am sure. | fixed | old password on a phone
sap | 2 2 | incident | SAP prints no picking lists | Warehouse {n} stands. | fixed | output device locked
sap | 3 3 | request | SAP role for invoice release | As my predecessor had. | fixed | role assigned
sap | 1 2 | incident | SAP closing job {n} hangs | Month end, please. | fixed | lock on a table
billing | 2 2 | incident | Invoices to {place} without address | Twelve since Monday. | fixed | template field
billing | 3 2 | incident | Credit note posted twice | Customer has noticed. | fixed | posting reversed
billing | 3 3 | incident | Due dates off by one day | Only for {place}. | fixed | zone of the server
payroll | 3 2 | incident | Payslip of March is missing | Mine and a colleague's. | fixed | upload repeated
payroll | 2 2 | incident | Bank file of payroll is refused | Bank says format. | fixed | new schema
payroll | 3 3 | request | Access to time sheets of {place} | I stand in for Maria. | fixed | access granted
vpn | 3 3 | incident | VPN client wants an update it cannot install | No rights, it says. | fixed | update pushed
wifi | 3 2 | incident | Laptop sees no networks after sleep | Restart helps, for a while. | fixed | driver
telephony | 3 2 | incident | Voice mail box full, cannot delete | Callers hang up. | fixed | box emptied
hardware | 3 2 | incident | Second screen stays black | Cable is in. | advice | wrong input chosen
mail | 3 2 | incident | Cannot open attachment from {place} | It says blocked. | no-fault | blocked on purpose
files | 3 3 | request | Move folder of {place} to the new share | At the weekend. | fixed | moved
access | 3 2 | incident | Lost badge, please lock it | On the train. | fixed | badge locked
print | 3 3 | incident | Scan to mail sends blank pages | Only double-sided. | workaround | single-sided used
"""

PLACES = ("Lyon", "Oslo", "Gdańsk", "Porto", "Graz", "Malmö", "Turin", "Hamburg", "Brno", "Osaka", "Gent", "Vaasa")


def levels(text: str) -> tuple[Level, Level]:
    """`2 3`: impact and urgency."""
    impact, urgency = text.split()
    return cast(Level, impact), cast(Level, urgency)


def _read(line: str) -> Idea:
    service, level, kind, title, said, code, cause = (part.strip() for part in line.split("|"))
    return Idea(service, *levels(level), cast(Kind, kind), title, said, cast(Code, code), cause)


IDEAS = tuple(_read(line) for line in _TABLE.strip().splitlines())


def idea(rng: Random) -> Idea:
    """A reason to call, for somebody and somewhere."""
    chosen = rng.choice(IDEAS)
    fill = {"place": rng.choice(PLACES), "n": rng.randint(2, 14)}
    title, said, cause = (text.format(**fill) for text in (chosen.title, chosen.said, chosen.cause))
    return chosen._replace(title=title, said=said, cause=cause)

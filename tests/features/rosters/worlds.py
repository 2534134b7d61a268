"""A desk with shifts: early and late on weekdays, nights on call in turns, and a network team of its own."""

from __future__ import annotations

from tests.features.desk_parts import HEAD, operators

_KNOWS_VPN = 'skills = ["vpn"]\n'
PEOPLE = (
    operators(_KNOWS_VPN, ana="agent", eli="agent")
    + operators(ben="agent", mia="agent lead", max="manager")
    + operators(f'teams = ["network"]\n{_KNOWS_VPN}', noa="agent", tia="agent")
)
REST = """
[calendars.office]
zone = "Europe/Berlin"
hours = { weekdays = ["06:00-22:00"] }

[services.vpn]
name = "VPN"
team = "network"
skills = ["vpn"]

[[routing]]
name = "vpn to a person"
when = { service = "vpn" }
team = "network"
to = "person"

[agreements.standard]
calendar = "office"

[agreements.standard.resolution]
targets = { p1 = "4h", p2 = "8h", p3 = "16h" }
"""
TEXT = HEAD + PEOPLE + REST

SHIFTS = """
[roster]
rest = "11h"

[shifts.early]
zone = "Europe/Berlin"
hours = "06:00-14:00"
days = "weekdays"
people = ["ana", "ben", "mia"]
lead = "mia"
duty_manager = "max"
customers = true

[shifts.late]
hours = "14:00-22:00"
days = "weekdays"
people = ["eli"]

[shifts.network]
team = "network"
hours = "08:00-17:00"
days = "weekdays"
people = ["noa"]

[shifts.night]
hours = "22:00-06:00"
rotation = ["eli", ["ana"]]
turn = "week"
anchor = 2026-01-05
layer = "primary"
"""

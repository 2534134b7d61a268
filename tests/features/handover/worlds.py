"""A desk that hands over: early to late to night every day, and a network team of its own."""

from __future__ import annotations

from tests.features.desk_parts import HEAD, operators

PEOPLE = operators(ana="agent", ben="agent", eli="agent") + operators(
    mia="agent lead", tom="agent lead", sue="agent lead", max="manager"
)
REST = """
[agreements.standard]
calendar = "always"

[agreements.standard.resolution]
targets = { p1 = "4h", p2 = "8h", p3 = "16h", p4 = "100h" }
pause = ["caller"]

[shifts.early]
hours = "06:00-14:00"
people = ["ana", "mia"]
lead = "mia"
duty_manager = "max"

[shifts.late]
hours = "14:00-22:00"
people = ["eli", "tom"]
lead = "tom"
duty_manager = "max"

[shifts.night]
hours = "22:00-06:00"
people = ["sue"]
lead = "sue"
duty_manager = "max"
"""
TEXT = HEAD + PEOPLE + REST

"""All tables of the desk in one place, for migrations and for making a new store."""

from __future__ import annotations

from sqlmodel import SQLModel

import deskconsole.features.agreements.tables
import deskconsole.features.directory.tables
import deskconsole.features.exclusions.tables
import deskconsole.features.maintenance.tables
import deskconsole.features.reports.tables
import deskconsole.features.tickets.tables
import deskconsole.features.triage.tables
import deskconsole.store.tables  # noqa: F401

metadata = SQLModel.metadata

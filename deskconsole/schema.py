"""All tables of the desk in one place, for migrations and for making a new store."""

from __future__ import annotations

from sqlmodel import SQLModel

import deskconsole.features.agreements.tables
import deskconsole.features.changes.tables
import deskconsole.features.delivery.tables
import deskconsole.features.directory.tables
import deskconsole.features.escalation.tables
import deskconsole.features.exclusions.tables
import deskconsole.features.handover.tables
import deskconsole.features.knowledge.tables
import deskconsole.features.mail.tables
import deskconsole.features.maintenance.tables
import deskconsole.features.notices.tables
import deskconsole.features.offline.tables
import deskconsole.features.people.tables
import deskconsole.features.promises.tables
import deskconsole.features.reports.tables
import deskconsole.features.reviews.tables
import deskconsole.features.room_updates.tables
import deskconsole.features.rosters.tables
import deskconsole.features.saved.tables
import deskconsole.features.staffing.tables
import deskconsole.features.surge.tables
import deskconsole.features.taxonomy.tables
import deskconsole.features.templates.tables
import deskconsole.features.tickets.tables
import deskconsole.features.triage.tables
import deskconsole.features.war_room.tables
import deskconsole.store.tables  # noqa: F401

metadata = SQLModel.metadata

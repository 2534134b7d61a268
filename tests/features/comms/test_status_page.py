"""What status pages take: the same keys and words as payloads that were taken."""

from __future__ import annotations

import pytest

from deskconsole.features.room_updates.rules import PHASES
from deskconsole.features.room_updates.status_page import Said, payload

SAID = Said("WR-3", 1, "Mail delayed", "investigating", 2, "We are looking. Next update by 23:20 UTC.", ("mail", "vpn"))
COMPONENTS = {"mail": "8kbf7d35c070"}


def test_atlassians_page_takes_it() -> None:
    assert payload("atlassian", SAID, None, COMPONENTS) == {
        "incident": {
            "name": "Mail delayed", "status": "investigating", "impact_override": "major",
            "body": "We are looking. Next update by 23:20 UTC.", "components": {"8kbf7d35c070": "partial_outage"},
            "component_ids": ["8kbf7d35c070"], "deliver_notifications": True,
        }
    }  # fmt: skip


def test_incident_ios_page_takes_it_under_the_same_key_at_every_attempt() -> None:
    assert payload("incidentio", SAID, "01FCN", COMPONENTS) == {
        "idempotency_key": "deskconsole-WR-3-update-1", "status_page_id": "01FCN", "incident_status": "investigating",
        "name": "Mail delayed", "message": "We are looking. Next update by 23:20 UTC.", "notify_subscribers": True,
        "component_statuses": [{"component_id": "8kbf7d35c070", "component_status": "partial_outage"}],
    }  # fmt: skip


def test_what_is_over_works_again_and_names_no_component_where_that_is_forbidden() -> None:
    over = SAID._replace(phase="resolved")
    assert payload("atlassian", over, None, COMPONENTS)["incident"]["components"] == {"8kbf7d35c070": "operational"}
    assert "component_statuses" not in payload("incidentio", over, "p", COMPONENTS)


@pytest.mark.parametrize("phase", PHASES)
def test_what_is_too_long_is_cut(phase: str) -> None:
    made = payload("incidentio", SAID._replace(title="x" * 300, text="y" * 9000, phase=phase), "p", {})
    assert (len(made["name"]), len(made["message"])) == (200, 4096)

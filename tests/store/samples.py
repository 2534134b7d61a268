"""Rows of every table at each revision, as SQL: what an upgrade from there must keep. Written once, never changed."""

from __future__ import annotations

_0001 = """
insert into calendar_version (id, name, version, body, retired_at) values
  (1, 'always', 1, '{"hours":"always"}', 1459846800000000), (2, 'always', 2, '{"hours":"always"}', null);
insert into agreement_version (id, name, version, calendar, effective_at, retired_at, body) values
  (1, 'standard', 1, 1, null, 1459846800000000, '{"targets":[]}'),
  (2, 'standard', 2, 2, 1459846800000000, null, '{"targets":[]}');
insert into customer (id, key, name, tier, active) values (1, 'acme', 'Acme', 'gold', 1), (2, 'old', 'Old', null, 0);
insert into service (id, key, name, criticality, team, active) values (1, 'vpn', 'Remote access', 1, 'emea', 1);
insert into team (id, key, name, active, managed) values (1, 'emea', 'EMEA desk', 1, 1);
insert into operator (id, handle, name, account, roles, teams, customers, active) values
  (1, 'ana', 24, 'ana-os', 'agent', '', '', 1);
insert into desk (id, name, zone, prefix) values (1, 'Desk', 'Europe/Berlin', 'INC');
insert into triage (id, body) values (1, '{}');
insert into private_text (id, about, subject, salt, text) values
  (24, 'operator', 1, x'00112233445566778899aabbccddeeff', 'Ana'),
  (32, 'ticket', 1, x'ffeeddccbbaa99887766554433221100', 'VPN drops');
insert into ticket (id, number, type, title, requester, state, priority, team, customer, service, opened_at, touched_at,
    reopened, is_open, standing, breaches_at, clock_agreement, clock_metric, clock_cycle) values
  (1, 'INC-1', 'incident', 32, null, 'open', 2, 1, 1, 1, 1459846800000000, 1459846800000000, 0, 1, 0, 1459850400000000,
    1, 'resolution', 1),
  (2, 'INC-2', 'incident', null, null, 'closed', 3, null, null, null, 1459846800000000, 1459846800000000, 1, 0, 2,
    4611686018427387904, null, null, null);
insert into ticket_link (id, ticket, other, relation) values (1, 1, 2, 'related');
insert into clock (ticket, agreement, metric, cycle, state, priority, target_s, allowed, start, since, counted, paused,
    due, late, next_share, next_at) values
  (1, 1, 'resolution', 1, 'running', 2, 3600, 3600000000, 1459846800000000, 1459846800000000, 0, 0, 1459850400000000,
    1459850400000000, 80, 1459849680000000);
insert into timer (kind, subject, fire_at, work, attempts, parked, trouble) values
  ('clock', 1, 1459849680000000, null, 0, 0, null), ('do x', 3, 1459846800000000, '{}', 5, 1, 'RuntimeError: x');
insert into process (id, role, beat_at) values ('engine host 1', 'engine', 1459846800000000);
insert into journal (seq, kind, v, about, subject, occurred_at, known_at, recorded_at, actor, behind, source, key,
    batch, call, cause, body, digest) values
  (1, 'ticket.tagged', 1, 'ticket', 1, 1459846800000000, 1459846800000000, 1459846800000000, 'ana', 'root', 'http',
    'k1', 'b1', 1, null, '{"tags":["x"]}', zeroblob(32)),
  (2, 'ticket.tagged', 1, 'ticket', 1, 1459846800000000, 1459846800000000, 1459846800000000, 'desk', null, null, null,
    null, 1, 1, '{}', zeroblob(32));
insert into block (id, first_seq, last_seq, digest) values (1, 1, 2, zeroblob(32));
"""

_0002 = (
    _0001
    + """
insert into private_text (id, about, subject, salt, text) values
  (40, 'maintenance', 1, x'00112233445566778899aabbccddeeff', 'Patch night'),
  (48, 'exclusion', 1, x'00112233445566778899aabbccddeeff', 'the line was cut');
insert into maintenance_rules (id, notice_s, cap_s) values (1, 259200, 28800);
insert into maintenance (id, title, service, item, begin_at, end_at, announced, announced_at, zone, uid, instance,
    sequence, first_at, last_at, withdrawn_at, rescoped, cap_s) values
  (1, 40, 1, null, 1459846800000000, 1459850400000000, '[1459846800000000, 1459850400000000, 1459414800000000, 259200]',
    1459414800000000, 'Europe/Berlin', 'a@example.com', 1459846800000000, 2, 1459846800000000, 1462053600000000, null,
    null, 28800),
  (2, null, null, 'db-7', 1459846800000000, 1459850400000000, '[]', 1459414800000000, 'UTC', 'b@example.com', 0, 0,
    1459846800000000, 1462053600000000, 1459414800000000, 1, null);
insert into exclusion (id, kind, from_at, to_at, ends_at, basis, ticket, service, customer, agreement, metrics,
    justification, requested_at, requested_by, approved_at, decided_by) values
  (1, 'waiver', 1459846800000000, 1459850400000000, 1459850400000000, 'internal', 1, null, null, null, 'resolution', 48,
    1459846800000000, 'ana', 1459846800000000, 'lea'),
  (2, 'suspension', 1459846800000000, 1459850400000000, null, 'internal', null, 1, 1, 'standard', '', null,
    1459846800000000, 'ana', null, null);
"""
)

_0003 = (
    _0002
    + """
insert into vendor (id, key, name, active) values (1, 'fibre', 'Fibre Co', 1), (2, 'gone', 'Gone', 0);
insert into private_text (id, about, subject, salt, text) values
  (41, 'ticket', 1, x'0123456789abcdef0123456789abcdef', 'the line was cut');
update ticket set intake = 'people', reported_at = 1459846700000000, clamped = 'detected', vendor = 1,
    vendor_reference = 'F-77', held_for = 'caller', also_held = 'vendor', acknowledged_at = 1459846800000000
    where id = 1;
update ticket set outcome = 'spam', restored_at = 1459846800000000, confirmed_at = 1459846800000000,
    detected_at = 1459846800000000, impact_at = 1459846800000000 where id = 2;
insert into breach_cause (id, ticket, agreement, metric, cycle, cause, layer, party, note, explained_at) values
  (3, 1, 1, 'resolution', 1, 'late-part', 'uc', 'fibre', 41, 1459850500000000);
"""
)

_0004 = f"""{_0003}
update customer set zone = 'Australia/Sydney' where id = 1;
insert into frozen_month (id, month, scope, zone, begins, ends, frozen_at, line, clocks, digest, shown, figures,
    program, restated_at) values
  (1, '2016-03', 'acme', 'Australia/Sydney', 1456750800000000, 1459429200000000, 1459846800000000, 2, 1,
    '{"0" * 64}', '{"0" * 64}', '{{}}', '0.2.0', null),
  (2, '2016-03', '', 'Europe/Berlin', 1456786800000000, 1459461600000000, 1459846800000000, 2, 0,
    '{"0" * 64}', '{"0" * 64}', '{{}}', '0.2.0', 1459846800000000);
"""

_0005 = (
    _0004
    + """
update agreement_version set after_ticket = 2, took_over_at = 1459846800000000, until_ticket = 3;
update clock set cuts = '1459846800000000-1459846900000000';
insert into clock_figure (ticket, agreement, metric, cycle, figure, state, target_s, counted, due, cuts) values
  (1, 1, 'resolution', 1, 'raw', 'running', 3600, 0, 1459850400000000, null);
"""
)

SAMPLES: dict[str, str] = {"0001": _0001, "0002": _0002, "0003": _0003, "0004": _0004, "0005": _0005}
"""SQL by revision."""

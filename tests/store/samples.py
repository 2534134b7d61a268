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

_0006 = (
    _0005
    + """
insert into private_text (id, about, subject, salt, text, person) values
  (72, 'person', 1, x'00112233445566778899aabbccddeeff', 'Kim Weber', 1),
  (80, 'person', 1, x'00112233445566778899aabbccddeeff', 'kim@example.com', 1);
insert into person (id, name, customer, site, zone, language, vip, delegate, active, erased_at) values
  (1, 72, 1, null, 'Europe/Berlin', 'de', 1, null, 1, null),
  (2, null, null, null, null, null, 0, 1, 0, 1459846800000000);
insert into person_address (id, person, kind, value) values (9, 1, 'mail', 80);
insert into person_key (person, kind, key) values (1, 'mail', 'kim@example.com'), (1, 'word', 'kim');
insert into contact (id, ticket, person, contacted_at, channel, direction, reached, duration, note) values
  (9, 1, 1, 1459846800000000, 'phone', 'in', 1, 240, null);
update ticket set person = 1 where id = 1;
"""
)

_0007 = (
    _0006
    + """
insert into promise (id, ticket, what, to_whom, made_by, made_at, due_at, remind_at, missed_at, reason, state, is_open)
  values (1, 1, 41, null, 'ana', 1459846800000000, 1459850400000000, 1459849500000000, 1459850400000000, null, 'missed',
    1);
"""
)

_0008 = (
    _0007
    + """
insert into draft (operator, ticket, kind, text, macro, saved_at) values
  ('ana', 1, 'reply', 'Dear Ms Nair,', 'ask-logs', 1459846800000000);
insert into template (id, key, name, text, active) values (1, 'outage', 'Known outage', 'Dear {requester}', 1);
insert into macro (id, key, name, text, writes, steps, active) values
  (1, 'ask-logs', 'Ask for logs', 'Dear {requester}', 'reply', '[["hold", [["reason", "caller"]]]]', 1);
"""
)

_0009 = (
    _0008
    + """
insert into search_text (ticket, text, title) values (1, 8, null);
insert into article (id, number, kind, state, title, body, owner, services, categories, version, revised_at,
    revised_by, published_at) values (1, 'KB-1', 'article', 'published', 'Fail over', 'Press the button', 'ana',
    '["vpn"]', '[]', 1, 1459846800000000, 'ana', 1459846800000000);
insert into article_use (id, article, ticket, used_at, used_by) values (1, 1, 1, 1459846900000000, 'ana');
"""
)

_0010 = (
    _0009
    + """
insert into private_text (id, about, subject, salt, text) values
  (51, 'ticket', 1, x'0123456789abcdef0123456789abcdef', 'we know, until 18:00'),
  (52, 'change', 1, x'0123456789abcdef0123456789abcdef', 'another switch');
update ticket set outage_at = 1459846800000000, outage_say = 51, starts_at = 1459846700000000 where id = 1;
insert into ticket_parent (id, parent) values (2, 1), (1, null);
insert into ticket_merge (id, survivor, merged_at) values (2, 1, 1459846800000000);
insert into change (id, number, title, begin_at, end_at, risk, decision, decided_at, note, services, state, uid,
    instance, sequence) values
  (1, 'CHG-1', 52, 1459846800000000, 1459850400000000, 'low', 'approved', 1459846800000000, null, ' mail ', 'planned',
    'a@example.com', 0, 2);
insert into change_link (id, ticket, change, relation) values (9, 1, 1, 'caused-by');
"""
)

_0011 = (
    _0010
    + """
update operator set skills = 'vpn network';
update service set skills = 'vpn';
update team set assign = 'skills';
insert into operator_status (id, status, since) values (1, 'break', 1459846800000000);
insert into ticket_pull (id, ticket, operator, at) values (1, 1, 'ana', 1459846800000000);
insert into ticket_skip (id, ticket, operator, at, reason) values (2, 1, 'ana', 1459846800000000, 1);
insert into transfer (id, ticket, from_team, to_owner, offered_by, offered_at, note, stage) values
  (3, 1, 1, 'ben', 'ana', 1459846800000000, 1, 'pending');
insert into touch (id, ticket, operator, seconds, at, measured) values (4, 1, 'ana', 60, 1459846800000000, 90);
insert into category (id, key, name, owner, review_on, skills, active) values
  (1, 'network/vpn', 'VPN', 'ana', '2016-12-31', 'vpn', 1);
insert into custom_field (id, key, label, kind, choices, required_for, step, private, active) values
  (1, 'asset_tag', 'asset tag', 'text', '', 'incident', 'resolve', 0, 1);
insert into ticket_field (id, ticket, key, value) values (5, 1, 'asset_tag', 'LT-1');
"""
)

_0012 = (
    _0011
    + """
insert into private_text (id, about, subject, salt, text) values
  (801, 'ticket', 1, x'0123456789abcdef0123456789abcdef', 'kim@acme.example'),
  (809, 'quarantine', 1, x'0123456789abcdef0123456789abcdef', 'out of office');
insert into mail_rules (id, body) values (1, '{"address": "desk@desk.example"}');
insert into mail (id, ticket, direction, token, own, address, answer, sender, automatic, state, at, ended_at) values
  (1, 1, 'out', 'aa', '<INC-1.2.aa@desk.example>', 801, 2, 'desk@desk.example', 0, 'sent', 1459850500000000,
    1459850500000000);
insert into quarantine (id, reason, token, subject, size, automatic, state, at) values
  (1, 'automatic', 'bb', 809, 512, 1, 'held', 1459850500000000);
insert into attachment (id, ticket, name, file, size, type, public, at) values
  (1, 1, 801, 801, 20, 'text/plain', 0, 1459850500000000);
insert into outbox (id, channel, item, key, attempt, due_at, lease_until, doubtful) values
  (1, 'mail', 1, 'mail 1', 1, 1459850500000000, 0, 0);
"""
)

_0013 = (
    _0012
    + """
insert into private_text (id, about, subject, salt, text) values
  (816, 'ticket', 1, x'0123456789abcdef0123456789abcdef', 'a cable');
update ticket set cause_said = 816 where id = 1;
"""
)

_0015 = (
    _0013
    + """
insert into draft (operator, ticket, kind, text, macro, saved_at, articles) values
  ('ben', 1, 'reply', 'Restart it', null, 1459850500000000, '{"KB-1": ["Restart it"]}');
insert into template (id, key, name, text, active, type, sets) values
  (77, 'vpn', 'VPN', 'Which device?', 1, 'incident', '{"service": "vpn"}');
"""
)

_0016 = (
    _0015
    + """
insert into saved_view (id, name, filter, owner, columns, sort, reverse, colours, shared, deleted) values
  (1, 'VPN', 'service:vpn is:open', 'ana', 'customer owner', 'priority', 0, 'accent tag:vip', 1, null),
  (2, 'Old', 'tag:old', 'ana', '', 'breach', 1, '', null, 1);
insert into last_place (operator, view, ticket, sort, reverse, columns) values ('ana', 'VPN', 1, 'age', 1, 'owner due');
"""
)

_0017 = (
    _0016
    + """
update draft set seen = 1;
insert into presence (console, operator, ticket, doing, since, beat_at) values
  ('c1', 'ana', 1, 'reply', 1459850500000000, 1459850500000000);
"""
)

_0019 = (
    _0017
    + """
insert into private_text (id, about, subject, salt, text) values
  (824, 'notification', 1, x'0123456789abcdef0123456789abcdef', 'INC-1 breaches in 12 min'),
  (825, 'operator_contact', 1, x'0123456789abcdef0123456789abcdef', 'ana@desk.example');
insert into channel (id, key, body, active, healthy, since, failed_at, status, why, checked_at, check_status) values
  (1, 'mail', '{"kind": "mail"}', 1, 1, 1459850500000000, null, null, null, 1459850500000000, null);
insert into operator_contact (id, operator, kind, place, value, active) values (1, 1, 'mail', 0, 825, 1);
insert into notification (id, operator, purpose, severity, ticket, run, step, text, channels, channel, state, by_at, at,
    attempts, again) values
  (1, 1, 'escalation', 'page', 1, 1, 1, 824, 'mail sms', 'mail', 'queued', 1459850400000000, 1459850300000000, 1, 0);
insert into outbox (id, channel, item, key, attempt, due_at, lease_until, doubtful, what, since) values
  (99, 'mail', 1, 'notification 1 mail', 1, 1459850305000000, 0, 0, 'notification', 1459850300000000);
update operator set quiet = '22:00-06:00' where id = 1;
"""
)

_0020 = (
    _0019
    + """
update service set owner = 'ana' where id = 1;
insert into escalation_policy (id, name, version, since, body, retired_at) values
  (1, 'p1', 1, 1459850000000000, '{"steps":[{"share":80,"to":["owner"]}]}', null);
insert into on_call (id, body) values (1, '{"shifts":[]}');
insert into escalation_run (id, ticket, agreement, metric, cycle, policy, state, step, round, outcome, reached,
    last_at, next_at, ack_until, started_at, ended_at, why, live) values
  (1, 1, 1, 'resolution', 1, 1, 'running', 1, 1, 'told', 1, 1459850300000000, 1459850400000000, null,
   1459850300000000, null, null, 1);
"""
)

_0021 = (
    _0020
    + """
insert into private_text (id, about, subject, salt, text) values
  (840, 'ticket', 1, x'0123456789abcdef0123456789abcdef', 'RR 123 456 DE');
insert into notice (id, ticket, metric, way, reference, at) values (1, 1, 'authority', 'letter', 840, 1459850500000000);
update mail set notice = 1 where direction = 'out';
"""
)

_0022 = (
    _0021
    + """
insert into private_text (id, about, subject, salt, text) values
  (848, 'war_room', 1, x'0123456789abcdef0123456789abcdef', 'Nobody gets in from home');
insert into war_room_rule (id, name, version, since, body, retired_at) values
  (1, 'many-at-risk', 1, 1459850000000000, '{"clocks":4}', null);
insert into war_room (id, number, cause_kind, cause, title, state, live, rule, why, proposed_at, proposed_by,
    confirmed_at, confirmed_by, since, parent) values
  (1, 'WR-1', 'service', 'vpn', 848, 'open', 1, 'many-at-risk', '4 clocks', 1459850300000000, 'desk', 1459850400000000,
    'ana', 1459850000000000, 1);
insert into war_room_ticket (id, room, number, ticket, attached_at, by, how, quiet, until_at) values
  (1, 1, 'WR-1', 1, 1459850300000000, 'desk', 'rule', 1, null),
  (2, 1, 'WR-1', 2, 1459850300000000, 'ana', 'hand', 1, 1459850400000000);
insert into war_room_role (id, room, role, operator, state, since, double, handing) values
  (1, 1, 'commander', 'ana', 'taken', 1459850400000000, 0, 0);
insert into war_room_entry (id, room, kind, text, by, at, owner, due_at, state) values
  (1, 1, 'task', 848, 'ana', 1459850400000000, 'ana', 1459850500000000, 'open');
"""
)

_0023 = (
    _0022
    + """
insert into private_text (id, about, subject, salt, text) values
  (856, 'war_room', 1, x'0123456789abcdef0123456789abcdef', 'VPN is unstable, next news at 10:15');
insert into comms_rules (id, body) values (1, '{"first":300}');
insert into room_update (id, room, place, audience, phase, severity, text, written_by, written_at, state, sent_at,
    late_s, next_at, first_notification, last_notification) values
  (1, 1, 1, 'internal', 'investigating', 1, 856, 'ana', 1459850400000000, 'sent', 1459850400000000, 0,
   1459851600000000, 1, 1);
insert into room_cadence (id, room, audience, due_at, every_s, chosen, missed_at, step) values
  (1, 1, 'internal', 1459851600000000, 1200, 0, null, 0);
insert into room_sentence (id, text, workaround, said_by, said_at) values (1, 856, null, 'ana', 1459850400000000);
insert into surge_call (id, room, search, operator, handle, state, asked_at, asked_by, answer_by, notification, why)
  values (1, 1, 1, 1, 'ana', 'accepted', 1459850400000000, 'ana', 1459850700000000, 1, 'free');
insert into review (id, room, state, severity, due_at, declared_at, stood_down_at, tickets, breached, updates, late,
    decisions, summary, step) values
  (1, 1, 'due', 1, 1459950400000000, 1459850300000000, 1459860300000000, 2, 1, 1, 0, 0, 856, 0);
insert into review_action (id, review, owner, what, due_at, state) values
  (1, 1, 'ana', 856, 1459950400000000, 'open');
"""
)

_0024 = (
    _0023
    + """
insert into item (id, key, name, needs, alike, active) values
  (1, 'gw-1', 'Gateway 1', 'line', 'gateway', 1), (2, 'line', 'Line', '', null, 1), (3, 'old', 'Old', '', null, 0);
update service set needs = 'gw-1' where id = 1;
"""
)

_0025 = (
    _0024
    + """
insert into private_text (id, about, subject, salt, text) values
  (860, 'roster_booking', 1, x'0123456789abcdef0123456789abcdef', 'a dentist'),
  (861, 'absence', 1, x'0123456789abcdef0123456789abcdef', 'a week off'),
  (862, 'roster_swap', 1, x'0123456789abcdef0123456789abcdef', 'a wedding');
insert into roster_version (id, version, since, body) values (1, 1, 1459850000000000, '{"shifts":[],"rest":39600}');
insert into roster_booking (id, uid, team, shift, begin_at, end_at, operator, instead_of, leads, reason, made_by,
    made_at) values
  (1, 'b1', '', 'early', 1459850300000000, 1459850400000000, 'ana', 'ben', 0, 860, 'ana', 1459850200000000);
insert into absence (id, operator, begin_at, end_at, note, entered_by, entered_at) values
  (1, 'ben', 1459850300000000, 1459850400000000, 861, 'ana', 1459850200000000);
insert into roster_swap (id, asker, other, team, shift, begin_at, end_at, reason, state, asked_at) values
  (1, 'ana', 'ben', '', 'early', 1459850300000000, 1459850400000000, 862, 'asked', 1459850200000000);
insert into desk_holder (id, team, operator, since, how) values (1, '', 'ana', 1459850200000000, 'accepted');
"""
)

_0026 = (
    _0025
    + """
insert into private_text (id, about, subject, salt, text) values
  (870, 'handover', 1, x'0123456789abcdef0123456789abcdef', 'watch Lyon');
insert into handover (id, number, team, shift, begin_at, end_at, until_at, draft_at, escalate_at, state,
    headline) values
  (1, 'HO-1', null, 'early', 1459850000000000, 1459878800000000, 1459907600000000, 1459877000000000, 1459879700000000,
   'draft', 870);
insert into handover_note (id, handover, what, ticket, text, by_whom, at) values
  (1, 1, 'item', 1, 870, 'ana', 1459850500000000);
insert into handover_readback (id, handover, item, text, by_whom, at) values
  (1, 1, 'INC-1', 870, 'ben', 1459850500000000);
insert into handover_question (id, handover, text, blocks, by_whom, at) values (1, 1, 870, 0, 'ben', 1459850500000000);
"""
)

_0027 = (
    _0026
    + """
insert into private_text (id, about, subject, salt, text) values
  (871, 'offline_sheet', 1, x'0123456789abcdef0123456789abcdef', 'the folder is gone');
insert into offline_rules (id, body) values (1, '{"folder":"/mnt/usb","mail":[]}');
insert into offline_sheet (id, state, shift_at, at, why) values (1, 'failed', 1459850000000000, 1459850000000000, 871);
"""
)

_0029 = (
    _0027
    + """
insert into handover_rules (id, body) values (1, '{"accept_within":900,"draft_before":1800}');
insert into handover_note (id, handover, what, room, text, then_text, used_at, used_by, by_whom, at) values
  (2, 1, 'item', 1, 870, 870, 1459850600000000, 'ben', 'ana', 1459850500000000);
update handover set contingencies = 1, used = 1 where id = 1;
"""
)

_0030 = (
    _0029
    + """
insert into handover (id, number, shift, begin_at, end_at, until_at, draft_at, escalate_at, outgoing, incoming, state,
    agent) values
  (2, 'HO-2', 'early', 1459850000000000, 1459868000000000, 1459878800000000, 1459868000000000, 1459868900000000, 'ana',
   'ben', 'draft', 'ana');
"""
)

_0031 = (
    _0030
    + """
update offline_sheet set next_at = 1459878800000000 where id = 1;
insert into ticket_tag (ticket, tag, is_open, standing, breaches_at) values (1, 'vip', 1, 0, 1459850300000000);
"""
)

_0032 = (
    _0031
    + """
insert into private_text (id, about, subject, salt, text) values
  (872, 'escalation_mute', 1, x'0123456789abcdef0123456789abcdef', 'the disk is being replaced');
insert into escalation_mute (id, kind, rule, service, p1, from_at, until_at, ends_at, by_whom, reason) values
  (1, 'escalation', 'gold', 1, 0, 1459846800000000, 1459850400000000, 1459850400000000, 'mia', 872);
insert into escalation_withheld (id, mute, at, ticket, run, step) values (1, 1, 1459848000000000, 1, 1, 1);
"""
)

SAMPLES: dict[str, str] = {
    "0001": _0001,
    "0002": _0002,
    "0003": _0003,
    "0004": _0004,
    "0005": _0005,
    "0006": _0006,
    "0007": _0007,
    "0008": _0008,
    "0009": _0009,
    "0010": _0010,
    "0011": _0011,
    "0012": _0012,
    "0013": _0013,
    "0014": _0013,  # indexes only
    "0015": _0015,
    "0016": _0016,
    "0017": _0017,
    "0018": _0017,  # an index only
    "0019": _0019,
    "0020": _0020,
    "0021": _0021,
    "0022": _0022,
    "0023": _0023,
    "0024": _0024,
    "0025": _0025,
    "0026": _0026,
    "0027": _0027,
    "0028": _0027,  # an index only
    "0029": _0029,
    "0030": _0030,
    "0031": _0031,
    "0032": _0032,
}
"""SQL by revision."""

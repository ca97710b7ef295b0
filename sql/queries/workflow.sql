-- What people do with the ledgers step by step: incidents, carry-outs, policy documents.

-- name: duty_units_held :many
-- in: account_id i64, duty text, day text
-- out: unit_code text?
-- The duties of the account's person on the day; no unit code = of the whole city.
SELECT a.unit_code
FROM account k JOIN appointment a ON a.person_id = k.person_id JOIN duty d ON d.id = a.duty_id
WHERE k.id = $1 AND d.code = $2 AND a.valid_from <= $3 AND (a.valid_to IS NULL OR a.valid_to >= $3)
ORDER BY a.unit_code

-- name: incident_last_number :one
-- in: beginning text
-- out: no text
SELECT no FROM ledger_incident WHERE no LIKE $1 ORDER BY no DESC LIMIT 1

-- name: incident_steps_of :many
-- in: incident_id i64
-- out: id i64, step text, day date, clock text?, told text?, note text?, account_id i64, who text, at_us time
SELECT s.id, s.step, s.day, s.clock, s.told, s.note, s.account_id, a.name, s.at_us
FROM incident_step s JOIN account a ON a.id = s.account_id WHERE s.incident_id = $1 ORDER BY s.at_us, s.id

-- name: incident_reported_since :one
-- in: account_id i64, since time
-- out: n i64
SELECT count(*) FROM incident_step WHERE account_id = $1 AND step = 'received' AND at_us >= $2

-- name: incident_seen :many
-- unscoped: all for the contact point, those of the own unit for a head, the own reports for everybody
-- in: account_id i64?, unit_code text?, open bool, n i64, from_row i64
-- out: id i64, unit text, no text?, name text, kind text?, discovered_on date?, occurred_on date?, personal text?, persons number?
-- out: improper text?, ppc_needed text?, ppc_first_on date?, ppc_final_on date?, near_miss text?, reported_us time, steps i64, closed bool
SELECT k.id, u.name, k.no, k.name, k.kind, k.discovered_on, k.occurred_on, k.personal, k.persons,
  k.improper, k.ppc_needed, k.ppc_first_on, k.ppc_final_on, k.near_miss, f.at_us,
  (SELECT count(*) FROM incident_step s WHERE s.incident_id = k.id),
  CASE WHEN k.gone_on IS NOT NULL OR EXISTS (SELECT 1 FROM incident_step s WHERE s.incident_id = k.id AND s.step = 'closed')
    THEN 1 ELSE 0 END
FROM ledger_incident k JOIN unit u ON u.id = k.unit_id
  JOIN incident_step f ON f.incident_id = k.id
    AND f.id = (SELECT min(s.id) FROM incident_step s WHERE s.incident_id = k.id)
WHERE (CAST($1 AS BIGINT) IS NULL OR (f.step = 'received' AND f.account_id = $1))
  AND (CAST($2 AS TEXT) IS NULL OR @below(u, $2))
  AND ($3 = 0 OR (k.gone_on IS NULL
    AND NOT EXISTS (SELECT 1 FROM incident_step s WHERE s.incident_id = k.id AND s.step = 'closed')))
ORDER BY f.at_us DESC, k.id DESC LIMIT $4 OFFSET $5

-- name: carry_out_seen :many
-- unscoped: the own requests by account, those of the units that somebody heads by unit
-- in: id i64?, account_id i64?, unit_code text?, open bool, n i64
-- out: id i64, rev i64, unit_id i64, unit text, no text?, what text?, kind text?, data text?, personal text?, pieces number?
-- out: purpose text?, purpose_other text?, destination text?, person text?, encrypted text?, encryption text?, requested_on date?
-- out: from_on date?, due_on date?, approved_on date?, approver text?, together number?, refused_on date?, refusal text?
-- out: returned_on date?, confirmed_by text?, gone_on date?, blanket text?, requester i64?, brought bool
SELECT k.id, k.rev, k.unit_id, u.name, k.no, k.what, k.kind, k.data, k.personal, k.pieces, k.purpose, k.purpose_other,
  k.destination, k.person, k.encrypted, k.encryption, k.requested_on, k.from_on, k.due_on, k.approved_on, k.approver, k.together,
  k.refused_on, k.refusal, k.returned_on, k.confirmed_by, k.gone_on, k.blanket, f.account_id,
  CASE WHEN EXISTS (SELECT 1 FROM carry_out_step s WHERE s.carry_out_id = k.id AND s.step = 'brought') THEN 1 ELSE 0 END
FROM ledger_carry_out k JOIN unit u ON u.id = k.unit_id
  LEFT JOIN carry_out_step f ON f.carry_out_id = k.id AND f.step = 'requested'
WHERE (CAST($1 AS BIGINT) IS NULL OR k.id = $1) AND (CAST($2 AS BIGINT) IS NULL OR f.account_id = $2)
  AND (CAST($3 AS TEXT) IS NULL OR @below(u, $3))
  AND ($4 = 0 OR (k.gone_on IS NULL AND k.returned_on IS NULL))
ORDER BY CASE WHEN k.requested_on IS NULL THEN 1 ELSE 0 END, k.requested_on DESC, k.id DESC LIMIT $5

-- name: carry_out_steps_of :many
-- in: carry_out_id i64
-- out: step text, reason text?, own bool, who text, at_us time
SELECT s.step, s.reason, s.own, a.name, s.at_us
FROM carry_out_step s JOIN account a ON a.id = s.account_id WHERE s.carry_out_id = $1 ORDER BY s.at_us, s.id

-- name: carry_out_last_number :one
-- in: beginning text
-- out: no text
SELECT no FROM ledger_carry_out WHERE no LIKE $1 ORDER BY no DESC LIMIT 1

-- name: heads_besides :one
-- unscoped: how many others may decide for the unit; nothing else of them is told
-- in: unit_id i64, account_id i64, day text
-- out: n i64
WITH RECURSIVE up(code, parent) AS (
    SELECT code, parent_code FROM unit WHERE id = $1
    UNION SELECT x.code, x.parent_code FROM unit x JOIN up ON x.code = up.parent
      AND x.valid_from <= $3 AND (x.valid_to IS NULL OR x.valid_to >= $3))
SELECT count(*) FROM account a
WHERE a.id <> $2 AND a.disabled = 0 AND ((a.role = 'head' AND a.unit_code IN (SELECT code FROM up))
  OR EXISTS (SELECT 1 FROM appointment p JOIN duty d ON d.id = p.duty_id
    WHERE p.person_id = a.person_id AND d.code = 'section' AND p.unit_code IN (SELECT code FROM up)
      AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to >= $3)))

-- name: distribution_all :many
-- unscoped: of everybody; whom they concern is asked of each
-- in: policy_id i64?, open bool
-- out: id i64, rev i64, policy_id i64, policy text?, revised_on date?, newest date?, changes text?, link text?, heads_only bool
-- out: due_on date, distributed_on date, closed_on date?
SELECT d.id, d.rev, d.policy_id, p.name, d.revised_on, p.revised_on, d.changes, d.link, d.heads_only, d.due_on,
  d.distributed_on, d.closed_on
FROM policy_distribution d JOIN ledger_policy p ON p.id = d.policy_id
WHERE (CAST($1 AS BIGINT) IS NULL OR d.policy_id = $1) AND ($2 = 0 OR d.closed_on IS NULL)
ORDER BY CASE WHEN d.closed_on IS NULL THEN 0 ELSE 1 END, d.distributed_on DESC, d.id DESC

-- name: distribution_recipients :many
-- unscoped: for the secretariat and the rules; everybody else asks for the own account
-- in: distribution_id i64, day text, account_id i64?
-- out: account_id i64, name text, unit_id i64?, unit_code text?, unit text?, acknowledged_on date?
WITH RECURSIVE reach(code) AS (
    SELECT unit_code FROM policy_distribution_unit WHERE distribution_id = $1
    UNION SELECT x.code FROM unit x JOIN reach r ON x.parent_code = r.code
      AND x.valid_from <= $2 AND (x.valid_to IS NULL OR x.valid_to >= $2))
SELECT a.id, a.name, u.id, u.code, u.name, k.acknowledged_on
FROM policy_distribution d JOIN account a ON a.disabled = 0
  LEFT JOIN unit u ON u.code = a.unit_code AND u.valid_from <= $2 AND (u.valid_to IS NULL OR u.valid_to >= $2)
  LEFT JOIN policy_acknowledgement k ON k.distribution_id = d.id AND k.account_id = a.id
WHERE d.id = $1 AND (d.heads_only = 0 OR a.role = 'head')
  AND (NOT EXISTS (SELECT 1 FROM policy_distribution_unit x WHERE x.distribution_id = d.id)
    OR a.unit_code IN (SELECT code FROM reach))
  AND (CAST($3 AS BIGINT) IS NULL OR a.id = $3)
ORDER BY CASE WHEN u.id IS NULL THEN 1 ELSE 0 END, u.sort, u.code, a.name, a.id

-- name: policy_distribution_all :many policy_distribution
-- unscoped: for files, which are for the secretariat
SELECT @cols(policy_distribution) FROM policy_distribution ORDER BY id

-- name: policy_distribution_unit_all :many policy_distribution_unit
-- unscoped: for files, which are for the secretariat
SELECT @cols(policy_distribution_unit) FROM policy_distribution_unit ORDER BY id

-- name: policy_distribution_units :many policy_distribution_unit
-- unscoped: for files, which are for the secretariat
-- in: distribution_id i64
SELECT @cols(policy_distribution_unit) FROM policy_distribution_unit WHERE distribution_id = $1 ORDER BY id

-- name: policy_acknowledgement_all :many policy_acknowledgement
-- unscoped: for files, which are for the secretariat
SELECT @cols(policy_acknowledgement) FROM policy_acknowledgement ORDER BY distribution_id, id

-- name: policy_not_at_hand_all :many policy_not_at_hand
-- unscoped: for files, which are for the secretariat
SELECT @cols(policy_not_at_hand) FROM policy_not_at_hand ORDER BY distribution_id, id

-- name: not_at_hand_of :many
-- unscoped: for the secretariat and the rules
-- in: distribution_id i64
-- out: unit_id i64, unit text, day date, note text?
SELECT n.unit_id, u.name, n.day, n.note FROM policy_not_at_hand n JOIN unit u ON u.id = n.unit_id
WHERE n.distribution_id = $1 ORDER BY n.day, n.id

-- name: record_followed :one
-- in: carry_out_id i64, incident_id i64, policy_id i64
-- out: n i64
-- What was done about a record, step by step; ids of 0 are of none.
SELECT (SELECT count(*) FROM carry_out_step WHERE carry_out_id = $1) +
       (SELECT count(*) FROM incident_step WHERE incident_id = $2) +
       (SELECT count(*) FROM policy_distribution WHERE policy_id = $3)

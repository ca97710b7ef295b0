-- Rounds of confirmation, and the outbox.

-- name: round_all :many round
SELECT @cols(round) FROM round ORDER BY opens_on DESC, id DESC

-- name: round_units :many round_unit
-- in: round_id i64
-- The reach is applied to the units that stand for them today (ledger/round_units.c).
SELECT @cols(round_unit) FROM round_unit WHERE round_id = $1 ORDER BY id

-- name: round_answers :many round_answer
-- in: round_unit_id i64
SELECT @cols(round_answer) FROM round_answer WHERE round_unit_id = $1 ORDER BY id

-- name: round_confirmed_records :many
-- in: ledger text
-- out: record_id i64, at_us time
-- What units went through and confirmed, whether they changed it or not.
SELECT a.record_id, max(a.at_us) FROM round_answer a JOIN round_unit u ON u.id = a.round_unit_id
WHERE a.ledger = $1 AND a.answer IN ('unchanged', 'edited') AND u.confirmed_us IS NOT NULL
GROUP BY a.record_id ORDER BY a.record_id

-- name: round_confirmed_of_record :many
-- in: ledger text, record_id i64
-- out: round text, at_us time
SELECT r.title, a.at_us
FROM round_answer a JOIN round_unit u ON u.id = a.round_unit_id JOIN round r ON r.id = u.round_id
WHERE a.ledger = $1 AND a.record_id = $2 AND a.answer IS NOT NULL AND u.confirmed_us IS NOT NULL
ORDER BY a.at_us DESC, a.id DESC LIMIT 1

-- name: round_heads :many
-- in: day text
-- out: unit_code text, person text, mail text?
-- unscoped: whom to write to
-- Who answers for a section: by appointment, or by the account of its head.
SELECT a.unit_code, p.name, p.mail
FROM appointment a JOIN duty d ON d.id = a.duty_id JOIN person p ON p.id = a.person_id
WHERE d.code = 'section' AND a.unit_code IS NOT NULL AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1)
UNION
SELECT c.unit_code, p.name, p.mail FROM account c JOIN person p ON p.id = c.person_id
WHERE c.role = 'head' AND c.disabled = 0 AND c.unit_code IS NOT NULL
ORDER BY 1, 2, 3

-- name: outbox_due :many
-- in: now_us i64
-- out: id i64
SELECT id FROM outbox WHERE state = 'waiting' AND not_before_us <= $1 ORDER BY not_before_us, id

-- name: outbox_about :many outbox
-- in: round_id i64, unit_id i64?, state text?
SELECT @cols(outbox) FROM outbox
WHERE round_id = $1 AND (CAST($2 AS BIGINT) IS NULL OR unit_id = $2) AND (CAST($3 AS TEXT) IS NULL OR state = $3)
ORDER BY id

-- name: outbox_same :many outbox
-- in: round_id i64, unit_id i64, kind text, recipient text
SELECT @cols(outbox) FROM outbox WHERE round_id = $1 AND unit_id = $2 AND kind = $3 AND recipient = $4

-- name: outbox_page :many outbox
-- in: state text?, first i64, count i64
SELECT @cols(outbox) FROM outbox WHERE (CAST($1 AS TEXT) IS NULL OR state = $1)
ORDER BY made_us DESC, id DESC LIMIT $3 OFFSET $2

-- name: outbox_counts :many
-- out: state text, n i64, oldest_us time
SELECT state, count(*), min(made_us) FROM outbox GROUP BY state ORDER BY state

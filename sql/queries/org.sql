-- Organisation and accounts.

-- name: unit_all :many unit
SELECT @cols(unit) FROM unit WHERE @below(unit) ORDER BY sort, code, valid_from

-- name: unit_within :one
-- in: unit_id i64, code text
-- out: id i64
SELECT u.id FROM unit u WHERE u.id = $1 AND @below(u, $2)

-- name: unit_kept_by :one
-- in: unit_id i64, code text
-- out: id i64
-- Without what was taken over: to change that, it has to be handed over first.
SELECT u.id FROM unit u WHERE u.id = $1 AND @within(u, $2)

-- name: unit_periods :many
-- out: id i64, code text, valid_from date, valid_to date?
-- unscoped: no names
SELECT id, code, valid_from, valid_to FROM unit ORDER BY valid_from, id

-- name: unit_in_period :many unit
-- unscoped: for imports, which are for those who see all
-- in: code text, from_day text, to_day text
SELECT @cols(unit) FROM unit
WHERE code = $1 AND valid_from <= $3 AND (valid_to IS NULL OR valid_to >= $2)
ORDER BY valid_from DESC LIMIT 1

-- name: unit_by_id :one unit
-- in: id i64
SELECT @cols(unit) FROM unit WHERE id = $1 AND @below(unit)

-- name: unit_seen_on :one unit
-- in: code text, day text
SELECT @cols(unit) FROM unit
WHERE code = $1 AND valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $2) AND @below(unit)

-- name: unit_predecessors :many unit
-- in: id i64
SELECT @cols(unit u) FROM unit u JOIN unit_succession s ON s.unit_id = u.id
WHERE s.successor_id = $1 AND @below(u) ORDER BY u.sort, u.code, u.valid_from

-- name: unit_successors :many unit
-- in: id i64
SELECT @cols(unit u) FROM unit u JOIN unit_succession s ON s.successor_id = u.id
WHERE s.unit_id = $1 AND @below(u) ORDER BY u.sort, u.code, u.valid_from

-- name: unit_succession_all :many unit_succession
-- unscoped: numbers only
SELECT @cols(unit_succession) FROM unit_succession ORDER BY id

-- name: setting_all :many setting
SELECT @cols(setting) FROM setting ORDER BY key

-- name: setting_by_key :one setting
-- in: key text
SELECT @cols(setting) FROM setting WHERE key = $1

-- name: account_all :many account
SELECT @cols(account) FROM account ORDER BY login

-- name: account_by_login :one account
-- in: login text
SELECT @cols(account) FROM account WHERE login = $1

-- name: account_others_with_password :many account
-- in: id i64
SELECT @cols(account a) FROM account a JOIN credential k ON k.account_id = a.id
WHERE a.id <> $1 ORDER BY a.login

-- name: credential_put :exec
-- in: account_id i64, hash text, changed_us i64, must_change bool
INSERT INTO credential (account_id, hash, changed_us, must_change) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO UPDATE
SET hash = excluded.hash, changed_us = excluded.changed_us, must_change = excluded.must_change

-- name: credential_of :one credential
-- in: account_id i64
SELECT @cols(credential) FROM credential WHERE account_id = $1

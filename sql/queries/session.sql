-- Sessions, forms and sign-ins of the web.

-- name: session_add :exec
-- in: token_hash text, account_id i64, at_us i64, address text, agent text
INSERT INTO session (token_hash, account_id, started_us, seen_us, address, agent)
VALUES ($1, $2, $3, $3, $4, $5)

-- name: session_find :one
-- in: token_hash text
-- out: account_id i64, started_us i64, seen_us i64, login text, name text, role text, unit_code text?, disabled bool, must_change bool
SELECT a.id, s.started_us, s.seen_us, a.login, a.name, a.role, a.unit_code, a.disabled, coalesce(k.must_change, 0)
FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN credential k ON k.account_id = a.id
WHERE s.token_hash = $1

-- name: session_seen :exec
-- in: token_hash text, at_us i64
UPDATE session SET seen_us = $2 WHERE token_hash = $1

-- name: session_end :exec
-- in: token_hash text, account_id i64
DELETE FROM session WHERE token_hash = $1 AND account_id = $2

-- name: session_end_others :exec
-- in: account_id i64, keep_hash text
DELETE FROM session WHERE account_id = $1 AND token_hash <> $2

-- name: session_expire :exec
-- in: seen_before_us i64, started_before_us i64
DELETE FROM session WHERE seen_us < $1 OR started_us < $2

-- name: sessions_of_account :many session
-- in: account_id i64
SELECT @cols(session) FROM session WHERE account_id = $1 ORDER BY started_us DESC, token_hash

-- name: form_sent_find :one form_sent
-- in: token text
SELECT @cols(form_sent) FROM form_sent WHERE token = $1

-- name: form_sent_add :exec
-- in: token text, at_us i64
INSERT INTO form_sent (token, at_us) VALUES ($1, $2)

-- name: form_sent_expire :exec
-- in: before_us i64
DELETE FROM form_sent WHERE at_us < $1

-- name: sign_in_failure_of :one sign_in_failure
-- in: key text
SELECT @cols(sign_in_failure) FROM sign_in_failure WHERE key = $1

-- name: sign_in_failure_put :exec
-- in: key text, failures i64, last_us i64
INSERT INTO sign_in_failure (key, failures, last_us) VALUES ($1, $2, $3)
ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last_us = excluded.last_us

-- name: sign_in_failure_clear :exec
-- in: key text
DELETE FROM sign_in_failure WHERE key = $1

-- name: security_log_page :many security_log
-- in: before_id i64, event text?, person text?, from_us i64, to_us i64, n i64
SELECT @cols(security_log) FROM security_log
WHERE id < $1 AND (CAST($2 AS TEXT) IS NULL OR event = $2)
  AND (CAST($3 AS TEXT) IS NULL OR actor = $3 OR detail = $3) AND at_us >= $4 AND at_us < $5
ORDER BY id DESC LIMIT $6

-- name: sign_ins_of_account :many security_log
-- in: login text, n i64
SELECT @cols(security_log) FROM security_log
WHERE event IN ('sign-in', 'sign-in-failed', 'sign-out', 'sessions-ended', 'password-set')
  AND (actor = $1 OR detail = $1)
ORDER BY id DESC LIMIT $2

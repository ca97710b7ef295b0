-- Of the storage layer itself.

-- name: state_by_key :one state
-- in: key text
SELECT @cols(state) FROM state WHERE key = $1

-- name: state_put :exec
-- in: key text, value text
INSERT INTO state (key, value) VALUES ($1, $2)
ON CONFLICT (key) DO UPDATE SET value = excluded.value

-- name: migrations_applied :many
-- out: number i64, digest text
SELECT number, digest FROM schema_migration ORDER BY number

-- name: migration_register :exec
-- in: number i64, name text, digest text, applied_us i64
INSERT INTO schema_migration (number, name, digest, applied_us) VALUES ($1, $2, $3, $4)

-- name: trail_after :many trail
-- in: seq i64, n i64
SELECT @cols(trail) FROM trail WHERE seq > $1 ORDER BY seq LIMIT $2

-- name: trail_value_after :many trail_value
-- in: seq i64, n i64
SELECT @cols(trail_value) FROM trail_value WHERE seq > $1 ORDER BY seq LIMIT $2

-- name: trail_last_of_table :many
-- in: table_name text, row_id i64, n i64
-- out: row_id i64, seq i64, op text, after_image text?
SELECT t.row_id, t.seq, t.op, v.after_image
FROM trail t JOIN trail_value v ON v.seq = t.seq
WHERE t.table_name = $1 AND t.row_id > $2
  AND t.seq = (SELECT max(x.seq) FROM trail x WHERE x.table_name = t.table_name AND x.row_id = t.row_id)
ORDER BY t.row_id LIMIT $3

-- name: trail_tables :many
-- out: table_name text
SELECT DISTINCT table_name FROM trail ORDER BY table_name

-- name: security_log_add :exec
-- in: at_us time, actor text, event text, detail text
INSERT INTO security_log (id, at_us, actor, event, detail)
SELECT coalesce(max(id), 0) + 1, $1, $2, $3, $4 FROM security_log

-- name: evidence_digests :many
-- unscoped: for backup and verification
-- out: digest text
SELECT digest FROM evidence UNION SELECT digest FROM record_file ORDER BY digest

-- name: row_history :many
-- in: table_name text, row_id i64
-- out: seq i64, at_us i64, actor text, cause text, reason text?, op text, before_image text?, after_image text?
SELECT t.seq, t.at_us, t.actor, t.cause, t.reason, t.op, v.before_image, v.after_image
FROM trail t JOIN trail_value v ON v.seq = t.seq
WHERE t.table_name = $1 AND t.row_id = $2 ORDER BY t.seq

-- name: record_history :many
-- in: table_name text, row_id i64
-- out: seq i64, at_us i64, actor text, cause text, reason text?, op text, before_image text?, after_image text?, key text?
-- unscoped: whoever asks has looked whether the row is theirs to see
-- With the values of fields that the city added: their key.
SELECT t.seq, t.at_us, t.actor, t.cause, t.reason, t.op, v.before_image, v.after_image, CAST(NULL AS TEXT)
FROM trail t JOIN trail_value v ON v.seq = t.seq
WHERE t.table_name = $1 AND t.row_id = $2
UNION ALL
SELECT t.seq, t.at_us, t.actor, t.cause, t.reason, t.op, v.before_image, v.after_image, f.key
FROM city_value x JOIN city_field f ON f.id = x.field_id JOIN trail t ON t.row_id = x.id AND t.table_name = 'city_value'
  JOIN trail_value v ON v.seq = t.seq
WHERE x.record_id = $2
ORDER BY 1

-- name: trail_page :many
-- in: before_seq i64, table_name text?, actor text?, cause text?, from_us i64, to_us i64, n i64
-- out: seq i64, at_us i64, actor text, cause text, reason text?, op text, table_name text, row_id i64, before_image text?, after_image text?
SELECT t.seq, t.at_us, t.actor, t.cause, t.reason, t.op, t.table_name, t.row_id, v.before_image, v.after_image
FROM trail t JOIN trail_value v ON v.seq = t.seq
WHERE t.seq < $1 AND (CAST($2 AS TEXT) IS NULL OR t.table_name = $2)
  AND (CAST($3 AS TEXT) IS NULL OR t.actor = $3 OR t.actor = 'cli:' || $3)
  AND (CAST($4 AS TEXT) IS NULL OR t.cause = $4)
  AND t.at_us >= $5 AND t.at_us < $6
ORDER BY t.seq DESC LIMIT $7

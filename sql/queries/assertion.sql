-- What sources say of units and records.

-- name: assertion_open_of :many assertion
-- unscoped: a source replaces all that it said
-- in: source text
SELECT @cols(assertion) FROM assertion WHERE source = $1 AND closed_on IS NULL ORDER BY id

-- name: assertion_list :many
-- in: source text, state text?, severity i64, criterion text?, unit_code text?, first i64, count i64
-- out: id i64, unit_id i64, unit text, criterion text, ledger text?, record_id i64?, subject text
-- out: value text, severity i64, details text?, first_on date, closed_on date?
SELECT a.id, a.unit_id, u.name, a.criterion, a.ledger, a.record_id, a.subject, a.value, a.severity, a.details, a.first_on,
  a.closed_on
FROM assertion a JOIN unit u ON u.id = a.unit_id
WHERE a.source = $1 AND @below(u)
  AND (CAST($2 AS TEXT) IS NULL OR ($2 = 'open' AND a.closed_on IS NULL) OR ($2 = 'closed' AND a.closed_on IS NOT NULL))
  AND ($3 = 0 OR a.severity = $3) AND (CAST($4 AS TEXT) IS NULL OR a.criterion = $4)
  AND (CAST($5 AS TEXT) IS NULL OR @below(u, $5))
ORDER BY CASE WHEN a.closed_on IS NULL THEN 0 ELSE 1 END, a.severity DESC, u.sort, u.code, a.criterion, a.subject, a.id
LIMIT $7 OFFSET $6

-- name: assertion_count :one
-- in: source text, state text?, severity i64, criterion text?, unit_code text?
-- out: n i64
SELECT count(*)
FROM assertion a JOIN unit u ON u.id = a.unit_id
WHERE a.source = $1 AND @below(u)
  AND (CAST($2 AS TEXT) IS NULL OR ($2 = 'open' AND a.closed_on IS NULL) OR ($2 = 'closed' AND a.closed_on IS NOT NULL))
  AND ($3 = 0 OR a.severity = $3) AND (CAST($4 AS TEXT) IS NULL OR a.criterion = $4)
  AND (CAST($5 AS TEXT) IS NULL OR @below(u, $5))

-- name: assertion_of_record :many assertion
-- in: record_id i64
SELECT @cols(assertion a) FROM assertion a JOIN unit u ON u.id = a.unit_id
WHERE a.record_id = $1 AND @below(u)
ORDER BY CASE WHEN a.closed_on IS NULL THEN 0 ELSE 1 END, a.severity DESC, a.criterion, a.id

-- name: record_touched :many
-- in: table_name text
-- out: row_id i64, at_us time
SELECT row_id, max(at_us) FROM trail WHERE table_name = $1 GROUP BY row_id ORDER BY row_id

-- name: rules_changed :many
-- in: since i64
-- out: table_name text
-- table_name || '' as in search.sql: SQLite went through the whole trail at every commit
SELECT DISTINCT table_name || '' FROM trail WHERE seq > $1 ORDER BY 1

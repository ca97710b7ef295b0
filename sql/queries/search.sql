-- The index of words. What there is to find: one query a kind, all with the same columns.
-- Those with an event after since_seq, or all where it is negative. table_name || '' keeps the
-- databases from walking through all events of the table instead of the few after since_seq.

-- name: search_state_get :one search_state
SELECT @cols(search_state) FROM search_state WHERE id = 1

-- name: search_state_put :exec
-- in: trail_seq i64
INSERT INTO search_state (id, trail_seq) VALUES (1, $1)
ON CONFLICT (id) DO UPDATE SET trail_seq = excluded.trail_seq

-- name: search_changed :many
-- in: since_seq i64
-- out: table_name text, row_id i64, added bool
SELECT table_name, row_id, max(CASE WHEN op = 'insert' THEN 1 ELSE 0 END)
FROM trail WHERE seq > $1 GROUP BY table_name || '', table_name, row_id ORDER BY table_name, row_id

-- name: search_doc_put :exec
-- in: id i64, kind text, unit_id i64?, place text, title text, words text, folded text
INSERT INTO search_doc (id, kind, unit_id, place, title, words, folded) VALUES ($1, $2, $3, $4, $5, $6, $7)

-- name: search_gram_put :exec
-- in: id i64, grams text
INSERT INTO search_gram (rowid, grams) VALUES ($1, $2)

-- name: search_doc_remove :exec
-- in: id i64
DELETE FROM search_doc WHERE id = $1

-- name: search_gram_remove :exec
-- in: id i64
DELETE FROM search_gram WHERE rowid = $1

-- name: search_doc_clear :exec
DELETE FROM search_doc

-- name: search_gram_clear :exec
DELETE FROM search_gram

-- For who sees all. Sorted before the rows are looked up, both databases stop at the last one asked for.

-- name: search_hits :many
-- in: kind text, grams text, w1 text, w2 text?, w3 text?, w4 text?, w5 text?, n i64, from_row i64
-- out: id i64, place text, title text, words text
SELECT d.id, d.place, d.title, d.words
FROM (SELECT rowid FROM search_gram($2) ORDER BY rowid) g JOIN search_doc d ON d.id = g.rowid
WHERE d.kind = $1 AND d.folded LIKE $3 ESCAPE '\'
  AND (CAST($4 AS TEXT) IS NULL OR d.folded LIKE $4 ESCAPE '\')
  AND (CAST($5 AS TEXT) IS NULL OR d.folded LIKE $5 ESCAPE '\')
  AND (CAST($6 AS TEXT) IS NULL OR d.folded LIKE $6 ESCAPE '\')
  AND (CAST($7 AS TEXT) IS NULL OR d.folded LIKE $7 ESCAPE '\')
ORDER BY g.rowid LIMIT $8 OFFSET $9

-- name: search_count :one
-- in: kind text, grams text, w1 text, w2 text?, w3 text?, w4 text?, w5 text?, most i64
-- out: n i64
SELECT count(*) FROM (SELECT d.id
FROM (SELECT rowid FROM search_gram($2) ORDER BY rowid) g JOIN search_doc d ON d.id = g.rowid
WHERE d.kind = $1 AND d.folded LIKE $3 ESCAPE '\'
  AND (CAST($4 AS TEXT) IS NULL OR d.folded LIKE $4 ESCAPE '\')
  AND (CAST($5 AS TEXT) IS NULL OR d.folded LIKE $5 ESCAPE '\')
  AND (CAST($6 AS TEXT) IS NULL OR d.folded LIKE $6 ESCAPE '\')
  AND (CAST($7 AS TEXT) IS NULL OR d.folded LIKE $7 ESCAPE '\')
LIMIT $8) found

-- For who sees some sections.

-- name: search_hits_within :many
-- in: kind text, grams text, day text, w1 text, w2 text?, w3 text?, w4 text?, w5 text?, n i64, from_row i64
-- out: id i64, place text, title text, words text
SELECT d.id, d.place, d.title, d.words
FROM search_gram($2) g JOIN search_doc d ON d.id = g.rowid LEFT JOIN unit u ON u.id = d.unit_id
WHERE d.kind = $1 AND d.folded LIKE $4 ESCAPE '\'
  AND (CAST($5 AS TEXT) IS NULL OR d.folded LIKE $5 ESCAPE '\')
  AND (CAST($6 AS TEXT) IS NULL OR d.folded LIKE $6 ESCAPE '\')
  AND (CAST($7 AS TEXT) IS NULL OR d.folded LIKE $7 ESCAPE '\')
  AND (CAST($8 AS TEXT) IS NULL OR d.folded LIKE $8 ESCAPE '\')
  AND (d.unit_id IS NULL OR @below(u) OR (d.unit_id = -1 AND d.id IN (
    SELECT p.person_id FROM unit x CROSS JOIN posting p
    WHERE p.unit_code = x.code AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to >= $3) AND @below(x))))
ORDER BY d.id LIMIT $9 OFFSET $10

-- name: search_count_within :one
-- in: kind text, grams text, day text, w1 text, w2 text?, w3 text?, w4 text?, w5 text?, most i64
-- out: n i64
SELECT count(*) FROM (SELECT d.id
FROM search_gram($2) g JOIN search_doc d ON d.id = g.rowid LEFT JOIN unit u ON u.id = d.unit_id
WHERE d.kind = $1 AND d.folded LIKE $4 ESCAPE '\'
  AND (CAST($5 AS TEXT) IS NULL OR d.folded LIKE $5 ESCAPE '\')
  AND (CAST($6 AS TEXT) IS NULL OR d.folded LIKE $6 ESCAPE '\')
  AND (CAST($7 AS TEXT) IS NULL OR d.folded LIKE $7 ESCAPE '\')
  AND (CAST($8 AS TEXT) IS NULL OR d.folded LIKE $8 ESCAPE '\')
  AND (d.unit_id IS NULL OR @below(u) OR (d.unit_id = -1 AND d.id IN (
    SELECT p.person_id FROM unit x CROSS JOIN posting p
    WHERE p.unit_code = x.code AND p.valid_from <= $3 AND (p.valid_to IS NULL OR p.valid_to >= $3) AND @below(x))))
LIMIT $9) found

-- name: search_units :many
-- in: since_seq i64
-- out: id i64, unit_id i64?, place text, title text, words text
-- unscoped: for the index
SELECT u.id, u.id, CAST(u.id AS TEXT), u.code || ' ' || u.name, u.code || ' | ' || u.name FROM unit u
WHERE u.id IN (SELECT row_id FROM trail WHERE seq > $1 AND table_name || '' = 'unit'
  UNION ALL SELECT id FROM unit WHERE $1 < 0) ORDER BY u.id

-- name: search_people :many
-- in: since_seq i64
-- out: id i64, unit_id i64?, place text, title text, words text
SELECT p.id, -1, p.number, p.number || ' ' || p.name,
  p.number || ' | ' || p.name || coalesce(' | ' || p.kana, '') || coalesce(' | ' || p.mail, '')
FROM person p
WHERE p.id IN (SELECT row_id FROM trail WHERE seq > $1 AND table_name || '' = 'person'
  UNION ALL SELECT id FROM person WHERE $1 < 0) ORDER BY p.id

-- name: search_catalogs :many
-- in: since_seq i64
-- out: id i64, unit_id i64?, place text, title text, words text
SELECT c.id, NULL, '', c.name, c.name || ' | ' || c.short_name || ' | ' || c.subject || coalesce(' | ' || c.source, '')
FROM catalog c
WHERE c.id IN (SELECT row_id FROM trail WHERE seq > $1 AND table_name || '' = 'catalog'
  UNION ALL SELECT id FROM catalog WHERE $1 < 0) ORDER BY c.id

-- name: search_items :many
-- in: since_seq i64
-- out: id i64, unit_id i64?, place text, title text, words text
SELECT i.id, NULL, CAST(c.id AS TEXT) || '|' || CAST(v.number AS TEXT) || '|' || CAST(i.id AS TEXT),
  c.short_name || ' ' || i.no || coalesce(' ' || i.title, ''),
  i.no || coalesce(' | ' || i.title, '') || coalesce(' | ' || i.requirement, '') || coalesce(' | ' || i.evidence, '')
    || coalesce(' | ' || i.procedure, '') || coalesce(' | ' || i.attention, '') || coalesce(' | ' || i.remarks, '')
FROM item i JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE i.id IN (SELECT row_id FROM trail WHERE seq > $1 AND table_name || '' = 'item'
  UNION ALL SELECT id FROM item WHERE $1 < 0) ORDER BY i.id

-- name: search_audits :many
-- in: since_seq i64
-- out: id i64, unit_id i64?, place text, title text, words text
SELECT a.id, NULL, a.code, a.code || ' ' || a.title, a.code || ' | ' || a.title || coalesce(' | ' || a.document_number, '')
FROM audit a
WHERE a.id IN (SELECT row_id FROM trail WHERE seq > $1 AND table_name || '' = 'audit'
  UNION ALL SELECT id FROM audit WHERE $1 < 0) ORDER BY a.id

-- name: search_judgements :many
-- in: since_seq i64
-- out: id i64, unit_id i64?, place text, title text, words text
-- unscoped: for the index
SELECT j.id, t.unit_id, a.code || '|' || CAST(j.id AS TEXT),
  a.code || ' ' || u.name || ' ' || i.no || coalesce(' ' || i.title, ''), j.comment
FROM judgement j JOIN target t ON t.id = j.target_id JOIN unit u ON u.id = t.unit_id
  JOIN audit_part p ON p.id = t.part_id JOIN audit a ON a.id = p.audit_id JOIN item i ON i.id = j.item_id
WHERE j.comment IS NOT NULL
  AND j.id IN (SELECT row_id FROM trail WHERE seq > $1 AND table_name || '' = 'judgement'
  UNION ALL SELECT id FROM judgement WHERE $1 < 0) ORDER BY j.id

-- name: search_evidence :many
-- in: since_seq i64
-- out: id i64, unit_id i64?, place text, title text, words text
-- unscoped: for the index
SELECT e.id, t.unit_id, a.code || '|' || CAST(j.id AS TEXT),
  a.code || ' ' || u.name || ' ' || i.no || coalesce(' ' || i.title, ''), e.file_name
FROM evidence e JOIN judgement j ON j.id = e.judgement_id JOIN target t ON t.id = j.target_id
  JOIN unit u ON u.id = t.unit_id JOIN audit_part p ON p.id = t.part_id JOIN audit a ON a.id = p.audit_id
  JOIN item i ON i.id = j.item_id
WHERE e.id IN (SELECT row_id FROM trail WHERE seq > $1 AND table_name || '' = 'evidence'
  UNION ALL SELECT id FROM evidence WHERE $1 < 0) ORDER BY e.id

-- name: search_accounts :many
-- in: since_seq i64
-- out: id i64, unit_id i64?, place text, title text, words text
SELECT a.id, NULL, CAST(a.id AS TEXT), a.login || ' ' || a.name, a.login || ' | ' || a.name FROM account a
WHERE a.id IN (SELECT row_id FROM trail WHERE seq > $1 AND table_name || '' = 'account'
  UNION ALL SELECT id FROM account WHERE $1 < 0) ORDER BY a.id

-- name: trail_last :one
-- out: seq i64
SELECT coalesce(max(seq), 0) FROM trail

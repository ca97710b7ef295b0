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

-- name: search_held :many
-- out: kind text
WITH RECURSIVE held(kind) AS (SELECT min(kind) FROM search_doc
  UNION ALL SELECT (SELECT min(d.kind) FROM search_doc d WHERE d.kind > h.kind) FROM held h WHERE h.kind IS NOT NULL)
SELECT kind FROM held WHERE kind IS NOT NULL

-- name: search_reach :many
-- out: id i64
SELECT u.id FROM unit u WHERE @below(u) ORDER BY u.id

-- Whose reach it is stands in the grams; of people (day) it is where they work then. Words that are
-- one gram need no comparison. found counts all up to most; what is not asked for is not read.

-- name: search_hits :many
-- in: grams text, most i64, n i64, from_row i64, day text?, w1 text?, w2 text?, w3 text?, w4 text?, w5 text?
-- out: id i64, place text, title text, words text, found i64
WITH m AS MATERIALIZED (SELECT g.rowid AS id FROM (SELECT rowid FROM search_gram($1) ORDER BY rowid) g
  WHERE (CAST($5 AS TEXT) IS NULL OR g.rowid IN (
      SELECT p.person_id FROM unit x CROSS JOIN posting p
      WHERE p.unit_code = x.code AND p.valid_from <= $5 AND (p.valid_to IS NULL OR p.valid_to >= $5) AND @below(x)))
    AND (CAST($6 AS TEXT) IS NULL OR EXISTS (
      SELECT 1 FROM search_doc t WHERE t.id = g.rowid AND t.folded LIKE $6 ESCAPE '\'
        AND (CAST($7 AS TEXT) IS NULL OR t.folded LIKE $7 ESCAPE '\')
        AND (CAST($8 AS TEXT) IS NULL OR t.folded LIKE $8 ESCAPE '\')
        AND (CAST($9 AS TEXT) IS NULL OR t.folded LIKE $9 ESCAPE '\')
        AND (CAST($10 AS TEXT) IS NULL OR t.folded LIKE $10 ESCAPE '\')))
  ORDER BY g.rowid LIMIT $2)
SELECT d.id, d.place, d.title, d.words, (SELECT count(*) FROM m)
FROM (SELECT id FROM m ORDER BY id LIMIT $3 OFFSET $4) f JOIN search_doc d ON d.id = f.id
ORDER BY d.id

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

-- People, their posts and duties. A posting names its unit by code: it is the row of that code that
-- is valid on the day asked for or, of a unit that was closed, the last before it.

-- name: person_some :many person
-- in: number text?
SELECT @cols(person) FROM person WHERE (CAST($1 AS TEXT) IS NULL OR number = $1) ORDER BY number

-- name: posting_open :many posting
-- in: day text, person_id i64?
SELECT @cols(posting) FROM posting
WHERE (valid_to IS NULL OR valid_to >= $1) AND (CAST($2 AS BIGINT) IS NULL OR person_id = $2)
ORDER BY person_id, main DESC, valid_from, id

-- name: appointment_open :many appointment
-- in: day text, person_id i64?
SELECT @cols(appointment) FROM appointment
WHERE (valid_to IS NULL OR valid_to >= $1) AND (CAST($2 AS BIGINT) IS NULL OR person_id = $2)
ORDER BY person_id, valid_from, id

-- name: account_of_people :many account
-- in: person_id i64?
SELECT @cols(account) FROM account
WHERE person_id IS NOT NULL AND (CAST($1 AS BIGINT) IS NULL OR person_id = $1) ORDER BY id

-- name: person_seen :one person
-- in: number text, day text
-- Who sees all sees also who left, or came without a post: their reach needs no unit.
SELECT @cols(person p) FROM person p LEFT JOIN unit none ON none.id = -1
WHERE p.number = $1 AND (@below(none) OR EXISTS (SELECT 1 FROM posting g JOIN unit u ON u.code = g.unit_code
  WHERE g.person_id = p.id AND g.valid_from <= $2 AND (g.valid_to IS NULL OR g.valid_to >= $2) AND @below(u)))

-- name: people_page :many
-- in: day text, unit text?, post text?, employment text?, duty text?, words text?, n i64, from_row i64
-- out: number text, name text, post text?, employment text?, main bool, unit_code text, unit text
SELECT p.number, p.name, g.post, g.employment, g.main, u.code, u.name
FROM unit u CROSS JOIN posting g CROSS JOIN person p
WHERE u.valid_from <= $1
  AND NOT EXISTS (SELECT 1 FROM unit n WHERE n.code = u.code AND n.valid_from > u.valid_from AND n.valid_from <= $1)
  AND g.unit_code = u.code AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to >= $1)
  AND p.id = g.person_id AND @below(u)
  AND (CAST($2 AS TEXT) IS NULL OR @below(u, $2))
  AND (CAST($3 AS TEXT) IS NULL OR g.post = $3)
  AND (CAST($4 AS TEXT) IS NULL OR g.employment = $4)
  AND (CAST($5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM appointment a JOIN duty d ON d.id = a.duty_id
    WHERE a.person_id = p.id AND d.code = $5 AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1)))
  AND (CAST($6 AS TEXT) IS NULL OR p.name LIKE $6 OR p.number LIKE $6)
ORDER BY u.sort, u.code, p.number, g.id LIMIT $7 OFFSET $8

-- name: people_count :one
-- in: day text, unit text?, post text?, employment text?, duty text?, words text?
-- out: n i64
SELECT count(*)
FROM unit u CROSS JOIN posting g
WHERE u.valid_from <= $1
  AND NOT EXISTS (SELECT 1 FROM unit n WHERE n.code = u.code AND n.valid_from > u.valid_from AND n.valid_from <= $1)
  AND g.unit_code = u.code AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to >= $1)
  AND @below(u)
  AND (CAST($2 AS TEXT) IS NULL OR @below(u, $2))
  AND (CAST($3 AS TEXT) IS NULL OR g.post = $3)
  AND (CAST($4 AS TEXT) IS NULL OR g.employment = $4)
  AND (CAST($5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM appointment a JOIN duty d ON d.id = a.duty_id
    WHERE a.person_id = g.person_id AND d.code = $5 AND a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1)))
  AND (CAST($6 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM person p
    WHERE p.id = g.person_id AND (p.name LIKE $6 OR p.number LIKE $6)))

-- name: people_words :many
-- out: word text, employment bool
-- Each step looks up the next word in the index: there are few, in many rows.
WITH RECURSIVE posts(word) AS (
    SELECT min(post) FROM posting
    UNION ALL SELECT (SELECT min(g.post) FROM posting g WHERE g.post > w.word) FROM posts w WHERE w.word IS NOT NULL),
  kinds(word) AS (
    SELECT min(employment) FROM posting
    UNION ALL SELECT (SELECT min(g.employment) FROM posting g WHERE g.employment > w.word) FROM kinds w WHERE w.word IS NOT NULL)
SELECT word, 0 FROM posts WHERE word IS NOT NULL UNION ALL SELECT word, 1 FROM kinds WHERE word IS NOT NULL

-- name: people_on :many
-- in: day text
-- out: id i64, number text, name text, kana text?, mail text?, joined_on date?, left_on date?, unit_code text, post text?, employment text?, main bool
-- unscoped: for exports, which are for those who see all
SELECT p.id, p.number, p.name, p.kana, p.mail, p.joined_on, p.left_on, g.unit_code, g.post, g.employment, g.main
FROM person p JOIN posting g ON g.person_id = p.id
WHERE g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to >= $1)
ORDER BY p.number, g.main DESC, g.unit_code, g.id

-- name: postings_of_person :many
-- in: person_id i64
-- out: id i64, rev i64, unit_code text, unit text, post text?, employment text?, main bool, valid_from date, valid_to date?
SELECT g.id, g.rev, g.unit_code, u.name, g.post, g.employment, g.main, g.valid_from, g.valid_to
FROM posting g JOIN unit u ON u.code = g.unit_code
WHERE g.person_id = $1 AND @below(u)
  AND NOT EXISTS (SELECT 1 FROM unit n WHERE n.code = u.code AND n.valid_from > u.valid_from
    AND n.valid_from <= coalesce(g.valid_to, '9999-12-31'))
ORDER BY g.valid_from DESC, g.main DESC, g.id

-- name: duty_all :many duty
SELECT @cols(duty) FROM duty ORDER BY sort, code

-- name: duty_by_code :one duty
-- in: code text
SELECT @cols(duty) FROM duty WHERE code = $1

-- name: appointments_seen :many
-- in: day text?, duty_id i64?, person_id i64?
-- out: id i64, rev i64, duty_id i64, duty text, unit_code text?, unit text?, person_id i64, number text, person text, valid_from date, valid_to date?, acknowledged_on date?
SELECT a.id, a.rev, d.id, d.name, a.unit_code, u.name, p.id, p.number, p.name, a.valid_from, a.valid_to, a.acknowledged_on
FROM appointment a JOIN duty d ON d.id = a.duty_id JOIN person p ON p.id = a.person_id
  LEFT JOIN unit u ON u.code = a.unit_code AND NOT EXISTS (SELECT 1 FROM unit n
    WHERE n.code = u.code AND n.valid_from > u.valid_from AND n.valid_from <= coalesce(a.valid_to, '9999-12-31'))
WHERE (CAST($1 AS TEXT) IS NULL OR (a.valid_from <= $1 AND (a.valid_to IS NULL OR a.valid_to >= $1)))
  AND (CAST($2 AS BIGINT) IS NULL OR a.duty_id = $2) AND (CAST($3 AS BIGINT) IS NULL OR a.person_id = $3)
  AND @below(u)
ORDER BY d.sort, d.code, u.sort, a.unit_code, a.valid_from DESC, a.id

-- name: appointments_to_acknowledge :many
-- in: person_id i64, day text
-- out: id i64, duty text, purpose text?, unit text?, valid_from date
-- unscoped: the person's own
SELECT a.id, d.name, d.purpose, u.name, a.valid_from
FROM appointment a JOIN duty d ON d.id = a.duty_id
  LEFT JOIN unit u ON u.code = a.unit_code AND NOT EXISTS (SELECT 1 FROM unit n
    WHERE n.code = u.code AND n.valid_from > u.valid_from)
WHERE a.person_id = $1 AND a.acknowledged_on IS NULL AND (a.valid_to IS NULL OR a.valid_to >= $2)
ORDER BY d.sort, a.id

-- name: duty_vacancies :many
-- in: day text
-- out: duty text, unit_code text?, unit text?, unit_closed date?, number text, person text, ended_on date, left_on date?
SELECT d.name, a.unit_code, u.name, u.valid_to, p.number, p.name, a.valid_to, p.left_on
FROM appointment a JOIN duty d ON d.id = a.duty_id JOIN person p ON p.id = a.person_id
  LEFT JOIN unit u ON u.code = a.unit_code AND u.valid_from <= $1 AND NOT EXISTS (SELECT 1 FROM unit n
    WHERE n.code = u.code AND n.valid_from > u.valid_from AND n.valid_from <= $1)
WHERE a.valid_to < $1 AND @below(u)
  AND NOT EXISTS (SELECT 1 FROM appointment n WHERE n.duty_id = a.duty_id
    AND (n.unit_code = a.unit_code OR (n.unit_code IS NULL AND a.unit_code IS NULL))
    AND (n.valid_to IS NULL OR n.valid_to > a.valid_to OR (n.valid_to = a.valid_to AND n.id > a.id)))
ORDER BY d.sort, d.code, u.sort, a.unit_code

-- name: unit_successors_on :many unit
-- in: id i64, day text
-- The units that stand for this one on the day: itself, later rows of its code, or who took over.
SELECT @cols(unit u) FROM unit u
WHERE u.valid_from <= $2 AND (u.valid_to IS NULL OR u.valid_to >= $2) AND @below(u)
  AND u.id IN (WITH RECURSIVE next(id) AS (
    SELECT id FROM unit WHERE id = $1
    UNION SELECT x.id FROM next n JOIN unit o ON o.id = n.id JOIN unit x ON
      (x.code = o.code AND x.valid_from > o.valid_from)
      OR x.id IN (SELECT s.successor_id FROM unit_succession s WHERE s.unit_id = o.id))
  SELECT id FROM next)
ORDER BY u.sort, u.code

-- name: unit_forerunners :many unit
-- in: id i64
-- unscoped: what a unit took over belongs to it, whoever stood above it then
SELECT @cols(unit u) FROM unit u
WHERE u.id <> $1 AND @before(u, $1)
ORDER BY u.valid_from DESC, u.sort, u.code

-- name: people_without_account :many
-- in: day text, unit text?, post text?
-- out: number text, name text, unit_code text, unit text, post text?
SELECT p.number, p.name, u.code, u.name, g.post
FROM unit u JOIN posting g ON g.unit_code = u.code JOIN person p ON p.id = g.person_id
WHERE u.valid_from <= $1 AND (u.valid_to IS NULL OR u.valid_to >= $1)
  AND g.main = 1 AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to >= $1)
  AND @below(u) AND (CAST($2 AS TEXT) IS NULL OR @below(u, $2)) AND (CAST($3 AS TEXT) IS NULL OR g.post = $3)
  AND NOT EXISTS (SELECT 1 FROM account a WHERE a.person_id = p.id OR a.login = p.number)
ORDER BY u.sort, u.code, p.number

-- name: people_to_name :many
-- in: day text, from_id i64, to_id i64
-- out: id i64, number text, name text, left_on date?, unit_id i64?
-- Who sees all finds also who left or has no post.
SELECT p.id, p.number, p.name, p.left_on, u.id
FROM person p LEFT JOIN posting g ON g.person_id = p.id AND g.main = 1 AND g.valid_from <= $1 AND (g.valid_to IS NULL OR g.valid_to >= $1)
  LEFT JOIN unit u ON u.code = g.unit_code AND u.valid_from <= $1 AND (u.valid_to IS NULL OR u.valid_to >= $1)
WHERE p.id BETWEEN $2 AND $3 AND @below(u) ORDER BY p.number DESC, g.id DESC

-- name: people_written :many
-- out: id i64, number text, name text
SELECT id, number, name FROM person ORDER BY id
-- name: record_transfers_after :many record_transfer
-- in: ledger text, day text
-- The earliest of each record first: where it was kept on the day.
SELECT @cols(record_transfer) FROM record_transfer WHERE ledger = $1 AND day > $2 ORDER BY day, id

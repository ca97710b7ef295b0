-- Audits, parts, targets, judgements. Targets stand in the display order of their units.

-- name: audit_all :many audit
SELECT @cols(audit) FROM audit ORDER BY fiscal_year DESC, code

-- name: audit_by_code :one audit
-- in: code text
SELECT @cols(audit) FROM audit WHERE code = $1

-- name: audit_by_id :one audit
-- in: id i64
SELECT @cols(audit) FROM audit WHERE id = $1

-- name: parts_of_audit :many audit_part
-- in: audit_id i64
SELECT @cols(audit_part) FROM audit_part WHERE audit_id = $1 ORDER BY number

-- name: part_kinds :many part_kind
SELECT @cols(part_kind) FROM part_kind ORDER BY sort

-- name: scale_all :many scale
SELECT @cols(scale) FROM scale ORDER BY code

-- name: scale_by_code :one scale
-- in: code text
SELECT @cols(scale) FROM scale WHERE code = $1

-- name: scale_levels :many scale_level
-- in: scale_id i64
SELECT @cols(scale_level) FROM scale_level WHERE scale_id = $1 ORDER BY sort

-- name: part_catalogs :many
-- in: part_id i64
-- out: version_id i64, catalog_id i64, catalog text, short_name text, subject text, number i64
SELECT v.id, c.id, c.name, c.short_name, c.subject, v.number
FROM part_catalog p JOIN catalog_version v ON v.id = p.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE p.part_id = $1 ORDER BY c.sort, c.id

-- name: audit_catalogs :many
-- in: audit_id i64
-- out: catalog_id i64, catalog text, short_name text, subject text, sort i64
SELECT DISTINCT c.id, c.name, c.short_name, c.subject, c.sort
FROM audit_part a JOIN part_catalog p ON p.part_id = a.id JOIN catalog_version v ON v.id = p.version_id
  JOIN catalog c ON c.id = v.catalog_id
WHERE a.audit_id = $1 ORDER BY c.sort, c.id

-- name: target_of_unit :one target
-- unscoped: the caller has found the unit
-- in: part_id i64, unit_id i64
SELECT @cols(target) FROM target WHERE part_id = $1 AND unit_id = $2

-- name: targets_of_part :many
-- in: part_id i64
-- out: id i64, rev i64, part_id i64, unit_id i64, confirmed_on date?, confirmed_by text?, unit_code text, unit text
SELECT t.id, t.rev, t.part_id, t.unit_id, t.confirmed_on, t.confirmed_by, u.code, u.name
FROM target t JOIN unit u ON u.id = t.unit_id WHERE t.part_id = $1 AND @below(u)
ORDER BY u.sort, u.code, t.id

-- name: targets_of_unit :many target
-- unscoped: of a unit that was found
-- in: part_id i64, unit_code text
SELECT @cols(target t) FROM unit u CROSS JOIN target t
WHERE t.unit_id = u.id AND t.part_id = $1 AND u.code = $2 ORDER BY u.sort, t.id

-- name: judgements_of_target :many judgement
-- unscoped: of a target that was found
-- in: target_id i64
SELECT @cols(judgement) FROM judgement WHERE target_id = $1 ORDER BY id

-- name: judgements_of_part :many
-- in: part_id i64
-- out: id i64, rev i64, target_id i64, item_id i64, level text?, comment text?, judged_on date?, unit_code text, catalog text, no text
SELECT j.id, j.rev, j.target_id, j.item_id, j.level, j.comment, j.judged_on, u.code, c.name, i.no
FROM judgement j JOIN target t ON t.id = j.target_id JOIN unit u ON u.id = t.unit_id
  JOIN item i ON i.id = j.item_id JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE t.part_id = $1 AND @below(u)
ORDER BY u.sort, u.code, t.id, c.sort, c.id, i.sort, i.id

-- name: pairs_of_target :many
-- unscoped: of a target that was found
-- in: target_id i64
-- out: id i64, rev i64, target_id i64, item_id i64, level text?, comment text?, judged_on date?, catalog text, no text
SELECT j.id, j.rev, j.target_id, j.item_id, j.level, j.comment, j.judged_on, c.name, i.no
FROM judgement j JOIN item i ON i.id = j.item_id JOIN catalog_version v ON v.id = i.version_id
  JOIN catalog c ON c.id = v.catalog_id
WHERE j.target_id = $1 ORDER BY j.item_id

-- name: any_pair_of_part :many judgement
-- unscoped: tells only whether there is one
-- in: part_id i64
SELECT @cols(judgement j) FROM judgement j JOIN target t ON t.id = j.target_id WHERE t.part_id = $1 LIMIT 1

-- name: part_pairs :many
-- in: part_id i64
-- out: unit_id i64, unit_code text, catalog text, no text
SELECT u.id, u.code, c.name, i.no
FROM judgement j JOIN target t ON t.id = j.target_id JOIN unit u ON u.id = t.unit_id
  JOIN item i ON i.id = j.item_id JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE t.part_id = $1 AND @below(u)
ORDER BY u.sort, u.code, c.sort, c.id, i.sort, i.id

-- name: audit_sheet :many
-- in: audit_id i64
-- out: part_number i64, target_id i64, unit_id i64, unit_sort i64, unit_code text, unit text, confirmed_on date?, catalog_id i64, item_id i64, item_sort i64, no text, heading1 text?, title text, requirement text?, mandatory bool, level text?, comment text?, judged_on date?, judgement_id i64
SELECT p.number, t.id, u.id, u.sort, u.code, u.name, t.confirmed_on, v.catalog_id, i.id, i.sort, i.no, i.heading1, i.title, i.requirement,
  i.mandatory, j.level, j.comment, j.judged_on, j.id
FROM judgement j JOIN target t ON t.id = j.target_id JOIN audit_part p ON p.id = t.part_id JOIN unit u ON u.id = t.unit_id
  JOIN item i ON i.id = j.item_id JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE p.audit_id = $1 AND @below(u)
ORDER BY p.number, u.sort, u.code, t.id, c.sort, c.id, i.sort, i.id

-- name: version_item_counts :many
-- in: audit_id i64
-- out: part_number i64, catalog_id i64, items i64
SELECT a.number, v.catalog_id, (SELECT count(*) FROM item i WHERE i.version_id = v.id)
FROM audit_part a JOIN part_catalog p ON p.part_id = a.id JOIN catalog_version v ON v.id = p.version_id
WHERE a.audit_id = $1 ORDER BY a.number, p.sort

-- name: mandatory_without_evidence :many
-- unscoped: of a target that was found
-- in: target_id i64
-- out: catalog text, no text, title text
SELECT c.name, i.no, i.title
FROM judgement j JOIN item i ON i.id = j.item_id JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE j.target_id = $1 AND i.mandatory = 1 AND coalesce(j.level, '') <> 'na'
  AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.judgement_id = j.id)
ORDER BY c.sort, c.id, i.sort, i.id

-- name: judgement_of_pair :one judgement
-- unscoped: of a target that was found
-- in: target_id i64, catalog text, no text
SELECT @cols(judgement j)
FROM judgement j JOIN item i ON i.id = j.item_id JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE j.target_id = $1 AND c.name = $2 AND i.no = $3

-- name: evidence_of_judgement :many evidence
-- unscoped: of a judgement that was found
-- in: judgement_id i64
SELECT @cols(evidence) FROM evidence WHERE judgement_id = $1 ORDER BY id

-- name: evidence_list :many
-- out: audit text, part text, unit_code text, catalog text, no text, file_name text, size i64, digest text, evidence_date date?
SELECT a.code, p.code, u.code, c.name, i.no, e.file_name, e.size, e.digest, e.evidence_date
FROM evidence e JOIN judgement j ON j.id = e.judgement_id JOIN target t ON t.id = j.target_id JOIN audit_part p ON p.id = t.part_id
  JOIN audit a ON a.id = p.audit_id JOIN unit u ON u.id = t.unit_id JOIN item i ON i.id = j.item_id
  JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE @below(u)
ORDER BY a.code, p.number, u.sort, u.code, c.sort, i.sort, e.id

-- name: visits_of_target :many visit
-- unscoped: of a target that was found
-- in: target_id i64
SELECT @cols(visit) FROM visit WHERE target_id = $1 ORDER BY day, start_time, id

-- name: visits_of_audit :many
-- in: audit_id i64
-- out: part_number i64, part text, target_id i64, unit_code text, unit text, day date, start_time text?, end_time text?, place text?, method text?, team text?, facilities text?
SELECT p.number, p.code, t.id, u.code, u.name, v.day, v.start_time, v.end_time, v.place, v.method, v.team, v.facilities
FROM visit v JOIN target t ON t.id = v.target_id JOIN audit_part p ON p.id = t.part_id JOIN unit u ON u.id = t.unit_id
WHERE p.audit_id = $1 AND @below(u)
ORDER BY p.number, v.day, coalesce(v.start_time, ''), v.id

-- name: judgement_place :one
-- in: judgement_id i64
-- out: audit text, audit_title text, part text, part_id i64, scale_id i64, target_id i64, confirmed_on date?, unit_id i64, unit_code text, unit text, catalog text, no text, item_id i64
SELECT a.code, a.title, p.code, p.id, p.scale_id, t.id, t.confirmed_on, u.id, u.code, u.name, c.name, i.no, i.id
FROM judgement j JOIN target t ON t.id = j.target_id JOIN audit_part p ON p.id = t.part_id JOIN audit a ON a.id = p.audit_id
  JOIN unit u ON u.id = t.unit_id JOIN item i ON i.id = j.item_id
  JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE j.id = $1 AND @below(u)

-- name: matrix_targets :many
-- in: part_id i64
-- out: id i64, unit_id i64, unit_code text, unit text, confirmed_on date?
SELECT t.id, u.id, u.code, u.name, t.confirmed_on FROM target t JOIN unit u ON u.id = t.unit_id
WHERE t.part_id = $1 AND @below(u)
ORDER BY u.sort, u.code, t.id

-- name: matrix_cells :many
-- in the order of the keys: nothing of so many rows has to be sorted
-- in: part_id i64
-- out: id i64, rev i64, level text?, commented bool, evidence bool, unit_id i64, item_id i64
SELECT j.id, j.rev, j.level, CASE WHEN j.comment IS NULL THEN 0 ELSE 1 END,
  CASE WHEN EXISTS (SELECT 1 FROM evidence e WHERE e.judgement_id = j.id) THEN 1 ELSE 0 END, t.unit_id, j.item_id
FROM target t JOIN unit u ON u.id = t.unit_id JOIN judgement j ON j.target_id = t.id
WHERE t.part_id = $1 AND @below(u)
ORDER BY t.unit_id, j.item_id

-- name: part_level_counts :many
-- in: part_id i64, target_id i64
-- out: of_target i64, level text?, n i64
SELECT CASE WHEN t.id = $2 THEN 1 ELSE 0 END, j.level, count(*)
FROM target t JOIN unit u ON u.id = t.unit_id JOIN judgement j ON j.target_id = t.id
WHERE t.part_id = $1 AND @below(u)
GROUP BY 1, 2
ORDER BY 1, 2

-- name: part_items :many
-- in: part_id i64
-- out: catalog_id i64, catalog text, short_name text, item_id i64, no text, title text, catalog_sort i64, item_sort i64
SELECT c.id, c.name, c.short_name, i.id, i.no, i.title, c.sort, i.sort
FROM part_catalog k JOIN catalog_version v ON v.id = k.version_id JOIN catalog c ON c.id = v.catalog_id
  JOIN item i ON i.version_id = v.id
WHERE k.part_id = $1 AND EXISTS (SELECT 1 FROM target t JOIN unit u ON u.id = t.unit_id
  JOIN judgement j ON j.target_id = t.id WHERE t.part_id = $1 AND j.item_id = i.id AND @below(u))
ORDER BY c.sort, c.id, i.sort, i.id

-- name: previous_levels_of_unit :many
-- in: audit_id i64, unit_id i64
-- out: catalog text, no text, level text
SELECT c.name, i.no, j.level
FROM judgement j JOIN target t ON t.id = j.target_id JOIN audit_part p ON p.id = t.part_id JOIN unit u ON u.id = t.unit_id
  JOIN item i ON i.id = j.item_id JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE p.audit_id = $1 AND @before(u, $2) AND j.level IS NOT NULL AND @below(u)
ORDER BY c.name, i.no, p.number

-- name: section_sheet :many
-- in: target_id i64
-- out: id i64, rev i64, level text?, comment text?, judged_on date?, evidence i64, item_id i64, catalog text, no text, heading1 text?, title text?, requirement text?, mandatory bool
SELECT j.id, j.rev, j.level, j.comment, j.judged_on, (SELECT count(*) FROM evidence e WHERE e.judgement_id = j.id), i.id, c.name, i.no,
  i.heading1, i.title, i.requirement, i.mandatory
FROM judgement j JOIN target t ON t.id = j.target_id JOIN unit u ON u.id = t.unit_id JOIN item i ON i.id = j.item_id
  JOIN catalog_version v ON v.id = i.version_id JOIN catalog c ON c.id = v.catalog_id
WHERE j.target_id = $1 AND @below(u) ORDER BY c.sort, c.id, i.sort, i.id

-- name: levels_of_item :many item_level
-- in: item_id i64
SELECT @cols(item_level) FROM item_level WHERE item_id = $1 ORDER BY level DESC

-- name: audit_progress :many
-- out: audit_id i64, part_id i64, number i64, code text, title text, targets i64, confirmed i64, total i64, judged i64
SELECT p.audit_id, p.id, p.number, p.code, p.title, count(DISTINCT t.id), count(DISTINCT CASE WHEN t.confirmed_on IS NOT NULL THEN t.id END),
  count(j.id), count(j.level)
FROM audit_part p LEFT JOIN target t ON t.part_id = p.id AND t.unit_id IN (SELECT u.id FROM unit u WHERE @below(u))
  LEFT JOIN judgement j ON j.target_id = t.id
GROUP BY p.audit_id, p.id, p.number, p.code, p.title ORDER BY p.audit_id, p.number

-- name: target_progress :many
-- in: part_id i64
-- out: target_id i64, unit_id i64, unit_code text, unit text, confirmed_on date?, total i64, judged i64, visits i64, first_visit date?
SELECT t.id, u.id, u.code, u.name, t.confirmed_on, count(j.id), count(j.level),
  (SELECT count(*) FROM visit v WHERE v.target_id = t.id), (SELECT min(v.day) FROM visit v WHERE v.target_id = t.id)
FROM target t JOIN unit u ON u.id = t.unit_id LEFT JOIN judgement j ON j.target_id = t.id
WHERE t.part_id = $1 AND @below(u)
GROUP BY t.id, u.id, u.code, u.name, t.confirmed_on, u.sort ORDER BY u.sort, u.code, t.id

-- Planning: what may be asked, what is, and when.

-- name: part_catalog_rows :many part_catalog
-- in: part_id i64
SELECT @cols(part_catalog) FROM part_catalog WHERE part_id = $1 ORDER BY sort

-- name: version_asked :one
-- unscoped: tells only whether there is one
-- in: part_id i64, version_id i64
-- out: item_id i64
SELECT i.id FROM judgement j JOIN target t ON t.id = j.target_id JOIN item i ON i.id = j.item_id
WHERE t.part_id = $1 AND i.version_id = $2 LIMIT 1

-- The catalogues in the version that the part pins, else in their newest.
-- name: scope_catalogs :many
-- in: part_id i64
-- out: catalog_id i64, catalog text, short_name text, version_id i64, number i64, items i64
SELECT c.id, c.name, c.short_name, v.id, v.number, (SELECT count(*) FROM item i WHERE i.version_id = v.id)
FROM catalog c JOIN catalog_version v ON v.catalog_id = c.id
WHERE v.id = coalesce(
  (SELECT w.id FROM part_catalog p JOIN catalog_version w ON w.id = p.version_id WHERE p.part_id = $1 AND w.catalog_id = c.id),
  (SELECT w.id FROM catalog_version w WHERE w.catalog_id = c.id ORDER BY w.number DESC LIMIT 1))
ORDER BY c.sort, c.id

-- name: scope_counts :many
-- in: part_id i64
-- out: target_id i64, unit_code text, unit text, confirmed_on date?, catalog_id i64, asked i64, judged i64
SELECT t.id, u.code, u.name, t.confirmed_on, v.catalog_id, count(j.id), count(j.level)
FROM target t JOIN unit u ON u.id = t.unit_id JOIN judgement j ON j.target_id = t.id
  JOIN item i ON i.id = j.item_id JOIN catalog_version v ON v.id = i.version_id
WHERE t.part_id = $1 AND @below(u)
GROUP BY t.id, u.code, u.name, t.confirmed_on, v.catalog_id, u.sort ORDER BY u.sort, u.code, t.id, v.catalog_id

-- name: units_of_period :many unit
-- in: from_day text, to_day text
SELECT @cols(unit) FROM unit
WHERE valid_from <= $2 AND (valid_to IS NULL OR valid_to >= $1) AND @below(unit)
ORDER BY sort, code, valid_from

-- name: target_of_code :one
-- in: part_id i64, unit_code text
-- out: id i64, unit_id i64, unit_code text, unit text, confirmed_on date?
SELECT t.id, u.id, u.code, u.name, t.confirmed_on FROM target t JOIN unit u ON u.id = t.unit_id
WHERE t.part_id = $1 AND u.code = $2 AND @below(u) ORDER BY u.valid_from DESC LIMIT 1

-- name: schedule_of_audit :many
-- every visit, and (id and day NULL) every section that has none; audit_schedule() puts them in order
-- in: audit_id i64
-- out: id i64, part_id i64, unit_id i64, unit_sort i64, unit_code text, unit text, day date?, start_time text?, end_time text?, place text?, method text?, team text?, facilities text?
SELECT v.id, t.part_id, u.id, u.sort, u.code, u.name, v.day, v.start_time, v.end_time, v.place, v.method, v.team, v.facilities
FROM audit_part p JOIN target t ON t.part_id = p.id JOIN unit u ON u.id = t.unit_id LEFT JOIN visit v ON v.target_id = t.id
WHERE p.audit_id = $1 AND @below(u)

-- name: visit_place :one
-- in: visit_id i64
-- out: audit text, part text, part_title text, unit_id i64, unit_code text, unit text, confirmed_on date?
SELECT a.code, p.code, p.title, u.id, u.code, u.name, t.confirmed_on
FROM visit v JOIN target t ON t.id = v.target_id JOIN audit_part p ON p.id = t.part_id JOIN audit a ON a.id = p.audit_id
  JOIN unit u ON u.id = t.unit_id
WHERE v.id = $1 AND @below(u)

-- name: scale_confirmed_count :one
-- unscoped: a count for those who keep scales
-- in: scale_id i64
-- out: n i64
SELECT count(*) FROM target t JOIN audit_part p ON p.id = t.part_id
WHERE p.scale_id = $1 AND t.confirmed_on IS NOT NULL

-- name: level_use_count :one
-- unscoped: a count for those who keep scales
-- in: scale_id i64, level text
-- out: n i64
SELECT count(*) FROM judgement j JOIN target t ON t.id = j.target_id JOIN audit_part p ON p.id = t.part_id
WHERE p.scale_id = $1 AND j.level = $2

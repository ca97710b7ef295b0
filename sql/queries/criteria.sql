-- Catalogues, versions, items.

-- name: catalog_all :many catalog
SELECT @cols(catalog) FROM catalog ORDER BY sort, id

-- name: catalog_by_name :one catalog
-- in: name text
SELECT @cols(catalog) FROM catalog WHERE name = $1

-- name: catalog_last_sort :one
-- out: sort i64
SELECT coalesce(max(sort), 0) FROM catalog

-- name: version_latest :one catalog_version
-- in: name text
SELECT @cols(catalog_version v) FROM catalog_version v JOIN catalog c ON c.id = v.catalog_id
WHERE c.name = $1 AND v.number = (SELECT max(x.number) FROM catalog_version x WHERE x.catalog_id = c.id)

-- name: version_by_number :one catalog_version
-- in: catalog_id i64, number i64
SELECT @cols(catalog_version) FROM catalog_version WHERE catalog_id = $1 AND number = $2

-- name: versions_of_catalog :many
-- in: catalog_id i64
-- out: number i64, frozen bool, made_on date, items i64
SELECT v.number, v.frozen, v.made_on, (SELECT count(*) FROM item i WHERE i.version_id = v.id)
FROM catalog_version v WHERE v.catalog_id = $1 ORDER BY v.number

-- name: versions_all :many
-- out: catalog text, version i64, frozen bool, made_on date, items i64
SELECT c.name, v.number, v.frozen, v.made_on, (SELECT count(*) FROM item i WHERE i.version_id = v.id)
FROM catalog c JOIN catalog_version v ON v.catalog_id = c.id ORDER BY c.sort, c.id, v.number

-- name: items_of_version :many item
-- in: version_id i64
SELECT @cols(item) FROM item WHERE version_id = $1 ORDER BY sort, id

-- name: item_of_newest :one
-- in: catalog text, no text
-- out: catalog_id i64, version i64, id i64
SELECT c.id, v.number, i.id FROM catalog c
JOIN catalog_version v ON v.catalog_id = c.id
  AND v.number = (SELECT max(x.number) FROM catalog_version x WHERE x.catalog_id = c.id)
JOIN item i ON i.version_id = v.id AND i.no = $2 WHERE c.name = $1

-- name: item_levels_of_version :many item_level
-- in: version_id i64
SELECT @cols(item_level l) FROM item_level l JOIN item i ON i.id = l.item_id
WHERE i.version_id = $1 ORDER BY i.sort, i.id, l.level

-- Fields that a city adds to its ledgers.

-- name: city_fields_of :many city_field
-- in: ledger text
SELECT @cols(city_field) FROM city_field WHERE ledger = $1 ORDER BY sort, id

-- name: city_fields :many city_field
-- in: ledger text?
SELECT @cols(city_field) FROM city_field WHERE CAST($1 AS TEXT) IS NULL OR ledger = $1 ORDER BY ledger, sort, id

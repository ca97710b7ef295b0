-- Reorganisations: what was taken over, and quick ways through the organisation.

-- A record that the unit after it took over (引き継ぎ): from that day on it is kept there.
-- table: domain
CREATE TABLE record_transfer (
  id @id,
  rev @i64 NOT NULL,
  ledger @text NOT NULL,
  record_id @ref NOT NULL,
  from_unit_id @ref NOT NULL REFERENCES unit (id),
  to_unit_id @ref NOT NULL REFERENCES unit (id),
  day @date NOT NULL
);
CREATE INDEX record_transfer_record ON record_transfer (ledger, record_id, day);

CREATE INDEX unit_parent ON unit (parent_code);
CREATE INDEX unit_succession_successor ON unit_succession (successor_id);

-- Made again: PostgreSQL went through the whole table where only the first hits were asked for.
@gram_index search_gram;

-- Inventories as cities print them: what their tables count, and attendance by person.
ALTER TABLE ledger_system ADD COLUMN previous_year @number;
ALTER TABLE ledger_system ADD COLUMN audited @text;
ALTER TABLE ledger_system_use ADD COLUMN department @text;
ALTER TABLE ledger_system_use ADD COLUMN restated @text;
ALTER TABLE ledger_system_use ADD COLUMN surveyed @text;
ALTER TABLE ledger_system_use ADD COLUMN terminal_care @text;
ALTER TABLE ledger_system_use ADD COLUMN guidance @text;
ALTER TABLE ledger_policy ADD COLUMN issuer @text;

-- Attendance by person
-- table: domain
CREATE TABLE ledger_training_attendance (
  id @id,
  rev @i64 NOT NULL,
  training_id @ref NOT NULL REFERENCES ledger_training (id),
  person @text,
  category @text,
  attended_on @date,
  result @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_training_attendance_training_id ON ledger_training_attendance (training_id);

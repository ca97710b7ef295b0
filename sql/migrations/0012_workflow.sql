-- What people do with the ledgers step by step: incidents reported and followed, carry-outs asked
-- for and decided, policy documents handed out and acknowledged.

ALTER TABLE ledger_incident ADD COLUMN report @text;
ALTER TABLE ledger_incident ADD COLUMN callback @text;
ALTER TABLE ledger_incident ADD COLUMN outsider @text;
ALTER TABLE ledger_incident ADD COLUMN personal @text;
ALTER TABLE ledger_incident ADD COLUMN improper @text;
ALTER TABLE ledger_incident ADD COLUMN ppc_needed @text;

-- Who was told when, and what else the emergency plan asks for. The first one is the report.
-- account_id: who entered it; day, clock: when it was done.
-- table: domain
CREATE TABLE incident_step (
  id @id,
  rev @i64 NOT NULL,
  incident_id @ref NOT NULL REFERENCES ledger_incident (id),
  step @text NOT NULL,
  day @date NOT NULL,
  clock @text,
  told @text,
  note @text,
  account_id @ref NOT NULL REFERENCES account (id),
  at_us @time NOT NULL
);
CREATE INDEX incident_step_incident ON incident_step (incident_id, at_us);
CREATE INDEX incident_step_account ON incident_step (account_id, at_us);

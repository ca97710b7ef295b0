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

ALTER TABLE ledger_carry_out ADD COLUMN kind @text;
ALTER TABLE ledger_carry_out ADD COLUMN data @text;
ALTER TABLE ledger_carry_out ADD COLUMN personal @text;
ALTER TABLE ledger_carry_out ADD COLUMN pieces @number;
ALTER TABLE ledger_carry_out ADD COLUMN encryption @text;
ALTER TABLE ledger_carry_out ADD COLUMN from_on @date;
ALTER TABLE ledger_carry_out ADD COLUMN together @number;
ALTER TABLE ledger_carry_out ADD COLUMN refused_on @date;
ALTER TABLE ledger_carry_out ADD COLUMN refusal @text;

-- Who asked, decided, brought back and confirmed, when. own: the account is that of who carries it.
-- table: domain
CREATE TABLE carry_out_step (
  id @id,
  rev @i64 NOT NULL,
  carry_out_id @ref NOT NULL REFERENCES ledger_carry_out (id),
  step @text NOT NULL,
  reason @text,
  own @bool NOT NULL,
  account_id @ref NOT NULL REFERENCES account (id),
  at_us @time NOT NULL
);
CREATE INDEX carry_out_step_carry_out ON carry_out_step (carry_out_id, at_us);
CREATE INDEX carry_out_step_account ON carry_out_step (account_id, at_us);

-- A rule handed out to be read: what changed, where it is, who must acknowledge it until when.
-- Without rows of policy_distribution_unit: everybody. closed_on: since a newer one replaced it.
-- table: domain
CREATE TABLE policy_distribution (
  id @id,
  rev @i64 NOT NULL,
  policy_id @ref NOT NULL REFERENCES ledger_policy (id),
  revised_on @date,
  changes @text,
  link @text,
  heads_only @bool NOT NULL,
  due_on @date NOT NULL,
  distributed_on @date NOT NULL,
  closed_on @date
);
CREATE INDEX policy_distribution_policy ON policy_distribution (policy_id);

-- table: domain
CREATE TABLE policy_distribution_unit (
  id @id,
  rev @i64 NOT NULL,
  distribution_id @ref NOT NULL REFERENCES policy_distribution (id),
  unit_code @text NOT NULL
);
CREATE INDEX policy_distribution_unit_distribution ON policy_distribution_unit (distribution_id);

-- table: domain
CREATE TABLE policy_acknowledgement (
  id @id,
  rev @i64 NOT NULL,
  distribution_id @ref NOT NULL REFERENCES policy_distribution (id),
  account_id @ref NOT NULL REFERENCES account (id),
  acknowledged_on @date NOT NULL
);
CREATE INDEX policy_acknowledgement_distribution ON policy_acknowledgement (distribution_id, account_id);

-- A hearing or visit found that the unit had it acknowledged, and could not find it.
-- table: domain
CREATE TABLE policy_not_at_hand (
  id @id,
  rev @i64 NOT NULL,
  distribution_id @ref NOT NULL REFERENCES policy_distribution (id),
  unit_id @ref NOT NULL REFERENCES unit (id),
  day @date NOT NULL,
  note @text
);
CREATE INDEX policy_not_at_hand_distribution ON policy_not_at_hand (distribution_id);

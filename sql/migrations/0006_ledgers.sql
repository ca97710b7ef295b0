-- The ledgers of src/ledger, printed by ledger_sql (docs/add-a-ledger.md).

-- Information systems
-- table: domain
CREATE TABLE ledger_system (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  kind @text,
  led_by @text,
  business @text,
  purpose @text,
  registered @text,
  personal @text,
  mynumber @text,
  first_year @number,
  equipment @text,
  servers @number,
  pcs @number,
  other_devices @text,
  intranet_pc @text,
  host @text,
  place @text,
  segment @text,
  network @text,
  anti_malware @text,
  patching @text,
  access @text,
  access_other @text,
  log_kept @text,
  log_told @text,
  log_checked @text,
  connections @text,
  handovers @text,
  rules @text,
  outsourced @text,
  contractor @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_system_unit_id ON ledger_system (unit_id);

-- Use of systems
-- table: domain
CREATE TABLE ledger_system_use (
  id @id,
  rev @i64 NOT NULL,
  system_id @ref NOT NULL REFERENCES ledger_system (id),
  used_by @text,
  sections @number,
  terminals @number,
  regular_staff @number,
  contract_staff @number,
  temporary_staff @number,
  other_staff @number,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_system_use_system_id ON ledger_system_use (system_id);

-- Copies
-- table: domain
CREATE TABLE ledger_system_copy (
  id @id,
  rev @i64 NOT NULL,
  system_id @ref NOT NULL REFERENCES ledger_system (id),
  what @text,
  place @text,
  distance @text,
  every @number,
  last_on @date,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_system_copy_system_id ON ledger_system_copy (system_id);

-- Credentials
-- table: domain
CREATE TABLE ledger_system_credential (
  id @id,
  rev @i64 NOT NULL,
  system_id @ref NOT NULL REFERENCES ledger_system (id),
  name @text,
  kind @text,
  shared @text,
  holders @text,
  outsiders @text,
  every @number,
  changed_on @date,
  ever @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_system_credential_system_id ON ledger_system_credential (system_id);

-- Information assets
-- table: domain
CREATE TABLE ledger_asset (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  form @text,
  confidentiality @text,
  integrity @text,
  availability @text,
  importance @text,
  personal @text,
  system_id @ref REFERENCES ledger_system (id),
  place @text,
  kept_years @number,
  kept_until @date,
  disposal @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_asset_unit_id ON ledger_asset (unit_id);

-- Removable media
-- table: domain
CREATE TABLE ledger_medium (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  kind @text,
  encrypted @text,
  holder @text,
  place @text,
  locked @text,
  bought_on @date,
  counted_on @date,
  found @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_medium_unit_id ON ledger_medium (unit_id);

-- Carry-outs
-- table: domain
CREATE TABLE ledger_carry_out (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  what @text,
  medium_id @ref REFERENCES ledger_medium (id),
  purpose @text,
  purpose_other @text,
  destination @text,
  person @text,
  encrypted @text,
  blanket @text,
  requested_on @date,
  approved_on @date,
  approver @text,
  due_on @date,
  returned_on @date,
  confirmed_by @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_carry_out_unit_id ON ledger_carry_out (unit_id);

-- Disposals
-- table: domain
CREATE TABLE ledger_disposal (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  what @text,
  quantity @number,
  method @text,
  method_other @text,
  kept_at @text,
  disposed_on @date,
  witness @text,
  contractor @text,
  certificate @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_disposal_unit_id ON ledger_disposal (unit_id);

-- Keys and cards
-- table: domain
CREATE TABLE ledger_key (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  opens @text,
  copies @number,
  holder @text,
  by_day @text,
  by_night @text,
  night_locked @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_key_unit_id ON ledger_key (unit_id);

-- Contracts
-- table: domain
CREATE TABLE ledger_contract (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  contractor @text,
  system_id @ref REFERENCES ledger_system (id),
  amount @number,
  starts_on @date,
  ends_on @date,
  personal @text,
  clauses @text,
  subcontract @text,
  inspected_on @date,
  inspection @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_contract_unit_id ON ledger_contract (unit_id);

-- Incidents
-- table: domain
CREATE TABLE ledger_incident (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  kind @text,
  near_miss @text,
  occurred_on @date,
  discovered_on @date,
  reported_on @date,
  reported_to @text,
  ppc_first_on @date,
  ppc_final_on @date,
  persons @number,
  medium @text,
  cause @text,
  measures @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_incident_unit_id ON ledger_incident (unit_id);

-- Exceptions
-- table: domain
CREATE TABLE ledger_exception (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  rule @text,
  reason @text,
  system_id @ref REFERENCES ledger_system (id),
  compensation @text,
  approver @text,
  approved_on @date,
  expires_on @date,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_exception_unit_id ON ledger_exception (unit_id);

-- Rules of the city
-- table: domain
CREATE TABLE ledger_policy (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  level @text,
  upper_id @ref REFERENCES ledger_policy (id),
  system_id @ref REFERENCES ledger_system (id),
  enacted_on @date,
  revised_on @date,
  publication @text,
  ground @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_policy_unit_id ON ledger_policy (unit_id);

-- Clauses of rules
-- table: domain
CREATE TABLE ledger_policy_clause (
  id @id,
  rev @i64 NOT NULL,
  policy_id @ref NOT NULL REFERENCES ledger_policy (id),
  no @text,
  subject @text,
  subject_other @text,
  demanded @text,
  every @number,
  from_on @date,
  until_on @date,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_policy_clause_policy_id ON ledger_policy_clause (policy_id);

-- Trainings
-- table: domain
CREATE TABLE ledger_training (
  id @id,
  rev @i64 NOT NULL,
  unit_id @ref NOT NULL REFERENCES unit (id),
  no @text,
  name @text,
  kind @text,
  year @number,
  held_on @date,
  sessions @number,
  content @text,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_training_unit_id ON ledger_training (unit_id);

-- Attendance
-- table: domain
CREATE TABLE ledger_training_head (
  id @id,
  rev @i64 NOT NULL,
  training_id @ref NOT NULL REFERENCES ledger_training (id),
  category @text,
  entitled @number,
  attended @number,
  persons @number,
  note @text,
  gone_on @date
);
CREATE INDEX ledger_training_head_training_id ON ledger_training_head (training_id);

-- What the web keeps beside the city's data. Nothing of it enters the audit trail.

-- A signed-in browser. token_hash: BLAKE2b-256 of the 256-bit secret in its cookie.
-- table: system
CREATE TABLE session (
  token_hash @text NOT NULL,
  account_id @ref NOT NULL REFERENCES account (id),
  started_us @time NOT NULL,
  seen_us @time NOT NULL,
  address @text NOT NULL,
  agent @text NOT NULL,
  PRIMARY KEY (token_hash)
);
CREATE INDEX session_account ON session (account_id, started_us);

-- Tokens of forms that were accepted, so that none is accepted twice.
-- table: system
CREATE TABLE form_sent (
  token @text NOT NULL,
  at_us @time NOT NULL,
  PRIMARY KEY (token)
);
CREATE INDEX form_sent_at ON form_sent (at_us);

-- Failed sign-ins since the last good one, by login and by address.
-- table: system
CREATE TABLE sign_in_failure (
  key @text NOT NULL,
  failures @i64 NOT NULL,
  last_us @time NOT NULL,
  PRIMARY KEY (key)
);
CREATE INDEX security_log_event ON security_log (event, id);

-- People, where they work, what they answer for; the account that belongs to a person.

-- Everybody who works for the city or for it: known by the personnel number, which never passes on.
-- table: domain
CREATE TABLE person (
  id @id,
  rev @i64 NOT NULL,
  number @text NOT NULL UNIQUE,
  name @text NOT NULL,
  kana @text,
  mail @text,
  joined_on @date,
  left_on @date
);

-- Where somebody works and as what, from when to when. main: not a concurrent post (兼務).
-- table: domain
CREATE TABLE posting (
  id @id,
  rev @i64 NOT NULL,
  person_id @ref NOT NULL REFERENCES person (id),
  unit_code @text NOT NULL,
  post @text,
  employment @text,
  main @bool NOT NULL,
  valid_from @date NOT NULL,
  valid_to @date
);
CREATE INDEX posting_person ON posting (person_id, valid_from);
CREATE INDEX posting_unit ON posting (unit_code, valid_from, valid_to, person_id);
CREATE INDEX posting_post ON posting (post);
CREATE INDEX posting_employment ON posting (employment);
-- The list of people goes through the units in display order.
CREATE INDEX unit_sort ON unit (sort, code);

-- What the rules ask somebody to answer for: 情報セキュリティ管理者 … of_unit: of each unit, else of the city.
-- table: domain
CREATE TABLE duty (
  id @id,
  rev @i64 NOT NULL,
  code @text NOT NULL UNIQUE,
  name @text NOT NULL,
  of_unit @bool NOT NULL,
  purpose @text,
  sort @i64 NOT NULL
);

-- Who it is, from when to when; unit_code NULL = of the city. The person acknowledges it.
-- table: domain
CREATE TABLE appointment (
  id @id,
  rev @i64 NOT NULL,
  duty_id @ref NOT NULL REFERENCES duty (id),
  unit_code @text,
  person_id @ref NOT NULL REFERENCES person (id),
  valid_from @date NOT NULL,
  valid_to @date,
  acknowledged_on @date
);
CREATE INDEX appointment_person ON appointment (person_id);
CREATE INDEX appointment_duty ON appointment (duty_id, unit_code);

-- No foreign key: tables are restored in order, and this one is older than that of people.
ALTER TABLE account ADD COLUMN person_id @ref;
CREATE INDEX account_person ON account (person_id);

-- Set where somebody else chose the password: the first sign-in asks for another.
ALTER TABLE credential ADD COLUMN must_change @bool;

-- What is found by its words: made from the rows, kept up with the trail, never backed up.
-- id: of the row. unit_id: of the unit whose reach it is in; NULL = nobody's, -1 = where the person works.
-- place: the parameters of its address, separated by |. folded: the words as they are compared.
-- table: derived
CREATE TABLE search_doc (
  id @id,
  kind @text NOT NULL,
  unit_id @ref,
  place @text NOT NULL,
  title @text NOT NULL,
  words @text NOT NULL,
  folded @text NOT NULL
);

-- The last event of the trail that the index has taken in.
-- table: derived
CREATE TABLE search_state (
  id @id,
  trail_seq @i64 NOT NULL
);
@gram_index search_gram;

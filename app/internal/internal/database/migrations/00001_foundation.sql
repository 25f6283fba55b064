-- +goose Up
-- Times are whole microseconds since 1970 in UTC; 0 is "not". A body is sealed
-- text and nothing else: the CHECK catches what the types let through.

CREATE TABLE settings (
  name  TEXT PRIMARY KEY,
  value BLOB NOT NULL
) STRICT;

CREATE TABLE accounts (
  id          TEXT PRIMARY KEY,
  email_hash  BLOB NOT NULL UNIQUE,
  password    TEXT NOT NULL,
  recovery    BLOB NOT NULL,
  proved      INTEGER NOT NULL CHECK (proved IN (0, 1)),
  lead        INTEGER NOT NULL CHECK (lead IN (0, 1)),
  asked_for   TEXT NOT NULL,
  works       TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  disabled_at INTEGER NOT NULL,
  body        BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;

CREATE TABLE sign_ins (
  id        TEXT PRIMARY KEY,
  account   TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  cookie    BLOB NOT NULL UNIQUE,
  proved_at INTEGER NOT NULL,
  begun_at  INTEGER NOT NULL,
  seen_at   INTEGER NOT NULL,
  until_at  INTEGER NOT NULL,
  locked_at INTEGER NOT NULL,
  ended_at  INTEGER NOT NULL,
  copied_at INTEGER NOT NULL,
  viewing   TEXT NOT NULL,
  body      BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX sign_ins_of_account ON sign_ins (account, ended_at);

CREATE TABLE refresh_tokens (
  hash    BLOB PRIMARY KEY,
  sign_in TEXT NOT NULL REFERENCES sign_ins (id) ON DELETE CASCADE,
  made_at INTEGER NOT NULL,
  used_at INTEGER NOT NULL
) STRICT;
CREATE INDEX refresh_tokens_of_sign_in ON refresh_tokens (sign_in);

CREATE TABLE proofs (
  hash       BLOB PRIMARY KEY,
  account    TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  made_at    INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE plans (
  id           TEXT PRIMARY KEY,
  owner        TEXT NOT NULL UNIQUE REFERENCES accounts (id),
  key          BLOB NOT NULL,
  epoch        INTEGER NOT NULL,
  privacy      INTEGER NOT NULL,
  records      INTEGER NOT NULL,
  chain        BLOB NOT NULL,
  crisis_since INTEGER NOT NULL,
  crisis_until INTEGER NOT NULL,
  created_at   INTEGER NOT NULL
) STRICT;

CREATE TABLE relationships (
  id           TEXT PRIMARY KEY,
  plan         TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  account      TEXT NOT NULL REFERENCES accounts (id),
  role         TEXT NOT NULL,
  state        TEXT NOT NULL,
  muted        INTEGER NOT NULL CHECK (muted IN (0, 1)),
  accepted_at  INTEGER NOT NULL,
  confirmed_at INTEGER NOT NULL,
  left_at      INTEGER NOT NULL,
  body         BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331'),
  UNIQUE (plan, account)
) STRICT;
CREATE INDEX relationships_of_account ON relationships (account, left_at);

CREATE TABLE grants (
  id           TEXT PRIMARY KEY,
  plan         TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  account      TEXT NOT NULL REFERENCES accounts (id),
  section      TEXT NOT NULL,
  gives        INTEGER NOT NULL,
  circumstance TEXT NOT NULL,
  from_at      INTEGER NOT NULL,
  until_at     INTEGER NOT NULL,
  given_at     INTEGER NOT NULL,
  withdrawn_at INTEGER NOT NULL,
  wording      TEXT NOT NULL,
  body         BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX grants_in_force ON grants (plan, account) WHERE withdrawn_at = 0;
CREATE UNIQUE INDEX grants_one_a_section ON grants (plan, account, section) WHERE withdrawn_at = 0;
CREATE INDEX grants_of_plan ON grants (plan, given_at);

CREATE TABLE invitations (
  id          TEXT PRIMARY KEY,
  plan        TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  code_hash   BLOB NOT NULL UNIQUE,
  role        TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  accepted_by TEXT NOT NULL,
  closed_at   INTEGER NOT NULL,
  body        BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX invitations_of_plan ON invitations (plan, created_at);

CREATE TABLE entries (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  plan        TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  section     TEXT NOT NULL,
  parent      TEXT NOT NULL,
  version     INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  author      TEXT NOT NULL,
  how         TEXT NOT NULL,
  only_me     INTEGER NOT NULL CHECK (only_me IN (0, 1)),
  hidden_from TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  shown_at    INTEGER NOT NULL,
  removed_at  INTEGER NOT NULL,
  body        BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX entries_of_plan ON entries (plan, removed_at, position);

CREATE TABLE versions (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  plan        TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  section     TEXT NOT NULL,
  parent      TEXT NOT NULL,
  version     INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  author      TEXT NOT NULL,
  how         TEXT NOT NULL,
  only_me     INTEGER NOT NULL CHECK (only_me IN (0, 1)),
  hidden_from TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  shown_at    INTEGER NOT NULL,
  removed_at  INTEGER NOT NULL,
  body        BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE UNIQUE INDEX versions_of_entry ON versions (parent, version);

CREATE TABLE suggestions (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  plan        TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  section     TEXT NOT NULL,
  parent      TEXT NOT NULL,
  version     INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  author      TEXT NOT NULL,
  how         TEXT NOT NULL,
  only_me     INTEGER NOT NULL CHECK (only_me IN (0, 1)),
  hidden_from TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  shown_at    INTEGER NOT NULL,
  removed_at  INTEGER NOT NULL,
  body        BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX suggestions_of_plan ON suggestions (plan, removed_at, position);

CREATE TABLE own_sections (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  plan        TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  section     TEXT NOT NULL,
  parent      TEXT NOT NULL,
  version     INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  author      TEXT NOT NULL,
  how         TEXT NOT NULL,
  only_me     INTEGER NOT NULL CHECK (only_me IN (0, 1)),
  hidden_from TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  shown_at    INTEGER NOT NULL,
  removed_at  INTEGER NOT NULL,
  body        BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX own_sections_of_plan ON own_sections (plan, removed_at, position);

CREATE TABLE drafts (
  seq         INTEGER PRIMARY KEY,
  id          TEXT NOT NULL UNIQUE,
  plan        TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  section     TEXT NOT NULL,
  parent      TEXT NOT NULL,
  version     INTEGER NOT NULL,
  position    INTEGER NOT NULL,
  author      TEXT NOT NULL,
  how         TEXT NOT NULL,
  only_me     INTEGER NOT NULL CHECK (only_me IN (0, 1)),
  hidden_from TEXT NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  shown_at    INTEGER NOT NULL,
  removed_at  INTEGER NOT NULL,
  body        BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX drafts_of_plan ON drafts (plan, removed_at, position);

CREATE TABLE access_records (
  plan     TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  number   INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  account  TEXT NOT NULL,
  act      TEXT NOT NULL,
  how      TEXT NOT NULL,
  allowed  INTEGER NOT NULL CHECK (allowed IN (0, 1)),
  sections TEXT NOT NULL,
  hash     BLOB NOT NULL,
  PRIMARY KEY (plan, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX access_records_of_account ON access_records (plan, account, number);
CREATE INDEX access_records_refused ON access_records (plan, account, at) WHERE allowed = 0;

CREATE TABLE refusals (
  plan  TEXT NOT NULL,
  day   TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (plan, day)
) STRICT, WITHOUT ROWID;

CREATE TABLE answered (
  hash      BLOB PRIMARY KEY,
  body_hash BLOB NOT NULL,
  ref       TEXT NOT NULL,
  at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX answered_at ON answered (at);

-- +goose Up
-- Putting a crisis plan to use: the way and the days that the person chose, who
-- holds a key, what was started, and each time in which it was in use. plans.crisis_since and
-- crisis_until are computed from these at each change, for every decision to read.

ALTER TABLE plans ADD COLUMN crisis_way TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN crisis_days INTEGER NOT NULL DEFAULT 7;

-- A mark of the browser that somebody signed in with: two keys in one browser are not two people.
ALTER TABLE sign_ins ADD COLUMN browser BLOB NOT NULL DEFAULT x'';

-- A key that was taken away keeps its row: its holder was told of it, and must not see that it is gone.
CREATE TABLE crisis_keys (
  plan      TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  account   TEXT NOT NULL REFERENCES accounts (id),
  given_at  INTEGER NOT NULL,
  barred_at INTEGER NOT NULL,
  taken_at  INTEGER NOT NULL,
  read_at   INTEGER NOT NULL,
  PRIMARY KEY (plan, account)
) STRICT, WITHOUT ROWID;

-- Every press. One that stands waits for a second person or for its time.
CREATE TABLE crisis_starts (
  id      TEXT PRIMARY KEY,
  plan    TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  account TEXT NOT NULL REFERENCES accounts (id),
  at      INTEGER NOT NULL,
  stands  INTEGER NOT NULL CHECK (stands IN (0, 1)),
  step    TEXT NOT NULL,
  body    BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX crisis_starts_of_plan ON crisis_starts (plan, at);

-- Each time in which it was in use. looked_at is when the person looked back on it, or said
-- that they would rather not; told_until is the end that they were told of.
CREATE TABLE crisis_uses (
  plan       TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  since_at   INTEGER NOT NULL,
  until_at   INTEGER NOT NULL,
  opened_by  TEXT NOT NULL,
  looked_at  INTEGER NOT NULL,
  told_until INTEGER NOT NULL,
  PRIMARY KEY (plan, since_at)
) STRICT, WITHOUT ROWID;

-- A mailed link that can close, and nothing else.
CREATE TABLE crisis_links (
  hash       BLOB PRIMARY KEY,
  plan       TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Something that a supporter takes on, in the words that were offered to them.
CREATE TABLE tasks (
  id          TEXT PRIMARY KEY,
  plan        TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  section     TEXT NOT NULL,
  entry       TEXT NOT NULL,
  account     TEXT NOT NULL REFERENCES accounts (id),
  answer      TEXT NOT NULL,
  offered_at  INTEGER NOT NULL,
  answered_at INTEGER NOT NULL,
  ended_at    INTEGER NOT NULL,
  body        BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX tasks_of_plan ON tasks (plan, ended_at, offered_at);

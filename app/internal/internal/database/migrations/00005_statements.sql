-- +goose Up
-- What somebody signed and what happened to it later: sealed, and never changed.
-- Who is asked to witness, and how a print is found again, is in clear: it holds no word.

CREATE TABLE statements (
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
CREATE INDEX statements_of_plan ON statements (plan, section, position);

CREATE TABLE statement_marks (
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
CREATE INDEX statement_marks_of_statement ON statement_marks (parent, seq);

CREATE TABLE witnesses (
  statement TEXT NOT NULL REFERENCES statements (id) ON DELETE CASCADE,
  plan      TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  account   TEXT NOT NULL REFERENCES accounts (id),
  asked_at  INTEGER NOT NULL,
  ended_at  INTEGER NOT NULL,
  PRIMARY KEY (statement, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX witnesses_of_account ON witnesses (account, plan);

CREATE TABLE prints (
  statement    TEXT PRIMARY KEY REFERENCES statements (id) ON DELETE CASCADE,
  plan         TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  hash         BLOB NOT NULL,
  code         BLOB NOT NULL,
  signed_at    INTEGER NOT NULL,
  witnessed_at INTEGER NOT NULL,
  withdrawn_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX prints_by_hash ON prints (hash);
CREATE INDEX prints_by_code ON prints (code);

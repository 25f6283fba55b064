-- +goose Up
-- A grant for a crisis may tell its holder that there is a crisis plan. What was done
-- against a signed statement is sealed, and never changed.

ALTER TABLE grants ADD COLUMN told INTEGER NOT NULL DEFAULT 0 CHECK (told IN (0, 1));

CREATE TABLE overrides (
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
CREATE INDEX overrides_of_statement ON overrides (parent, seq);

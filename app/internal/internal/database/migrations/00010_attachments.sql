-- +goose Up
-- Pictures and recordings that hang on an entry, and their bytes in small parts, sealed
-- like every word.

CREATE TABLE attachments (
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
CREATE INDEX attachments_of_plan ON attachments (plan, section, position);
CREATE INDEX attachments_under ON attachments (parent);

CREATE TABLE attachment_parts (
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
CREATE INDEX attachment_parts_of_plan ON attachment_parts (plan);
CREATE INDEX attachment_parts_under ON attachment_parts (parent, position);

-- +goose Up
-- What moves: ticks of the daily plan, reviews and steps of goals, the person's own
-- measures and their marks, and what they want to be reminded of. A day, like every
-- word, is in the sealed body; by updated_at a few recent rows are found without
-- opening the rest.

CREATE TABLE ticks (
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
CREATE INDEX ticks_recent ON ticks (plan, section, updated_at) WHERE removed_at = 0;
CREATE INDEX ticks_under ON ticks (parent) WHERE removed_at = 0;

CREATE TABLE reviews (
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
CREATE INDEX reviews_recent ON reviews (plan, section, updated_at) WHERE removed_at = 0;
CREATE INDEX reviews_under ON reviews (parent) WHERE removed_at = 0;

CREATE TABLE steps (
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
CREATE INDEX steps_recent ON steps (plan, section, updated_at) WHERE removed_at = 0;
CREATE INDEX steps_under ON steps (parent) WHERE removed_at = 0;

CREATE TABLE uses (
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
CREATE INDEX uses_recent ON uses (plan, section, updated_at) WHERE removed_at = 0;
CREATE INDEX uses_under ON uses (parent) WHERE removed_at = 0;

CREATE TABLE measures (
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
CREATE INDEX measures_recent ON measures (plan, section, updated_at) WHERE removed_at = 0;

CREATE TABLE marks (
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
CREATE INDEX marks_recent ON marks (plan, section, updated_at) WHERE removed_at = 0;

CREATE TABLE lookouts (
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
CREATE INDEX lookouts_recent ON lookouts (plan, section, updated_at) WHERE removed_at = 0;

CREATE INDEX entries_recent ON entries (plan, section, updated_at) WHERE removed_at = 0;
CREATE INDEX entries_in_section ON entries (plan, section, removed_at, position);

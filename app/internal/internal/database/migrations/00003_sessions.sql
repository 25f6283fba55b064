-- +goose Up
-- Who meets whom and when is in clear, for the decision of every request; what
-- is said in a session is sealed like all words of the plan.

CREATE TABLE sessions (
  id          TEXT PRIMARY KEY,
  plan        TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  with_whom   TEXT NOT NULL REFERENCES accounts (id),
  opened_by   TEXT NOT NULL,
  planned_for INTEGER NOT NULL,
  opened_at   INTEGER NOT NULL,
  paused_at   INTEGER NOT NULL,
  ended_at    INTEGER NOT NULL,
  in_room_at  INTEGER NOT NULL,
  code        TEXT NOT NULL,
  code_at     INTEGER NOT NULL,
  code_tries  INTEGER NOT NULL,
  copy_at     INTEGER NOT NULL
) STRICT;
CREATE INDEX sessions_of_plan ON sessions (plan, opened_at);
CREATE INDEX sessions_standing ON sessions (plan) WHERE ended_at = 0;

CREATE TABLE attendances (
  session     TEXT NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
  account     TEXT NOT NULL REFERENCES accounts (id),
  place       INTEGER NOT NULL,
  admitted_at INTEGER NOT NULL,
  joined_at   INTEGER NOT NULL,
  left_at     INTEGER NOT NULL,
  here_until  INTEGER NOT NULL,
  acted_at    INTEGER NOT NULL,
  shows       TEXT NOT NULL,
  PRIMARY KEY (session, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX attendances_of_account ON attendances (account, session);

CREATE TABLE agenda (
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
CREATE INDEX agenda_of_session ON agenda (parent, removed_at, position);

CREATE TABLE summaries (
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
CREATE INDEX summaries_of_session ON summaries (parent, removed_at, position);

CREATE TABLE session_notes (
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
CREATE INDEX session_notes_of_session ON session_notes (parent, removed_at, position);

CREATE TABLE afterwards (
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
CREATE INDEX afterwards_of_session ON afterwards (parent, removed_at, position);

CREATE TABLE reflections (
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
CREATE INDEX reflections_of_plan ON reflections (plan, removed_at, position);

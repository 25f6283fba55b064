-- +goose Up
-- A sign-in whose device keeps a sealed copy of its owner's plan (RULES.md 24): since
-- when, which parts beside the crisis plan, when it last asked, and a keyed hash of the secret
-- by which it asks whether it still may. It outlives a sign-in that ran out, and none that was ended.
CREATE TABLE offline_copies (
  sign_in  TEXT PRIMARY KEY REFERENCES sign_ins (id) ON DELETE CASCADE,
  plan     TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  secret   BLOB NOT NULL UNIQUE,
  since    INTEGER NOT NULL,
  heard_at INTEGER NOT NULL,
  parts    TEXT NOT NULL
) STRICT;
CREATE INDEX offline_copies_of_plan ON offline_copies (plan);

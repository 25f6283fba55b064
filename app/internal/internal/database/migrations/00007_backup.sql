-- +goose Up
-- held_at: sharing and keys stand still until the person says otherwise; why says
-- what happened (restored, ledger, erasing, kept). erase_at: when the plan is to be
-- erased, 0 for not; account_goes with it or not.
ALTER TABLE plans ADD COLUMN held_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plans ADD COLUMN held_why TEXT NOT NULL DEFAULT '';
ALTER TABLE plans ADD COLUMN erase_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE plans ADD COLUMN account_goes INTEGER NOT NULL DEFAULT 0;

-- epoch moves when an account can do less; must_recover: its password opens
-- nothing until the recovery code was given.
ALTER TABLE accounts ADD COLUMN epoch INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN must_recover INTEGER NOT NULL DEFAULT 0;

-- What was erased at the wish of an account that stayed: numbers and no words,
-- until the person has read it.
CREATE TABLE erasures (
  plan    TEXT PRIMARY KEY,
  account TEXT NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
  at      INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  others  INTEGER NOT NULL,
  looks   INTEGER NOT NULL
) STRICT;
CREATE INDEX erasures_of_account ON erasures (account, at);

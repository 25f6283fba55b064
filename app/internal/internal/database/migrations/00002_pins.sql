-- +goose Up
-- A sign-in can have a PIN (a hash; empty: none), and ends when it was not used
-- for idle_for microseconds (0: it does not). An account knows whether its recovery
-- code was ever seen by its holder.

ALTER TABLE sign_ins ADD COLUMN pin TEXT NOT NULL DEFAULT '';
ALTER TABLE sign_ins ADD COLUMN pin_tries INTEGER NOT NULL DEFAULT 0;
ALTER TABLE sign_ins ADD COLUMN idle_for INTEGER NOT NULL DEFAULT 0;
ALTER TABLE accounts ADD COLUMN code_seen INTEGER NOT NULL DEFAULT 1 CHECK (code_seen IN (0, 1));

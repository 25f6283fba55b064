-- +goose Up
-- When somebody wants a note to themselves: minutes since 00:00 on their clock, days of the
-- week as bits from Sunday on, and the next instant at which it is due. No word is kept:
-- what comes is the same for everybody.
CREATE TABLE reminders (
  id      TEXT PRIMARY KEY,
  plan    TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  clock   INTEGER NOT NULL,
  days    INTEGER NOT NULL,
  made_at INTEGER NOT NULL,
  next_at INTEGER NOT NULL
) STRICT;
CREATE INDEX reminders_of_plan ON reminders (plan);
CREATE INDEX reminders_due ON reminders (next_at);

-- The calendar that a phone's own calendar can follow: a keyed hash of its secret.
CREATE TABLE calendars (
  plan    TEXT PRIMARY KEY REFERENCES plans (id) ON DELETE CASCADE,
  secret  BLOB NOT NULL UNIQUE,
  made_at INTEGER NOT NULL
) STRICT;

-- Browsers that are told (RFC 8030), each for as long as its sign-in. Where they are told is sealed.
CREATE TABLE told_browsers (
  sign_in TEXT PRIMARY KEY REFERENCES sign_ins (id) ON DELETE CASCADE,
  plan    TEXT NOT NULL REFERENCES plans (id) ON DELETE CASCADE,
  made_at INTEGER NOT NULL,
  body    BLOB NOT NULL CHECK (substr(body, 1, 3) = x'687331')
) STRICT;
CREATE INDEX told_browsers_of_plan ON told_browsers (plan);

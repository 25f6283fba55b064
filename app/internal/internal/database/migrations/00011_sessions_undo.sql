-- +goose Up
-- Since when a session has run, so that what is taken out of it is of that session
-- alone; and who took an entry out, so that the person can see it and bring it back.

ALTER TABLE sessions ADD COLUMN begun_at INTEGER NOT NULL DEFAULT 0;
UPDATE sessions SET begun_at = opened_at
  WHERE (SELECT COUNT(*) FROM attendances a WHERE a.session = sessions.id AND a.joined_at > 0) > 1;

ALTER TABLE entries ADD COLUMN removed_by TEXT NOT NULL DEFAULT '';

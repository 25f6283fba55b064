-- +goose Up
-- What belongs to a plan is found by its plan, in every table: counted before one more
-- is kept, checked, and taken out with the plan (the cascade looks for it by this column).

DROP INDEX versions_of_entry;
CREATE UNIQUE INDEX versions_of_entry ON versions (plan, parent, version);

DROP INDEX agenda_of_session;
CREATE INDEX agenda_of_session ON agenda (plan, parent, removed_at, position);
DROP INDEX summaries_of_session;
CREATE INDEX summaries_of_session ON summaries (plan, parent, removed_at, position);
DROP INDEX session_notes_of_session;
CREATE INDEX session_notes_of_session ON session_notes (plan, parent, removed_at, position);
DROP INDEX afterwards_of_session;
CREATE INDEX afterwards_of_session ON afterwards (plan, parent, removed_at, position);

DROP INDEX statement_marks_of_statement;
CREATE INDEX statement_marks_of_statement ON statement_marks (plan, parent, seq);
DROP INDEX overrides_of_statement;
CREATE INDEX overrides_of_statement ON overrides (plan, parent, seq);
CREATE INDEX witnesses_of_plan ON witnesses (plan, account);
CREATE INDEX prints_of_plan ON prints (plan);
CREATE INDEX crisis_links_of_plan ON crisis_links (plan);

DROP INDEX ticks_under;
CREATE INDEX ticks_under ON ticks (plan, parent);
DROP INDEX reviews_under;
CREATE INDEX reviews_under ON reviews (plan, parent);
DROP INDEX steps_under;
CREATE INDEX steps_under ON steps (plan, parent);
DROP INDEX uses_under;
CREATE INDEX uses_under ON uses (plan, parent);

DROP INDEX measures_recent;
CREATE INDEX measures_recent ON measures (plan, section, updated_at);
DROP INDEX marks_recent;
CREATE INDEX marks_recent ON marks (plan, section, updated_at);
DROP INDEX lookouts_recent;
CREATE INDEX lookouts_recent ON lookouts (plan, section, updated_at);

-- And what belongs to an account, by the account.
CREATE INDEX grants_of_account ON grants (account);
CREATE INDEX proofs_of_account ON proofs (account);
CREATE INDEX crisis_keys_of_account ON crisis_keys (account);
CREATE INDEX crisis_starts_of_account ON crisis_starts (account);
CREATE INDEX tasks_of_account ON tasks (account);

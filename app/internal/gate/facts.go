package gate

import (
	"database/sql"
	"errors"
	"slices"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// planRow is what a decision needs of the plan's own row.
type planRow struct {
	epoch   database.Number // moves with every change of rights
	privacy database.Number // moves when single entries are hidden or shown
	key     []byte
}

const factsText = `SELECT p.owner, p.epoch, p.privacy, p.key, p.crisis_since, p.crisis_until, p.held_at,
	coalesce(r.id, ''), coalesce(r.role, ''), coalesce(r.state, ''), coalesce(r.muted, 0),
	coalesce(r.confirmed_at, 0), coalesce(r.left_at, 0), coalesce(a.works, '')
	FROM plans p LEFT JOIN relationships r ON r.plan = p.id AND r.account = ?2
	LEFT JOIN accounts a ON a.id = r.account
	WHERE p.id = ?1`

// readFacts reads all that a decision about one account rests on, in a write with the
// plan held. A plan that is not there is ErrNotFound.
func readFacts(tx *database.Tx, plan, account models.ID, now time.Time) (models.Facts, planRow, error) {
	f := models.Facts{Plan: plan}
	var row planRow
	var since, until, held, confirmed, left database.Micros
	var muted database.Number
	var owner, id, role, state, works string
	if err := tx.Hold(string(plan)); err != nil {
		return f, row, err
	}
	err := tx.One(factsText, []any{string(plan), string(account)},
		&owner, &row.epoch, &row.privacy, &row.key, &since, &until, &held, &id, &role, &state, &muted, &confirmed, &left, &works)
	if errors.Is(err, sql.ErrNoRows) {
		return f, row, models.ErrNotFound
	}
	if err != nil {
		return f, row, err
	}
	f.Crisis = models.Crisis{Since: since.Time(), Until: until.Time()}
	f.Owner, f.Held = models.ID(owner), held != 0
	f.Relationship = models.Relationship{
		ID: models.ID(id), Plan: plan, Account: account, Role: models.Role(role), State: models.State(state), Muted: muted != 0,
		ConfirmedAt: confirmed.Time(), LeftAt: left.Time(),
	}
	f.Confirmed = works != "" && works == role
	if account != f.Owner && f.Relationship.State == models.Confirmed {
		if f.Consents, err = readStanding(tx, plan, account); err == nil && mayMeet(f) {
			f.Meeting, err = readMeeting(tx, f, now)
		}
	}
	return f, row, err
}

// mayMeet reports whether being together with the person could give the account
// anything. A practitioner or peer needs the service's word for it (RULES.md 21).
func mayMeet(f models.Facts) bool {
	return (f.Confirmed || !f.Relationship.Role.Works()) && slices.ContainsFunc(f.Consents, hangsOnMeeting)
}

// hangsOnMeeting reports whether what a consent gives may depend on being
// together with the person: for any other nobody asks the sessions.
func hangsOnMeeting(c models.Consent) bool {
	return c.When == models.Together || c.Right >= models.RightWork
}

const standingText = `SELECT id, section, gives, circumstance, from_at, until_at, given_at
	FROM grants WHERE plan = ? AND account = ? AND withdrawn_at = 0 ORDER BY section`

// readStanding reads an account's grants that were not withdrawn, without their
// words: enough to decide.
func readStanding(tx *database.Tx, plan, account models.ID) ([]models.Consent, error) {
	rows, err := tx.Query(standingText, string(plan), string(account))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := make([]models.Consent, 0, 32)
	var id, section, when string
	var gives database.Number
	var from, until, given database.Micros
	into := []any{&id, &section, &gives, &when, &from, &until, &given}
	for rows.Next() {
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		out = append(out, models.Consent{
			ID: models.ID(id), Plan: plan, Account: account, Section: models.SectionKey(section), Right: models.Right(gives),
			When: models.Circumstance(when), From: from.Time(), Until: until.Time(), GivenAt: given.Time()})
	}
	return out, rows.Err()
}

package gate

import (
	"database/sql"
	"errors"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// planRow is what a decision needs of the plan's own row.
type planRow struct {
	epoch   int64 // moves with every change of rights
	privacy int64 // moves when single entries are hidden or shown
	key     []byte
}

const factsText = `SELECT p.owner, p.epoch, p.privacy, p.key, p.crisis_since, p.crisis_until,
	coalesce(r.id, ''), coalesce(r.role, ''), coalesce(r.state, ''), coalesce(r.muted, 0),
	coalesce(r.confirmed_at, 0), coalesce(r.left_at, 0), coalesce(a.works, '')
	FROM plans p LEFT JOIN relationships r ON r.plan = p.id AND r.account = ?2
	LEFT JOIN accounts a ON a.id = r.account
	WHERE p.id = ?1`

// readFacts reads all that a decision about one account rests on. A plan that
// is not there is ErrNotFound.
func readFacts(tx *database.Tx, plan, account models.ID) (models.Facts, planRow, error) {
	f := models.Facts{Plan: plan}
	var row planRow
	var since, until, confirmed, left database.Micros
	var works models.Role
	r := &f.Relationship
	err := tx.One(factsText, []any{string(plan), string(account)},
		&f.Owner, &row.epoch, &row.privacy, &row.key, &since, &until,
		&r.ID, &r.Role, &r.State, &r.Muted, &confirmed, &left, &works)
	if errors.Is(err, sql.ErrNoRows) {
		return f, row, models.ErrNotFound
	}
	if err != nil {
		return f, row, err
	}
	f.Crisis = models.Crisis{Since: since.Time(), Until: until.Time()}
	r.Plan, r.Account, r.ConfirmedAt, r.LeftAt = plan, account, confirmed.Time(), left.Time()
	f.Confirmed = works != "" && works == r.Role
	if account != f.Owner && r.State == models.Confirmed {
		f.Consents, err = readStanding(tx, plan, account)
	}
	return f, row, err
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
	var out []models.Consent
	for rows.Next() {
		c := models.Consent{Plan: plan, Account: account}
		var from, until, given database.Micros
		if err := rows.Scan(&c.ID, &c.Section, &c.Right, &c.When, &from, &until, &given); err != nil {
			return nil, err
		}
		c.From, c.Until, c.GivenAt = from.Time(), until.Time(), given.Time()
		out = append(out, c)
	}
	return out, rows.Err()
}

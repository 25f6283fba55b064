package gate

import (
	"encoding/json"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

type grantWords struct {
	Purpose string
	Beside  bool   `json:",omitempty"`
	Name    string `json:",omitempty"`
	Title   string `json:",omitempty"`
}

func grantPlace(c *models.Consent) seal.Place {
	parts := []string{string(c.Plan), string(models.Grants), string(c.ID), string(c.Account), string(c.Section), c.Right.String(), string(c.When)}
	if c.Told {
		parts = append(parts, "told")
	}
	return seal.At(parts...)
}

// Scope says which grants are meant. Empty fields do not narrow.
type Scope struct {
	Grant    models.ID
	Account  models.ID
	Standing bool // those not withdrawn alone
	Before   time.Time
	Limit    int // 0: all. What was given in one go comes whole: whoever asks for what was given before it misses none
}

// Consents is grants on the plan for its owner, newest first, with the person's words.
func Consents(l Leave, s Scope) ([]models.Consent, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	rows, err := v.tx.Query(`SELECT id, account, section, gives, circumstance, from_at, until_at, given_at, withdrawn_at, wording, told, body
		FROM grants WHERE plan = ?1 AND (?2 = '' OR id = ?2) AND (?3 = '' OR account = ?3) AND (?4 = 0 OR withdrawn_at = 0)
		AND (?5 = 0 OR given_at < ?5) ORDER BY given_at DESC, rowid DESC`,
		string(v.plan), string(s.Grant), string(s.Account), s.Standing, database.At(s.Before))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.Consent
	for rows.Next() {
		c, err := v.scanConsent(rows)
		if err != nil {
			return nil, err
		}
		if s.Limit > 0 && len(out) >= s.Limit && !c.GivenAt.Equal(out[len(out)-1].GivenAt) {
			break
		}
		out = append(out, *c)
	}
	return out, rows.Err()
}

func (v *visit) scanConsent(rows interface{ Scan(...any) error }) (*models.Consent, error) {
	c := &models.Consent{Plan: v.plan}
	var from, until, given, withdrawn database.Micros
	var body seal.Text
	if err := rows.Scan(&c.ID, &c.Account, &c.Section, &c.Right, &c.When, &from, &until, &given, &withdrawn, &c.Wording, &c.Told, &body); err != nil {
		return nil, err
	}
	c.From, c.Until, c.GivenAt, c.WithdrawnAt = from.Time(), until.Time(), given.Time(), withdrawn.Time()
	var w grantWords
	err := openJSON(v.key, body, grantPlace(c), &w)
	c.Purpose, c.Beside, c.Name, c.Title = w.Purpose, w.Beside, w.Name, w.Title
	return c, err
}

// Give writes a grant, withdrawing the one that stood for that account and section.
func Give(pen *Pen, c *models.Consent) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	if _, err := WithdrawFrom(pen, c.Account, c.Section); err != nil {
		return err
	}
	c.ID, c.Plan, c.GivenAt, c.WithdrawnAt = models.NewID(), v.plan, v.now, time.Time{}
	body, err := v.sealJSON(grantWords{Purpose: c.Purpose, Beside: c.Beside, Name: c.Name, Title: c.Title}, grantPlace(c))
	if err != nil {
		return err
	}
	if _, err := v.tx.Exec(`INSERT INTO grants (id, plan, account, section, gives, circumstance, from_at, until_at, given_at, withdrawn_at, wording, told, body)
		VALUES (?,?,?,?,?,?,?,?,?,0,?,?,?)`, string(c.ID), string(v.plan), string(c.Account), string(c.Section), int(c.Right), string(c.When),
		database.At(c.From), database.At(c.Until), database.At(c.GivenAt), c.Wording, c.Told, body); err != nil {
		return err
	}
	return v.raise()
}

// Withdraw takes back a grant of the plan; one taken back before stays as it was.
func Withdraw(pen *Pen, grant models.ID) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	var one int
	if err := v.tx.One("SELECT count(*) FROM grants WHERE id = ? AND plan = ?", []any{string(grant), string(v.plan)}, &one); err != nil {
		return err
	}
	if one == 0 {
		return models.ErrNotFound
	}
	if _, err := v.tx.Exec("UPDATE grants SET withdrawn_at = ? WHERE id = ? AND plan = ? AND withdrawn_at = 0",
		database.At(v.now), string(grant), string(v.plan)); err != nil {
		return err
	}
	return Narrow(v.tx, v.plan)
}

// WithdrawFrom takes back what an account has: in the named sections, or in all;
// with an empty account from everybody. It tells how many grants that were.
func WithdrawFrom(pen *Pen, account models.ID, sections ...models.SectionKey) (int64, error) {
	v, err := own(pen)
	if err != nil {
		return 0, err
	}
	list, err := json.Marshal(append([]models.SectionKey{}, sections...))
	if err != nil {
		return 0, err
	}
	n, err := v.tx.Exec(`UPDATE grants SET withdrawn_at = ?1 WHERE plan = ?2 AND withdrawn_at = 0 AND (?3 = '' OR account = ?3)
		AND (?4 = '[]' OR section IN (SELECT value FROM json_each(?4)))`, database.At(v.now), string(v.plan), string(account), string(list))
	if err != nil || n == 0 {
		return 0, err
	}
	return n, Narrow(v.tx, v.plan)
}

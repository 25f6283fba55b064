package gate

import (
	"context"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

const crisisKeysText = `SELECT k.account, k.given_at, k.barred_at, r.state, r.confirmed_at, r.left_at, a.proved
	FROM crisis_keys k JOIN relationships r ON r.plan = k.plan AND r.account = k.account JOIN accounts a ON a.id = k.account
	WHERE k.plan = ? AND k.taken_at = 0 ORDER BY k.given_at, k.account`

// crisisKeys is the keys that were not taken away. The marks of browsers are read
// only where two people must be told from one.
func (v *visit) crisisKeys(way models.CrisisWay) ([]models.CrisisKey, error) {
	rows, err := v.tx.Query(crisisKeysText, string(v.plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.CrisisKey
	for rows.Next() {
		var k models.CrisisKey
		var given, barred, confirmed, left database.Micros
		var proved database.Number
		if err := rows.Scan(&k.Account, &given, &barred, &k.Tie.State, &confirmed, &left, &proved); err != nil {
			return nil, err
		}
		k.GivenAt, k.BarredAt, k.Proved = given.Time(), barred.Time(), proved != 0
		k.Tie.Plan, k.Tie.Account, k.Tie.ConfirmedAt, k.Tie.LeftAt = v.plan, k.Account, confirmed.Time(), left.Time()
		out = append(out, k)
	}
	if err := rows.Err(); err != nil || way != models.TwoTogether {
		return out, err
	}
	_ = rows.Close()
	for i := range out {
		if out[i].Browsers, err = v.browsers(out[i].Account); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// browsers is the marks of every browser that an account ever signed in with.
func (v *visit) browsers(account models.ID) ([]string, error) {
	rows, err := v.tx.Query("SELECT DISTINCT browser FROM sign_ins WHERE account = ? AND length(browser) > 0", string(account))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []string
	for rows.Next() {
		var mark []byte
		if err := rows.Scan(&mark); err != nil {
			return nil, err
		}
		out = append(out, string(mark))
	}
	return out, rows.Err()
}

// ChooseCrisisWay changes how others may put the plan to use, and for how long it is.
func ChooseCrisisWay(pen *Pen, way models.CrisisWay, days int) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	return v.changeCrisis(func(p *models.CrisisPlan, now time.Time) { p.Choose(way, days, now) })
}

// GiveKey gives a key, or another one after it was taken away; who has one keeps it.
func GiveKey(pen *Pen, account models.ID) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	if _, err := v.tx.Exec(`INSERT INTO crisis_keys (plan, account, given_at, barred_at, taken_at, read_at) VALUES (?,?,?,0,0,0)
		ON CONFLICT (plan, account) DO UPDATE SET given_at = excluded.given_at, barred_at = 0, taken_at = 0, read_at = 0 WHERE crisis_keys.taken_at <> 0`,
		string(v.plan), string(account), database.At(v.now)); err != nil {
		return err
	}
	return v.raise()
}

// TakeKey takes a key away, in silence. What its holder started and is not complete
// is gone; who had put to use what is in use now sees nothing any more that was for a crisis (RULES.md 7).
func TakeKey(pen *Pen, account models.ID) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	p, err := v.crisis()
	if err != nil {
		return err
	}
	p.Drop(account, v.now)
	if err := v.keepCrisis(p); err != nil {
		return err
	}
	if p.InUse(v.now) && opened(p, account) {
		if _, err := v.tx.Exec("UPDATE grants SET withdrawn_at = ? WHERE plan = ? AND account = ? AND circumstance = ? AND withdrawn_at = 0",
			database.At(v.now), string(v.plan), string(account), string(models.InCrisis)); err != nil {
			return err
		}
	}
	if err := v.dropKey(account); err != nil {
		return err
	}
	return Narrow(v.tx, v.plan)
}

func opened(p models.CrisisPlan, account models.ID) bool {
	for _, id := range p.Use.By {
		if id == account {
			return true
		}
	}
	return false
}

// AllowKey lets somebody start again whose start the person had closed.
func AllowKey(pen *Pen, account models.ID) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	if _, err := v.tx.Exec("UPDATE crisis_keys SET barred_at = 0 WHERE plan = ? AND account = ? AND taken_at = 0", string(v.plan), string(account)); err != nil {
		return err
	}
	return v.raise()
}

// dropStarts is for somebody who is no longer confirmed in the plan: what they had
// started and is not complete is gone.
func (v *visit) dropStarts(account models.ID) error {
	var n int
	if err := v.tx.One("SELECT count(*) FROM crisis_starts WHERE plan = ? AND account = ? AND stands = 1", []any{string(v.plan), string(account)}, &n); err != nil || n == 0 {
		return err
	}
	return v.changeCrisis(func(p *models.CrisisPlan, now time.Time) { p.Drop(account, now) })
}

// dropKey is for somebody whose tie has ended: as with grants, a new invitation
// brings no key back (RULES.md 22).
func (v *visit) dropKey(account models.ID) error {
	_, err := v.tx.Exec("UPDATE crisis_keys SET taken_at = ? WHERE plan = ? AND account = ? AND taken_at = 0", database.At(v.now), string(v.plan), string(account))
	return err
}

// KeyNotices is the plans in which an account was given a key and has not said that
// they read of it. Taking the key away does not take the notice away: that would tell.
func (g *Gate) KeyNotices(ctx context.Context, who models.Actor) ([]models.ID, error) {
	var out []models.ID
	err := g.db.View(ctx, func(tx *database.Tx) error {
		var err error
		out, err = idsIn[models.ID](tx, `SELECT k.plan FROM crisis_keys k JOIN relationships r ON r.plan = k.plan AND r.account = k.account
			WHERE k.account = ? AND k.read_at = 0 AND r.left_at = 0 AND r.confirmed_at > 0 ORDER BY k.given_at, k.plan`, string(who.Account))
		return err
	})
	return out, err
}

// KeyRead notes that somebody has read that they were given a key.
func KeyRead(pen *Pen) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	_, err = v.tx.Exec("UPDATE crisis_keys SET read_at = ? WHERE plan = ? AND account = ? AND read_at = 0", database.At(v.now), string(v.plan), string(v.who.Account))
	return err
}

package gate

import (
	"database/sql"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// crisis reads all that decides whether the plan's crisis plan is in use.
func (v *visit) crisis() (models.CrisisPlan, error) {
	p := models.CrisisPlan{Owner: v.facts.Owner}
	if err := v.tx.One("SELECT crisis_way, crisis_days FROM plans WHERE id = ?", []any{string(v.plan)}, &p.Way, &p.Days); err != nil {
		return p, err
	}
	var err error
	if p.Keys, err = v.crisisKeys(p.Way); err != nil {
		return p, err
	}
	if p.Starts, err = v.crisisStarts(); err != nil {
		return p, err
	}
	p.Use, err = v.lastUse()
	return p, err
}

func (v *visit) crisisStarts() ([]models.CrisisStart, error) {
	rows, err := v.tx.Query("SELECT account, at FROM crisis_starts WHERE plan = ? AND stands = 1 ORDER BY at, id", string(v.plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.CrisisStart
	for rows.Next() {
		var s models.CrisisStart
		var at database.Micros
		if err := rows.Scan(&s.Account, &at); err != nil {
			return nil, err
		}
		s.At = at.Time()
		out = append(out, s)
	}
	return out, rows.Err()
}

func (v *visit) lastUse() (models.CrisisUse, error) {
	var u models.CrisisUse
	var since, until database.Micros
	var by string
	err := v.tx.One("SELECT since_at, until_at, opened_by FROM crisis_uses WHERE plan = ? ORDER BY since_at DESC LIMIT 1", []any{string(v.plan)}, &since, &until, &by)
	if errors.Is(err, sql.ErrNoRows) {
		return u, nil
	}
	u.Since, u.Until, u.By = since.Time(), until.Time(), idsOf(by)
	return u, err
}

// keepCrisis writes what the rules have made of it. When the plan is in use may
// have changed, so that every decision is made anew.
func (v *visit) keepCrisis(p models.CrisisPlan) error {
	span := p.Span()
	if _, err := v.tx.Exec("UPDATE plans SET crisis_way = ?, crisis_days = ?, crisis_since = ?, crisis_until = ? WHERE id = ?",
		string(p.Way), p.Days, database.At(span.Since), database.At(span.Until), string(v.plan)); err != nil {
		return err
	}
	if err := v.keepStarts(p.Starts); err != nil {
		return err
	}
	for _, k := range p.Keys {
		if _, err := v.tx.Exec("UPDATE crisis_keys SET barred_at = ? WHERE plan = ? AND account = ? AND barred_at <> ?",
			database.At(k.BarredAt), string(v.plan), string(k.Account), database.At(k.BarredAt)); err != nil {
			return err
		}
	}
	if p.Use.Since.IsZero() {
		return v.crisisMoved(p)
	}
	if _, err := v.tx.Exec(`INSERT INTO crisis_uses (plan, since_at, until_at, opened_by, looked_at, told_until) VALUES (?,?,?,?,0,0)
		ON CONFLICT (plan, since_at) DO UPDATE SET until_at = excluded.until_at, opened_by = excluded.opened_by`,
		string(v.plan), database.At(p.Use.Since), database.At(p.Use.Until), joined(p.Use.By)); err != nil {
		return err
	}
	return v.crisisMoved(p)
}

// crisisMoved moves the epoch. What is not in use, or no longer, is a narrowing: a copy
// from before must not show what was shown then (RULES.md 8).
func (v *visit) crisisMoved(p models.CrisisPlan) error {
	if p.InUse(v.now) {
		return v.raise()
	}
	return Narrow(v.tx, v.plan)
}

func (v *visit) keepStarts(standing []models.CrisisStart) error {
	if _, err := v.tx.Exec("UPDATE crisis_starts SET stands = 0 WHERE plan = ? AND stands = 1", string(v.plan)); err != nil {
		return err
	}
	for _, s := range standing {
		if _, err := v.tx.Exec(`UPDATE crisis_starts SET stands = 1 WHERE id =
			(SELECT max(id) FROM crisis_starts WHERE plan = ? AND account = ? AND at = ?)`, // of several at one instant, one
			string(v.plan), string(s.Account), database.At(s.At)); err != nil {
			return err
		}
	}
	return nil
}

// noteCrisis puts what was done about the crisis plan on record, whoever did it: the
// person must be able to see why others saw (PRODUCT.md, "Crisis").
func (v *visit) noteCrisis(act models.Act) error {
	return v.noteOutcome(record{act: act, allowed: true})
}

func (v *visit) noteOutcome(r record) error {
	h, err := readHead(v.tx, v.plan)
	if err != nil {
		return err
	}
	r.at, r.account, r.how, r.sections = database.At(v.gate.now()), v.who.Account, v.how, string(models.CrisisMark)
	return v.gate.append(v.tx, v.plan, h, r)
}

// CrisisNow is, to the owner, how things stand with everything that time alone has
// done taken in.
func CrisisNow(l Leave) (models.CrisisPlan, error) {
	v, err := own(l)
	if err != nil {
		return models.CrisisPlan{}, err
	}
	p, err := v.crisis()
	if err == nil {
		p.Settle(v.now)
	}
	return p, err
}

// CrisisStirs reports, to the owner, whether there is anything to say about it on
// every page: a start that stands, or the plan in use. It is one small look.
func CrisisStirs(l Leave) (bool, error) {
	v, err := own(l)
	if err != nil || v.facts.Crisis.InUse(v.now) {
		return err == nil, err
	}
	var n int
	err = v.tx.One("SELECT count(*) FROM crisis_starts WHERE plan = ? AND stands = 1", []any{string(v.plan)}, &n)
	return n > 0, err
}

// CrisisInUse is, to somebody with a grant that holds now, whether the plan is in
// use; to anybody else there is no such thing (RULES.md 6).
func CrisisInUse(l Leave) (bool, error) {
	v, err := l.behind()
	if err != nil {
		return false, err
	}
	if !v.grant.Owner && len(v.grant.Sections) == 0 {
		return false, models.ErrNotFound
	}
	return v.facts.Crisis.InUse(v.now), nil
}

// changeCrisis runs one step of the rules and keeps what came of it.
func (v *visit) changeCrisis(step func(*models.CrisisPlan, time.Time)) error {
	p, err := v.crisis()
	if err != nil {
		return err
	}
	step(&p, v.now)
	return v.keepCrisis(p)
}

// CrisisTold reports whether somebody is told that there is a crisis plan: by a grant for
// a crisis in force, with which the person ticked it (PRODUCT.md, "Crisis").
func CrisisTold(l Leave) (bool, error) {
	v, err := l.behind()
	return err == nil && !v.grant.Owner && v.facts.CrisisTold(v.now), err
}

package gate

import (
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Found makes an account's plan, with a data key of its own, in the transaction
// that makes the account.
func (g *Gate) Found(tx *database.Tx, owner models.ID) (models.ID, error) {
	plan := models.NewID()
	_, wrapped, err := g.ring.NewPlanKey(string(plan))
	if err != nil {
		return "", err
	}
	_, err = tx.Exec(`INSERT INTO plans (id, owner, key, epoch, privacy, records, chain, crisis_since, crisis_until, created_at)
		VALUES (?,?,?,0,0,0,x'',0,0,?)`, string(plan), string(owner), wrapped, database.At(g.now()))
	return plan, err
}

// own is the visit when its holder owns the plan, else ErrNotFound: people,
// grants, versions and records are the owner's alone (RULES.md 3).
func own(l Leave) (*visit, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	if !v.grant.Owner {
		v.whole = true
		return nil, models.ErrNotFound
	}
	return v, nil
}

// OwnersAlone is nil for the plan's owner, else ErrNotFound. An error that is returned goes on
// record as a refusal about the plan as a whole: whoever is not to be accused of anything, because
// they have another face of the same address, is to be told apart by their Grant.
func OwnersAlone(l Leave) error {
	_, err := own(l)
	return err
}

// May asks the rule without doing anything; a refusal is noted for the record.
func May(l Leave, act models.Act, k models.Kept) error {
	v, err := l.behind()
	if err != nil {
		return err
	}
	if err := v.grant.May(act, k); err != nil {
		v.asked, v.act = append(v.asked, k.Head().Section), act
		return err
	}
	return nil
}

// SeesEntry reports whether the holder could see an entry now. It is not a look.
func SeesEntry(l Leave, entry models.ID) (bool, error) {
	v, err := l.behind()
	if err != nil {
		return false, err
	}
	return v.seesEntry(entry)
}

// GrantOf is, to the owner, what another account may do with the plan now.
func GrantOf(l Leave, account models.ID) (models.Grant, error) {
	v, err := own(l)
	if err != nil {
		return models.Grant{}, err
	}
	facts, _, err := readFacts(v.tx, nil, v.plan, account, v.instant)
	if err != nil {
		return models.Grant{}, err
	}
	return models.GrantFor(models.Actor{Account: account}, facts, v.now), nil
}

// NextPosition is the place behind a section's last entry.
func NextPosition(pen *Pen, section models.SectionKey) (int, error) {
	v, err := pen.behind()
	if err != nil {
		return 0, err
	}
	var last int
	err = v.tx.One("SELECT coalesce(max(position), 0) FROM entries WHERE plan = ? AND section = ? AND removed_at = 0",
		[]any{string(v.plan), string(section)}, &last)
	return last + 1, err
}

// Arrange gives a section's entries the places 1, 2, 3 … in the order of ids.
func Arrange(pen *Pen, ids []models.ID) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	for i, id := range ids {
		if _, err := v.tx.Exec("UPDATE entries SET position = ? WHERE id = ? AND plan = ? AND position <> ?", i+1, string(id), string(v.plan), i+1); err != nil {
			return err
		}
	}
	return nil
}

// Sent is when the holder sent their last suggestions, newest first: at most so
// many, those since an instant, whatever became of them.
func Sent(pen *Pen, since time.Time, most int) ([]time.Time, error) {
	v, err := pen.behind()
	if err != nil {
		return nil, err
	}
	rows, err := v.tx.Query("SELECT created_at FROM suggestions WHERE plan = ? AND author = ? AND created_at > ? ORDER BY created_at DESC LIMIT ?",
		string(v.plan), string(v.who.Account), database.At(since), most)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []time.Time
	for rows.Next() {
		var at database.Micros
		if err := rows.Scan(&at); err != nil {
			return nil, err
		}
		out = append(out, at.Time())
	}
	return out, rows.Err()
}

// Recorded says that these sections stand in the records of this stream already.
func (p *Pass) Recorded(sections ...models.SectionKey) {
	p.v.recorded = append(p.v.recorded, sections...)
}

// Works reports, to the owner, whether the service confirms an account in the
// role that it has in this plan.
func Works(l Leave, account models.ID) (bool, error) {
	v, err := own(l)
	if err != nil {
		return false, err
	}
	facts, _, err := readFacts(v.tx, nil, v.plan, account, v.instant)
	return facts.Confirmed, err
}

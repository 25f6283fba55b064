package gate

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// pressWords is the sealed part of a press.
type pressWords struct{ Note string }

func pressPlace(plan models.ID, press *models.CrisisPress) seal.Place {
	return seal.At(string(plan), "crisis_starts", string(press.ID), string(press.Account))
}

// PressCrisis is the holder's word that the crisis plan is needed. Anybody who may
// know of the plan can say it; what came of it is for the person alone. Link is a token for a
// mail to the person that lets them close it; empty when there is nothing to tell them by mail.
func PressCrisis(pen *Pen, note string) (step models.CrisisStep, link string, err error) {
	v, err := pen.behind()
	if err != nil {
		return "", "", err
	}
	if v.facts.Held && !v.grant.Owner {
		return models.CrisisNothing, "", v.pressedForNothing(note) // keys stand still too
	}
	p, err := v.crisis()
	if err != nil {
		return "", "", err
	}
	if step = p.Press(v.who.Account, v.now); step == models.CrisisNothing {
		return step, "", v.pressedForNothing(note)
	}
	if link, err = v.newLink(p, step); err != nil {
		return "", "", err
	}
	if err := v.keepPress(step, note); err != nil {
		return "", "", err
	}
	if err := v.keepCrisis(p); err != nil {
		return "", "", err
	}
	return step, link, v.noteCrisis(step.Act())
}

// mailedAgain is after what time a mail goes out for another start of the same
// person: whoever presses many times does not fill the person's box, and the link
// in the mail before still closes.
const mailedAgain = time.Hour

// newLink is a token that closes what this press has started.
func (v *visit) newLink(p models.CrisisPlan, step models.CrisisStep) (string, error) {
	var n int
	err := v.tx.One("SELECT count(*) FROM crisis_starts WHERE plan = ? AND account = ? AND step = ? AND at > ?",
		[]any{string(v.plan), string(v.who.Account), string(models.CrisisBegun), database.At(v.now.Add(-mailedAgain))}, &n)
	if err != nil || v.grant.Owner || step == models.CrisisBegun && n > 0 {
		return "", err
	}
	link := rand.Text() + rand.Text()
	_, err = v.tx.Exec("INSERT INTO crisis_links (hash, plan, expires_at) VALUES (?,?,?)",
		v.gate.ring.CodeHash(link), string(v.plan), database.At(latestEnd(p, v.now)))
	return link, err
}

// latestEnd is until when there may be something to close: no longer than it lasts.
func latestEnd(p models.CrisisPlan, now time.Time) time.Time {
	if end := p.Span().Until; end.After(now) {
		return end
	}
	return now.Add(models.JoinWithin)
}

func (v *visit) keepPress(step models.CrisisStep, note string) error {
	press := &models.CrisisPress{ID: models.NewID(), Account: v.who.Account}
	body, err := v.sealJSON(pressWords{Note: note}, pressPlace(v.plan, press))
	if err != nil {
		return err
	}
	_, err = v.tx.Exec("INSERT INTO crisis_starts (id, plan, account, at, stands, step, body) VALUES (?,?,?,?,0,?,?)",
		string(press.ID), string(v.plan), string(press.Account), database.At(v.now), string(step), body)
	return err
}

// pressedForNothing keeps the word of somebody whose word opens nothing: the last
// one of each day. The owner's own leaves no trace.
func (v *visit) pressedForNothing(note string) error {
	if v.grant.Owner {
		return nil
	}
	day := v.now.Truncate(24 * time.Hour)
	n, err := v.tx.Exec("DELETE FROM crisis_starts WHERE plan = ? AND account = ? AND at >= ? AND stands = 0 AND step = ?",
		string(v.plan), string(v.who.Account), database.At(day), string(models.CrisisNothing))
	if err != nil {
		return err
	}
	if err := v.keepPress(models.CrisisNothing, note); err != nil || n > 0 {
		return err
	}
	return v.noteOutcome(record{act: models.ActCrisisStart})
}

// Presses is the presses since an instant for the owner, newest first, with the
// words that came with them.
func Presses(l Leave, since time.Time) ([]models.CrisisPress, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	return v.presses(pressText+"WHERE plan = ? AND at >= ? ORDER BY at DESC, id DESC LIMIT 200", string(v.plan), database.At(since))
}

const pressText = "SELECT id, account, at, step, stands, body FROM crisis_starts "

func (v *visit) presses(text string, args ...any) ([]models.CrisisPress, error) {
	rows, err := v.tx.Query(text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.CrisisPress
	for rows.Next() {
		var p models.CrisisPress
		var at database.Micros
		var stands database.Number
		var body seal.Text
		if err := rows.Scan(&p.ID, &p.Account, &at, &p.Step, &stands, &body); err != nil {
			return nil, err
		}
		p.At, p.Stands = at.Time(), stands != 0
		var w pressWords
		if err := openJSON(v.key, body, pressPlace(v.plan, &p), &w); err != nil {
			return nil, err
		}
		p.Note = w.Note
		out = append(out, p)
	}
	return out, rows.Err()
}

// TakeBackCrisis takes back the holder's own start, where there is one that is not
// complete; it says whether there was.
func TakeBackCrisis(pen *Pen) (bool, error) {
	v, err := pen.behind()
	if err != nil {
		return false, err
	}
	p, err := v.crisis()
	if err != nil || !p.TakeBack(v.who.Account, v.now) {
		return false, err
	}
	if err := v.keepCrisis(p); err != nil {
		return false, err
	}
	return true, v.noteCrisis(models.ActCrisisBack)
}

// CloseCrisis is the person's word that it is not needed. It tells whose starts
// that has closed.
func CloseCrisis(pen *Pen) ([]models.ID, error) {
	v, err := own(pen)
	if err != nil {
		return nil, err
	}
	return v.closeCrisis()
}

func (v *visit) closeCrisis() ([]models.ID, error) {
	p, err := v.crisis()
	if err != nil {
		return nil, err
	}
	p.Settle(v.now)
	if len(p.Starts) == 0 && !p.InUse(v.now) {
		return nil, nil
	}
	barred := p.Close(v.now)
	if err := v.keepCrisis(p); err != nil {
		return nil, err
	}
	if _, err := v.tx.Exec("DELETE FROM crisis_links WHERE plan = ?", string(v.plan)); err != nil {
		return nil, err
	}
	return barred, v.noteCrisis(models.ActCrisisClose)
}

// CloseByLink closes with a mailed token, which can do nothing else and is used up:
// any other is ErrNotFound (RULES.md 7). It tells which plan that was.
func (g *Gate) CloseByLink(ctx context.Context, token string) (models.ID, error) {
	var plan models.ID
	err := g.db.Change(ctx, func(tx *database.Tx) error {
		var owner models.ID
		err := tx.One("SELECT l.plan, p.owner FROM crisis_links l JOIN plans p ON p.id = l.plan WHERE l.hash = ? AND l.expires_at > ?",
			[]any{g.ring.CodeHash(token), database.At(g.now())}, &plan, &owner)
		if errors.Is(err, sql.ErrNoRows) {
			return models.ErrNotFound
		}
		if err != nil {
			return err
		}
		v, err := g.inside(tx, models.Actor{Account: owner}, plan)
		if err != nil {
			return err
		}
		v.how = models.ByMail
		_, err = v.closeCrisis()
		return err
	})
	return plan, err
}

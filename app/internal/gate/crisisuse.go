package gate

import (
	"context"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// Ending is a crisis plan that will be closed by itself within two days.
type Ending struct {
	Plan    models.ID
	Owner   models.ID
	Openers []models.ID // of those who put it to use, whoever may see something now
}

// EndingCrises is those of which nobody was told yet; each is told once.
func (g *Gate) EndingCrises(ctx context.Context) ([]Ending, error) {
	var out []Ending
	err := g.db.Change(ctx, func(tx *database.Tx) error {
		out = nil
		plans, err := endingPlans(tx, g.now())
		if err != nil {
			return err
		}
		for _, plan := range plans {
			e, err := g.ending(tx, plan)
			if err != nil {
				return err
			}
			if e != nil {
				out = append(out, *e)
			}
		}
		return nil
	})
	return out, err
}

func endingPlans(tx *database.Tx, now time.Time) ([]models.ID, error) {
	return idsIn[models.ID](tx, "SELECT id FROM plans WHERE crisis_since > 0 AND crisis_since <= ? AND crisis_until > ? AND crisis_until <= ? ORDER BY id",
		database.At(now), database.At(now), database.At(now.Add(models.TellBefore)))
}

// ending is what is to be told of one plan, or nil where it was told.
func (g *Gate) ending(tx *database.Tx, plan models.ID) (*Ending, error) {
	v, err := g.inside(tx, models.Actor{}, plan)
	if err != nil {
		return nil, err
	}
	p, err := v.settledCrisis()
	if err != nil || !p.Ending(v.now) {
		return nil, err
	}
	n, err := tx.Exec("UPDATE crisis_uses SET told_until = until_at WHERE plan = ? AND since_at = ? AND told_until <> until_at",
		string(plan), database.At(p.Use.Since))
	if err != nil || n == 0 {
		return nil, err
	}
	e := &Ending{Plan: plan, Owner: v.facts.Owner}
	for _, id := range p.Use.By {
		facts, _, err := readFacts(tx, nil, plan, id, v.instant)
		if err != nil {
			return nil, err
		}
		if grant := models.GrantFor(models.Actor{Account: id}, facts, v.now); len(grant.Sections) > 0 {
			e.Openers = append(e.Openers, id)
		}
	}
	return e, nil
}

// lookBackFrom is how long after a crisis it is offered to look back on it.
const lookBackFrom = 3 * 24 * time.Hour

// OffersLookingBack reports, to the owner, whether the last use ended some days
// ago and was not looked back on.
func OffersLookingBack(l Leave) (bool, error) {
	v, err := own(l)
	if err != nil {
		return false, err
	}
	p, err := v.crisis()
	if err != nil {
		return false, err
	}
	p.Settle(v.now)
	if p.Use.Since.IsZero() || v.now.Before(p.Use.Until.Add(lookBackFrom)) {
		return false, nil
	}
	var n int
	err = v.tx.One("SELECT count(*) FROM crisis_uses WHERE plan = ? AND since_at = ? AND looked_at > 0", []any{string(v.plan), database.At(p.Use.Since)}, &n)
	return n == 0, err
}

// LookedBack notes that the owner has looked back on the last use, or would rather not.
func LookedBack(pen *Pen) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	p, err := v.settledCrisis()
	if err != nil {
		return err
	}
	_, err = v.tx.Exec("UPDATE crisis_uses SET looked_at = ? WHERE plan = ? AND since_at = ?", database.At(v.now), string(v.plan), database.At(p.Use.Since))
	return err
}

// settledCrisis keeps what the passing of time alone has made of it.
func (v *visit) settledCrisis() (models.CrisisPlan, error) {
	p, err := v.crisis()
	if err != nil {
		return p, err
	}
	waited := len(p.Starts)
	if p.Settle(v.now); len(p.Starts) == waited {
		return p, nil
	}
	return p, v.keepCrisis(p)
}

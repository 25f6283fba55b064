// Package gate is the only door to plan data. It decides who may touch which row,
// in the same snapshot that it reads from, and keeps the record that they did. It
// must never hand out a row that models.GrantFor did not allow, a database handle,
// or a key.
package gate

import (
	"context"
	"errors"
	"reflect"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// tries is how often a read begins again because rights changed under it.
const tries = 3

// errMoved says that rights changed between the snapshot and the record of it,
// so that the answer must be thrown away.
var errMoved = errors.New("gate: rights moved")

// Gate is the door.
type Gate struct {
	db    *database.DB
	ring  *seal.Keyring
	clock func() time.Time
	names NamesIn
}

// NamesIn gives accounts' names inside a transaction.
type NamesIn func(tx *database.Tx, ids []models.ID) (map[models.ID]string, error)

// New is a door to what the database keeps.
func New(db *database.DB, ring *seal.Keyring, clock func() time.Time, names NamesIn) *Gate {
	return &Gate{db: db, ring: ring, clock: clock, names: names}
}

// Read runs do on one snapshot of a plan with the rights that who has in it, and
// returns only once what was looked at is on record (owners leave none). do may run again: it assigns
// and never appends. A plan that who may not know of is ErrNotFound.
func (g *Gate) Read(ctx context.Context, who models.Actor, plan models.ID, how models.Via, do func(*Pass) error) error {
	for range tries {
		v, err := g.readOnce(ctx, who, plan, how, do)
		if err != nil {
			g.refuseLater(v, err)
			return err
		}
		if len(v.looked) == 0 {
			return nil
		}
		if err = g.db.Append(ctx, string(plan), v.settle); !errors.Is(err, errMoved) {
			return err
		}
	}
	return &models.Error{Kind: models.Unavailable, Key: "error.unavailable", Err: errMoved}
}

func (g *Gate) readOnce(ctx context.Context, who models.Actor, plan models.ID, how models.Via, do func(*Pass) error) (*visit, error) {
	v := &visit{gate: g, who: who, plan: plan, how: how}
	return v, g.db.View(ctx, func(tx *database.Tx) error { return v.stay(tx, do) })
}

// stay is a visit of somebody who reads.
func (v *visit) stay(tx *database.Tx, do func(*Pass) error) error {
	if err := v.enter(tx); err != nil {
		return err
	}
	defer v.die()
	return do(&Pass{v})
}

// Write runs do in the writer's turn and returns once all of it is on the disk,
// with its record. An error takes all of it back; what was seen and not allowed is
// recorded all the same, and a not-found is recorded later as it is for a read: waiting
// for the disk would tell what is hidden from what never was. There is no Write inside a Write.
func (g *Gate) Write(ctx context.Context, who models.Actor, plan models.ID, how models.Via, do func(*Pen) error) error {
	if who.As != "" {
		return models.ErrNotAllowed // a view of the plan changes nothing
	}
	v := &visit{gate: g, who: who, plan: plan, how: how, writes: true}
	turn := func(tx *database.Tx) error {
		if err := v.enter(tx); err != nil {
			return err
		}
		defer v.die()
		if err := do(&Pen{v}); err != nil {
			return err
		}
		return v.record(tx)
	}
	err := g.db.ChangePlan(ctx, string(plan), turn, func(tx *database.Tx, err error) error {
		if models.KindOf(err) == models.NotFound {
			return nil
		}
		return v.refused(tx, err)
	})
	if models.KindOf(err) == models.NotFound {
		g.refuseLater(v, err)
	}
	return err
}

func (g *Gate) now() time.Time { return g.clock().UTC() }

// instant is that of the decision.
func (v *visit) instant() time.Time { return v.now }

// visit is one stay behind the door: who, with which rights, on which
// transaction, and what they touched.
type visit struct {
	gate   *Gate
	who    models.Actor
	plan   models.ID
	how    models.Via
	now    time.Time
	tx     *database.Tx // nil: dead
	key    seal.Key
	facts  models.Facts
	grant  models.Grant
	row    planRow
	looked []models.SectionKey // what non-owners were shown or changed, in order
	asked  []models.SectionKey // what they named and did not get
	whole  bool                // they wanted what is the owner's alone, and no section of it
	found  models.SectionKey   // of the row that they found last
	writes bool
	act    models.Act

	recorded []models.SectionKey // on record already, see Recorded
	moment   *Moment             // that it shares with others; nil: none
	answers  answers
}

// enter reads the facts, decides and unwraps the plan's key.
func (v *visit) enter(tx *database.Tx) error {
	facts, plan, err := v.factsIn(tx)
	v.now = v.gate.now() // not before: a right may run out while a write waits for its turn
	if err != nil {
		return err
	}
	if v.who.As != "" && facts.Owner != v.who.Account {
		return models.ErrNotFound
	}
	v.facts, v.row = facts, plan
	v.grant = models.GrantFor(models.Actor{Account: v.eyes(), SignIn: v.who.SignIn}, facts, v.now)
	if !v.grant.Known {
		return models.ErrNotFound
	}
	v.tx, v.act = tx, models.ActSee
	v.key, err = v.gate.ring.PlanKey(string(v.plan), plan.key)
	return err
}

// eyes is the account whose rights count: the actor's own, or in a view "as they
// see it" that other's.
func (v *visit) eyes() models.ID {
	if v.who.As != "" {
		return v.who.As
	}
	return v.who.Account
}

func (v *visit) die() { v.tx, v.key = nil, seal.Key{} }

// settle runs in the writer's turn after a read: the record goes in unless rights
// moved since the snapshot in a way that changes the answer (RULES.md 16).
func (v *visit) settle(tx *database.Tx) error {
	head, err := readHead(tx, v.plan)
	if err != nil {
		return err
	}
	now := v.gate.now()
	ended := !v.grant.Until.IsZero() && !now.Before(v.grant.Until)
	if head.privacy != v.row.privacy {
		return errMoved
	}
	if head.epoch == v.row.epoch && !ended {
		return v.recordOn(tx, head)
	}
	facts, _, err := readFacts(tx, nil, v.plan, v.eyes(), v.gate.now)
	if err != nil {
		return err
	}
	if v.facts.Witnessing != nil {
		if facts.Witnessing, err = readWitnessing(tx, v.plan, v.eyes()); err != nil {
			return err
		}
	}
	if !v.sameFor(facts, now) {
		return errMoved
	}
	return v.recordOn(tx, head)
}

// sameFor reports whether these facts give the grant that the answer was made
// under: somebody else's rights may have moved the epoch.
func (v *visit) sameFor(facts models.Facts, now time.Time) bool {
	facts.Sessions, facts.Met = v.facts.Sessions, v.facts.Met // nobody is ever taken out of a session that they attended
	fresh, old := models.GrantFor(models.Actor{Account: v.eyes(), SignIn: v.who.SignIn}, facts, now), v.grant
	fresh.Until, old.Until = time.Time{}, time.Time{}
	return reflect.DeepEqual(fresh, old) && facts.Relationship.State == v.facts.Relationship.State
}

// Leave is a live Pass or Pen.
type Leave interface{ behind() (*visit, error) }

// Pass lets its holder read, Pen write too. Both are dead once the function that
// got them returns; a zero one never lived.
type Pass struct{ v *visit }

// Pen lets its holder write.
type Pen struct{ v *visit }

var errDead = errors.New("gate: a pass or pen used outside its visit")

func (p *Pass) behind() (*visit, error) { return p.v.living() }
func (p *Pen) behind() (*visit, error)  { return p.v.living() }

func (v *visit) living() (*visit, error) {
	if v == nil || v.tx == nil {
		return nil, errDead
	}
	return v, nil
}

// Grant is what the holder may do.
func (p *Pass) Grant() models.Grant { return p.v.grant }

// Grant is what the holder may do.
func (p *Pen) Grant() models.Grant { return p.v.grant }

// Facts is what the decision rests on.
func (p *Pass) Facts() models.Facts { return p.v.facts }

// Facts is what the decision rests on.
func (p *Pen) Facts() models.Facts { return p.v.facts }

// Now is the instant of the decision.
func (p *Pass) Now() time.Time { return p.v.now }

// Now is the instant of the decision.
func (p *Pen) Now() time.Time { return p.v.now }

package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Crisis is how putting the crisis plan to use stands, for its owner alone.
type Crisis struct {
	Plan    models.ID
	Owner   models.ID
	InUse   bool
	Since   time.Time
	Until   time.Time
	By      []Person // who put to use what is in use
	Ending  bool     // it ends soon and can be carried on
	Started []Started
	OpensAt time.Time // when a start that waits for time alone opens it, unless it is closed; zero: none does
	LastsTo time.Time // until when a second person can join the first; zero: nobody waits for one
	Way     models.CrisisWay
	Days    int
	Keys    []KeyHolder
	Pressed []Started // all that was pressed of late, newest first
}

// Started is somebody's start, with the words that they sent along.
type Started struct {
	Person
	At   time.Time
	Step models.CrisisStep
	Note string
}

// KeyHolder is somebody with a key, and why it does not count where it does not.
type KeyHolder struct {
	Person
	Called  string
	Barred  bool      // the person closed what they had started
	From    time.Time // when the key begins to count; zero: it does already
	Proved  bool      // their address was checked
	Alike   []string  // names of those who signed in with the same browser
	Resting bool      // paused, or not confirmed any more
}

// pressedLately is how far back the owner is shown who pressed what.
const pressedLately = 30 * 24 * time.Hour

// Crisis is how it stands, to the owner; for anybody else there is no such thing, which is
// no refusal: at the same address they say that something is wrong.
func (a *App) Crisis(ctx context.Context, who models.Actor, plan models.ID) (*Crisis, error) {
	var out *Crisis
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if !p.Grant().Owner {
			return models.ErrNotFound
		}
		var err error
		if out, err = crisisOf(p, p.Now()); err == nil {
			out.Plan = plan
		}
		return err
	})
	return out, err
}

// CrisisStirs is Crisis where there is something to say of it on every page, else nil.
func (a *App) CrisisStirs(ctx context.Context, who models.Actor, plan models.ID) (*Crisis, error) {
	var out *Crisis
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		out = nil
		stirs, err := gate.CrisisStirs(p)
		if err != nil || !stirs {
			return err
		}
		out, err = crisisOf(p, p.Now())
		return err
	})
	return out, err
}

func crisisOf(l gate.Leave, now time.Time) (*Crisis, error) {
	p, err := gate.CrisisNow(l)
	if err != nil {
		return nil, err
	}
	people, err := gate.People(l)
	if err != nil {
		return nil, err
	}
	names, err := gate.Names(l, p.Owner)
	if err != nil {
		return nil, err
	}
	for _, r := range people {
		names[r.Account] = r.Name
	}
	presses, err := gate.Presses(l, now.Add(-pressedLately))
	if err != nil {
		return nil, err
	}
	out := &Crisis{Owner: p.Owner, Way: p.Way, Days: p.Days, InUse: p.InUse(now), OpensAt: p.Due(), Ending: p.Ending(now)}
	out.spans(p, names)
	out.pressed(p, presses, names)
	out.holders(p, people, names, now)
	return out, nil
}

func (c *Crisis) spans(p models.CrisisPlan, names map[models.ID]string) {
	if c.InUse {
		c.Since, c.Until = p.Use.Since, p.Use.Until
		for _, id := range p.Use.By {
			c.By = append(c.By, Person{ID: id, Name: names[id]})
		}
	}
	if p.Way == models.TwoTogether && len(p.Starts) > 0 {
		c.LastsTo = p.Starts[len(p.Starts)-1].At.Add(models.JoinWithin)
	}
}

// pressed fills in who pressed, and of those whose start waits which it was.
func (c *Crisis) pressed(p models.CrisisPlan, presses []models.CrisisPress, names map[models.ID]string) {
	for _, x := range presses {
		one := Started{Person: Person{ID: x.Account, Name: names[x.Account]}, At: x.At, Step: x.Step, Note: x.Note}
		c.Pressed = append(c.Pressed, one)
		if x.Stands && slices.Contains(p.Starts, models.CrisisStart{Account: x.Account, At: x.At}) {
			c.Started = append(c.Started, one)
		}
	}
	slices.Reverse(c.Started)
}

func (c *Crisis) holders(p models.CrisisPlan, people []models.Relationship, names map[models.ID]string, now time.Time) {
	for _, k := range p.Keys {
		h := KeyHolder{Person: Person{ID: k.Account, Name: names[k.Account]}, Barred: !k.BarredAt.IsZero(), Proved: k.Proved}
		if i := slices.IndexFunc(people, func(r models.Relationship) bool { return r.Account == k.Account }); i >= 0 {
			h.Called = people[i].Called
		}
		h.Resting = k.Tie.State != models.Confirmed || !k.Tie.Known()
		if from := k.Tie.ConfirmedAt.Add(models.KeyAfter); from.After(now) {
			h.From = from
		}
		for _, o := range p.Keys {
			if o.Account != k.Account && k.SameBrowser(o) {
				h.Alike = append(h.Alike, names[o.Account])
			}
		}
		c.Keys = append(c.Keys, h)
	}
}

// CrisisInUse is, to the owner and to somebody with a grant that holds now, whether
// the plan is in use. For everybody else there is no such thing (RULES.md 6).
func (a *App) CrisisInUse(ctx context.Context, who models.Actor, plan models.ID) (bool, error) {
	var in bool
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) (err error) {
		in, err = gate.CrisisInUse(p)
		return err
	})
	return in, err
}

// CrisisTold reports whether who is told that there is a crisis plan, in use or not,
// because the person ticked it when they shared something for a crisis.
func (a *App) CrisisTold(ctx context.Context, who models.Actor, plan models.ID) (bool, error) {
	var told bool
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) (err error) {
		told, err = gate.CrisisTold(p)
		return err
	})
	return told, err
}

// SomethingIsWrong is somebody's word that the crisis plan is needed: the person's
// own, or that of anybody who was confirmed in it. What came of it is told to the person
// alone, so that nobody learns by pressing whether they hold a key (RULES.md 6).
func (a *App) SomethingIsWrong(ctx context.Context, who models.Actor, plan models.ID, note string) error {
	var step models.CrisisStep
	var link string
	var owner models.ID
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		if err := checkText("note", note, models.MaxLine); err != nil {
			return err
		}
		owner = pen.Facts().Owner
		var err error
		step, link, err = gate.PressCrisis(pen, strings.TrimSpace(note))
		return err
	})
	if err != nil {
		return err
	}
	if step != models.CrisisNothing {
		a.tellCrisis(plan)
	}
	if link != "" {
		a.mailCrisis(owner, step, link)
	}
	return nil
}

// TakeBackStart takes back the actor's own start, if there is one; the answer is the
// same where there is none.
func (a *App) TakeBackStart(ctx context.Context, who models.Actor, plan models.ID) error {
	var was bool
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) (err error) {
		was, err = gate.TakeBackCrisis(pen)
		return err
	})
	if err == nil && was {
		a.tellCrisis(plan)
	}
	return err
}

// CloseCrisis is the person's word that it is not needed, or no longer. It never asks for
// anything. It tells whose starts that has closed.
func (a *App) CloseCrisis(ctx context.Context, who models.Actor, plan models.ID) ([]models.ID, error) {
	var barred []models.ID
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) (err error) {
		if !pen.Grant().Owner {
			return models.ErrNotFound // no refusal: at the same address they take back what they said
		}
		barred, err = gate.CloseCrisis(pen)
		return err
	})
	if err == nil {
		a.tellCrisis(plan)
	}
	return barred, err
}

// CloseByLink is CloseCrisis by the link that was mailed, which can do nothing else.
func (a *App) CloseByLink(ctx context.Context, token string) error {
	plan, err := a.gate.CloseByLink(ctx, token)
	if err == nil {
		a.tellCrisis(plan)
	}
	return err
}

package handlers_test

import (
	"context"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// cast is a world in which everybody who could ask stands ready: each role in
// each state of relationship and grant.
type cast struct {
	*server
	Others     []actor
	Entry      models.ID // in warnings
	Suggestion models.ID // sent by the practitioner who may suggest
	Sender     models.ID // who sent it
	Invitation *app.Invited
	Grant      models.ID
	Carer      apptest.Who // who may see warnings
	Session    models.ID   // of the owner and the one who attends; it runs
	Item       models.ID   // on its agenda
	Advance    models.ID   // the entry of which the statement was made
	Statement  models.ID   // signed, and waits for nobody
	Signed     app.Statement
}

// actor is somebody and what they are in Ailsa's plan.
type actor struct {
	apptest.Who
	standing standing
}

// standing is what an actor may do in the section warnings just now.
type standing int

const (
	nobody   standing = iota // not signed in
	stranger                 // signed in, never confirmed in the plan
	leading                  // a stranger who leads the service
	knows                    // confirmed once, and sees nothing now
	sees
	suggests
	attends // sees, suggests, and works together in the session that runs
	owns
)

func newCast(t testing.TB) *cast {
	t.Helper()
	c := &cast{server: newServer(t)}
	c.Entry = c.Write("warnings", "I wake before four.").ID
	for _, role := range []models.Role{models.Practitioner, models.Peer, models.Carer, models.Advocate} {
		c.inEveryState(role)
	}
	c.Clock.Forward(2 * soon) // what was to end soon has
	sender := c.Others[0]
	for _, o := range c.Others {
		if o.standing == suggests {
			sender = o
		}
		if o.standing == sees {
			c.Carer = o.Who
		}
	}
	s, err := c.App.Suggest(context.Background(), sender.Actor, app.Suggest{Plan: c.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "x"}}})
	c.Must(err)
	c.Suggestion, c.Sender = s.ID, sender.Account
	given, err := c.App.Consents(context.Background(), c.Ailsa.Actor, c.Ailsa.Plan)
	c.Must(err)
	c.Grant = given[0].ID
	c.Invitation, err = c.App.Invite(context.Background(), c.Ailsa.Actor, app.Invite{Plan: c.Ailsa.Plan, Role: models.Carer, Called: "x"})
	c.Must(err)
	c.meet()
	c.sign()
	c.Others = append(c.Others, actor{c.Ailsa, owns}, actor{c.Stranger, stranger}, actor{c.Leona, leading}, actor{apptest.Who{Name: "nobody"}, nobody})
	return c
}

// meet lets a practitioner with whom warnings are worked on together come into a
// session with the owner.
func (c *cast) meet() {
	ctx, plan := context.Background(), c.Ailsa.Plan
	who := c.worker("practitioner_attends", models.Practitioner)
	c.Tie(who, models.Practitioner)
	c.Share(who, models.RightWork, "warnings")
	s, err := c.App.OpenSession(ctx, c.Ailsa.Actor, app.OpenSession{Plan: plan, With: who.Account})
	c.Must(err)
	_, err = c.App.JoinSession(ctx, who.Actor, plan, s.ID)
	c.Must(err)
	item, err := c.App.AddToAgenda(ctx, who.Actor, app.AddToAgenda{Plan: plan, Session: s.ID, Text: "Sleep"})
	c.Must(err)
	c.Session, c.Item = s.ID, item.ID
	c.Others = append(c.Others, actor{who, attends})
}

// soon is when a consent ends that has run out once the cast is ready.
const soon = time.Minute

// inEveryState makes an account of one role for each state of its relationship
// and of what it was given in warnings.
func (c *cast) inEveryState(role models.Role) {
	ctx, plan := context.Background(), c.Ailsa.Plan
	now := c.Clock.Now()
	give := func(who apptest.Who, o models.Offer) []models.Consent {
		o.Sections = []models.SectionKey{"warnings"}
		given, err := c.App.Share(ctx, c.Ailsa.Actor, app.Share{Plan: plan, Account: who.Account, Offer: o})
		c.Must(err)
		return given
	}
	always := models.Offer{Right: models.RightSee, When: models.Always}
	states := []struct {
		name string
		is   standing
		make func(apptest.Who)
	}{
		{"sees", sees, func(w apptest.Who) { give(w, always) }},
		{"suggests", suggests, func(w apptest.Who) { give(w, models.Offer{Right: models.RightSuggest, When: models.Always}) }},
		{"nothing", knows, func(apptest.Who) {}},
		{"together", knows, func(w apptest.Who) { give(w, models.Offer{Right: models.RightSee, When: models.Together}) }},
		{"crisis", knows, func(w apptest.Who) { give(w, models.Offer{Right: models.RightSee, When: models.InCrisis}) }},
		{"later", knows, func(w apptest.Who) { o := always; o.From = now.Add(time.Hour); give(w, o) }},
		{"expired", knows, func(w apptest.Who) { o := always; o.Until = now.Add(soon); give(w, o) }},
		{"withdrawn", knows, func(w apptest.Who) { c.Must(c.App.Withdraw(ctx, c.Ailsa.Actor, plan, give(w, always)[0].ID)) }},
		{"paused", knows, func(w apptest.Who) { give(w, always); c.Must(c.App.PausePerson(ctx, c.Ailsa.Actor, plan, w.Account)) }},
		{"left", stranger, func(w apptest.Who) { give(w, always); c.Must(c.App.LeavePlan(ctx, w.Actor, plan)) }},
		{"ended", knows, func(w apptest.Who) { give(w, always); c.Must(c.App.EndPerson(ctx, c.Ailsa.Actor, plan, w.Account)) }},
	}
	for _, s := range states {
		who := c.worker(string(role)+"_"+s.name, role)
		c.Tie(who, role)
		s.make(who)
		c.Others = append(c.Others, actor{who, s.is})
	}
	if role.Works() {
		unknown := c.Person(string(role)+"_unknown", app.NewAccount{}) // whom the service has not confirmed
		c.Tie(unknown, role)
		give(unknown, models.Offer{Right: models.RightSuggest, When: models.Always})
		c.Others = append(c.Others, actor{unknown, suggests})
		who := c.worker(string(role)+"_works", role)
		c.Tie(who, role)
		give(who, models.Offer{Right: models.RightWork, When: models.Always})
		c.Others = append(c.Others, actor{who, suggests}) // outside a session it is suggest
	}
	who := c.worker(string(role)+"_accepted", role)
	c.Accept(who, role, models.Offer{Sections: []models.SectionKey{"warnings"}, Right: models.RightSee, When: models.Always})
	c.Others = append(c.Others, actor{who, stranger})
}

func (c *cast) worker(name string, role models.Role) apptest.Who {
	in := app.NewAccount{}
	if role.Works() {
		in.Works = role
	}
	return c.Person(name, in)
}

// copied is the same cast in a world of its own.
func (c *cast) copied(t testing.TB) *cast {
	out := *c
	out.server = serverOf(c.World.Copy(t))
	return &out
}

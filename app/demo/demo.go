// Package demo makes a fictional world to look around in: Ailsa with a full plan
// that has a history, and the people around her. Nobody in it is real. It is made only through
// the operations that people use, with the clock turned back; it writes no row itself.
package demo

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"sync/atomic"
	"time"

	"handrail/app"
	"handrail/models"
)

// Password opens every account of the demo.
const Password = "look around here"

// Person is somebody who can sign in to the demo.
type Person struct {
	Name, Email, Is string
}

// People are those in the demo, Ailsa first.
var People = []Person{
	{"Ailsa Rae", "ailsa@example.org", "keeps a plan"},
	{"Morag Sinclair", "morag@example.org", "her nurse, a practitioner that the service has confirmed"},
	{"Jamie Rae", "jamie@example.org", "her brother, a carer"},
	{"Pete Okafor", "pete@example.org", "a peer worker that the service has confirmed"},
	{"Leona Grant", "leona@example.org", "leads the service, sees no plan"},
	{"Nora Bell", "nora@example.org", "a nurse who waits for the lead to confirm her"},
}

// Clock is the machine's clock turned back by an amount that shrinks to nothing
// while the world is made.
type Clock struct{ back atomic.Int64 }

// Now is the demo's time.
func (c *Clock) Now() time.Time { return time.Now().Add(-time.Duration(c.back.Load())) }

// ago turns the clock back to some days and hours before the machine's now.
func (c *Clock) ago(days, hours int) {
	c.back.Store(int64(time.Duration(days*24+hours) * time.Hour))
}

//go:embed plan.json
var planText []byte

type written struct {
	Section models.SectionKey `json:"section"`
	Fields  models.Fields     `json:"fields"`
}

// world is the demo while it is being made.
type world struct {
	ctx    context.Context
	app    *app.App
	clock  *Clock
	actors map[string]models.Actor // by first name
	plan   models.ID
	made   map[models.SectionKey][]app.Entry
	err    error
}

// Fill makes the world in an App whose data folder is empty and whose clock is
// this one.
func Fill(ctx context.Context, a *app.App, clock *Clock) error {
	w := &world{ctx: ctx, app: a, clock: clock, actors: make(map[string]models.Actor), made: make(map[models.SectionKey][]app.Entry)}
	for _, step := range []func(){w.accounts, w.write, w.change, w.invite, w.share, w.suggest, w.look, w.today} {
		if w.err == nil {
			step()
		}
	}
	clock.ago(0, 0)
	return w.err
}

// try keeps the first error.
func (w *world) try(err error) {
	if w.err == nil && err != nil {
		w.err = fmt.Errorf("demo: %w", err)
	}
}

func (w *world) accounts() {
	w.clock.ago(60, 0)
	works := map[string]models.Role{"morag@example.org": models.Practitioner, "pete@example.org": models.Peer}
	for _, p := range People {
		made, _, err := w.app.AddAccount(w.ctx, app.NewAccount{
			Name: p.Name, Email: p.Email, Password: Password, Lead: p.Email == "leona@example.org", Works: works[p.Email]})
		w.try(err)
		who := models.Actor{Account: made.ID, Via: models.ByPage}
		w.actors[p.Email[:len(p.Email)-len("@example.org")]] = who
		if w.plan == "" {
			w.plan = made.Plan
		}
	}
	w.try(w.app.AskToWork(w.ctx, w.actors["nora"], models.Practitioner))
}

// as is somebody who has just given their password.
func (w *world) as(name string) models.Actor {
	who := w.actors[name]
	who.Proved = w.clock.Now()
	return who
}

// write puts the whole plan in, over some weeks.
func (w *world) write() {
	var all []written
	w.try(json.Unmarshal(planText, &all))
	for i, e := range all {
		w.clock.ago(45-i*25/max(1, len(all)), 12-i%9)
		made, err := w.app.AddEntry(w.ctx, w.as("ailsa"), app.AddEntry{Plan: w.plan, Section: e.Section, Fields: e.Fields})
		if w.try(err); w.err != nil {
			return
		}
		w.made[e.Section] = append(w.made[e.Section], *made)
	}
	w.clock.ago(18, 3)
	own, err := w.app.AddSection(w.ctx, w.as("ailsa"), app.AddSection{Plan: w.plan, Title: "Things Print has taught me", Help: "From a cat."})
	if w.try(err); w.err != nil {
		return
	}
	for _, words := range []string{"Sleep where the sun is.", "If it is a bad lap, get off it."} {
		_, err := w.app.AddEntry(w.ctx, w.as("ailsa"), app.AddEntry{Plan: w.plan, Section: own.Key, Fields: models.Fields{{Key: "words", Text: words}}})
		w.try(err)
	}
}

// change gives some entries a past, takes one out and keeps one back.
func (w *world) change() {
	w.clock.ago(16, 2)
	w.edit("warnings", 0, "do", "Radio on low, no phone. If it's four nights, ring Morag.")
	w.clock.ago(14, 5)
	w.edit("warnings", 0, "do", "Radio on low, no phone. If it's three nights, ring Morag.")
	w.clock.ago(13, 1)
	w.edit("goals", 0, "mark", "5")
	w.clock.ago(6, 1)
	w.edit("goals", 0, "mark", "6")
	w.try(w.app.RemoveEntry(w.ctx, w.as("ailsa"), w.plan, w.made["toolbox"][5].ID))
	onlyMe := true
	_, err := w.app.SetPlace(w.ctx, w.as("ailsa"), w.plan, w.made["triggers"][2].ID, app.Place{OnlyMe: &onlyMe})
	w.try(err)
}

func (w *world) edit(section models.SectionKey, n int, field, words string) {
	e := &w.made[section][n]
	done, err := w.app.EditEntry(w.ctx, w.as("ailsa"), app.EditEntry{Plan: w.plan, Entry: e.ID, Version: e.Version, Fields: e.Fields.With(field, words)})
	if w.try(err); err == nil {
		*e = done.Entry
	}
}

// invite brings the others in.
func (w *world) invite() {
	w.clock.ago(12, 4)
	for _, p := range []struct {
		name   string
		role   models.Role
		called string
	}{{"morag", models.Practitioner, "my nurse"}, {"jamie", models.Carer, "my brother"}, {"pete", models.Peer, "from the Tuesday group"}} {
		in, err := w.app.Invite(w.ctx, w.as("ailsa"), app.Invite{Plan: w.plan, Role: p.role, Called: p.called})
		if w.try(err); w.err != nil {
			return
		}
		_, err = w.app.AcceptInvitation(w.ctx, w.as(p.name), in.Code)
		w.try(err)
		w.try(w.app.ConfirmPerson(w.ctx, w.as("ailsa"), w.plan, w.actors[p.name].Account))
	}
}

// share gives each of them something, in each way that there is.
func (w *world) share() {
	w.clock.ago(12, 3)
	w.give("morag", models.RightSuggest, models.Always, "So that we can get ahead of it.", "warnings", "breaking-down", "triggers", "strengths", "crisis-well", "crisis-signs", "crisis-medication", "crisis-treatments")
	w.give("morag", models.RightWork, models.Always, "", "goals")
	w.give("morag", models.RightSee, models.Together, "", "hopes")
	w.give("jamie", models.RightSuggest, models.Always, "He sees it before I do.", "warnings")
	w.give("jamie", models.RightSee, models.Always, "", "daily", "strengths", "crisis-help")
	w.give("jamie", models.RightSee, models.InCrisis, "", "crisis-supporters", "crisis-places", "crisis-end", "personal-statement")
	w.give("pete", models.RightSuggest, models.Always, "", "hopes", "connections")
	w.clock.ago(11, 0)
	w.give("morag", models.RightSee, models.Always, "", "notes")
	w.clock.ago(10, 0)
	w.try(w.app.WithdrawFrom(w.ctx, w.as("ailsa"), w.plan, w.actors["morag"].Account, "notes"))
	hidden := []models.ID{w.actors["jamie"].Account}
	_, err := w.app.SetPlace(w.ctx, w.as("ailsa"), w.plan, w.made["warnings"][3].ID, app.Place{HiddenFrom: &hidden})
	w.try(err)
}

func (w *world) give(name string, right models.Right, when models.Circumstance, purpose string, sections ...models.SectionKey) {
	_, err := w.app.Share(w.ctx, w.as("ailsa"), app.Share{Plan: w.plan, Account: w.actors[name].Account,
		Offer: models.Offer{Sections: sections, Right: right, When: when, Purpose: purpose}})
	w.try(err)
}

// suggest sends some, and answers some.
func (w *world) suggest() {
	w.clock.ago(9, 2)
	no := w.propose("morag", app.Suggest{Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "I do not return calls."}}})
	yes := w.propose("morag", app.Suggest{Section: "goals", Entry: w.made["goals"][1].ID, Note: "You said five was still too many.",
		Fields: w.made["goals"][1].Fields.With("goal", "Eat at the table, not standing up, three evenings a week.")})
	w.clock.ago(8, 20)
	if no != nil && yes != nil {
		w.try(w.app.Decline(w.ctx, w.as("ailsa"), w.plan, no.ID))
		_, err := w.app.Accept(w.ctx, w.as("ailsa"), app.Accept{Plan: w.plan, Suggestion: yes.ID})
		w.try(err)
	}
	w.clock.ago(2, 4)
	w.propose("morag", app.Suggest{Section: "warnings", Note: "From what you told me on Thursday.",
		Fields: models.Fields{{Key: "sign", Text: "I start cancelling plans two days running."}, {Key: "do", Text: "Keep one of them. The shorter one."}}})
	w.clock.ago(1, 6)
	w.propose("jamie", app.Suggest{Section: "warnings", Note: "Only if you want it in there.",
		Fields: models.Fields{{Key: "sign", Text: "You stop sending me pictures of the cat."}}})
	w.propose("pete", app.Suggest{Section: "connections", Fields: models.Fields{{Key: "who", Text: "The Wednesday bread group at the hall."}, {Key: "next", Text: "I go at ten. I could knock for you."}}})
}

func (w *world) propose(name string, s app.Suggest) *app.Suggestion {
	s.Plan = w.plan
	out, err := w.app.Suggest(w.ctx, w.as(name), s)
	w.try(err)
	return out
}

// look lets the others read, over the days since, and once where they may not.
func (w *world) look() {
	for day := 11; day > 0; day-- {
		w.clock.ago(day, day%7)
		_, err := w.app.ReadSection(w.ctx, w.as("morag"), w.plan, "warnings")
		w.try(err)
		if day%2 == 0 {
			_, err = w.app.ReadPlan(w.ctx, w.as("jamie"), w.plan)
			w.try(err)
		}
		if day%5 == 0 {
			_, err = w.app.ReadSection(w.ctx, w.as("pete"), w.plan, "connections")
			w.try(err)
		}
	}
	w.clock.ago(3, 1)
	if _, err := w.app.ReadSection(w.ctx, w.as("morag"), w.plan, "notes"); models.KindOf(err) != models.NotFound {
		w.try(err)
	}
}

// today leaves something half written, as people do.
func (w *world) today() {
	w.clock.ago(0, 2)
	w.try(w.app.SaveDraft(w.ctx, w.as("ailsa"), app.SaveDraft{Plan: w.plan, Section: "notes",
		Fields: models.Fields{{Key: "note", Text: "The light on the landing is mended. Jamie stood on the chair and sang, and"}}}))
}

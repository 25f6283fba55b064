package app

import (
	"context"
	"slices"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// UndoWords takes out of the plan what somebody who was with the owner put into it in a
// session: their last words in one entry, or (no Entry) all of the session's.
type UndoWords struct {
	Plan    models.ID
	Session models.ID
	Entry   models.ID
	Reach   models.Reach
	Whose   models.ID // empty: of the one whom the owner met
}

// UndoWords is the owner's. Everybody else's words stay, and the history keeps all. All
// of a session's are words and choices in entries, entries taken out, and the marks and
// steps of goals. The answer is the entries as they are now; one of which nothing is left
// was removed.
func (a *App) UndoWords(ctx context.Context, who models.Actor, in UndoWords) ([]Entry, error) {
	var out []Entry
	var u undoing
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		out = nil
		var err error
		if u, err = undoingIn(pen, in); err != nil {
			return err
		}
		if err := u.undo(in.Entry); err != nil {
			return err
		}
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts())
		for _, e := range u.changed {
			out = append(out, l.entry(e))
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	for _, e := range u.changed {
		a.tell(e)
	}
	return out, nil
}

// undoing is one press: whose, of which time, and the entries that it touched.
type undoing struct {
	pen     *gate.Pen
	session models.ID
	who     models.ID
	spell   models.Spell
	reach   models.Reach
	changed []*models.Entry
}

// undoingIn is a press in a session, once it may be done.
func undoingIn(pen *gate.Pen, in UndoWords) (undoing, error) {
	s, err := gate.FindSession(pen, in.Session)
	if err != nil {
		return undoing{}, err
	}
	if !pen.Grant().Owner {
		return undoing{}, models.ErrNotAllowed
	}
	if in.Reach != models.LastWords && in.Reach != models.AllTheirs {
		return undoing{}, models.Wrong("reach", "field.not_an_option")
	}
	if in.Whose == "" {
		in.Whose = s.With
	}
	if in.Whose == s.Owner || s.Of(in.Whose).Account == "" {
		return undoing{}, models.Wrong("account", "session.nobody")
	}
	return undoing{pen: pen, session: s.ID, who: in.Whose, spell: s.Spell(pen.Now()), reach: in.Reach}, nil
}

// undo works on one entry, or on the whole plan.
func (u *undoing) undo(entry models.ID) error {
	if entry != "" {
		e, err := gate.Find[models.Entry](u.pen, entry)
		if err != nil {
			return err
		}
		return u.words(e)
	}
	steps := []func() error{u.entries}
	if u.reach == models.AllTheirs {
		steps = []func() error{u.bringBack, u.entries, u.marks, u.steps, u.views}
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// touched notes an entry that changed, once.
func (u *undoing) touched(e *models.Entry) {
	u.changed = slices.DeleteFunc(u.changed, func(o *models.Entry) bool { return o.ID == e.ID })
	u.changed = append(u.changed, e)
}

// bringBack puts back the entries that the other took out.
func (u *undoing) bringBack() error {
	gone, err := gate.RemovedBy(u.pen, u.who, u.spell)
	if err != nil {
		return err
	}
	for i := range gone {
		e, err := gate.BringBack[models.Entry](u.pen, gone[i].ID)
		if err != nil {
			return err
		}
		if err := keepAway(u.pen, e); err != nil {
			return err
		}
		if err := bringBackSection(u.pen, e.Section); err != nil {
			return err
		}
		u.touched(e)
	}
	return nil
}

// entries takes the other's words out of all that changed since the session began.
func (u *undoing) entries() error {
	all, err := gate.List[models.Entry](u.pen)
	if err != nil {
		return err
	}
	for i := range all {
		if all[i].UpdatedAt.Before(u.spell.From) {
			continue
		}
		if err := u.words(&all[i]); err != nil {
			return err
		}
	}
	return nil
}

// words takes the other's words out of one entry. What cannot be without a text that
// only they wrote goes out of the plan, unless words of the person's stand in it too.
func (u *undoing) words(e *models.Entry) error {
	past, err := gate.History(u.pen, e.ID, Part{})
	if err != nil {
		return err
	}
	slices.Reverse(past)
	history := append(past, models.Version{Record: e.Record, Fields: e.Fields})
	section, _ := models.SectionOf(e.Section)
	fields := models.Undo(section, history, u.who, u.since(history), u.reach)
	if fields.Equal(e.Fields) {
		return nil
	}
	if len(fields) > 0 {
		fields = section.Needed(fields, e.Fields)
	}
	if fields.Equal(e.Fields) {
		return nil
	}
	u.touched(e)
	if len(fields) == 0 || section.Check(fields) != nil {
		if err := gate.Remove[models.Entry](u.pen, e.ID, 0); err != nil {
			return err
		}
		e.RemovedAt = u.pen.Now()
		return nil
	}
	e.Fields, e.Author, e.How = fields, "", models.InSession
	if u.reach == models.AllTheirs {
		e.How = models.TookOutOf(u.session, u.who)
	}
	return gate.Save(u.pen, e)
}

// since is the part of the session after all of theirs was last taken out of an entry:
// taken out twice, letters beside their words would go too.
func (u *undoing) since(history []models.Version) models.Spell {
	out := u.spell
	for _, v := range history {
		if v.How == models.TookOutOf(u.session, u.who) {
			out.From = v.UpdatedAt.Add(time.Microsecond)
		}
	}
	return out
}

// inCompany says that the owner's words were written in a session that runs with
// somebody else in it, and that they are doing something there.
func inCompany(pen *gate.Pen, session models.ID, e *models.Entry) error {
	if session == "" || !pen.Grant().Owner {
		return nil
	}
	s, err := gate.FindSession(pen, session)
	if err != nil {
		return err
	}
	now, me := pen.Now(), s.Of(s.Owner)
	if s.State(now) != models.SessionRunning && !s.Beside(now) {
		return nil
	}
	if e.How = models.InSessionWith(s.With); now.Sub(me.ActedAt) < actedEvery {
		return nil
	}
	return gate.Here(pen, s, latest(me.HereUntil, now.Add(models.HereFor)), now)
}

// actedEvery is how often writing counts anew as doing something.
const actedEvery = 10 * time.Second

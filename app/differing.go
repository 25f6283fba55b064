package app

import (
	"context"
	"slices"

	"handrail/app/internal/gate"
	"handrail/models"
)

// SeeDifferently is how somebody who is together with the owner in a session sees what an
// entry says, in the section's fields. The owner writes how they see it into the entry itself.
type SeeDifferently struct {
	Plan    models.ID
	Session models.ID
	Entry   models.ID
	Version int
	Fields  models.Fields
	Once    models.Once
}

// SeeDifferently puts their words beside the entry, which stays as it is. Like a
// suggestion it exists for the owner and its writer alone, and the owner can put it away.
func (a *App) SeeDifferently(ctx context.Context, who models.Actor, in SeeDifferently) (*Suggestion, error) {
	return a.putBeside(ctx, who, in.Plan, func(pen *gate.Pen) (*models.Suggestion, error) {
		s, err := gate.FindSession(pen, in.Session)
		if err != nil {
			return nil, err
		}
		ask := Suggest{Plan: in.Plan, Entry: in.Entry, Version: in.Version, Fields: in.Fields, Once: in.Once}
		earlier, err := pen.Once(in.Once)
		if err != nil {
			return nil, err
		}
		if earlier != "" {
			return gate.Find[models.Suggestion](pen, models.ID(earlier))
		}
		view, err := maySuggest(pen, ask)
		if err != nil {
			return nil, err
		}
		if !writesNow(pen, s) {
			return nil, errNotJoined
		}
		view.StandsBeside()
		return view, send(pen, view, ask)
	})
}

// SetBeside is the owner's way to see differently what somebody wrote into an entry in a
// session: their last words go out of it, and the entry as they left it stands beside.
type SetBeside struct {
	Plan    models.ID
	Session models.ID
	Entry   models.ID
	Whose   models.ID // empty: of the one whom the owner met
}

// SetBeside needs words of both: where the entry is theirs alone the owner writes first.
func (a *App) SetBeside(ctx context.Context, who models.Actor, in SetBeside) (*Suggestion, error) {
	var u undoing
	out, err := a.putBeside(ctx, who, in.Plan, func(pen *gate.Pen) (*models.Suggestion, error) {
		var err error
		if u, err = undoingIn(pen, UndoWords{Session: in.Session, Whose: in.Whose, Reach: models.LastWords}); err != nil {
			return nil, err
		}
		e, err := gate.Find[models.Entry](pen, in.Entry)
		if err != nil {
			return nil, err
		}
		theirs, err := u.left(e)
		if err != nil {
			return nil, err
		}
		if err := u.words(e); err != nil {
			return nil, err
		}
		switch {
		case len(u.changed) == 0:
			return nil, models.Wrong("entry", "differ.nothing")
		case !e.RemovedAt.IsZero():
			return nil, models.Wrong("entry", "differ.all_theirs")
		}
		view := &models.Suggestion{Record: models.Record{Section: e.Section, Parent: e.ID, Author: u.who}, Words: models.SuggestionWords{Fields: theirs, Against: e.Version}}
		view.StandsBeside()
		return view, gate.Save(pen, view)
	})
	if err == nil {
		for _, e := range u.changed {
			a.tell(e)
		}
	}
	return out, err
}

// left is the entry as the other left it last in the session; nil: they did not write in it.
func (u *undoing) left(e *models.Entry) (models.Fields, error) {
	past, err := gate.History(u.pen, e.ID, Part{})
	history := append([]models.Version{{Record: e.Record, Fields: e.Fields}}, past...) // newest first
	i := slices.IndexFunc(history, func(v models.Version) bool { return v.Author == u.who && u.spell.Holds(v.UpdatedAt) })
	if err != nil || i < 0 {
		return nil, err
	}
	return history[i].Fields, nil
}

// views puts away what the other set beside entries in the session.
func (u *undoing) views() error {
	all, err := gate.List[models.Suggestion](u.pen)
	if err != nil {
		return err
	}
	for i := range all {
		s := &all[i]
		if s.Author != u.who || s.Words.Outcome != models.Beside || !u.spell.Holds(s.CreatedAt) {
			continue
		}
		s.Words.Outcome = models.Declined
		if err := gate.Save(u.pen, s); err != nil {
			return err
		}
	}
	return nil
}

// LetBothStand is the owner's answer to other words for an entry: neither takes the place
// of the other. Its sender learns that both stand.
func (a *App) LetBothStand(ctx context.Context, who models.Actor, plan, suggestion models.ID) (*Suggestion, error) {
	return a.putBeside(ctx, who, plan, func(pen *gate.Pen) (*models.Suggestion, error) {
		s, err := waiting(pen, suggestion)
		if err != nil {
			return nil, err
		}
		if s.Parent == "" || s.Words.Remove {
			return nil, models.Wrong("answer", "field.not_an_option")
		}
		if _, err := gate.Find[models.Entry](pen, s.Parent); err != nil {
			return nil, &models.Error{Kind: models.Conflict, Key: "suggestion.gone"}
		}
		s.StandsBeside()
		return s, gate.Save(pen, s)
	})
}

// putBeside runs a write that makes words stand beside an entry, and tells of it.
func (a *App) putBeside(ctx context.Context, who models.Actor, plan models.ID, do func(*gate.Pen) (*models.Suggestion, error)) (*Suggestion, error) {
	var out Suggestion
	var kept *models.Suggestion
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		var err error
		if kept, err = do(pen); err != nil {
			return err
		}
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts())
		if err != nil {
			return err
		}
		out, err = l.suggestion(pen, kept)
		return err
	})
	if err != nil {
		return nil, err
	}
	a.tell(kept)
	return &out, nil
}

// standBeside is what stands beside the entries of a section, or of the plan, by entry: of each
// writer the newest. To anybody but the owner only their own words are there.
func (l *lens) standBeside(p *gate.Pass, section models.SectionKey) (map[models.ID][]Suggestion, error) {
	all, err := l.sent(p, Sent{Section: section, Which: ThatStand})
	if err != nil {
		return nil, err
	}
	out := make(map[models.ID][]Suggestion)
	for _, s := range all { // newest first
		known := slices.ContainsFunc(out[s.Entry], func(o Suggestion) bool { return o.From.ID == s.From.ID })
		if s.Outcome == models.Beside && !known {
			out[s.Entry] = append(out[s.Entry], s)
		}
	}
	return out, nil
}

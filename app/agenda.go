package app

import (
	"context"
	"slices"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// AgendaItem is something to talk about.
type AgendaItem struct {
	ID   models.ID
	Text string
	By   Person
	Done bool
	Mine bool // the actor may take it out
}

const maxAgenda = 300 // characters

// AddToAgenda is what somebody who attends wants to talk about.
type AddToAgenda struct {
	Plan    models.ID
	Session models.ID
	Text    string
	Instead models.ID // an item of the actor's that it takes the place of; empty: none
	Once    models.Once
}

// AddToAgenda adds an item, before the session or in it.
func (a *App) AddToAgenda(ctx context.Context, who models.Actor, in AddToAgenda) (*AgendaItem, error) {
	var added models.ID
	s, err := a.withSession(ctx, who, in.Plan, in.Session, func(pen *gate.Pen, s *models.Session) error {
		earlier, err := pen.Once(in.Once)
		if err != nil || earlier != "" {
			added = models.ID(earlier)
			return err
		}
		if err := checkLine("text", in.Text, maxAgenda); err != nil {
			return err
		}
		text := strings.TrimSpace(in.Text)
		if text == "" {
			return models.Wrong("text", "field.empty")
		}
		if s.State(pen.Now()) == models.SessionEnded {
			return errSessionOver
		}
		if err := dropItem(pen, s, in.Instead); err != nil {
			return err
		}
		if added, err = addItem(pen, s.ID, text); err != nil {
			return err
		}
		return pen.Did(in.Once, string(added))
	})
	return s.item(added, err)
}

// item is the one with that id.
func (s *Session) item(id models.ID, err error) (*AgendaItem, error) {
	if err != nil {
		return nil, err
	}
	for _, i := range s.Agenda {
		if i.ID == id {
			return &i, nil
		}
	}
	return nil, models.ErrNotFound
}

func addItem(pen *gate.Pen, session models.ID, text string) (models.ID, error) {
	there, err := gate.OfSession[models.AgendaItem](pen, session)
	if err != nil {
		return "", err
	}
	if len(there) >= mostOnAgenda {
		return "", models.Wrong("text", "session.agenda_full")
	}
	i := &models.AgendaItem{Record: models.Record{Section: models.InSessions, Parent: session, Position: len(there) + 1}, Words: models.AgendaWords{Text: text, Unheard: unheard(pen)}}
	err = gate.Save(pen, i)
	return i.ID, err
}

const mostOnAgenda = 100

// unheard reports whether the holder's tie is not in force: what they write is theirs
// alone, and they are not told (RULES.md 5).
func unheard(pen *gate.Pen) bool { return !pen.Grant().Owner && !inForce(pen.Facts()) }

// Mark is whether something was talked about.
type Mark string

// Ticked off, or still open.
const (
	Ticked   Mark = "done"
	Unticked Mark = "open"
)

// TickAgenda ticks an item off, or opens it again: the owner, and who is together
// with them in the session.
func (a *App) TickAgenda(ctx context.Context, who models.Actor, plan, session, item models.ID, mark Mark) (*AgendaItem, error) {
	s, err := a.withSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		i, err := itemOf(pen, s, item)
		if err != nil {
			return err
		}
		if mark != Ticked && mark != Unticked {
			return models.Wrong("done", "field.not_an_option")
		}
		if !writesNow(pen, s) {
			return errNotJoined
		}
		i.Words.Done = mark == Ticked
		return gate.Save(pen, i)
	})
	return s.item(item, err)
}

// DropFromAgenda takes out an item: the owner any, others what they wrote.
func (a *App) DropFromAgenda(ctx context.Context, who models.Actor, plan, session, item models.ID) (*Session, error) {
	return a.withSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if item == "" {
			return models.ErrNotFound
		}
		return dropItem(pen, s, item)
	})
}

// dropItem takes out an item, where one is named.
func dropItem(pen *gate.Pen, s *models.Session, item models.ID) error {
	if item == "" {
		return nil
	}
	i, err := itemOf(pen, s, item)
	if err != nil {
		return err
	}
	return gate.Remove[models.AgendaItem](pen, i.ID, 0)
}

func itemOf(pen *gate.Pen, s *models.Session, item models.ID) (*models.AgendaItem, error) {
	i, err := gate.Find[models.AgendaItem](pen, item)
	if err != nil {
		return nil, err
	}
	if i.Parent != s.ID || i.Words.Unheard && i.Author != pen.Grant().Account {
		return nil, models.ErrNotFound
	}
	if s.State(pen.Now()) == models.SessionEnded {
		return nil, errSessionOver
	}
	return i, nil
}

// CarryOver takes what was left over from the session before onto this agenda.
func (a *App) CarryOver(ctx context.Context, who models.Actor, plan, session models.ID) (*Session, error) {
	return a.withSession(ctx, who, plan, session, func(pen *gate.Pen, s *models.Session) error {
		if s.State(pen.Now()) == models.SessionEnded {
			return errSessionOver
		}
		view, err := sessionOf(pen, s)
		if err != nil {
			return err
		}
		if err := view.fill(pen); err != nil {
			return err
		}
		for _, left := range view.Left {
			if _, err := addItem(pen, s.ID, left.Text); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Session) fillAgenda(l visitor) error {
	items, err := gate.OfSession[models.AgendaItem](l, s.ID)
	s.Agenda = s.items(items)
	return err
}

func (s *Session) items(items []models.AgendaItem) []AgendaItem {
	out := make([]AgendaItem, 0, len(items))
	for _, i := range items {
		if i.Words.Unheard && i.Author != s.Me {
			continue
		}
		out = append(out, AgendaItem{ID: i.ID, Text: i.Words.Text, By: s.person(i.Author), Done: i.Words.Done, Mine: i.Author == s.Me || s.Mine})
	}
	return out
}

// fillLeft finds what is left over from earlier, for one that has not ended.
func (s *Session) fillLeft(l visitor) error {
	if s.State == models.SessionEnded {
		return nil
	}
	var err error
	s.Left, err = leftOver(l, s.With.ID)
	s.Left = slices.DeleteFunc(s.Left, func(left AgendaItem) bool {
		return slices.ContainsFunc(s.Agenda, func(i AgendaItem) bool { return i.Text == left.Text })
	})
	return err
}

// leftOver is what the last session with somebody that was held left open, and those
// since that never took place.
func leftOver(l visitor, with models.ID) ([]AgendaItem, error) {
	past, err := overWith(l, with)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(past, models.Session.Held); i >= 0 {
		past = past[:i+1]
	}
	var out []AgendaItem
	for i := range slices.Backward(past) { // the oldest first, as it was written down
		items, err := gate.OfSession[models.AgendaItem](l, past[i].ID)
		if err != nil {
			return nil, err
		}
		earlier, err := sessionOf(l, &past[i])
		if err != nil {
			return nil, err
		}
		for _, left := range earlier.items(items) {
			known := slices.ContainsFunc(out, func(i AgendaItem) bool { return i.Text == left.Text })
			if !left.Done && !known {
				out = append(out, left)
			}
		}
	}
	return out, nil
}

// overWith is the sessions with somebody that are over, the last one first.
func overWith(l visitor, with models.ID) ([]models.Session, error) {
	all, err := gate.Sessions(l, mostSessions)
	now := l.Now()
	all = slices.DeleteFunc(all, func(s models.Session) bool { return s.With != with || s.Over(now).IsZero() })
	slices.SortStableFunc(all, func(x, y models.Session) int { return y.Over(now).Compare(x.Over(now)) })
	return all, err
}

// withSession runs a write on what belongs to a session and answers with the
// session as it is then.
func (a *App) withSession(ctx context.Context, who models.Actor, plan, session models.ID, do func(*gate.Pen, *models.Session) error) (*Session, error) {
	return a.inSession(ctx, who, plan, func(pen *gate.Pen) (*models.Session, error) {
		s, err := gate.FindSession(pen, session)
		if err != nil {
			return nil, err
		}
		return s, do(pen, s)
	})
}

package app

import (
	"context"
	"slices"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// UndoWords takes out of the plan what the one whom the owner met wrote into it in
// a session: their last words in one entry, or (no Entry) all of the session's.
type UndoWords struct {
	Plan    models.ID
	Session models.ID
	Entry   models.ID
	Reach   models.Reach
}

// UndoWords is the owner's. Everybody else's words stay, and the history keeps all.
// The answer is the entries as they are now; one of which nothing is left was removed.
func (a *App) UndoWords(ctx context.Context, who models.Actor, in UndoWords) ([]Entry, error) {
	var out []Entry
	var changed []*models.Entry
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		out, changed = nil, nil
		s, err := gate.FindSession(pen, in.Session)
		if err != nil {
			return err
		}
		if !pen.Grant().Owner {
			return models.ErrNotAllowed
		}
		if in.Reach != models.LastWords && in.Reach != models.AllTheirs {
			return models.Wrong("reach", "field.not_an_option")
		}
		entries, err := touched(pen, s, in.Entry)
		if err != nil {
			return err
		}
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts())
		if err != nil {
			return err
		}
		for i := range entries {
			e := &entries[i]
			moved, err := undo(pen, e, s, in.Reach)
			if err != nil {
				return err
			}
			if moved {
				out, changed = append(out, l.entry(e)), append(changed, e)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	for _, e := range changed {
		a.tell(e)
	}
	return out, nil
}

// touched is the entries that may hold words of this session: the one that is
// meant, or all that changed since somebody joined.
func touched(pen *gate.Pen, s *models.Session, entry models.ID) ([]models.Entry, error) {
	if entry != "" {
		e, err := gate.Find[models.Entry](pen, entry)
		if err != nil {
			return nil, err
		}
		return []models.Entry{*e}, nil
	}
	all, err := gate.List[models.Entry](pen)
	return slices.DeleteFunc(all, func(e models.Entry) bool { return e.UpdatedAt.Before(s.OpenedAt) }), err
}

// undo takes the other's words out of one entry; it reports whether there were any.
func undo(pen *gate.Pen, e *models.Entry, s *models.Session, reach models.Reach) (bool, error) {
	past, err := gate.History(pen, e.ID)
	if err != nil {
		return false, err
	}
	slices.Reverse(past)
	history := append(past, models.Version{Record: e.Record, Fields: e.Fields})
	section, _ := models.SectionOf(e.Section)
	fields := models.Undo(section, history, s.With, s.OpenedAt, reach)
	if fields.Equal(e.Fields) {
		return false, nil
	}
	if len(fields) == 0 || section.Check(fields) != nil {
		if err := gate.Remove[models.Entry](pen, e.ID, 0); err != nil {
			return false, err
		}
		e.RemovedAt = pen.Now()
		return true, nil
	}
	e.Fields, e.Author, e.How = fields, "", models.InSession
	return true, gate.Save(pen, e)
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
	if e.How = models.InSession; now.Sub(me.ActedAt) < actedEvery {
		return nil
	}
	return gate.Here(pen, s, latest(me.HereUntil, now.Add(models.HereFor)), now)
}

// actedEvery is how often writing counts anew as doing something.
const actedEvery = 10 * time.Second

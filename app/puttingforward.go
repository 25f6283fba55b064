package app

import (
	"context"
	"slices"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// PutForward is what somebody else wrote about a session when the two were not
// together in it, most of all after its end. It is no part of the session until the owner
// takes it in (PRODUCT.md, principle 2).
type PutForward struct {
	ID      models.ID
	Session models.ID
	Text    string
	For     models.NoteFor
	By      Person
	At      time.Time
	Left    bool // the owner left it; only they are told
}

// mostPutForward is how much one person may put forward about one session in a week,
// so that nobody is pressed.
const mostPutForward = 3

// writesNow reports whether what the holder writes about a session is at once part of
// it: for the owner always, for anybody else while the two are together in it.
func writesNow(l visitor, s *models.Session) bool {
	g, f := l.Grant(), l.Facts()
	works := f.Confirmed || !f.Relationship.Role.Works()
	return g.Owner || inForce(f) && works && s.MeetingOf(g.Account, l.Now()).Together(l.Now())
}

// inForce reports whether the actor's tie counts now.
func inForce(f models.Facts) bool { return f.Relationship.State == models.Confirmed && !f.Held }

// putForward keeps words for the owner to answer.
func putForward(pen *gate.Pen, s *models.Session, words models.NoteWords) error {
	there, err := gate.OfSession[models.SessionNote](pen, s.ID)
	if err != nil {
		return err
	}
	if err := notTooManyOf(pen, there); err != nil {
		return err
	}
	f := pen.Facts()
	words.Outcome, words.Unheard = models.Waiting, f.Relationship.Muted || !inForce(f)
	return gate.Save(pen, &models.SessionNote{Record: models.Record{Section: models.InSessions, Parent: s.ID, Position: len(there) + 1}, Words: words})
}

// notTooManyOf counts what the holder put forward in the last seven days.
func notTooManyOf(pen *gate.Pen, there []models.SessionNote) error {
	sent := 0
	var first time.Time
	for _, n := range there {
		if n.Author == pen.Grant().Account && n.Words.Outcome != "" && pen.Now().Sub(n.CreatedAt) < suggestWeek {
			if sent++; first.IsZero() {
				first = n.CreatedAt
			}
		}
	}
	if sent < mostPutForward {
		return nil
	}
	wait := first.Add(suggestWeek).Sub(pen.Now())
	return &models.Error{Kind: models.TooMany, Key: "session.put_forward_enough", Err: models.TooSoon{Wait: wait}}
}

// AnswerPutForward is the owner's answer: it becomes part of the session, or is left.
// Whoever wrote it is not told that it was left.
type AnswerPutForward struct {
	Plan    models.ID
	Session models.ID
	Note    models.ID
	Answer  models.Outcome // TakenIn or Declined
}

// AnswerPutForward takes in what was put forward, or leaves it. What was left can be
// taken in later.
func (a *App) AnswerPutForward(ctx context.Context, who models.Actor, in AnswerPutForward) (*Session, error) {
	return a.withSession(ctx, who, in.Plan, in.Session, func(pen *gate.Pen, s *models.Session) error {
		if !pen.Grant().Owner {
			return models.ErrNotAllowed
		}
		n, err := gate.Find[models.SessionNote](pen, in.Note)
		if err != nil {
			return err
		}
		if n.Parent != s.ID || !n.Waits() || n.Words.Unheard {
			return models.ErrNotFound
		}
		if in.Answer != models.TakenIn && in.Answer != models.Declined {
			return models.Wrong("answer", "field.not_an_option")
		}
		if in.Answer == models.TakenIn {
			if err := takeWords(pen, s, n); err != nil {
				return err
			}
		}
		n.Words.Outcome = in.Answer
		return gate.Save(pen, n)
	})
}

// takeWords puts into the summary what was put forward for it.
func takeWords(pen *gate.Pen, s *models.Session, n *models.SessionNote) error {
	switch n.Words.For {
	case models.ForSummary:
		return rewrite(pen, s, n.Words.Text, n.Words.Against)
	case models.ForView:
		return keepView(pen, s, n.Author, n.Words.Text)
	}
	return nil
}

// WaitingWords is, to the owner, what others put forward about sessions and the
// owner has not answered.
func (a *App) WaitingWords(ctx context.Context, who models.Actor, plan models.ID) ([]PutForward, error) {
	var out []PutForward
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		out = nil
		if err := gate.OwnersAlone(p); err != nil {
			return err
		}
		notes, err := gate.List[models.SessionNote](p)
		if err != nil {
			return err
		}
		notes = slices.DeleteFunc(notes, func(n models.SessionNote) bool { return n.Words.Outcome != models.Waiting || n.Words.Unheard })
		if len(notes) == 0 {
			return nil
		}
		out, err = waitingWords(p, who, notes)
		return err
	})
	return out, err
}

// waitingWords leaves out what is for a summary that nobody can change any more.
func waitingWords(p *gate.Pass, who models.Actor, notes []models.SessionNote) ([]PutForward, error) {
	l, err := lensOf(who, p, p.Grant(), p.Facts())
	if err != nil {
		return nil, err
	}
	sums, err := gate.List[models.Summary](p)
	var out []PutForward
	for _, n := range notes {
		settled := slices.ContainsFunc(sums, func(s models.Summary) bool { return s.Parent == n.Parent && s.Fixed() })
		if n.Words.For == models.ForNotes || !settled {
			out = append(out, PutForward{ID: n.ID, Session: n.Parent, Text: n.Words.Text, For: n.Words.For, By: l.person(n.Author), At: n.CreatedAt})
		}
	}
	return out, err
}

// fillNotes is what was added to the session, and what is put forward: to the owner
// what they are to hear, to its writer their own, answered or not.
func (s *Session) fillNotes(l visitor) error {
	notes, err := gate.OfSession[models.SessionNote](l, s.ID)
	for i := range notes {
		n := &notes[i]
		if by := s.person(n.Author); n.Stands() {
			s.Notes = append(s.Notes, SessionNote{ID: n.ID, Text: n.Words.Text, By: by, At: n.CreatedAt})
		} else if n.Waits() && (n.Author == s.Me || s.Mine && !n.Words.Unheard) {
			s.put(PutForward{ID: n.ID, Session: s.ID, Text: n.Words.Text, For: n.Words.For, By: by, At: n.CreatedAt,
				Left: s.Mine && n.Words.Outcome == models.Declined})
		}
	}
	return err
}

// put adds what is put forward. Of what is for the summary the newest of one writer's
// stands for what came before it, and none once both agreed to it.
func (s *Session) put(p PutForward) {
	if p.For != models.ForNotes {
		if s.Summary.Fixed {
			return
		}
		s.PutForward = slices.DeleteFunc(s.PutForward, func(o PutForward) bool { return o.For == p.For && o.By.ID == p.By.ID && !o.Left && !p.Left })
	}
	s.PutForward = append(s.PutForward, p)
}

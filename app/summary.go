package app

import (
	"context"
	"strings"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Summary is what the two say of their session. Version 0: nobody began one.
type Summary struct {
	Version int
	Text    string
	Views   []View // where the two see it differently; both agree to them with the text
	Agreed  []Agreed
	Fixed   bool   // both agreed: nothing of it changes any more
	Waiting Person // who has not agreed yet, where the other has
}

// Agreed is somebody's yes.
type Agreed struct {
	Person
	At time.Time
}

// AgreedByMe reports whether the one whose session this is has said yes.
func (s Session) AgreedByMe() bool {
	for _, a := range s.Summary.Agreed {
		if a.ID == s.Me {
			return true
		}
	}
	return false
}

// SessionNote was added after the summary was agreed.
type SessionNote struct {
	ID   models.ID
	Text string
	By   Person
	At   time.Time
}

const maxSummary = 8000 // characters

// errSummaryMoved is a change of a summary from a version that is no longer known.
var errSummaryMoved = &models.Error{Kind: models.Conflict, Key: "session.summary_moved"}

// WriteSummary is a change of the summary that started from Version. Another
// change that came in between is merged; every agreement is taken away.
type WriteSummary struct {
	Plan    models.ID
	Session models.ID
	Text    string
	Version int
}

// WriteSummary writes it. The owner and the one they met do; what the other writes
// when the two are not together in the session is put forward and waits for the owner.
func (a *App) WriteSummary(ctx context.Context, who models.Actor, in WriteSummary) (*Session, error) {
	return a.withSession(ctx, who, in.Plan, in.Session, func(pen *gate.Pen, s *models.Session) error {
		if err := maySum(pen, s); err != nil {
			return err
		}
		if err := checkText("text", in.Text, maxSummary); err != nil {
			return err
		}
		if strings.TrimSpace(in.Text) == "" {
			return models.Wrong("text", "field.empty")
		}
		if writesNow(pen, s) {
			return rewrite(pen, s, in.Text, in.Version)
		}
		if _, err := openSummary(pen, s, in.Version); err != nil {
			return err
		}
		return putForward(pen, s, models.NoteWords{Text: in.Text, For: models.ForSummary, Against: in.Version})
	})
}

// openSummary is the session's summary, which can still be changed from a version.
func openSummary(pen *gate.Pen, s *models.Session, version int) (*models.Summary, error) {
	sum, err := summaryOf(pen, s)
	if err != nil {
		return nil, err
	}
	if sum.Fixed() {
		return nil, gate.ErrFixed
	}
	if version < 0 || version > sum.Version {
		return nil, models.Wrong("version", "field.no_such_version")
	}
	return sum, nil
}

// rewrite merges a change of the summary that started from a version.
func rewrite(pen *gate.Pen, s *models.Session, text string, version int) error {
	sum, err := openSummary(pen, s, version)
	if err != nil {
		return err
	}
	if !sum.Write(text, version) {
		return errSummaryMoved
	}
	if err := checkText("text", sum.Words.Text, maxSummary); err != nil {
		return err // joined they are too long
	}
	return gate.Save(pen, sum)
}

// maySum lets the two whose session it is, once it has begun.
func maySum(l visitor, s *models.Session) error {
	if me := l.Grant().Account; me != s.Owner && me != s.With {
		return models.ErrNotAllowed
	}
	if s.Of(s.Owner).JoinedAt.IsZero() || s.Of(s.With).JoinedAt.IsZero() && s.InRoomAt.IsZero() {
		return errNotJoined
	}
	return nil
}

// AgreeToSummary is the actor's yes to the summary as it stands; with a Version,
// only while it is the text of that version.
type AgreeToSummary struct {
	Plan    models.ID
	Session models.ID
	Version int // 0: whatever stands now
}

// AgreeToSummary says yes. When both have, it can no longer be changed.
func (a *App) AgreeToSummary(ctx context.Context, who models.Actor, in AgreeToSummary) (*Session, error) {
	return a.withSession(ctx, who, in.Plan, in.Session, func(pen *gate.Pen, s *models.Session) error {
		if err := maySum(pen, s); err != nil {
			return err
		}
		sum, err := summaryOf(pen, s)
		if err != nil {
			return err
		}
		if sum.Words.Text == "" && len(sum.Words.Views) == 0 {
			return models.Wrong("text", "field.empty")
		}
		me := pen.Grant().Account
		if sum.AgreedBy(me) {
			return nil
		}
		if in.Version > sum.Version || in.Version != 0 && in.Version < sum.Words.Since {
			return errSummaryMoved
		}
		names, err := gate.Attendees(pen, s)
		if err != nil {
			return err
		}
		sum.Agree(models.Agreement{Account: me, Name: names[me], At: pen.Now()})
		return gate.Save(pen, sum)
	})
}

// summaryOf is the session's summary, or an empty one that is not kept yet.
func summaryOf(l gate.Leave, s *models.Session) (*models.Summary, error) {
	found, err := gate.OfSession[models.Summary](l, s.ID)
	if err != nil || len(found) > 0 {
		if len(found) > 0 {
			return &found[0], err
		}
		return nil, err
	}
	return &models.Summary{Record: models.Record{Section: models.InSessions, Parent: s.ID}}, nil
}

// AddSessionNote is words that are added to a session later.
type AddSessionNote struct {
	Plan    models.ID
	Session models.ID
	Text    string
	Once    models.Once
}

// AddSessionNote adds to a session whose summary stays as it was agreed. What the
// other writes when the two are not together is put forward and waits for the owner.
func (a *App) AddSessionNote(ctx context.Context, who models.Actor, in AddSessionNote) (*Session, error) {
	return a.withSession(ctx, who, in.Plan, in.Session, func(pen *gate.Pen, s *models.Session) error {
		if err := maySum(pen, s); err != nil {
			return err
		}
		if err := checkText("text", in.Text, maxSummary); err != nil {
			return err
		}
		if strings.TrimSpace(in.Text) == "" {
			return models.Wrong("text", "field.empty")
		}
		earlier, err := pen.Once(in.Once)
		if err != nil || earlier != "" {
			return err
		}
		if err := addNote(pen, s, in.Text); err != nil {
			return err
		}
		return pen.Did(in.Once, string(s.ID))
	})
}

func addNote(pen *gate.Pen, s *models.Session, text string) error {
	if !writesNow(pen, s) {
		return putForward(pen, s, models.NoteWords{Text: text})
	}
	there, err := gate.OfSession[models.SessionNote](pen, s.ID)
	if err != nil {
		return err
	}
	if len(there) >= mostOnAgenda {
		return models.Wrong("text", "session.notes_full")
	}
	return gate.Save(pen, &models.SessionNote{
		Record: models.Record{Section: models.InSessions, Parent: s.ID, Position: len(there) + 1}, Words: models.NoteWords{Text: text}})
}

func (s *Session) fillSummary(l visitor) error {
	found, err := gate.OfSession[models.Summary](l, s.ID)
	if err != nil || len(found) == 0 {
		return err
	}
	sum := found[0]
	s.Summary = Summary{Version: sum.Version, Text: sum.Words.Text, Fixed: sum.Fixed()}
	for _, v := range sum.Words.Views {
		s.Summary.Views = append(s.Summary.Views, View{Person: Person{ID: v.Account, Name: v.Name}, Text: v.Text})
	}
	for _, a := range sum.Words.Agreed {
		s.Summary.Agreed = append(s.Summary.Agreed, Agreed{Person: Person{ID: a.Account, Name: a.Name}, At: a.At})
	}
	if len(s.Summary.Agreed) == 1 {
		if s.Summary.Waiting = s.With; s.Summary.Agreed[0].ID == s.With.ID {
			s.Summary.Waiting = s.Owner
		}
	}
	return nil
}

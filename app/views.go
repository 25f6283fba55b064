package app

import (
	"context"
	"strings"

	"handrail/app/internal/gate"
	"handrail/models"
)

// View is how one of the two sees it, in their own words.
type View struct {
	Person
	Text string
}

// MyView is what the one whose session this is wrote of how they see it.
func (s Session) MyView() string {
	for _, v := range s.Summary.Views {
		if v.ID == s.Me {
			return v.Text
		}
	}
	return ""
}

// WriteView is how the actor sees it where the two see it differently; no words take
// it out again.
type WriteView struct {
	Plan    models.ID
	Session models.ID
	Text    string
}

// WriteView puts it into the summary, next to the other's: each of the two writes their own
// and nobody else's. What the other writes when the two are not together waits for the owner.
func (a *App) WriteView(ctx context.Context, who models.Actor, in WriteView) (*Session, error) {
	return a.withSession(ctx, who, in.Plan, in.Session, func(pen *gate.Pen, s *models.Session) error {
		if err := maySum(pen, s); err != nil {
			return err
		}
		if err := checkText("text", in.Text, maxSummary); err != nil {
			return err
		}
		text := strings.TrimSpace(in.Text)
		if writesNow(pen, s) {
			return keepView(pen, s, pen.Grant().Account, text)
		}
		if text == "" {
			return models.Wrong("text", "field.empty")
		}
		if _, err := openSummary(pen, s, 0); err != nil {
			return err
		}
		return putForward(pen, s, models.NoteWords{Text: text, For: models.ForView})
	})
}

// keepView writes one's view into a summary that both have not agreed to yet.
func keepView(pen *gate.Pen, s *models.Session, account models.ID, text string) error {
	sum, err := openSummary(pen, s, 0)
	if err != nil {
		return err
	}
	names, err := gate.Attendees(pen, s)
	if err != nil {
		return err
	}
	sum.See(models.View{Account: account, Name: names[account], Text: text})
	if sum.Words.Since == 0 {
		return nil // nothing stands there, and nothing is to
	}
	return gate.Save(pen, sum)
}

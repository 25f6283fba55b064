package app

import (
	"context"
	"slices"
	"strings"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Suggest proposes a change: a new entry (no Entry), other words for one, or
// taking one out. Version is the entry's as the sender saw it.
type Suggest struct {
	Plan    models.ID
	Section models.SectionKey
	Entry   models.ID
	Version int
	Fields  models.Fields
	Remove  bool
	Note    string
	Once    models.Once
}

// Suggestion is a suggestion as its reader may know it. To its sender Outcome
// never says declined, and says accepted only where they can see the entry.
type Suggestion struct {
	ID      models.ID
	Section models.SectionKey
	Entry   models.ID
	Against int
	Fields  models.Fields
	Remove  bool
	Note    string
	From    Person
	At      time.Time
	Outcome models.Outcome
	Mine    bool // the reader sent it

	AnsweredAt time.Time // to its sender: when it was taken in, where they are told that it was
}

// suggestWeek is the time in which what was sent is counted (RULES.md 11).
const suggestWeek = 7 * 24 * time.Hour

// mostSuggestions is how many one person may send in a week, by their role.
// Carers and advocates have three, so that nobody is pressed; a practitioner or
// peer works with the person and needs more.
func mostSuggestions(role models.Role) int {
	if role.Works() {
		return 30
	}
	return 3
}

// notTooMany is nil while the holder may send another, else TooMany until the one
// that counts longest is a week old.
func notTooMany(pen *gate.Pen) error {
	most := mostSuggestions(pen.Facts().Relationship.Role)
	sent, err := gate.Sent(pen, pen.Now().Add(-suggestWeek), most)
	if err != nil || len(sent) < most {
		return err
	}
	wait := sent[most-1].Add(suggestWeek).Sub(pen.Now())
	return &models.Error{Kind: models.TooMany, Key: "suggestion.too_many", Err: models.TooSoon{Wait: wait}}
}

// Suggest sends a suggestion. Nothing in the plan changes.
func (a *App) Suggest(ctx context.Context, who models.Actor, in Suggest) (*Suggestion, error) {
	var out Suggestion
	var sent *models.Suggestion
	var earlier string
	err := a.gate.Write(ctx, who, in.Plan, who.Via, func(pen *gate.Pen) error {
		var err error
		if earlier, err = pen.Once(in.Once); err != nil {
			return err
		}
		if earlier != "" {
			sent, err = gate.Find[models.Suggestion](pen, models.ID(earlier))
		} else {
			sent, err = suggest(pen, in)
		}
		if err != nil {
			return err
		}
		l, err := lensOf(who, pen, pen.Grant(), pen.Facts())
		if err != nil {
			return err
		}
		out, err = l.suggestion(pen, sent)
		return err
	})
	if err != nil {
		return nil, err
	}
	if earlier == "" { // sent again it would tell whether it was answered
		a.tell(sent)
	}
	return &out, nil
}

func suggest(pen *gate.Pen, in Suggest) (*models.Suggestion, error) {
	s, err := maySuggest(pen, in)
	if err != nil {
		return nil, err
	}
	return s, send(pen, s, in)
}

// maySuggest is the suggestion as it would be sent, once it may be.
func maySuggest(pen *gate.Pen, in Suggest) (*models.Suggestion, error) {
	s, err := proposed(pen, in)
	if err != nil {
		return nil, err
	}
	if err := gate.May(pen, models.ActAdd, s); err != nil {
		return nil, err
	}
	if pen.Grant().Owner {
		return nil, &models.Error{Kind: models.NotAllowed, Key: "suggestion.own_plan"}
	}
	return s, checkSuggestion(s, in)
}

func send(pen *gate.Pen, s *models.Suggestion, in Suggest) error {
	if err := notTooMany(pen); err != nil {
		return err
	}
	s.Words.Unheard = pen.Facts().Relationship.Muted
	if err := gate.Save(pen, s); err != nil {
		return err
	}
	return pen.Did(in.Once, string(s.ID))
}

// proposed makes the record, with the entry that it is about where there is one.
func proposed(pen *gate.Pen, in Suggest) (*models.Suggestion, error) {
	s := &models.Suggestion{
		Record: models.Record{Section: in.Section, Parent: in.Entry, Author: pen.Grant().Account},
		Words:  models.SuggestionWords{Fields: in.Fields, Remove: in.Remove, Against: in.Version, Note: strings.TrimSpace(in.Note), Outcome: models.Waiting},
	}
	if in.Entry == "" {
		_, err := sectionHead(pen, in.Section)
		return s, err
	}
	e, err := gate.Find[models.Entry](pen, in.Entry)
	if err != nil {
		return nil, err
	}
	if in.Section != "" && in.Section != e.Section {
		return nil, models.ErrNotFound
	}
	s.Section = e.Section
	if s.Words.Against == 0 {
		s.Words.Against = e.Version
	}
	if s.Words.Against > e.Version || s.Words.Against < 0 {
		s.Words.Against = -1
	}
	return s, nil
}

func checkSuggestion(s *models.Suggestion, in Suggest) error {
	if s.Words.Against < 0 {
		return models.Wrong("version", "field.no_such_version")
	}
	if in.Remove && in.Entry == "" {
		return models.Wrong("entry", "field.empty")
	}
	if err := checkText("note", in.Note, models.MaxWords); err != nil {
		return err
	}
	if in.Remove {
		s.Words.Fields = nil
		return nil
	}
	section, _ := models.SectionOf(s.Section)
	return section.Check(in.Fields)
}

// Sent narrows a list of suggestions. The zero Sent is all of them.
type Sent struct {
	Part
	Section models.SectionKey // empty: every section
	Which   Which
}

// Which of the suggestions that were sent to the owner are meant. A sender has no such
// choice: they would learn what was declined.
type Which int

// All of them, those that wait, or those that stand beside an entry.
const (
	WaitingOrNot Which = iota
	ThatWait
	ThatStand
)

// tells reports whether those meant have an outcome.
func (w Which) tells(o models.Outcome) bool {
	return w == WaitingOrNot || w == ThatWait && o == models.Waiting || w == ThatStand && o == models.Beside
}

// Suggestions is, to the owner, all that were sent and heard, newest first; to
// anyone else their own.
func (a *App) Suggestions(ctx context.Context, who models.Actor, plan models.ID) ([]Suggestion, error) {
	return a.SuggestionsSent(ctx, who, plan, Sent{})
}

// SuggestionsSent is some of them.
func (a *App) SuggestionsSent(ctx context.Context, who models.Actor, plan models.ID, some Sent) ([]Suggestion, error) {
	var out []Suggestion
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		l, err := lensOf(who, p, p.Grant(), p.Facts())
		if err != nil {
			return err
		}
		out, err = l.sent(p, some)
		return err
	})
	return out, err
}

// sent is some of the suggestions that the reader is to know of.
func (l *lens) sent(p *gate.Pass, some Sent) ([]Suggestion, error) {
	var sections []models.SectionKey
	if some.Section != "" {
		sections = append(sections, some.Section)
	}
	kept, err := gate.List[models.Suggestion](p, sections...)
	if err != nil {
		return nil, err
	}
	kept = l.heard(kept, some.Which)
	from, to := some.Of(len(kept))
	out := make([]Suggestion, 0, to-from)
	for i := range kept[from:to] {
		s, err := l.suggestion(p, &kept[from+i])
		if err != nil {
			return nil, err
		}
		out = append(out, s)
	}
	return out, nil
}

// heard is what the reader is to know of, newest first.
func (l *lens) heard(kept []models.Suggestion, which Which) []models.Suggestion {
	owners := l.grant.Owner || l.who.As != "" // in a view too it is the owner who reads
	out := kept[:0]
	for _, s := range kept {
		if owners && (s.Words.Unheard || s.Words.Back || !which.tells(s.Words.Outcome)) {
			continue
		}
		out = append(out, s)
	}
	slices.Reverse(out)
	return out
}

// suggestion shapes one for its reader. Its sender learns of a yes only where
// they can see the entry that came of it, and never of a no.
func (l *lens) suggestion(leave gate.Leave, s *models.Suggestion) (Suggestion, error) {
	out := Suggestion{
		ID: s.ID, Section: s.Section, Entry: s.Parent, Against: s.Words.Against, Fields: s.Words.Fields, Remove: s.Words.Remove,
		Note: s.Words.Note, From: l.person(s.Author), At: s.CreatedAt, Outcome: s.Words.Outcome, Mine: s.Author == l.who.Account,
	}
	if l.grant.Owner {
		return out, nil
	}
	yes := s.Words.Outcome == models.TakenIn || s.Words.Outcome == models.TakenInOtherway
	out.Outcome = models.Waiting
	if s.Words.Back {
		out.Outcome = models.TakenBack
	} else if s.Words.Stood {
		out.Outcome = models.Beside
	}
	if !yes || s.Words.Became == "" {
		return out, nil
	}
	seen, err := gate.SeesEntry(leave, s.Words.Became)
	if seen {
		out.Outcome, out.AnsweredAt = models.TakenIn, s.UpdatedAt
	}
	return out, err
}

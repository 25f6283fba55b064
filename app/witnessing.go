package app

import (
	"context"
	"strings"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// What witnessing may answer.
var (
	errWitnessed    = &models.Error{Kind: models.Conflict, Key: "witness.already"}
	errNotStanding  = &models.Error{Kind: models.Conflict, Key: "statement.not_standing"}
	errNotYetLodged = &models.Error{Kind: models.Conflict, Key: "statement.lodge_first"}
)

// AskWitness is the owner's: somebody whom they confirmed may read this one
// statement, and nothing else by it, to witness it.
func (a *App) AskWitness(ctx context.Context, who models.Actor, plan, statement, account models.ID) (*Statement, error) {
	return a.withStatement(ctx, who, plan, func(pen *gate.Pen) (*models.Statement, error) {
		s, err := ownersStatement(pen, statement)
		if err != nil {
			return nil, err
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return nil, err
		}
		tie, err := gate.Person(pen, account)
		if err != nil || tie.State != models.Confirmed {
			return nil, models.Wrong("account", "witness.nobody")
		}
		if err := notWitnessed(pen, s); err != nil {
			return nil, err
		}
		return s, gate.AskWitness(pen, s.ID, account)
	})
}

// UnaskWitness takes that back, at once and without a word to them.
func (a *App) UnaskWitness(ctx context.Context, who models.Actor, plan, statement, account models.ID) (*Statement, error) {
	return a.withStatement(ctx, who, plan, func(pen *gate.Pen) (*models.Statement, error) {
		s, err := ownersStatement(pen, statement)
		if err != nil {
			return nil, err
		}
		return s, gate.UnaskWitness(pen, s.ID, account)
	})
}

// ownersStatement is a statement, for its owner to do something with.
func ownersStatement(pen *gate.Pen, id models.ID) (*models.Statement, error) {
	s, err := gate.Find[models.Statement](pen, id)
	if err != nil {
		return nil, err
	}
	if !pen.Grant().Owner {
		return nil, models.ErrNotAllowed
	}
	return s, nil
}

func notWitnessed(pen *gate.Pen, s *models.Statement) error {
	marks, err := gate.MarksOf(pen, s.ID)
	if err != nil {
		return err
	}
	if _, already := marks.Witness(); already {
		return errWitnessed
	}
	return nil
}

// WitnessStatement is a witness's signature: their own, under their own account, or
// one on paper that the owner tells of.
type WitnessStatement struct {
	Plan      models.ID
	Statement models.ID
	Name      string
	Class     string
	Address   string
	Certify   []string // keys of the rules that they certify
	On        string   // the day on the paper; under their own account it is today
}

// WitnessStatement keeps it. It checks what can be checked from here.
func (a *App) WitnessStatement(ctx context.Context, who models.Actor, in WitnessStatement) (*Statement, error) {
	return a.withStatement(ctx, who, in.Plan, func(pen *gate.Pen) (*models.Statement, error) {
		s, err := gate.Find[models.Statement](pen, in.Statement)
		if err != nil {
			return nil, err
		}
		g := pen.Grant()
		if !g.Owner && !asked(g, s.ID) {
			return nil, models.ErrNotAllowed
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return nil, err
		}
		if err := notWitnessed(pen, s); err != nil {
			return nil, err
		}
		w := in.words(s, pen.Now())
		if g.Owner { // who writes down what was signed on paper
			w.Kind, w.On = models.WitnessedPaper, in.On
		}
		pack, _ := models.PackOf(s.Words.Pack, s.Words.PackVersion)
		if err := models.CheckWitness(s, pack, w, pen.Now()); err != nil {
			return nil, err
		}
		w.Certified = certified(pack)
		if err := keepMark(pen, s, w); err != nil {
			return nil, err
		}
		if s.Words.Withdraws != "" && s.Words.Witnessed {
			return s, gate.Withdrawn(pen, s.Words.Withdraws)
		}
		return s, nil
	})
}

func (in WitnessStatement) words(s *models.Statement, now time.Time) models.SigningWords {
	return models.SigningWords{
		Kind: models.Witnessed, At: now, On: now.Format(time.DateOnly), Hash: s.Words.Hash,
		Name: strings.TrimSpace(in.Name), Class: in.Class, Address: strings.TrimSpace(in.Address), Certified: in.Certify,
	}
}

// certified is the sentences that a witness signs under, as they stood then.
func certified(pack models.Pack) []string {
	var out []string
	for _, r := range pack.RulesOn("certify") {
		out = append(out, r.Text)
	}
	return out
}

func keepMark(pen *gate.Pen, s *models.Statement, w models.SigningWords) error {
	return gate.Mark(pen, &models.StatementMark{Record: models.Record{Section: statementSection, Parent: s.ID}, Words: w})
}

// MarkStatement is what the owner says happened to a statement since: it was given
// to a board, the board has it, or they looked at it again and it still holds.
type MarkStatement struct {
	Plan      models.ID
	Statement models.ID
	Kind      models.MarkKind
	Board     string
	On        string
}

const maxBoard = 200 // characters

// MarkStatement keeps it.
func (a *App) MarkStatement(ctx context.Context, who models.Actor, in MarkStatement) (*Statement, error) {
	return a.withStatement(ctx, who, in.Plan, func(pen *gate.Pen) (*models.Statement, error) {
		s, err := ownersStatement(pen, in.Statement)
		if err != nil {
			return nil, err
		}
		marks, err := gate.MarksOf(pen, s.ID)
		if err != nil {
			return nil, err
		}
		if !s.Counts(marks) {
			return nil, errNotStanding
		}
		w := models.SigningWords{Kind: in.Kind, At: pen.Now(), On: in.On, Board: strings.TrimSpace(in.Board)}
		if err := checkMark(&w, s, marks, pen.Now()); err != nil {
			return nil, err
		}
		return s, keepMark(pen, s, w)
	})
}

func checkMark(w *models.SigningWords, s *models.Statement, marks models.Markings, now time.Time) error {
	switch w.Kind {
	case models.StatementReview:
		w.On, w.Board = now.Format(time.DateOnly), ""
		return nil
	case models.Lodged:
		if w.Board == "" {
			return models.Wrong("board", "field.empty")
		}
		if err := checkText("board", w.Board, maxBoard); err != nil {
			return err
		}
	case models.BoardConfirmed:
		lodged, was := marks.Of(models.Lodged)
		if !was {
			return errNotYetLodged
		}
		w.Board = lodged.Board
	default:
		return models.Wrong("kind", "field.not_an_option")
	}
	return models.CheckDay(w.On, s, now)
}

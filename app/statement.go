package app

import (
	"context"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Statement is a signed document as somebody who may see it gets it: whole.
type Statement struct {
	ID           models.ID
	Plan         models.ID
	Owner        Person
	Mine         bool
	Pack         models.Pack
	Text         string
	Hash         string
	Code         string
	Signer       string
	SignedAt     time.Time // to anybody but the owner the day alone
	NeedsWitness bool
	Status       models.StatementStatus
	Withdraws    models.ID            // the statement that this one takes back
	WithdrawnBy  models.ID            // the one that takes this back
	Witness      *models.SigningWords // nil: nobody has signed as a witness yet
	Register     *models.SigningWords // nil: not given to a board
	ReviewBy     time.Time
	Asked        []Person   // to the owner: who is asked to witness it
	Asks         bool       // the reader is asked to witness it
	Against      []Override // what was done against it: to the owner, and to who wrote it
	MayOverride  bool       // the reader may write down that something was
}

// statementSection is the one section that is signed.
const statementSection models.SectionKey = "advance"

// Statements is the signed documents of a plan that who may see, oldest first.
func (a *App) Statements(ctx context.Context, who models.Actor, plan models.ID) ([]Statement, error) {
	var out []Statement
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		found, err := gate.Statements(p)
		if err != nil {
			return err
		}
		out = make([]Statement, len(found))
		for i := range found {
			if out[i], err = shapeStatement(who, p, p.Grant(), p.Facts(), &found[i], found); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// ReadStatement is one of them.
func (a *App) ReadStatement(ctx context.Context, who models.Actor, plan, id models.ID) (*Statement, error) {
	var out Statement
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		s, err := gate.Find[models.Statement](p, id)
		if err != nil {
			return err
		}
		all, err := gate.Statements(p)
		if err != nil {
			return err
		}
		out, err = shapeStatement(who, p, p.Grant(), p.Facts(), s, all)
		return err
	})
	return &out, err
}

// PrintStatement is one of them, to go on paper.
func (a *App) PrintStatement(ctx context.Context, who models.Actor, plan, id models.ID) (*Statement, error) {
	who.Via = models.ByPrint
	return a.ReadStatement(ctx, who, plan, id)
}

func shapeStatement(who models.Actor, l gate.Leave, g models.Grant, f models.Facts, s *models.Statement, all []models.Statement) (Statement, error) {
	out := Statement{
		ID: s.ID, Plan: f.Plan, Mine: g.Owner, Text: s.Words.Text, Hash: s.Words.Hash, Code: s.Code(), Signer: s.Words.Signer,
		SignedAt: s.Words.SignedAt, NeedsWitness: s.Words.Witnessed, Withdraws: s.Words.Withdraws, Asks: asked(g, s.ID),
	}
	names, err := gate.Names(l, f.Owner)
	if err != nil {
		return out, err
	}
	out.Owner = Person{ID: f.Owner, Name: names[f.Owner]}
	if !out.Mine {
		out.SignedAt = out.SignedAt.Truncate(24 * time.Hour)
	}
	out.Pack, _ = models.PackOf(s.Words.Pack, s.Words.PackVersion)
	marks, err := gate.MarksOf(l, s.ID)
	if err != nil {
		return out, err
	}
	if err := out.withdrawnBy(l, s, marks, all); err != nil {
		return out, err
	}
	if w, ok := marks.Witness(); ok {
		out.Witness = &w
	}
	if r, ok := marks.Of(models.Lodged, models.BoardConfirmed); ok {
		out.Register = &r
	}
	out.ReviewBy = models.ReviewBy(s, marks, out.Pack.ReviewMonths)
	out.MayOverride = models.MayOverride(g, f) && !out.Asks && s.Words.Withdraws == "" && s.Counts(marks)
	if err := out.fillOverrides(l); err != nil {
		return out, err
	}
	if out.Mine && who.As == "" {
		return out, out.fillAsked(l)
	}
	return out, nil
}

func asked(g models.Grant, id models.ID) bool {
	for _, one := range g.Witnesses {
		if one == id {
			return true
		}
	}
	return false
}

// withdrawnBy settles how far a statement has come, with the document that takes
// it back where there is one.
func (s *Statement) withdrawnBy(l gate.Leave, kept *models.Statement, marks models.Markings, all []models.Statement) error {
	var state models.StatementStatus
	for i := range all {
		if all[i].Words.Withdraws != kept.ID {
			continue
		}
		theirs, err := gate.MarksOf(l, all[i].ID)
		if err != nil {
			return err
		}
		s.WithdrawnBy, state = all[i].ID, models.StatusOf(&all[i], theirs, "")
	}
	s.Status = models.StatusOf(kept, marks, state)
	return nil
}

func (s *Statement) fillAsked(l gate.Leave) error {
	ids, err := gate.AskedWitnesses(l, s.ID)
	for _, id := range ids {
		p, err := gate.Person(l, id)
		if err != nil {
			return err
		}
		s.Asked = append(s.Asked, Person{ID: id, Name: p.Name})
	}
	return err
}

// AskedToWitness is a statement that somebody asks who to witness. It says no word of it.
type AskedToWitness struct {
	Plan      models.ID
	Statement models.ID
	Owner     Person
}

// AskedToWitness is what who is asked to witness.
func (a *App) AskedToWitness(ctx context.Context, who models.Actor) ([]AskedToWitness, error) {
	found, err := a.gate.AskedToWitness(ctx, who)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	owners := make([]models.ID, len(found))
	for i, f := range found {
		owners[i] = f.Owner
	}
	names, err := a.accounts.Names(ctx, owners)
	out := make([]AskedToWitness, len(found))
	for i, f := range found {
		out[i] = AskedToWitness{Plan: f.Plan, Statement: f.Statement, Owner: Person{ID: f.Owner, Name: names[f.Owner]}}
	}
	return out, err
}

// ToReview is the owner's statements that want another look by now.
func (a *App) ToReview(ctx context.Context, who models.Actor, plan models.ID) ([]Statement, error) {
	all, err := a.Statements(ctx, who, plan)
	var out []Statement
	for _, s := range all {
		stands := s.Status == models.StatusStands || s.Status == models.StatusLodged || s.Status == models.StatusConfirmed
		if s.Mine && stands && s.Withdraws == "" && !a.now().Before(s.ReviewBy) {
			out = append(out, s)
		}
	}
	return out, err
}

package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// SignStatement is what the owner wants to sign: the words of one entry of the
// section, by the rules of a pack, with the details that it asks for.
type SignStatement struct {
	Plan    models.ID
	Entry   models.ID
	Pack    string
	Details models.Details
	Hash    string // of the text that they read and sign; it must be this one
	Once    models.Once
}

// Unsigned is a document as it would be signed.
type Unsigned struct {
	Text string
	Hash string
	Pack models.Pack
}

// What signing may answer.
var (
	errStatementMoved   = &models.Error{Kind: models.Conflict, Key: "statement.moved"}
	errStatementPack    = models.Wrong("pack", "field.not_an_option")
	errNotStatement     = models.Wrong("entry", "statement.not_here")
	errAlreadyWithdrawn = &models.Error{Kind: models.Conflict, Key: "statement.withdrawn_already"}
)

// PreviewStatement gives the exact text to read before it is signed.
func (a *App) PreviewStatement(ctx context.Context, who models.Actor, in SignStatement) (*Unsigned, error) {
	var out *Unsigned
	err := a.gate.Read(ctx, who, in.Plan, who.Via, func(p *gate.Pass) error {
		e, err := gate.Find[models.Entry](p, in.Entry)
		if err != nil {
			return err
		}
		if !p.Grant().Owner {
			return models.ErrNotAllowed
		}
		u, err := in.of(e)
		if err != nil {
			return err
		}
		u.Now = p.Now()
		text := u.Text()
		out = &Unsigned{Text: text, Hash: models.HashOf(text), Pack: u.Pack}
		return nil
	})
	return out, err
}

func (in SignStatement) of(e *models.Entry) (models.Unsigned, error) {
	if e.Section != statementSection {
		return models.Unsigned{}, errNotStatement
	}
	pack, known := models.PackOf(in.Pack, 0)
	if !known {
		return models.Unsigned{}, errStatementPack
	}
	u := models.Unsigned{Pack: pack, Words: e.Fields, Details: in.Details}
	return u, u.Check()
}

// SignStatement freezes the text that was read. What stands in the section can be
// changed as ever: that is a new draft.
func (a *App) SignStatement(ctx context.Context, who models.Actor, in SignStatement) (*Statement, error) {
	return a.withStatement(ctx, who, in.Plan, func(pen *gate.Pen) (*models.Statement, error) {
		e, err := gate.Find[models.Entry](pen, in.Entry)
		if err != nil {
			return nil, err
		}
		if !pen.Grant().Owner {
			return nil, models.ErrNotAllowed
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return nil, err
		}
		earlier, err := pen.Once(in.Once)
		if err != nil {
			return nil, err
		}
		if earlier != "" {
			return gate.Find[models.Statement](pen, models.ID(earlier))
		}
		u, err := in.of(e)
		if err != nil {
			return nil, err
		}
		u.Now = pen.Now()
		if models.HashOf(u.Text()) != in.Hash {
			return nil, errStatementMoved
		}
		s := newStatement(u, u.Text(), e.ID)
		s.Words.Witnessed = u.NeedsWitness()
		if err := gate.Sign(pen, s); err != nil {
			return nil, err
		}
		return s, pen.Did(in.Once, string(s.ID))
	})
}

func newStatement(u models.Unsigned, text string, entry models.ID) *models.Statement {
	return &models.Statement{
		Record: models.Record{Section: statementSection, Parent: entry},
		Words: models.StatementWords{
			Text: text, Hash: models.HashOf(text), Pack: u.Pack.Key, PackVersion: u.Pack.Version, Signer: u.Signer(), SignedAt: u.Now},
	}
}

// PreviewWithdrawal gives the text that takes a statement back.
func (a *App) PreviewWithdrawal(ctx context.Context, who models.Actor, plan, statement models.ID) (*Unsigned, error) {
	var out *Unsigned
	err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		s, err := gate.Find[models.Statement](p, statement)
		if err != nil {
			return err
		}
		if !p.Grant().Owner {
			return models.ErrNotAllowed
		}
		u := takingBack(s)
		u.Now = p.Now()
		text := u.WithdrawalText(s)
		out = &Unsigned{Text: text, Hash: models.HashOf(text), Pack: u.Pack}
		return nil
	})
	return out, err
}

func takingBack(s *models.Statement) models.Unsigned {
	pack, _ := models.PackOf(s.Words.Pack, s.Words.PackVersion)
	return models.Unsigned{Pack: pack, Details: models.Details{"name": s.Words.Signer}}
}

// WithdrawStatement signs the document that takes a statement back. Where the pack
// says so it counts once it is witnessed too.
func (a *App) WithdrawStatement(ctx context.Context, who models.Actor, plan, statement models.ID) (*Statement, error) {
	return a.withStatement(ctx, who, plan, func(pen *gate.Pen) (*models.Statement, error) {
		s, err := gate.Find[models.Statement](pen, statement)
		if err != nil {
			return nil, err
		}
		if !pen.Grant().Owner {
			return nil, models.ErrNotAllowed
		}
		if err := who.MustBeFresh(pen.Now()); err != nil {
			return nil, err
		}
		if err := notWithdrawn(pen, s); err != nil {
			return nil, err
		}
		u := takingBack(s)
		u.Now = pen.Now()
		w := newStatement(u, u.WithdrawalText(s), s.Parent)
		w.Words.Withdraws, w.Words.Witnessed = s.ID, u.Pack.Withdrawal.Witnessed
		if err := gate.Sign(pen, w); err != nil {
			return nil, err
		}
		if !w.Words.Witnessed {
			return w, gate.Withdrawn(pen, s.ID)
		}
		return w, nil
	})
}

// notWithdrawn refuses a statement that is taken back already, or that takes one back.
func notWithdrawn(pen *gate.Pen, s *models.Statement) error {
	all, err := gate.Statements(pen)
	if err != nil {
		return err
	}
	for _, other := range all {
		if other.Words.Withdraws == s.ID || s.Words.Withdraws != "" {
			return errAlreadyWithdrawn
		}
	}
	return nil
}

// withStatement runs a write that makes or marks a statement and answers with it
// as it is then.
func (a *App) withStatement(ctx context.Context, who models.Actor, plan models.ID, do func(*gate.Pen) (*models.Statement, error)) (*Statement, error) {
	var out Statement
	err := a.gate.Write(ctx, who, plan, who.Via, func(pen *gate.Pen) error {
		s, err := do(pen)
		if err != nil {
			return err
		}
		all, err := gate.Statements(pen)
		if err != nil {
			return err
		}
		out, err = shapeStatement(who, pen, pen.Grant(), pen.Facts(), s, all)
		return err
	})
	return &out, err
}

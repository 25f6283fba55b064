package app

import (
	"context"

	"handrail/app/internal/gate"
	"handrail/models"
)

// Match is how a paper or a file goes with what was signed.
type Match string

// The words are those that were signed; the hash or code is one of a signed
// document, but there were no words to compare; the words are not those that the code stands for; it is
// of nothing that was signed here.
const (
	MatchSame    Match = "same"
	MatchCode    Match = "code_only"
	MatchChanged Match = "changed"
	MatchNone    Match = "unknown"
)

// Verdict is what can be said of a paper.
type Verdict struct {
	Match Match
	Code  string
	gate.Print
}

// VerifyStatement compares a text, a page, a hash or a code with one statement,
// for whoever may read it.
func (a *App) VerifyStatement(ctx context.Context, who models.Actor, plan, statement models.ID, given string) (*Verdict, error) {
	s, err := a.ReadStatement(ctx, who, plan, statement)
	if err != nil {
		return nil, err
	}
	p := models.ReadPrinted(given)
	out := &Verdict{Match: MatchNone, Code: s.Code}
	switch {
	case p.Words && p.Hash == s.Hash:
		out.Match = MatchSame
	case !p.Words && (p.Hash == s.Hash || p.Hash == "" && p.Code == s.Code):
		out.Match = MatchCode
	case p.Words:
		out.Match = MatchChanged
	}
	return out, nil
}

// VerifyPrint says whether a text, a page, a hash or a code is of anything that was
// signed here, to whoever runs the server. It opens no plan and names nobody.
func (a *App) VerifyPrint(ctx context.Context, given string) (*Verdict, error) {
	p := models.ReadPrinted(given)
	out := &Verdict{Match: MatchSame, Code: p.Code}
	if !p.Words {
		out.Match = MatchCode
	}
	found, err := a.gate.FindPrint(ctx, p.Hash, p.Code)
	if models.KindOf(err) == models.NotFound && p.Words {
		out.Match = MatchChanged
		found, err = a.gate.FindPrint(ctx, "", p.Code)
	}
	if models.KindOf(err) == models.NotFound {
		return &Verdict{Match: MatchNone, Code: p.Code}, nil
	}
	if err != nil {
		return nil, err
	}
	out.Print = *found
	return out, nil
}

package api

import (
	"context"
	"net/http"
	"time"

	"handrail/app"
	"handrail/models"
)

// statementJSON is a signed document, whole.
type statementJSON struct {
	ID           models.ID              `json:"id"`
	Text         string                 `json:"text" doc:"Exactly what was signed"`
	Hash         string                 `json:"hash" doc:"SHA-256 of the text, in hexadecimal"`
	Code         string                 `json:"code" doc:"The short code on each print"`
	Pack         string                 `json:"pack"`
	PackVersion  int                    `json:"pack_version"`
	Signer       string                 `json:"signer"`
	SignedAt     time.Time              `json:"signed_at" doc:"To anybody but the owner the day alone"`
	NeedsWitness bool                   `json:"needs_witness"`
	Status       models.StatementStatus `json:"status" enum:"waits_for_witness,stands,lodged,board_confirmed,withdrawal_waits,withdrawn"`
	Withdraws    models.ID              `json:"withdraws,omitempty" doc:"The statement that this one takes back"`
	WithdrawnBy  models.ID              `json:"withdrawn_by,omitempty"`
	Witness      *witnessJSON           `json:"witness,omitempty"`
	Register     *registerJSON          `json:"register,omitempty"`
	ReviewBy     string                 `json:"review_by" format:"date"`
	Asked        []personJSON           `json:"asked,omitempty" doc:"To the owner: who is asked to witness it"`
	Against      []overrideJSON         `json:"against,omitempty" doc:"What was done against it: to the owner, and to who wrote it"`
}

type witnessJSON struct {
	Name      string   `json:"name"`
	Class     string   `json:"class"`
	Address   string   `json:"address"`
	On        string   `json:"on" format:"date"`
	OnPaper   bool     `json:"on_paper"`
	Certified []string `json:"certified"`
}

type registerJSON struct {
	Kind  models.MarkKind `json:"kind" enum:"lodged,board_confirmed"`
	Board string          `json:"board"`
	On    string          `json:"on" format:"date"`
}

func statementOf(s *app.Statement) statementJSON {
	out := statementJSON{
		ID: s.ID, Text: s.Text, Hash: s.Hash, Code: s.Code, Pack: s.Pack.Key, PackVersion: s.Pack.Version, Signer: s.Signer, SignedAt: s.SignedAt,
		NeedsWitness: s.NeedsWitness, Status: s.Status, Withdraws: s.Withdraws, WithdrawnBy: s.WithdrawnBy, ReviewBy: s.ReviewBy.Format(time.DateOnly),
	}
	if w := s.Witness; w != nil {
		out.Witness = &witnessJSON{Name: w.Name, Class: w.Class, Address: w.Address, On: w.On, OnPaper: w.Kind == models.WitnessedPaper, Certified: w.Certified}
	}
	if r := s.Register; r != nil {
		out.Register = &registerJSON{Kind: r.Kind, Board: r.Board, On: r.On}
	}
	for _, p := range s.Asked {
		out.Asked = append(out.Asked, personOf(p))
	}
	for _, o := range s.Against {
		out.Against = append(out.Against, overrideOf(o))
	}
	return out
}

// InStatement is the path of a statement.
type InStatement struct {
	InPlan
	Statement string `path:"statement"`
}

func (p InStatement) statement() models.ID { return models.ID(p.Statement) }

func (x *API) statements() {
	const all, one = "/plans/{plan}/statements", "/plans/{plan}/statements/{statement}"
	route(x, http.MethodGet, "/packs", "What each place asks of an advance statement, with the source of each rule", http.StatusOK, x.packs)
	route(x, http.MethodGet, all, "Signed documents that I may see", http.StatusOK, x.listStatements)
	route(x, http.MethodPost, all+"/preview", "The exact text to read before signing", http.StatusOK, x.previewStatement)
	route(x, http.MethodPost, all, "Sign that text", http.StatusCreated, x.signStatement)
	route(x, http.MethodGet, one, "One signed document", http.StatusOK, x.readStatement)
	route(x, http.MethodPost, one+"/asked", "Ask somebody to witness it", http.StatusOK, x.askWitness)
	route(x, http.MethodDelete, one+"/asked/{account}", "Take that back", http.StatusOK, x.unaskWitness)
	route(x, http.MethodPost, one+"/witness", "Sign as its witness; the owner tells of a signature on paper", http.StatusOK, x.witness)
	route(x, http.MethodPost, one+"/withdraw", "Sign that it is taken back", http.StatusCreated, x.withdrawStatement)
	route(x, http.MethodPost, one+"/marks", "Say what happened to it since", http.StatusOK, x.markStatement)
	route(x, http.MethodPost, one+"/against", "Write down that something was done against it", http.StatusCreated, x.writeOverride)
	route(x, http.MethodPost, one+"/verify", "Is this paper the signed text?", http.StatusOK, x.verifyStatement)
}

func (x *API) packs(context.Context, *nothing) (*answer[[]models.Pack], error) {
	return &answer[[]models.Pack]{models.Packs()}, nil
}

func (x *API) listStatements(ctx context.Context, in *InPlan) (*answer[[]statementJSON], error) {
	all, err := x.app.Statements(ctx, who(ctx), in.plan())
	if err != nil {
		return nil, err
	}
	out := make([]statementJSON, len(all))
	for i := range all {
		out[i] = statementOf(&all[i])
	}
	return &answer[[]statementJSON]{out}, nil
}

// signBody is what is to be signed.
type signBody struct {
	Entry   models.ID         `json:"entry" doc:"Of the section advance"`
	Pack    string            `json:"pack"`
	Details map[string]string `json:"details,omitempty" doc:"By the key of the part"`
}

func (b signBody) of(plan models.ID) app.SignStatement {
	return app.SignStatement{Plan: plan, Entry: b.Entry, Pack: b.Pack, Details: b.Details}
}

type unsignedJSON struct {
	Text string `json:"text"`
	Hash string `json:"hash"`
}

func (x *API) previewStatement(ctx context.Context, in *struct {
	InPlan
	Body signBody
}) (*answer[unsignedJSON], error) {
	u, err := x.app.PreviewStatement(ctx, who(ctx), in.Body.of(in.plan()))
	if err != nil {
		return nil, err
	}
	return &answer[unsignedJSON]{unsignedJSON{Text: u.Text, Hash: u.Hash}}, nil
}

func (x *API) signStatement(ctx context.Context, in *struct {
	InPlan
	Creating
	Body struct {
		Entry   models.ID         `json:"entry" doc:"Of the section advance"`
		Pack    string            `json:"pack"`
		Details map[string]string `json:"details,omitempty"`
		Hash    string            `json:"hash" doc:"Of the text that was read"`
	}
}) (*answer[statementJSON], error) {
	sign := signBody{in.Body.Entry, in.Body.Pack, in.Body.Details}.of(in.plan())
	sign.Hash, sign.Once = in.Body.Hash, in.once(ctx, "POST statements "+in.Plan)
	return statementAnswer(x.app.SignStatement(ctx, who(ctx), sign))
}

func statementAnswer(s *app.Statement, err error) (*answer[statementJSON], error) {
	if err != nil {
		return nil, err
	}
	return &answer[statementJSON]{statementOf(s)}, nil
}

func (x *API) readStatement(ctx context.Context, in *InStatement) (*answer[statementJSON], error) {
	return statementAnswer(x.app.ReadStatement(ctx, who(ctx), in.plan(), in.statement()))
}

func (x *API) askWitness(ctx context.Context, in *struct {
	InStatement
	Body struct {
		Account models.ID `json:"account"`
	}
}) (*answer[statementJSON], error) {
	return statementAnswer(x.app.AskWitness(ctx, who(ctx), in.plan(), in.statement(), in.Body.Account))
}

func (x *API) unaskWitness(ctx context.Context, in *struct {
	InStatement
	Account string `path:"account"`
}) (*answer[statementJSON], error) {
	return statementAnswer(x.app.UnaskWitness(ctx, who(ctx), in.plan(), in.statement(), models.ID(in.Account)))
}

func (x *API) witness(ctx context.Context, in *struct {
	InStatement
	Body struct {
		Name    string   `json:"name"`
		Class   string   `json:"class"`
		Address string   `json:"address"`
		Certify []string `json:"certify" doc:"Keys of the pack's rules about what a witness certifies"`
		On      string   `json:"on,omitempty" doc:"The day on the paper"`
	}
}) (*answer[statementJSON], error) {
	b := in.Body
	return statementAnswer(x.app.WitnessStatement(ctx, who(ctx), app.WitnessStatement{
		Plan: in.plan(), Statement: in.statement(), Name: b.Name, Class: b.Class, Address: b.Address, Certify: b.Certify, On: b.On}))
}

func (x *API) withdrawStatement(ctx context.Context, in *InStatement) (*answer[statementJSON], error) {
	return statementAnswer(x.app.WithdrawStatement(ctx, who(ctx), in.plan(), in.statement()))
}

func (x *API) markStatement(ctx context.Context, in *struct {
	InStatement
	Body struct {
		Kind  models.MarkKind `json:"kind" doc:"lodged, board_confirmed or reviewed"`
		Board string          `json:"board,omitempty"`
		On    string          `json:"on,omitempty"`
	}
}) (*answer[statementJSON], error) {
	return statementAnswer(x.app.MarkStatement(ctx, who(ctx), app.MarkStatement{
		Plan: in.plan(), Statement: in.statement(), Kind: in.Body.Kind, Board: in.Body.Board, On: in.Body.On}))
}

type verdictJSON struct {
	Match app.Match `json:"match" enum:"same,code_only,changed,unknown"`
	Code  string    `json:"code"`
}

func (x *API) verifyStatement(ctx context.Context, in *struct {
	InStatement
	Body struct {
		Print string `json:"print" doc:"The text, the page, the hash or the short code"`
	}
}) (*answer[verdictJSON], error) {
	v, err := x.app.VerifyStatement(ctx, who(ctx), in.plan(), in.statement(), in.Body.Print)
	if err != nil {
		return nil, err
	}
	return &answer[verdictJSON]{verdictJSON{Match: v.Match, Code: v.Code}}, nil
}

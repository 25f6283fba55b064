package handlers_test

import (
	"context"

	"handrail/app"
	"handrail/models"
)

// sign has Ailsa sign an advance statement.
func (c *cast) sign() {
	c.T.Helper()
	c.Advance = c.Write("advance", "Talk to me before anything else.").ID
	s := signed(c.server, c.Advance, "elsewhere")
	c.Statement, c.Signed = s.ID, *s
}

// signed signs an entry by a pack, as Ailsa who has just given her password.
func signed(s *server, entry models.ID, pack string) *app.Statement {
	s.T.Helper()
	ctx, who := context.Background(), s.Ailsa.Actor
	who.Proved = s.Clock.Now()
	in := app.SignStatement{Plan: s.Ailsa.Plan, Entry: entry, Pack: pack, Details: models.Details{"name": "Ailsa Reid", "address": "3 Shore Road"}}
	u, err := s.App.PreviewStatement(ctx, who, in)
	s.Must(err)
	in.Hash = u.Hash
	out, err := s.App.SignStatement(ctx, who, in)
	s.Must(err)
	return out
}

// stillSigned holds that whatever anybody did by any route, what was signed is what
// it was: every word, the hash and the time.
func (c *cast) stillSigned() {
	c.T.Helper()
	now, err := c.App.ReadStatement(context.Background(), c.Ailsa.Actor, c.Ailsa.Plan, c.Statement)
	if err != nil {
		c.T.Errorf("the signed statement is gone: %v", err)
		return
	}
	if now.Text != c.Signed.Text || now.Hash != c.Signed.Hash || !now.SignedAt.Equal(c.Signed.SignedAt) || now.Signer != c.Signed.Signer || models.HashOf(now.Text) != c.Signed.Hash {
		c.T.Errorf("the signed statement became %+v", now)
	}
}

// paperScreens is what can be signed, checked and printed, in a plan with something to put on paper.
func paperScreens(s *server) []string {
	plan := "/plans/" + string(s.Ailsa.Plan)
	e := s.Write("advance", "Talk to me before anything else. Ask what has helped before.")
	_, err := s.App.AddEntry(context.Background(), s.Ailsa.Actor, app.AddEntry{Plan: s.Ailsa.Plan, Section: "crisis-supporters",
		Fields: models.Fields{{Key: "who", Text: "Jamie, my brother"}, {Key: "phone", Text: "01700 900100"}}})
	s.Must(err)
	waits, stands := signed(s, e.ID, "scotland"), signed(s, e.ID, "elsewhere")
	_, err = s.App.WriteOverride(context.Background(), s.Ailsa.Actor, app.WriteOverride{Plan: s.Ailsa.Plan, Statement: stands.ID, Words: models.OverrideWords{
		On: "2026-11-23", Measure: "An injection at night", Wish: "Talk to me before anything else.", Reasons: "Nobody had read it.", By: "Dr Bain, psychiatrist",
		Sent: []models.Sent{{To: "records", On: "2026-11-23"}}}})
	s.Must(err)
	at := plan + "/statements/"
	return []string{plan + "/statements", at + "new?pack=scotland", at + "new?pack=england-wales-refusal", at + string(waits.ID), at + string(stands.ID),
		at + string(waits.ID) + "/print", at + string(waits.ID) + "/print?size=large&easy=yes", at + string(waits.ID) + "/withdraw", at + string(waits.ID) + "/verify",
		at + string(stands.ID) + "/against", "/packs/scotland", "/packs/england-wales-refusal", plan + "/sections/named-person",
		plan + "/print", plan + "/print/crisis", plan + "/print/crisis?size=large&easy=yes", plan + "/print/card"}
}

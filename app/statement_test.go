package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// papers is a world in which Ailsa has signed an advance statement for Scotland.
type papers struct {
	*apptest.World
	ctx    context.Context
	entry  models.ID
	signed *app.Statement
}

func newPapers(t *testing.T, pack string) *papers {
	p := &papers{World: apptest.New(t), ctx: context.Background()}
	p.Tie(p.Morag, models.Practitioner)
	p.Tie(p.Jamie, models.Carer)
	p.entry = p.Write("advance", "Talk to me before anything else.").ID
	p.signed = p.sign(pack)
	return p
}

func (p *papers) input(pack string) app.SignStatement {
	return app.SignStatement{Plan: p.Ailsa.Plan, Entry: p.entry, Pack: pack, Details: models.Details{"name": "Ailsa Reid", "address": "3 Shore Road"}}
}

func (p *papers) sign(pack string) *app.Statement {
	p.T.Helper()
	in := p.input(pack)
	u, err := p.App.PreviewStatement(p.ctx, p.Ailsa.Actor, in)
	p.Must(err)
	in.Hash = u.Hash
	s, err := p.App.SignStatement(p.ctx, p.fresh(p.Ailsa), in)
	p.Must(err)
	return s
}

func (p *papers) fresh(who apptest.Who) models.Actor {
	a := who.Actor
	a.Proved = p.Clock.Now()
	return a
}

func (p *papers) witness(name string) app.WitnessStatement {
	return app.WitnessStatement{Plan: p.Ailsa.Plan, Statement: p.signed.ID, Name: name, Class: "nurse", Address: "The clinic", Certify: []string{"capacity"}}
}

func (p *papers) read(who apptest.Who, id models.ID) (*app.Statement, error) {
	return p.App.ReadStatement(p.ctx, who.Actor, p.Ailsa.Plan, id)
}

func (p *papers) wants(what string, err error, kind models.ErrorKind) {
	p.T.Helper()
	if err == nil || models.KindOf(err) != kind {
		p.T.Errorf("%s: %v, not kind %d", what, err, kind)
	}
}

func TestSigningNeedsAFreshSignInAndTheTextThatWasRead(t *testing.T) {
	p := newPapers(t, "scotland")
	in := p.input("scotland")
	in.Hash = p.signed.Hash
	p.Clock.Forward(10 * time.Minute)
	_, err := p.App.SignStatement(p.ctx, p.Ailsa.Actor, in)
	p.wants("without the password", err, models.StepUp)
	_, err = p.App.EditEntry(p.ctx, p.Ailsa.Actor, app.EditEntry{Plan: p.Ailsa.Plan, Entry: p.entry, Version: 1, Fields: models.Fields{{Key: "want", Text: "Other words."}}})
	p.Must(err)
	_, err = p.App.SignStatement(p.ctx, p.fresh(p.Ailsa), in)
	p.wants("a text that nobody read", err, models.Conflict)
	now, err := p.read(p.Ailsa, p.signed.ID)
	p.Must(err)
	if now.Text != p.signed.Text || strings.Contains(now.Text, "Other words") {
		t.Error("an edit of the section changed what was signed")
	}
	if again := p.sign("scotland"); again.ID == p.signed.ID || !strings.Contains(again.Text, "Other words.") {
		t.Error("the new words make no new document")
	}
}

func TestTheWitnessSeesThatTextAndNothingElse(t *testing.T) {
	p := newPapers(t, "scotland")
	plan := p.Ailsa.Plan
	if p.signed.Status != models.StatusWaiting {
		t.Errorf("signed: %s", p.signed.Status)
	}
	_, err := p.read(p.Morag, p.signed.ID)
	p.wants("before they are asked", err, models.NotFound)
	_, err = p.App.AskWitness(p.ctx, p.fresh(p.Ailsa), plan, p.signed.ID, p.Stranger.Account)
	p.wants("a stranger is asked", err, models.Invalid)
	_, err = p.App.AskWitness(p.ctx, p.fresh(p.Ailsa), plan, p.signed.ID, p.Morag.Account)
	p.Must(err)
	got, err := p.read(p.Morag, p.signed.ID)
	p.Must(err)
	if got.Text != p.signed.Text || !got.Asks || got.Asked != nil {
		t.Errorf("the witness reads %+v", got)
	}
	seen, err := p.App.ReadPlan(p.ctx, p.Morag.Actor, plan)
	p.Must(err)
	if len(seen.Sections) != 0 {
		t.Error("and sees more of the plan")
	}
	other, err := p.App.Statements(p.ctx, p.Jamie.Actor, plan)
	p.Must(err)
	if len(other) != 0 {
		t.Error("somebody who was not asked sees it")
	}
	asked, err := p.App.AskedToWitness(p.ctx, p.Morag.Actor)
	p.Must(err)
	if len(asked) != 1 || asked[0].Owner.Name != "Ailsa" {
		t.Errorf("she is told of %+v", asked)
	}
	looks, err := p.App.ReadLooks(p.ctx, p.Ailsa.Actor, app.Looks{Plan: plan, Account: p.Morag.Account, Section: "advance"})
	p.Must(err)
	if len(looks.Looks) == 0 || !looks.Looks[0].Allowed {
		t.Error("her look is on no record")
	}
	p.signsAsWitness()
}

func (p *papers) signsAsWitness() {
	p.T.Helper()
	_, err := p.App.WitnessStatement(p.ctx, p.fresh(p.Jamie), p.witness("Jamie Orr"))
	p.wants("who was not asked", err, models.NotFound)
	for _, bad := range []string{"Ailsa Reid", ""} {
		_, err = p.App.WitnessStatement(p.ctx, p.fresh(p.Morag), p.witness(bad))
		p.wants("the name "+bad, err, models.Invalid)
	}
	in := p.witness("Morag Bain")
	in.On = "2020-01-01" // under their own account it is today, whatever they say
	_, err = p.App.WitnessStatement(p.ctx, p.fresh(p.Morag), in)
	p.Must(err)
	_, err = p.read(p.Morag, p.signed.ID)
	p.wants("after they signed", err, models.NotFound)
	got, err := p.read(p.Ailsa, p.signed.ID)
	p.Must(err)
	if got.Status != models.StatusStands || got.Witness.Name != "Morag Bain" || got.Witness.On != "2026-11-23" || got.Witness.Hash != p.signed.Hash || len(got.Witness.Certified) != 1 {
		p.T.Errorf("witnessed: %s %+v", got.Status, got.Witness)
	}
	_, err = p.App.WitnessStatement(p.ctx, p.fresh(p.Ailsa), app.WitnessStatement{Plan: p.Ailsa.Plan, Statement: p.signed.ID, Name: "Q", Class: "nurse", Address: "x", Certify: []string{"capacity"}, On: "2026-11-23"})
	p.wants("a second witness", err, models.Conflict)
}

func TestTakingAWitnessBackIsSilentAndAtOnce(t *testing.T) {
	p := newPapers(t, "scotland")
	ask := func() {
		_, err := p.App.AskWitness(p.ctx, p.fresh(p.Ailsa), p.Ailsa.Plan, p.signed.ID, p.Morag.Account)
		p.Must(err)
	}
	ask()
	_, err := p.App.UnaskWitness(p.ctx, p.Ailsa.Actor, p.Ailsa.Plan, p.signed.ID, p.Morag.Account)
	p.Must(err)
	_, err = p.read(p.Morag, p.signed.ID)
	p.wants("taken back", err, models.NotFound)
	ask()
	p.Must(p.App.PausePerson(p.ctx, p.Ailsa.Actor, p.Ailsa.Plan, p.Morag.Account))
	_, err = p.read(p.Morag, p.signed.ID)
	p.wants("paused", err, models.NotFound)
	if asked, err := p.App.AskedToWitness(p.ctx, p.Morag.Actor); err != nil || len(asked) != 0 {
		t.Errorf("paused, she is still told: %v %v", asked, err)
	}
}

func TestAStatementIsSeenWholeOrNotAtAll(t *testing.T) {
	p := newPapers(t, "scotland")
	plan, jamie := p.Ailsa.Plan, p.Jamie
	p.Share(jamie, models.RightSee, "advance")
	got, err := p.read(jamie, p.signed.ID)
	p.Must(err)
	if got.Text != p.signed.Text || !got.SignedAt.Equal(got.SignedAt.Truncate(24*time.Hour)) {
		t.Error("not whole, or with more than the day")
	}
	for _, do := range []func() error{
		func() error {
			_, err := p.App.WithdrawStatement(p.ctx, p.fresh(jamie), plan, p.signed.ID)
			return err
		},
		func() error {
			_, err := p.App.WitnessStatement(p.ctx, p.fresh(jamie), p.witness("Jamie Orr"))
			return err
		},
		func() error {
			_, err := p.App.MarkStatement(p.ctx, p.fresh(jamie), app.MarkStatement{Plan: plan, Statement: p.signed.ID, Kind: models.StatementReview})
			return err
		},
		func() error {
			_, err := p.App.AskWitness(p.ctx, p.fresh(jamie), plan, p.signed.ID, jamie.Account)
			return err
		},
	} {
		p.wants("who sees it alone", do(), models.NotAllowed)
	}
	hide := []models.ID{jamie.Account}
	_, err = p.App.SetPlace(p.ctx, p.fresh(p.Ailsa), plan, p.entry, app.Place{HiddenFrom: &hide})
	p.Must(err)
	_, err = p.read(jamie, p.signed.ID)
	p.wants("the words are hidden from them", err, models.NotFound)
	if all, err := p.App.Statements(p.ctx, jamie.Actor, plan); err != nil || len(all) != 0 {
		t.Errorf("but listed: %v %v", all, err)
	}
	none := []models.ID{}
	_, err = p.App.SetPlace(p.ctx, p.fresh(p.Ailsa), plan, p.entry, app.Place{HiddenFrom: &none})
	p.Must(err)
	p.Must(p.App.RemoveEntry(p.ctx, p.Ailsa.Actor, plan, p.entry))
	if got, err := p.read(jamie, p.signed.ID); err != nil || got.Text != p.signed.Text {
		t.Error("taking the draft out took the signed statement from those who see it")
	}
}

func TestAWithdrawalIsSignedAndWitnessed(t *testing.T) {
	p := newPapers(t, "scotland")
	plan := p.Ailsa.Plan
	in := p.witness("Morag Bain")
	in.On = "2026-11-23"
	_, err := p.App.WitnessStatement(p.ctx, p.fresh(p.Ailsa), in) // on paper
	p.Must(err)
	p.Clock.Forward(24 * time.Hour)
	_, err = p.App.WithdrawStatement(p.ctx, p.Ailsa.Actor, plan, p.signed.ID)
	p.wants("without the password", err, models.StepUp)
	back, err := p.App.WithdrawStatement(p.ctx, p.fresh(p.Ailsa), plan, p.signed.ID)
	p.Must(err)
	if back.Withdraws != p.signed.ID || !strings.Contains(back.Text, p.signed.Code) || !back.NeedsWitness {
		t.Errorf("the withdrawal: %+v", back)
	}
	status := func(want models.StatementStatus) {
		t.Helper()
		if now, err := p.read(p.Ailsa, p.signed.ID); err != nil || now.Status != want || now.Text != p.signed.Text {
			t.Errorf("%v %v, not %s", now.Status, err, want)
		}
	}
	status(models.StatusWithdrawing)
	_, err = p.App.WithdrawStatement(p.ctx, p.fresh(p.Ailsa), plan, p.signed.ID)
	p.wants("twice", err, models.Conflict)
	in.Statement, in.On = back.ID, "2026-11-24"
	_, err = p.App.WitnessStatement(p.ctx, p.fresh(p.Ailsa), in)
	p.Must(err)
	status(models.StatusWithdrawn)
	v, err := p.App.VerifyPrint(p.ctx, p.signed.Text)
	p.Must(err)
	if v.Match != app.MatchSame || v.WithdrawnAt.IsZero() {
		t.Errorf("a print of it verifies as %+v", v)
	}
}

func TestTheRegisterAndTheYearlyLook(t *testing.T) {
	p := newPapers(t, "elsewhere")
	plan := p.Ailsa.Plan
	mark := func(kind models.MarkKind, board, on string) (*app.Statement, error) {
		return p.App.MarkStatement(p.ctx, p.Ailsa.Actor, app.MarkStatement{Plan: plan, Statement: p.signed.ID, Kind: kind, Board: board, On: on})
	}
	_, err := mark(models.BoardConfirmed, "", "2026-11-23")
	p.wants("confirmed before it is lodged", err, models.Conflict)
	_, err = mark(models.Lodged, " ", "2026-11-23")
	p.wants("lodged nowhere", err, models.Invalid)
	_, err = mark(models.Lodged, "NHS Highland", "2026-11-22")
	p.wants("lodged before it was signed", err, models.Invalid)
	got, err := mark(models.Lodged, "NHS Highland", "2026-11-23")
	p.Must(err)
	if got.Status != models.StatusLodged {
		t.Error(got.Status)
	}
	got, err = mark(models.BoardConfirmed, "", "2026-11-23")
	p.Must(err)
	if got.Status != models.StatusConfirmed || got.Register.Board != "NHS Highland" {
		t.Errorf("%s %+v", got.Status, got.Register)
	}
	due := func(want int) {
		t.Helper()
		if all, err := p.App.ToReview(p.ctx, p.Ailsa.Actor, plan); err != nil || len(all) != want {
			t.Errorf("%d to look at again, %v; not %d", len(all), err, want)
		}
	}
	due(0)
	p.Clock.Forward(364 * 24 * time.Hour)
	due(0)
	p.Clock.Forward(24 * time.Hour)
	due(1)
	p.Ailsa = p.SignIn(p.Ailsa)
	_, err = mark(models.StatementReview, "", "")
	p.Must(err)
	due(0)
	_, err = p.App.WithdrawStatement(p.ctx, p.fresh(p.Ailsa), plan, p.signed.ID)
	p.Must(err)
	if now, err := p.read(p.Ailsa, p.signed.ID); err != nil || now.Status != models.StatusWithdrawn {
		t.Errorf("where no witness is asked for, signing is enough: %v", now.Status)
	}
}

func TestAPrintIsVerified(t *testing.T) {
	p := newPapers(t, "scotland")
	s := p.signed
	page := "Words: " + s.Code + "\n" + s.Text + "\n" + s.Code
	for given, want := range map[string]app.Match{
		s.Text: app.MatchSame, page: app.MatchSame, s.Hash: app.MatchCode, strings.ToLower(s.Code): app.MatchCode,
		strings.Replace(page, "Talk to me", "Talk to Jamie", 1): app.MatchChanged, "0000-0000-0000": app.MatchNone,
	} {
		v, err := p.App.VerifyStatement(p.ctx, p.Ailsa.Actor, p.Ailsa.Plan, s.ID, given)
		p.Must(err)
		if v.Match != want {
			t.Errorf("%.30q: %s, not %s", given, v.Match, want)
		}
		if v, err = p.App.VerifyPrint(p.ctx, given); err != nil || v.Match != want {
			t.Errorf("%.30q to the operator: %s %v, not %s", given, v.Match, err, want)
		}
	}
	if v, err := p.App.VerifyPrint(p.ctx, "quite another text"); err != nil || v.Match != app.MatchNone {
		t.Errorf("another text: %v %v", v.Match, err)
	}
	_, err := p.App.VerifyStatement(p.ctx, p.Morag.Actor, p.Ailsa.Plan, s.ID, s.Text)
	p.wants("somebody with no right to it", err, models.NotFound)
}

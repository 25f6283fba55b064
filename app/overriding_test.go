package app_test

import (
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

func against(reasons string) models.OverrideWords {
	return models.OverrideWords{On: "2026-11-23", Measure: "An injection at night", Reasons: reasons, By: "Dr Bain, psychiatrist",
		Sent: []models.Sent{{To: "commission", On: "2026-11-23"}}}
}

// What was done against a statement is written by the person or by a confirmed
// practitioner who sees it, read by the person and by who wrote it, and never changed.
func TestWhatWasDoneAgainstAStatementIsKeptAndReadByThePerson(t *testing.T) {
	p := newPapers(t, "elsewhere")
	plan := p.Ailsa.Plan
	write := func(who apptest.Who, w models.OverrideWords) error {
		_, err := p.App.WriteOverride(p.ctx, who.Actor, app.WriteOverride{Plan: plan, Statement: p.signed.ID, Words: w})
		return err
	}
	waiting := p.sign("scotland")
	_, err := p.App.WriteOverride(p.ctx, p.Ailsa.Actor, app.WriteOverride{Plan: plan, Statement: waiting.ID, Words: against("x")})
	p.wants("against one that waits for its witness", err, models.Conflict)
	p.wants("a practitioner who does not see it", write(p.Morag, against("x")), models.NotFound)
	p.Share(p.Morag, models.RightSee, "advance")
	p.Share(p.Jamie, models.RightSee, "advance")
	p.wants("a carer who sees it", write(p.Jamie, against("x")), models.NotAllowed)
	p.Must(write(p.Morag, against("She could not be kept safe.")))
	p.Must(write(p.Ailsa, against("They told me nothing.")))
	reads := func(who apptest.Who, want ...string) {
		t.Helper()
		s, err := p.read(who, p.signed.ID)
		p.Must(err)
		var got []string
		for _, o := range s.Against {
			got = append(got, o.Words.Reasons)
		}
		if len(got) != len(want) {
			t.Fatalf("%s reads %q, not %q", who.Name, got, want)
		}
		for i := range want {
			if got[i] != want[i] {
				t.Errorf("%s reads %q, not %q", who.Name, got, want)
			}
		}
	}
	reads(p.Ailsa, "She could not be kept safe.", "They told me nothing.")
	reads(p.Morag, "She could not be kept safe.")
	reads(p.Jamie)
	if s, err := p.read(p.Ailsa, p.signed.ID); err != nil || s.Against[0].By.Name != "Morag" || s.Against[0].Words.Sent[0].To != "commission" {
		t.Errorf("she reads %+v, %v", s.Against, err)
	}
	if s, err := p.read(p.Morag, p.signed.ID); err != nil || s.Text != p.signed.Text {
		t.Error("the statement is not what it was")
	}
	p.NothingInClear("She could not be kept safe", "An injection")
	p.Must(p.App.StopAll(p.ctx, p.Ailsa.Actor, plan))
	p.wants("afterwards she", write(p.Morag, against("x")), models.NotFound)
}

func TestWhatIsMissingFromARecordOfWhatWasDoneIsNamed(t *testing.T) {
	p := newPapers(t, "elsewhere")
	for field, change := range map[string]func(*models.OverrideWords){
		"measure":         func(w *models.OverrideWords) { w.Measure = " " },
		"reasons":         func(w *models.OverrideWords) { w.Reasons = "" },
		"by":              func(w *models.OverrideWords) { w.By = "" },
		"on":              func(w *models.OverrideWords) { w.On = "2026-11-22" }, // before it was signed
		"sent":            func(w *models.OverrideWords) { w.Sent = []models.Sent{{To: "a friend", On: "2026-11-23"}} },
		"sent_records":    func(w *models.OverrideWords) { w.Sent = []models.Sent{{To: "records", On: "2026-11-24"}} },
		"sent_guardian":   func(w *models.OverrideWords) { w.Sent = []models.Sent{{To: "guardian", On: "soon"}} },
		"sent_commission": func(w *models.OverrideWords) { w.Sent = []models.Sent{{To: "commission", On: "2026-11-22"}} },
	} {
		w := against("x")
		change(&w)
		_, err := p.App.WriteOverride(p.ctx, p.Ailsa.Actor, app.WriteOverride{Plan: p.Ailsa.Plan, Statement: p.signed.ID, Words: w})
		e, ok := err.(*models.Error)
		if !ok || len(e.Fields) != 1 || e.Fields[0].Field != field {
			t.Errorf("%s: %+v", field, err)
		}
	}
}

// Whoever witnesses the statement reads its text and nothing that was done against it.
func TestAWitnessLearnsNothingOfWhatWasDoneAgainstIt(t *testing.T) {
	p := newPapers(t, "elsewhere")
	_, err := p.App.WriteOverride(p.ctx, p.Ailsa.Actor, app.WriteOverride{Plan: p.Ailsa.Plan, Statement: p.signed.ID, Words: against("x")})
	p.Must(err)
	_, err = p.App.AskWitness(p.ctx, p.fresh(p.Ailsa), p.Ailsa.Plan, p.signed.ID, p.Morag.Account)
	p.Must(err)
	s, err := p.read(p.Morag, p.signed.ID)
	p.Must(err)
	if s.Against != nil || s.MayOverride {
		t.Errorf("she reads %+v", s)
	}
	_, err = p.App.WriteOverride(p.ctx, p.Morag.Actor, app.WriteOverride{Plan: p.Ailsa.Plan, Statement: p.signed.ID, Words: against("x")})
	if err == nil {
		t.Error("she writes one")
	}
}

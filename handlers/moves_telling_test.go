package handlers_test

import (
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// A supporter is told when the person said so beforehand, without a word of content,
// once, and only while something is shared with them.
func TestASupporterIsToldWithoutContent(t *testing.T) {
	w := apptest.NewWithMail(t)
	ctx, plan := t.Context(), w.Ailsa.Plan
	sign := w.Write("warnings", "I wake before four.")
	w.Tie(w.Jamie, models.Carer)
	words := models.LookoutWords{Of: models.OfCheckIns, Threshold: 2, Days: 1, Within: 2, Tell: w.Jamie.Account}
	set := func(who models.Actor) error {
		_, err := w.App.SetLookout(ctx, who, app.SetLookout{Plan: plan, Sign: sign.ID, Words: words})
		return err
	}
	if err := set(w.Ailsa.Actor); models.KindOf(err) != models.Invalid {
		t.Errorf("somebody with whom nothing is shared: %v", err)
	}
	given := w.Share(w.Jamie, models.RightSee, "daily")
	stale := w.Ailsa.Actor
	stale.Proved = time.Time{}
	if err := set(stale); models.KindOf(err) != models.StepUp {
		t.Errorf("without a fresh password: %v", err)
	}
	w.Must(set(w.Ailsa.Actor))
	checkIn := func(how string) {
		t.Helper()
		_, err := w.App.AddEntry(ctx, w.Ailsa.Actor, app.AddEntry{Plan: plan, Section: "check-ins", Fields: models.Fields{
			{Key: "how", Text: how}, {Key: "date", Text: string(models.DayOf(w.Clock.Now(), time.UTC))}}})
		w.Must(err)
	}
	checkIn("all_right") // above what she set
	checkIn("hard")      // told
	checkIn("hard")      // again, and told already
	w.Clock.Forward(2 * 24 * time.Hour)
	w.Must(w.App.Withdraw(ctx, w.Ailsa.Actor, plan, given[0].ID))
	checkIn("hard")       // no grant any more
	w.Must(w.App.Close()) // all mail has gone out
	told := 0
	for _, m := range w.Mail.All() {
		if m.To == w.Jamie.Email && m.Body == "mail.get_in_touch" && m.Subject == "mail.subject" {
			told++
		}
	}
	if told != 1 {
		t.Errorf("told %d times", told)
	}
}

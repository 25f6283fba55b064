package pages_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/handlers/say"
	"handrail/models"
)

// A receipt stays what was said yes to, whatever things and people are called since.
func TestAReceiptSaysHowThingsWereCalledThen(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	own, err := w.App.AddSection(context.Background(), w.Ailsa.Actor, app.AddSection{Plan: w.Ailsa.Plan, Title: "The allotment"})
	w.Must(err)
	given := w.Share(w.Jamie, models.RightSee, own.Key)
	b, plan := at(w, w.Ailsa), "/plans/"+string(w.Ailsa.Plan)
	reads := func() {
		t.Helper()
		b.get(plan+"/receipts").has("Jamie", "The allotment")
		b.get(plan+"/receipts/"+string(given[0].ID)).has("Jamie can see: The allotment").lacks("The garden", "James")
	}
	reads()
	b.post(plan+"/sections/"+string(own.Key)+"/rename", "title", "The garden").is(http.StatusSeeOther)
	at(w, w.Jamie).post("/me", "name", "James").is(http.StatusSeeOther)
	b.post(plan+"/people/"+string(w.Jamie.Account)+"/call", "called", "my brother").is(http.StatusSeeOther)
	reads()
	b.post(plan + "/sections/" + string(own.Key) + "/remove").is(http.StatusSeeOther)
	reads()
}

// The words that consent is given in are a version: changing one is a new one, and what was
// said yes to before keeps its words under the old.
func TestTheWordsOfConsentAreOneVersion(t *testing.T) {
	var said []string
	for key := range say.Keys() {
		for _, of := range []string{"share.sentence", "share.can_", "share.when_", "share.until_", "share.from_", "share.they_are_told", "right."} {
			if strings.HasPrefix(key, of) {
				said = append(said, key+" "+say.T(context.Background(), key, "Name", "N", "From", "F", "Can", "C", "Sections", "S", "When", "W", "Until", "U", "Number", 4, "Day", "D", "Right", "R"))
			}
		}
	}
	slices.Sort(said)
	sum := sha256.Sum256([]byte(strings.Join(said, "\n")))
	if got := app.Wording + " " + hex.EncodeToString(sum[:8]); got != "2026-1 1518aee6348ca05f" {
		t.Errorf("the words are %s: give app.Wording a new number, and receipts of the old one its sentences", got)
	}
}

package app_test

import (
	"testing"

	"handrail/app"
	"handrail/models"
)

// A view shows what somebody sees, not what is theirs alone: their drafts, and what
// they sent unheard or took back.
func TestAViewKeepsTheOthersOwnWordsTheirs(t *testing.T) {
	w, sent := withSuggestion(t)
	w.Must(w.App.SaveDraft(t.Context(), w.Jamie.Actor, app.SaveDraft{
		Plan: w.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "half a sentence"}}}))
	_, err := w.App.TakeBack(t.Context(), w.Jamie.Actor, w.Ailsa.Plan, sent.ID)
	w.Must(err)
	w.Must(w.App.MutePerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account, app.Unheard))
	suggests(t, w, models.Once{})
	view := w.Ailsa.Actor
	view.As = w.Jamie.Account
	for who, want := range map[models.Actor]struct{ drafts, sent int }{view: {0, 0}, w.Jamie.Actor: {1, 2}} {
		drafts, err := w.App.Drafts(t.Context(), who, w.Ailsa.Plan, "")
		w.Must(err)
		sent, err := w.App.Suggestions(t.Context(), who, w.Ailsa.Plan)
		w.Must(err)
		if len(drafts) != want.drafts || len(sent) != want.sent {
			t.Errorf("as %q: %d drafts, %d suggestions", who.As, len(drafts), len(sent))
		}
	}
}

package app_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// A view shows what somebody sees, not what is theirs alone: their drafts, and what
// they sent unheard or took back.
func TestAViewKeepsTheOthersOwnWordsTheirs(t *testing.T) {
	w, sent := withSuggestion(t)
	w.Must(w.App.SaveDraft(t.Context(), w.Jamie.Actor, app.SaveDraft{
		DraftOf: app.DraftOf{Plan: w.Ailsa.Plan, Section: "warnings"}, Fields: models.Fields{{Key: "sign", Text: "half a sentence"}}}))
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

// Whoever holds the screen in a view changes nothing, also not in plans of others
// that its owner has to do with.
func TestAViewChangesNothingAnywhere(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	in, err := w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Peer})
	w.Must(err)
	view := w.Jamie.Actor
	view.As = w.Ailsa.Account
	if err := w.App.LeavePlan(t.Context(), view, w.Ailsa.Plan); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("leaving a plan: %v", err)
	}
	view = w.Pete.Actor
	view.As = w.Jamie.Account
	if _, err := w.App.AcceptInvitation(t.Context(), view, in.Code); !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("accepting an invitation: %v", err)
	}
}

// There is nothing to see as somebody who was never confirmed: no sign-in is locked
// into an empty view.
func TestThereIsNoViewOfSomebodyUnconfirmed(t *testing.T) {
	w := apptest.New(t)
	w.Accept(w.Jamie, models.Carer)
	if err := w.App.BeginView(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account); !errors.Is(err, models.ErrNotFound) {
		t.Errorf("a view began: %v", err)
	}
	if p, err := w.App.ByCookie(t.Context(), w.Ailsa.Cookie); err != nil || p.Actor.As != "" {
		t.Errorf("the sign-in shows %+v, %v", p, err)
	}
}

// Another tab goes on listening when the screen is handed over: it must not go on hearing.
func TestAStreamEndsWhereAViewBegins(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	err := w.App.Watch(ctx, w.Ailsa.Actor, app.Watch{Plan: w.Ailsa.Plan}, func(app.Event) error { return nil }, func() error {
		return w.App.BeginView(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)
	})
	if !errors.Is(err, models.ErrSignIn) {
		t.Errorf("the stream ended with %v", err)
	}
}

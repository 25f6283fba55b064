package app_test

import (
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// The server mails nobody without end because somebody with an account asks it to.
func TestInvitationsOfADayHaveAnEnd(t *testing.T) {
	w := apptest.NewWithMail(t)
	var err error
	sent := 0
	for range 100 {
		if _, err = w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Carer, Email: "somebody@example.org"}); err != nil {
			break
		}
		sent++
	}
	if models.KindOf(err) != models.TooMany || sent < 10 {
		t.Fatalf("%d invitations, then %v", sent, err)
	}
	if _, err := w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Carer}); err != nil {
		t.Errorf("a code to hand over: %v", err)
	}
	w.Clock.Forward(25 * time.Hour)
	if _, err := w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Carer, Email: "somebody@example.org"}); err != nil {
		t.Errorf("a day later: %v", err)
	}
}

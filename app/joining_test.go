package app_test

import (
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// SAFETY.md 4, RULES.md 22: an invitation to an address is for whoever has proved it, and
// is not used up by others who say that it is theirs.
func TestAnInvitationToAnAddressWaitsUntilItIsProved(t *testing.T) {
	w := apptest.NewWithMail(t)
	isla, token := unproved(w)
	in, err := w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Carer, Email: isla.Email})
	w.Must(err)
	if _, err := w.App.ReadInvitation(t.Context(), isla.Actor, in.Code); models.KindOf(err) != models.NotFound {
		t.Errorf("read by an address that is not proved: %v", err)
	}
	if _, err := w.App.AcceptInvitation(t.Context(), isla.Actor, in.Code); models.KindOf(err) != models.NotFound {
		t.Errorf("accepted by an address that is not proved: %v", err)
	}
	if err := w.App.DeclineInvitation(t.Context(), isla.Actor, in.Code); models.KindOf(err) != models.NotFound {
		t.Errorf("declined by an address that is not proved: %v", err)
	}
	_, err = w.App.Prove(t.Context(), token)
	w.Must(err)
	joined, err := w.App.AcceptInvitation(t.Context(), isla.Actor, in.Code)
	w.Must(err)
	if joined.Relationship.Account != isla.Account || joined.Relationship.State != models.Accepted {
		t.Errorf("%+v", joined)
	}
}

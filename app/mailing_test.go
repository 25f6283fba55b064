package app_test

import (
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// A phone puts a space behind an address; what is mailed must arrive all the same.
func TestMailGoesToTheAddressAsItIsKept(t *testing.T) {
	w := apptest.NewWithMail(t)
	_, err := w.App.SignUp(t.Context(), app.SignUp{Email: " Isla@Example.org ", Name: "Isla", Password: apptest.Password})
	w.Must(err)
	_, err = w.App.Invite(t.Context(), w.Ailsa.Actor, app.Invite{Plan: w.Ailsa.Plan, Role: models.Carer, Email: "Rory@example.org\n"})
	w.Must(err)
	w.Must(w.App.Close()) // all that is under way has arrived
	to := map[string]bool{}
	for _, m := range w.Mail.All() {
		to[m.To] = true
	}
	if !to["isla@example.org"] || !to["rory@example.org"] || len(to) != 2 {
		t.Errorf("mail went to %v", to)
	}
}

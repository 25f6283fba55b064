package app_test

import (
	"strings"
	"testing"

	"handrail/app/apptest"
	"handrail/models"
)

// SAFETY.md 16: whoever is signed in learns from no answer whether an address has an
// account. Whoever reads what was mailed there does.
func TestChangingTheAddressByMailTellsNobodyWhetherItIsTaken(t *testing.T) {
	w := apptest.NewWithMail(t)
	for email, want := range map[string]string{"new@example.org": "mail.proof http://localhost/prove?token=", w.Morag.Email: "mail.taken http://localhost/sign-in"} {
		w.Must(w.App.ChangeEmail(t.Context(), w.Ailsa.Actor, email))
		told := map[string]string{}
		for range 2 {
			m := w.Mail.Next()
			told[m.To] = m.Body
		}
		if !strings.HasPrefix(told[email], want) || told[w.Ailsa.Email] != "mail.address_asked http://localhost/me/sign-ins" {
			t.Errorf("%s: %v", email, told)
		}
		if me, err := w.App.Me(t.Context(), w.Ailsa.Actor); err != nil || me.Email != w.Ailsa.Email {
			t.Errorf("%s: %+v, %v", email, me, err)
		}
	}
}

// SAFETY.md 10: the old address is told again once the account has moved.
func TestTheOldAddressIsToldThatTheAccountHasMoved(t *testing.T) {
	w := apptest.NewWithMail(t)
	w.Must(w.App.ChangeEmail(t.Context(), w.Ailsa.Actor, "new@example.org"))
	token := tokenIn(w.Mail.Next())
	if token == "" {
		token = tokenIn(w.Mail.Next()) // the two may arrive in either order
	} else {
		w.Mail.Next()
	}
	isNew, err := w.App.Prove(t.Context(), token)
	w.Must(err)
	if m := w.Mail.Next(); isNew || m.To != w.Ailsa.Email || m.Body != "mail.address_changed http://localhost/me/sign-ins" {
		t.Errorf("new %v; told %v", isNew, m)
	}
	if me, err := w.App.Me(t.Context(), w.Ailsa.Actor); err != nil || me.Email != "new@example.org" || !me.Proved {
		t.Errorf("%+v, %v", me, err)
	}
}

func TestWithoutMailATakenAddressIsAConflict(t *testing.T) {
	w := apptest.New(t)
	if err := w.App.ChangeEmail(t.Context(), w.Ailsa.Actor, w.Morag.Email); models.KindOf(err) != models.Conflict {
		t.Errorf("taken: %v", err)
	}
	w.Must(w.App.ChangeEmail(t.Context(), w.Ailsa.Actor, "new@example.org"))
	if me, err := w.App.Me(t.Context(), w.Ailsa.Actor); err != nil || me.Email != "new@example.org" || me.Proved {
		t.Errorf("%+v, %v", me, err)
	}
}

package accounts

import (
	"testing"
	"time"

	"handrail/app/internal/internal/database"
)

func (f *fixture) rows(table string) (n int) {
	f.t.Helper()
	f.must(f.db.View(f.t.Context(), func(tx *database.Tx) error { return tx.One("SELECT count(*) FROM "+table, nil, &n) }))
	return n
}

// What is over goes after a month; what lives stays, and so does what somebody has
// to read of first.
func TestWhatIsOverIsClearedAway(t *testing.T) {
	f := open(t)
	own := Device{Name: "phone", From: "192.0.2.9", Own: true}
	living, err := f.SignIn(t.Context(), f.ailsa.Email, phrase, own)
	f.must(err)
	over, copied := f.signIn(), f.signIn()
	_, err = f.NewProof(t.Context(), f.ailsa.ID)
	f.must(err)
	f.must(f.SignOut(t.Context(), over.Actor))
	again, err := f.Refresh(t.Context(), living.Refresh)
	f.must(err)
	_, err = f.Refresh(t.Context(), copied.Refresh)
	f.must(err)
	if _, err := f.Refresh(t.Context(), copied.Refresh); err == nil {
		t.Fatal("a token worked twice")
	}
	f.must(f.Clear(t.Context()))
	if f.rows("sign_ins") != 3 || f.rows("refresh_tokens") != 5 || f.rows("proofs") != 1 {
		t.Errorf("too soon: %d sign-ins, %d tokens, %d proofs", f.rows("sign_ins"), f.rows("refresh_tokens"), f.rows("proofs"))
	}
	f.forward(31 * 24 * time.Hour)
	f.must(f.Clear(t.Context()))
	if f.rows("sign_ins") != 2 || f.rows("refresh_tokens") != 2 || f.rows("proofs") != 0 {
		t.Errorf("left are %d sign-ins, %d tokens, %d proofs", f.rows("sign_ins"), f.rows("refresh_tokens"), f.rows("proofs"))
	}
	if _, err := f.Refresh(t.Context(), again.Refresh); err != nil {
		t.Errorf("the living one: %v", err)
	}
	if told, err := f.Copied(t.Context(), copied.Actor); err != nil || len(told) != 1 {
		t.Errorf("of the copied one nobody would be told: %v, %v", told, err)
	}
}

package accounts

import (
	"slices"
	"testing"

	"handrail/models"
)

// An account whose sealed part does not open is found, and one of whose sign-ins.
func TestWhatDoesNotOpenOfAnAccountIsFound(t *testing.T) {
	f := open(t)
	jamie, _ := f.add("jamie@example.org", "Jamie")
	if _, err := f.SignIn(t.Context(), "jamie@example.org", phrase, Device{Name: "phone"}); err != nil {
		t.Fatal(err)
	}
	check := func(want ...models.ID) {
		t.Helper()
		got, err := f.CheckWords(t.Context())
		f.must(err)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("found %v, not %v", got, want)
		}
	}
	check()
	f.exec("UPDATE sign_ins SET body = (SELECT body FROM accounts WHERE id = account) WHERE account = ?", string(jamie.ID))
	check(jamie.ID)
	f.exec("UPDATE accounts SET body = (SELECT body FROM accounts WHERE id = ?) WHERE id = ?", string(jamie.ID), string(f.ailsa.ID))
	check(jamie.ID, f.ailsa.ID)
}

package accounts

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"handrail/app/internal/databasetest"
	"handrail/app/internal/internal/database"
	"handrail/models"
)

func TestAnAccountIsFoundByItsAddressHoweverItIsTyped(t *testing.T) {
	f := open(t)
	for _, typed := range []string{"ailsa@example.org", " Ailsa@Example.ORG\n"} {
		acc, err := f.ByEmail(t.Context(), typed)
		if err != nil || acc != f.ailsa {
			t.Errorf("%q finds %+v, %v", typed, acc, err)
		}
	}
	if acc, err := f.Account(t.Context(), f.ailsa.ID); err != nil || acc != f.ailsa || acc.Plan == "" {
		t.Errorf("%+v, %v", acc, err)
	}
	_, err := f.ByEmail(t.Context(), "nobody@example.org")
	is(t, "nobody", err, models.ErrNotFound)
	_, err = f.Account(t.Context(), "nobody")
	is(t, "no such id", err, models.ErrNotFound)
	names, err := f.Names(t.Context(), []models.ID{f.ailsa.ID, "nobody"})
	if err != nil || len(names) != 1 || names[f.ailsa.ID] != "Ailsa" {
		t.Errorf("%v, %v", names, err)
	}
}

func TestWhatCannotBeAnAccount(t *testing.T) {
	f := open(t)
	fine := NewAccount{Email: "new@example.org", Name: "New", Password: phrase}
	for name, tt := range map[string]struct {
		change func(*NewAccount)
		want   string
	}{
		"no address":               {func(n *NewAccount) { n.Email = "x" }, "email field.not_an_address"},
		"no name":                  {func(n *NewAccount) { n.Name = " \t" }, "name field.empty"},
		"long name":                {func(n *NewAccount) { n.Name = strings.Repeat("é", 101) }, "name field.too_long"},
		"two lines":                {func(n *NewAccount) { n.Name = "a\nb" }, "name field.unreadable"},
		"a separator":              {func(n *NewAccount) { n.Name = "a\u2028b" }, "name field.unreadable"},
		"turned around":            {func(n *NewAccount) { n.Name = "a\u202eb" }, "name field.unreadable"},
		"an escape":                {func(n *NewAccount) { n.Name = "a\x1b[1m" }, "name field.unreadable"},
		"nothing to see":           {func(n *NewAccount) { n.Name = "\u200d\u200b" }, "name field.unreadable"},
		"no UTF-8 in the name":     {func(n *NewAccount) { n.Name = "a\xff" }, "name field.unreadable"},
		"nine characters":          {func(n *NewAccount) { n.Password = "éééàéééèx" }, "password password.too_short"},
		"257 characters":           {func(n *NewAccount) { n.Password = strings.Repeat("ab", 128) + "c" }, "password field.too_long"},
		"NUL":                      {func(n *NewAccount) { n.Password = phrase + "\x00" }, "password field.unreadable"},
		"the address":              {func(n *NewAccount) { n.Password = "New@example.org" }, "password password.too_common"},
		"its name part":            {func(n *NewAccount) { n.Email, n.Password = "somebody.new@x.org", "Somebody.New" }, "password password.too_common"},
		"one character":            {func(n *NewAccount) { n.Password = "éééééééééé" }, "password password.too_common"},
		"a run":                    {func(n *NewAccount) { n.Password = "Qwertyuiop" }, "password password.too_common"},
		"figures":                  {func(n *NewAccount) { n.Password = "1234567890" }, "password password.too_common"},
		"a word and figures":       {func(n *NewAccount) { n.Password = "Password2026!" }, "password password.too_common"},
		"a word twice":             {func(n *NewAccount) { n.Password = "dragondragon" }, "password password.too_common"},
		"a role nobody confirms":   {func(n *NewAccount) { n.Works = models.Carer }, "role field.not_an_option"},
		"a role nobody asks for":   {func(n *NewAccount) { n.AskedFor = "owner" }, "role field.not_an_option"},
		"a name that needs joiner": {func(n *NewAccount) { n.Name = "क्\u200dष" }, ""},
		"100 characters":           {func(n *NewAccount) { n.Email, n.Name = "b@c.org", strings.Repeat("é", 100) }, ""},
	} {
		in := fine
		tt.change(&in)
		_, _, err := f.Add(t.Context(), in)
		if tt.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
		} else if got := problems(err); !slices.Equal(got, []string{tt.want}) {
			t.Errorf("%s: %v, want %s", name, got, tt.want)
		}
	}
	_, _, err := f.Add(t.Context(), NewAccount{})
	if got := problems(err); len(got) != 3 {
		t.Errorf("all that is wrong is said at once: %v", got)
	}
}

func TestATakenAddressCostsTheSameAndMakesNothing(t *testing.T) {
	f := open(t)
	before := f.hash.made.Load()
	_, recovery, err := f.Add(t.Context(), NewAccount{Email: "AILSA@example.org", Name: "Other", Password: phrase})
	is(t, "taken", err, ErrTaken)
	if n := f.hash.made.Load() - before; n != 1 || recovery != "" {
		t.Errorf("%d hashes, %q", n, recovery)
	}
	all, err := f.All(t.Context())
	if err != nil || len(all) != 1 || all[0] != f.ailsa {
		t.Errorf("%+v, %v", all, err)
	}
}

// Without a write, the answer for a taken address would come before the disk.
func TestATakenAddressWaitsForTheDiskToo(t *testing.T) {
	databasetest.SQLiteAlone(t)
	f := open(t)
	size := func() int64 {
		info, err := os.Stat(filepath.Join(f.folder, database.FileName+"-wal"))
		f.must(err)
		return info.Size()
	}
	before := size()
	_, _, err := f.Add(t.Context(), NewAccount{Email: f.ailsa.Email, Name: "Other", Password: phrase})
	is(t, "taken", err, ErrTaken)
	if size() == before {
		t.Error("nothing reached the disk")
	}
}

func TestAPlanThatCannotBeMadeLeavesNoAccount(t *testing.T) {
	f := open(t)
	failed := errors.New("no plan")
	f.found = func(*database.Tx, models.ID) (models.ID, error) { return "", failed }
	_, _, err := f.Add(t.Context(), NewAccount{Email: "b@example.org", Name: "B", Password: phrase})
	is(t, "no plan", err, failed)
	_, err = f.ByEmail(t.Context(), "b@example.org")
	is(t, "no account", err, models.ErrNotFound)
}

func TestEmptyUntilSomebodyHasAnAccount(t *testing.T) {
	f := open(t)
	if empty, err := f.Empty(t.Context()); err != nil || empty {
		t.Errorf("%v, %v", empty, err)
	}
	f.exec("DELETE FROM plans")
	f.exec("DELETE FROM accounts")
	if empty, err := f.Empty(t.Context()); err != nil || !empty {
		t.Errorf("%v, %v", empty, err)
	}
}

// SAFETY.md 19: neither the database file nor its log holds any of these in clear.
func TestNothingOfAPersonIsInTheFiles(t *testing.T) {
	f := open(t)
	acc, recovery := f.add("morag.macleod@example.org", "Morag MacLeod")
	s, err := f.SignIn(t.Context(), acc.Email, phrase, Device{Name: "Firefox on Android", From: "203.0.113.77"})
	f.must(err)
	f.must(f.Rename(t.Context(), s.Actor, "Morag Renamed"))
	f.must(f.ChangeEmail(t.Context(), s.Actor, "morag.elsewhere@example.org"))
	s, err = f.SignIn(t.Context(), "morag.elsewhere@example.org", phrase, Device{})
	f.must(err)
	proof := f.ask(s, "morag.further@example.org").Token
	content := bytes.ToLower(databasetest.Contents(t, f.place))
	for _, secret := range []string{
		"morag", "macleod", "elsewhere", "further", "example.org", "firefox", "android", "203.0.113", phrase, s.Cookie, s.Refresh, s.Access, recovery, models.PlainCode(recovery), proof,
	} {
		if bytes.Contains(content, []byte(strings.ToLower(secret))) {
			t.Errorf("%q stands in the database", secret)
		}
	}
	// The account's id is there: the scan does find what is in clear.
	if !bytes.Contains(content, bytes.ToLower([]byte(acc.ID))) {
		t.Error("the scan finds nothing at all")
	}
}

package accounts

import (
	"errors"
	"sync"
	"testing"
	"time"

	"handrail/app/internal/databasetest"
	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

const phrase = "a long enough phrase"

// fixture is Accounts on a real database, a clock that tests move, and somebody with an account.
type fixture struct {
	*Accounts
	t      *testing.T
	folder string
	place  string // of the database: folder, or on PostgreSQL

	mu   sync.Mutex
	time time.Time

	ailsa    models.Account
	recovery string
}

func open(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{t: t, folder: t.TempDir(), time: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	f.place = databasetest.Place(t, f.folder)
	db, err := database.Open(t.Context(), f.place)
	f.must(err)
	t.Cleanup(func() { _ = db.Close() })
	ring, err := seal.Open(seal.NewMaster())
	f.must(err)
	f.Accounts = New(db, ring, found, Settings{Clock: f.clockNow, Cost: QuickCost, Slots: 2})
	f.ailsa, f.recovery = f.add("ailsa@example.org", "Ailsa")
	return f
}

func found(tx *database.Tx, owner models.ID) (models.ID, error) {
	plan := models.NewID()
	_, err := tx.Exec(`INSERT INTO plans (id, owner, key, epoch, privacy, records, chain, crisis_since, crisis_until, created_at)
		VALUES (?,?,x'00',0,0,0,x'00',0,0,0)`, string(plan), string(owner))
	return plan, err
}

func (f *fixture) clockNow() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.time
}

func (f *fixture) forward(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.time = f.time.Add(d)
}

func (f *fixture) must(err error) {
	f.t.Helper()
	if err != nil {
		f.t.Fatalf("unexpected: %v", err)
	}
}

func (f *fixture) add(email, name string) (models.Account, string) {
	f.t.Helper()
	acc, recovery, err := f.Add(f.t.Context(), NewAccount{Email: email, Name: name, Password: phrase})
	f.must(err)
	return acc, recovery
}

// signIn signs Ailsa in from a network that nobody else here comes from.
func (f *fixture) signIn() SignedIn {
	f.t.Helper()
	s, err := f.SignIn(f.t.Context(), f.ailsa.Email, phrase, Device{Name: "Firefox on Linux", From: "192.0.2.1"})
	f.must(err)
	return s
}

func (f *fixture) try(email, password, from string) error {
	_, err := f.SignIn(f.t.Context(), email, password, Device{From: from})
	return err
}

// exec changes rows behind the package's back.
func (f *fixture) exec(text string, args ...any) {
	f.t.Helper()
	f.must(f.db.Change(f.t.Context(), func(tx *database.Tx) error { _, err := tx.Exec(text, args...); return err }))
}

func (f *fixture) number(text string, args ...any) (n int64) {
	f.t.Helper()
	f.must(f.db.View(f.t.Context(), func(tx *database.Tx) error { return tx.One(text, args, &n) }))
	return n
}

// settle returns once the writes that nobody waits for are done.
func (f *fixture) settle() { f.exec("UPDATE settings SET name = name") }

func (f *fixture) alive(s SignedIn) bool {
	f.t.Helper()
	p, err := f.ByCookie(f.t.Context(), s.Cookie)
	_, tokenErr := f.ByToken(f.t.Context(), s.Access)
	aliveErr := f.Alive(f.t.Context(), s.Actor)
	cookie := err == nil && !p.Locked
	if cookie != (aliveErr == nil) || cookie != (tokenErr == nil) {
		f.t.Errorf("cookie %v, token %v and stream %v do not agree", err, tokenErr, aliveErr)
	}
	return cookie
}

func is(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func tooMany(t *testing.T, what string, err error) {
	t.Helper()
	if e, ok := errors.AsType[*models.Error](err); !ok || e.Kind != models.TooMany || e.Key != "signin.too_many" {
		t.Errorf("%s: %v, want too many", what, err)
	}
}

// problems is the fields and keys of an Invalid error.
func problems(err error) (out []string) {
	e, ok := errors.AsType[*models.Error](err)
	if !ok || e.Kind != models.Invalid {
		return []string{"not invalid"}
	}
	for _, p := range e.Fields {
		out = append(out, p.Field+" "+p.Key)
	}
	return out
}

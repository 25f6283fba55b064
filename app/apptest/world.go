// Package apptest is a ready-made world for tests: Ailsa the person, Morag the
// practitioner, Jamie the carer, Pete the peer, Leona the lead and a stranger, on
// a real database in a folder that goes with the test. Nothing in it is a mock but the
// clock and the mail box.
package apptest

import (
	"bytes"
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/internal/databasetest"
	"handrail/models"
)

// Password is everybody's.
const Password = "a long enough phrase"

// Who is somebody in the world: signed in, freshly.
type Who struct {
	models.Actor
	Name   string
	Email  string
	Plan   models.ID // their own
	Cookie string
	Access string
}

// World is an App and the people in it. Nobody is tied to anybody yet.
type World struct {
	T      testing.TB
	App    *app.App
	Folder string
	Ledger string // of all servers; empty: in Folder
	Place  string // of the database: Folder, or on PostgreSQL
	Clock  *Clock
	Mail   *MailBox
	Pushes *Pushes // what browsers were told

	Version string
	Backups app.Backups

	Ailsa, Morag, Jamie, Pete, Leona, Stranger Who

	realHash bool
	set      func(*app.Settings)
}

// Clock is a time that tests set.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// Now is the time that was set.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Forward lets time pass.
func (c *Clock) Forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// New is a world without mail.
func New(t testing.TB) *World { return open(t, nil) }

// NewWithRealHash is a world whose passwords cost what they cost in use.
func NewWithRealHash(t testing.TB) *World {
	t.Helper()
	w := &World{realHash: true}
	w.open(t, nil, "")
	return w
}

// NewSet is a world whose App is opened with other settings than usual.
func NewSet(t testing.TB, set func(*app.Settings)) *World {
	t.Helper()
	w := &World{set: set}
	w.open(t, nil, "")
	return w
}

// NewWithMail is a world whose server sends mail into a box.
func NewWithMail(t testing.TB) *World { return open(t, &MailBox{arrived: make(chan Mail, 64)}) }

func open(t testing.TB, box *MailBox) *World {
	t.Helper()
	return openAt(t, box, "")
}

// openAt makes the people in a database; with no place in one of the usual kind.
func openAt(t testing.TB, box *MailBox, place string) *World {
	t.Helper()
	w := &World{}
	w.open(t, box, place)
	return w
}

// monday is when every world begins.
var monday = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func (w *World) open(t testing.TB, box *MailBox, place string) {
	t.Helper()
	w.T, w.Folder, w.Clock, w.Mail, w.Pushes = t, t.TempDir(), &Clock{now: monday}, box, new(Pushes)
	switch w.Place = place; place {
	case "":
		w.Place = databasetest.Place(t, w.Folder)
	case onFile:
		w.Place = w.Folder
	}
	if w.Place == w.Folder {
		w.Must(unused.into(w.Folder))
	}
	w.start()
	w.Ailsa = w.Person("Ailsa", app.NewAccount{})
	w.Morag = w.Person("Morag", app.NewAccount{Works: models.Practitioner})
	w.Jamie = w.Person("Jamie", app.NewAccount{})
	w.Pete = w.Person("Pete", app.NewAccount{Works: models.Peer})
	w.Leona = w.Person("Leona", app.NewAccount{Lead: true})
	w.Stranger = w.Person("Stran", app.NewAccount{})
}

// Must fails the test on an error.
func (w *World) Must(err error) {
	w.T.Helper()
	if err != nil {
		w.T.Fatalf("unexpected: %v", err)
	}
}

// Person makes an account and signs it in.
func (w *World) Person(name string, in app.NewAccount) Who {
	w.T.Helper()
	in.Name, in.Email, in.Password = name, name+"@example.org", Password
	account, _, err := w.App.AddAccount(context.Background(), in)
	w.Must(err)
	who := Who{Name: name, Email: account.Email, Plan: account.Plan}
	return w.SignIn(who)
}

// SignIn signs somebody in again: a fresh sign-in.
func (w *World) SignIn(who Who) Who {
	w.T.Helper()
	s, err := w.App.SignIn(context.Background(), who.Email, Password, app.Device{Name: "test"})
	w.Must(err)
	who.Actor, who.Cookie, who.Access = s.Actor, s.Cookie, s.Access
	who.Via = models.ByPage
	return who
}

// Tie confirms somebody in Ailsa's plan.
func (w *World) Tie(who Who, role models.Role) {
	w.T.Helper()
	w.Accept(who, role)
	w.Must(w.App.ConfirmPerson(context.Background(), w.fresh(), w.Ailsa.Plan, who.Account))
}

// Accept lets somebody accept an invitation of Ailsa's that she has not confirmed.
func (w *World) Accept(who Who, role models.Role, offers ...models.Offer) {
	w.T.Helper()
	in, err := w.App.Invite(context.Background(), w.fresh(), app.Invite{Plan: w.Ailsa.Plan, Role: role, Called: "my " + string(role), Offers: offers})
	w.Must(err)
	_, err = w.App.AcceptInvitation(context.Background(), who.Actor, in.Code)
	w.Must(err)
}

// fresh is Ailsa having just given her password, whatever the clock says.
func (w *World) fresh() models.Actor {
	who := w.Ailsa.Actor
	who.Proved = w.Clock.Now()
	return who
}

// Share gives somebody who is tied to Ailsa's plan a right in sections, always.
func (w *World) Share(who Who, right models.Right, sections ...models.SectionKey) []models.Consent {
	w.T.Helper()
	return w.ShareWhen(who, right, models.Always, sections...)
}

// ShareWhen is Share in a circumstance.
func (w *World) ShareWhen(who Who, right models.Right, when models.Circumstance, sections ...models.SectionKey) []models.Consent {
	w.T.Helper()
	given, err := w.App.Share(context.Background(), w.fresh(), app.Share{
		Plan: w.Ailsa.Plan, Account: who.Account, Offer: models.Offer{Sections: sections, Right: right, When: when}})
	w.Must(err)
	return given
}

// Write puts an entry into Ailsa's plan: words in the section's main field.
func (w *World) Write(section models.SectionKey, words string) *app.Entry {
	w.T.Helper()
	shape, _ := models.SectionOf(section)
	e, err := w.App.AddEntry(context.Background(), w.Ailsa.Actor, app.AddEntry{
		Plan: w.Ailsa.Plan, Section: section, Fields: models.Fields{{Key: shape.Main(), Text: words}}})
	w.Must(err)
	return e
}

// Copy is the same world in a folder of its own, at the same time of day: same
// people, same sign-ins, same ids. What happens in one does not happen in the other.
func (w *World) Copy(t testing.TB) *World {
	t.Helper()
	out := *w
	out.T, out.Folder = t, t.TempDir()
	out.Clock = &Clock{now: w.Clock.Now()}
	if err := os.CopyFS(out.Folder, os.DirFS(w.Folder)); err != nil {
		t.Fatal(err)
	}
	if out.Place = databasetest.Place(t, out.Folder); out.Place != out.Folder {
		if !databasetest.HasTables(t, out.Place) {
			out.start()
			w.Must(out.App.Close())
		}
		databasetest.Copy(t, w.Place, out.Place)
	}
	out.start()
	return &out
}

// Restart closes the App, lets change meddle with its folder and opens it again.
func (w *World) Restart(change func(folder string)) {
	w.T.Helper()
	w.Must(w.App.Close())
	change(w.Folder)
	w.start()
}

// Reach is the database itself, past the one door to it.
func (w *World) Reach() databasetest.Reached { return databasetest.Reach(w.T, w.Place) }

// NothingInClear fails the test when one of these stands readable in the database. A word
// of five letters may come about by chance in one of its many ids: these should be longer.
func (w *World) NothingInClear(words ...string) {
	w.T.Helper()
	kept := bytes.ToLower(databasetest.Contents(w.T, w.Place))
	for _, word := range words {
		if bytes.Contains(kept, bytes.ToLower([]byte(word))) {
			w.T.Errorf("%q stands in clear in the database", word)
		}
	}
}

// start opens the App on the world's folder.
func (w *World) start() {
	w.T.Helper()
	s := app.Settings{
		Folder: w.Folder, Ledger: w.Ledger, PublicURL: "http://localhost", Clock: w.Clock.Now, QuickHash: !w.realHash,
		Say: said, Push: w.Pushes, Version: w.Version, Backups: w.Backups, OwnStreams: 1000, // benchmarks have one person listen on many screens
	}
	if w.Mail != nil {
		s.Mail = w.Mail
	}
	if w.Place != w.Folder {
		s.Database = w.Place
	}
	if w.set != nil {
		w.set(&s)
	}
	var err error
	if w.App, err = app.Open(context.Background(), s); err != nil {
		w.T.Fatal(err)
	}
	w.T.Cleanup(func() { _ = w.App.Close() })
}

// said is a message's key and, where it leads somewhere, the address.
func said(key string, args map[string]any) string {
	if url, leads := args["URL"].(string); leads {
		return key + " " + url
	}
	return key
}

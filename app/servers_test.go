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

// soon is how long another server may take to know (RULES.md 16).
const soon = 2 * time.Second

// stream is somebody listening to Ailsa's plan.
type stream struct {
	events chan app.Event
	ended  chan error
}

func listen(w *apptest.World, who apptest.Who) *stream {
	w.T.Helper()
	s := &stream{events: make(chan app.Event, 100), ended: make(chan error, 1)}
	begun := make(chan struct{})
	first := func() error {
		if begun != nil {
			close(begun)
			begun = nil
		}
		return nil
	}
	waiting := begun
	go func() {
		s.ended <- w.App.Watch(context.Background(), who.Actor, app.Watch{Plan: w.Ailsa.Plan}, func(e app.Event) error { s.events <- e; return nil }, first)
	}()
	select {
	case <-waiting:
	case err := <-s.ended:
		w.T.Fatalf("the stream did not begin: %v", err)
	}
	return s
}

// hears waits for an event of an entry.
func (s *stream) hears(t *testing.T, entry models.ID) app.Event {
	t.Helper()
	return s.hearsOf(t, "entry", entry)
}

func (s *stream) hearsOf(t *testing.T, kind string, entry models.ID) app.Event {
	t.Helper()
	late := time.After(soon)
	for {
		select {
		case e := <-s.events:
			if e.Kind == kind && e.Entry == entry {
				return e
			}
		case err := <-s.ended:
			t.Fatalf("the stream ended: %v", err)
		case <-late:
			t.Fatal("nothing was heard in time")
		}
	}
}

func (s *stream) ends(t *testing.T, within time.Duration) {
	t.Helper()
	select {
	case <-s.ended:
	case <-time.After(within):
		t.Fatalf("the stream goes on after %v", within)
	}
}

// hearsFirst is that what is heard next is an event of an entry: nothing was told before.
func (s *stream) hearsFirst(t *testing.T, entry models.ID) {
	t.Helper()
	select {
	case e := <-s.events:
		if e.Kind != "entry" || e.Entry != entry {
			t.Errorf("heard %+v", e)
		}
	case <-time.After(soon):
		t.Error("nothing was heard in time")
	}
}

func shared(t *testing.T) (one, two *apptest.World) {
	t.Helper()
	one = apptest.NewShared(t)
	one.Tie(one.Morag, models.Practitioner)
	return one, one.Beside(t)
}

func TestAChangeOnOneServerReachesAStreamOnAnother(t *testing.T) {
	one, two := shared(t)
	one.Share(one.Morag, models.RightSuggest, "daily")
	hers, his := listen(two, two.Ailsa), listen(two, two.Morag)
	e := one.Write("daily", "walk to the canal")
	if got := his.hears(t, e.ID); got.Section != "daily" || got.Version != 1 {
		t.Errorf("%+v", got)
	}
	hers.hears(t, e.ID)

	secret := one.Write("goals", "the allotment")
	hers.hears(t, secret.ID)
	his.hearsFirst(t, one.Write("daily", "home again").ID)

	one.Must(one.App.RemoveEntry(t.Context(), one.Ailsa.Actor, one.Ailsa.Plan, e.ID))
	if got := his.hears(t, e.ID); !got.Removed {
		t.Errorf("%+v", got)
	}
	// And the other way round.
	back := listen(one, one.Ailsa)
	e = two.Write("daily", "and home again")
	back.hears(t, e.ID)
}

func TestASuggestionOnOneServerReachesItsOwnerOnAnother(t *testing.T) {
	one, two := shared(t)
	one.Share(one.Morag, models.RightSuggest, "daily")
	hers := listen(two, two.Ailsa)
	_, err := one.App.Suggest(t.Context(), one.Morag.Actor, app.Suggest{Plan: one.Ailsa.Plan, Section: "daily", Fields: models.Fields{{Key: "what", Text: "a walk"}}})
	one.Must(err)
	if e := hers.hearsOf(t, "suggestion", ""); e.Section != "daily" {
		t.Errorf("%+v", e)
	}
}

func TestAWithdrawalOnOneServerSilencesAStreamOnAnother(t *testing.T) {
	one, two := shared(t)
	given := one.Share(one.Morag, models.RightSee, "daily")
	hers, his := listen(two, two.Ailsa), listen(two, two.Morag)
	one.Share(one.Morag, models.RightSee, "goals")
	his.hears(t, one.Write("daily", "before").ID)
	began := time.Now()
	one.Must(one.App.Withdraw(t.Context(), one.Ailsa.Actor, one.Ailsa.Plan, given[0].ID))
	e := one.Write("daily", "after")
	hers.hears(t, e.ID)
	his.hearsFirst(t, one.Write("goals", "what he may hear").ID)
	if took := time.Since(began); took > soon {
		t.Errorf("it took %v", took)
	}
	p, err := two.App.ReadPlan(t.Context(), two.Morag.Actor, two.Ailsa.Plan)
	if err != nil || len(p.Sections) != 1 || p.Sections[0].Key != "goals" {
		t.Errorf("the other server still shows %+v, %v", p.Sections, err)
	}
}

func TestASignInThatEndsOnOneServerEndsItsStreamOnAnother(t *testing.T) {
	one, two := shared(t)
	his := listen(two, two.Morag)
	one.Must(one.App.SignOut(t.Context(), one.Morag.Actor))
	his.ends(t, soon)
}

// Of two servers that write and read at the same time neither loses a version,
// a record or the order of the chain.
func TestTwoServersWriteTheSamePlan(t *testing.T) {
	one, two := shared(t)
	one.Share(one.Morag, models.RightSee, "daily")
	done := make(chan error, 4)
	for _, w := range []*apptest.World{one, two} {
		go func() { done <- addMany(w, 25) }()
		go func() { done <- readMany(w, 25) }()
	}
	for range 4 {
		one.Must(<-done)
	}
	p, err := one.App.ReadPlan(t.Context(), one.Ailsa.Actor, one.Ailsa.Plan)
	one.Must(err)
	var entries int
	for _, s := range p.Sections {
		entries += len(s.Entries)
	}
	if entries != 50 {
		t.Errorf("%d of 50 entries", entries)
	}
	page, err := one.App.ReadLooks(t.Context(), one.Ailsa.Actor, app.Looks{Plan: one.Ailsa.Plan, Account: one.Morag.Account, Limit: 100})
	one.Must(err)
	if len(page.Looks) != 50 {
		t.Errorf("%d of 50 looks", len(page.Looks))
	}
	well(t, two)
}

// well is that the doctor finds nothing but how the folders and the PostgreSQL of
// tests are set.
func well(t *testing.T, w *apptest.World) {
	t.Helper()
	found, err := w.App.Examine(t.Context())
	w.Must(err)
	for _, f := range found {
		if f.Key != "doctor.careless" && f.Key != "doctor.rights" {
			t.Errorf("the doctor finds %v", f)
		}
	}
}

func addMany(w *apptest.World, n int) (err error) {
	for range n {
		_, one := w.App.AddEntry(context.Background(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "daily", Fields: models.Fields{{Key: "what", Text: "x"}}})
		err = errors.Join(err, one)
	}
	return err
}

func readMany(w *apptest.World, n int) (err error) {
	for range n {
		_, one := w.App.ReadPlan(context.Background(), w.Morag.Actor, w.Ailsa.Plan)
		err = errors.Join(err, one)
	}
	return err
}

// RULES.md 16: without the database for a second a server shows nothing, and its
// streams end in two.
func TestAServerWithoutItsDatabaseFallsSilent(t *testing.T) {
	one, _ := shared(t)
	way := one.Way(t)
	two := one.Beside(t, way.Place)
	hers := listen(two, two.Ailsa)
	way.Cut()
	cut := time.Now()
	_, err := two.App.ReadPlan(t.Context(), two.Ailsa.Actor, two.Ailsa.Plan)
	if models.KindOf(err) != models.Unavailable || time.Since(cut) > soon {
		t.Errorf("a read under way gave %v after %v", err, time.Since(cut))
	}
	hers.ends(t, soon-time.Since(cut))
	began := time.Now()
	_, err = two.App.ReadPlan(t.Context(), two.Ailsa.Actor, two.Ailsa.Plan)
	if models.KindOf(err) != models.Unavailable || time.Since(began) > 100*time.Millisecond {
		t.Errorf("the next read gave %v after %v", err, time.Since(began))
	}
	if _, err := two.App.AddEntry(t.Context(), two.Ailsa.Actor, app.AddEntry{Plan: two.Ailsa.Plan, Section: "daily"}); models.KindOf(err) != models.Unavailable {
		t.Errorf("a write gave %v", err)
	}
	if two.App.Ready(t.Context()) == nil {
		t.Error("it says that it is ready")
	}
	e := one.Write("daily", "meanwhile")
	way.Mend()
	healed(t, two)
	if _, err := two.App.ReadEntry(t.Context(), two.Ailsa.Actor, two.Ailsa.Plan, e.ID); err != nil {
		t.Errorf("what happened meanwhile: %v", err)
	}
	listen(two, two.Ailsa).hears(t, one.Write("daily", "heard again").ID)
}

func healed(t *testing.T, w *apptest.World) {
	t.Helper()
	late := time.After(10 * time.Second)
	again := time.NewTicker(20 * time.Millisecond)
	defer again.Stop()
	for w.App.Ready(t.Context()) != nil {
		select {
		case <-late:
			t.Fatal("it did not heal")
		case <-again.C:
		}
	}
}

// What was tried on one server counts on the other: there are not twice as many guesses.
func TestTriesCountOnEveryServer(t *testing.T) {
	one, two := shared(t)
	for i := range 10 {
		w := []*apptest.World{one, two}[i%2]
		_, err := w.App.SignIn(t.Context(), w.Ailsa.Email, "wrong, wrong, wrong", app.Device{})
		if models.KindOf(err) == models.TooMany {
			t.Fatalf("after %d tries", i)
		}
	}
	late, again := time.After(soon), time.NewTicker(20*time.Millisecond)
	defer again.Stop()
	for { // a right one costs the account nothing
		_, err := two.App.SignIn(t.Context(), two.Ailsa.Email, apptest.Password, app.Device{})
		if models.KindOf(err) == models.TooMany {
			return
		}
		select {
		case <-late:
			t.Fatalf("the other server does not count: %v", err)
		case <-again.C:
		}
	}
}

// A PostgreSQL that is stopped hard under load loses nothing that was answered. What is asked
// meanwhile is refused as unavailable, and everything goes on when it is there again.
func TestPostgreSQLIsStoppedHard(t *testing.T) {
	w, cluster := apptest.NewOnCluster(t)
	lookers := []apptest.Who{w.Morag, w.Jamie, w.Pete}
	for i, role := range []models.Role{models.Practitioner, models.Carer, models.Peer} {
		w.Tie(lookers[i], role)
		w.Share(lookers[i], models.RightSee, "daily")
	}
	const stops = 3
	written := make(map[models.ID]bool)
	for range stops {
		stop, done := make(chan struct{}), make(chan load)
		for _, who := range lookers {
			go func() { done <- work(w, who, stop) }()
		}
		<-time.After(300 * time.Millisecond)
		cluster.Kill()
		if _, err := w.App.AddEntry(t.Context(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "daily"}); models.KindOf(err) != models.Unavailable {
			t.Errorf("without PostgreSQL a write gave %v", err)
		}
		close(stop)
		var all []load
		for range lookers {
			l := <-done
			all = append(all, l)
			for _, id := range l.written {
				written[id] = true
			}
			if l.strange != nil {
				t.Errorf("something else than unavailable: %v", l.strange)
			}
		}
		cluster.Again()
		healed(t, w)
		for _, l := range all {
			onRecord(w, l)
		}
	}
	p, err := w.App.ReadPlan(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	for _, s := range p.Sections {
		for _, e := range s.Entries {
			delete(written, e.ID)
		}
	}
	if len(written) != 0 {
		t.Errorf("%d entries are gone that were answered", len(written))
	}
	well(t, w)
}

// onRecord checks that each look that somebody had an answer to is on record at its own time, and
// no more than the one besides that was under way at the end.
func onRecord(w *apptest.World, l load) {
	w.T.Helper()
	in, more := app.Looks{Plan: w.Ailsa.Plan, Account: l.who.Account, Limit: 200}, 0
	at := make(map[time.Time]bool)
	for {
		page, err := w.App.ReadLooks(context.Background(), w.Ailsa.Actor, in)
		w.Must(err)
		for _, look := range page.Looks {
			if look.At.Before(l.since) {
				continue
			}
			at[look.At] = true
			more++
		}
		if in.Before = page.Next; in.Before == "" {
			break
		}
	}
	for _, look := range l.looked {
		found := false
		for here := look.asked; !here.After(look.answered); here = here.Add(tick) {
			found = found || at[here]
		}
		if !found {
			w.T.Errorf("%s was shown the plan at %v, and it is not on record", l.who.Name, look.asked)
		}
	}
	if more -= len(l.looked); more < 0 || more > l.cut {
		w.T.Errorf("%s: %d records more than the %d looks; %d were not answered", l.who.Name, more, len(l.looked), l.cut)
	}
}

// tick is what passes with each look.
const tick = time.Millisecond

// load is what one of many did and had an answer to.
type load struct {
	who     apptest.Who
	since   time.Time
	written []models.ID
	looked  []between
	cut     int // looks that had no answer
	strange error
}

// between is from when somebody asked until they were answered.
type between struct{ asked, answered time.Time }

func work(w *apptest.World, who apptest.Who, stop chan struct{}) (l load) {
	w.Clock.Forward(tick)
	l.who, l.since = who, w.Clock.Now()
	for {
		select {
		case <-stop:
			return l
		default:
		}
		e, err := w.App.AddEntry(context.Background(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "daily", Fields: models.Fields{{Key: "what", Text: "x"}}})
		if err == nil {
			l.written = append(l.written, e.ID)
		} else if models.KindOf(err) != models.Unavailable {
			l.strange = err
		}
		w.Clock.Forward(tick)
		asked := w.Clock.Now()
		switch _, err = w.App.ReadPlan(context.Background(), who.Actor, w.Ailsa.Plan); {
		case err == nil:
			l.looked = append(l.looked, between{asked, w.Clock.Now()})
		case models.KindOf(err) != models.Unavailable:
			l.strange = err
		default:
			l.cut++
		}
	}
}

// A request that is sent to two servers, because the answer of one was lost, happens once.
func TestTheSameRequestOnTwoServersHappensOnce(t *testing.T) {
	one, two := shared(t)
	once := models.NewOnce(one.Ailsa.Account, "POST entries", "a key", []byte("a body"))
	ids := make(chan models.ID, 2)
	for _, w := range []*apptest.World{one, two} {
		go func() {
			e, err := w.App.AddEntry(context.Background(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "daily", Once: once,
				Fields: models.Fields{{Key: "what", Text: "walk"}}})
			if err != nil {
				t.Error(err)
				ids <- ""
				return
			}
			ids <- e.ID
		}()
	}
	if a, b := <-ids, <-ids; a != b || a == "" {
		t.Errorf("%q and %q", a, b)
	}
}

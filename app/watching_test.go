package app_test

import (
	"context"
	"slices"
	"sync"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// heardBy is the kinds of events that somebody hears on Ailsa's plan while
// something happens, up to an entry in a section that nothing else touches.
func heardBy(t *testing.T, w *apptest.World, who apptest.Who, happens func()) []string {
	t.Helper()
	const last = models.SectionKey("daily")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	events, beats := make(chan app.Event, 16), make(chan struct{}, 16)
	go func() {
		defer close(events)
		_ = w.App.Watch(ctx, who.Actor, app.Watch{Plan: w.Ailsa.Plan},
			func(e app.Event) error { events <- e; return nil },
			func() error { beats <- struct{}{}; return nil })
	}()
	<-beats // it listens from now
	happens()
	w.Write(last, "the end")
	var kinds []string
	for e := range events {
		if e.Section == last {
			break
		}
		kinds = append(kinds, e.Kind)
	}
	return kinds
}

// withSuggestion is Jamie in Ailsa's plan, having sent something.
func withSuggestion(t *testing.T) (*apptest.World, *app.Suggestion) {
	t.Helper()
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSuggest, "warnings", "daily")
	return w, suggests(t, w, models.Once{})
}

func suggests(t *testing.T, w *apptest.World, once models.Once) *app.Suggestion {
	t.Helper()
	s, err := w.App.Suggest(t.Context(), w.Jamie.Actor, app.Suggest{
		Plan: w.Ailsa.Plan, Section: "warnings", Fields: models.Fields{{Key: "sign", Text: "You stop sending pictures."}}, Once: once})
	w.Must(err)
	return s
}

// What the stream says must not tell its sender more than the list does: a no, a
// yes that was kept private, and being muted sound alike (RULES.md 11).
func TestTheStreamKeepsWhatBecameOfASuggestion(t *testing.T) {
	onlyMe := false
	for name, c := range map[string]struct {
		answer func(w *apptest.World, s models.ID) error
		hears  []string
	}{
		"declined": {func(w *apptest.World, s models.ID) error {
			return w.App.Decline(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, s)
		}, nil},
		"taken in and kept private": {func(w *apptest.World, s models.ID) error {
			_, err := w.App.Accept(t.Context(), w.Ailsa.Actor, app.Accept{Plan: w.Ailsa.Plan, Suggestion: s})
			return err
		}, nil},
		"taken in and shown": {func(w *apptest.World, s models.ID) error {
			_, err := w.App.Accept(t.Context(), w.Ailsa.Actor, app.Accept{Plan: w.Ailsa.Plan, Suggestion: s, Place: app.Place{OnlyMe: &onlyMe}})
			return err
		}, []string{"suggestion", "entry"}},
	} {
		t.Run(name, func(t *testing.T) {
			w, s := withSuggestion(t)
			if got := heardBy(t, w, w.Jamie, func() { w.Must(c.answer(w, s.ID)) }); !slices.Equal(got, c.hears) {
				t.Errorf("its sender hears %q", got)
			}
		})
	}
}

func TestTheStreamKeepsThatSomebodyIsMuted(t *testing.T) {
	for hearing, owner := range map[app.Hearing][]string{app.Heard: {"suggestion"}, app.Unheard: nil} {
		w, _ := withSuggestion(t)
		w.Must(w.App.MutePerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account, hearing))
		send := func() { suggests(t, w, models.Once{}) }
		if got := heardBy(t, w, w.Jamie, send); !slices.Equal(got, []string{"suggestion"}) {
			t.Errorf("%s: its sender hears %q", hearing, got)
		}
		if got := heardBy(t, w, w.Ailsa, send); !slices.Equal(got, owner) {
			t.Errorf("%s: the owner hears %q", hearing, got)
		}
	}
}

// A request sent again tells nothing on the stream: it would be silent only after
// an answer.
func TestSendingAgainDoesNotTellWhetherItWasAnswered(t *testing.T) {
	w, _ := withSuggestion(t)
	once := models.NewOnce(w.Jamie.Account, "suggestions", "key", []byte("body"))
	suggests(t, w, once)
	if got := heardBy(t, w, w.Jamie, func() { suggests(t, w, once) }); got != nil {
		t.Errorf("its sender hears %q", got)
	}
}

// slowly listens as somebody whose connection takes the first event and then nothing more
// until let go of. heard is closed when the stream has ended.
func slowly(t *testing.T, w *apptest.World, who apptest.Who) (heard chan app.Event, letGo func()) {
	t.Helper()
	held, began := make(chan struct{}), make(chan struct{}, 16)
	letGo = sync.OnceFunc(func() { close(held) })
	t.Cleanup(letGo)
	heard = make(chan app.Event, 256)
	go func() {
		defer close(heard)
		_ = w.App.Watch(t.Context(), who.Actor, app.Watch{Plan: w.Ailsa.Plan},
			func(e app.Event) error { heard <- e; <-held; return nil },
			func() error { began <- struct{}{}; return nil })
	}()
	<-began
	return heard, letGo
}

// What waits for a slow connection is decided when it can be sent, not before.
func TestASlowListenerHearsNothingFromBeforeAWithdrawal(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	given := w.Share(w.Morag, models.RightSee, "daily")
	w.Share(w.Morag, models.RightSee, "goals")
	heard, letGo := slowly(t, w, w.Morag)
	hers := listen(w, w.Ailsa)
	w.Write("daily", "a walk")
	if e := <-heard; e.Section != "daily" {
		t.Errorf("heard %+v", e)
	}
	w.Write("daily", "home again")
	hers.hears(t, w.Write("goals", "the allotment").ID) // both have been carried to whoever listens
	w.Must(w.App.Withdraw(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, given[0].ID))
	letGo()
	if e := <-heard; e.Section != "goals" {
		t.Errorf("heard %+v", e)
	}
}

func TestAListenerWhoIsTooSlowComesBack(t *testing.T) {
	w := apptest.New(t)
	heard, letGo := slowly(t, w, w.Ailsa)
	hers := listen(w, w.Ailsa)
	w.Write("daily", "a walk")
	<-heard
	var last models.ID
	for range 66 { // two more than may wait
		last = w.Write("goals", "the allotment").ID
		hers.hears(t, last) // it has been carried to whoever listens
	}
	letGo()
	for range heard {
		t.Error("it heard more, and not all")
	}
}

// What somebody may not know does not wait for them: a stream that ended where it was too
// much would tell them how much happens in what is hidden.
func TestWhatIsHiddenFillsNobodysQueue(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Share(w.Jamie, models.RightSee, "daily")
	heard, letGo := slowly(t, w, w.Jamie)
	hers := listen(w, w.Ailsa)
	w.Write("daily", "a walk")
	<-heard
	var last models.ID
	for range 66 { // two more than may wait
		last = w.Write("goals", "the allotment").ID
		hers.hears(t, last) // it has been carried to whoever listens
	}
	w.Write("daily", "home again")
	letGo()
	if e, goesOn := <-heard; !goesOn || e.Section != "daily" {
		t.Errorf("heard %+v, goes on: %t", e, goesOn)
	}
}

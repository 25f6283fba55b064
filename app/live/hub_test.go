package live

import (
	"testing"

	"handrail/models"
)

func about(plan models.ID, n int) Notice {
	return Notice{Head: models.Record{Plan: plan, Version: n}}
}

func TestEachListenerHearsItsPlanInOrder(t *testing.T) {
	h := New(alone)
	mine, _, stopMine := heardBy(h, "a")
	defer stopMine()
	also, _, stopAlso := heardBy(h, "a")
	defer stopAlso()
	theirs, _, stopTheirs := heardBy(h, "b")
	defer stopTheirs()
	for n := range 3 {
		h.Tell(about("a", n))
	}
	h.Tell(about("b", 9))
	for n := range 3 {
		if one, two := <-mine, <-also; one.Head.Version != n || two.Head.Version != n {
			t.Errorf("heard %d and %d, want %d", one.Head.Version, two.Head.Version, n)
		}
	}
	if n := <-theirs; n.Head.Version != 9 {
		t.Errorf("the other plan's listener heard %+v", n)
	}
}

// Whoever tells waits for nobody, not even for a listener that is stuck; those of other plans
// are not cut off for it.
func TestTellingWaitsForNobody(t *testing.T) {
	h := New(alone)
	stuck := make(chan struct{})
	over, stop := h.Listen("a", func(Moment, Notice) bool { <-stuck; return true })
	defer stop()
	h.next = 0 // the same courier
	heard, _, stopOther := heardBy(h, "b")
	defer stopOther()
	h.Tell(about("b", 1))
	for n := range waiting + 2 { // one is with the listener, one too many waits
		h.Tell(about("a", n))
	}
	<-over // it comes back and reads anew
	close(stuck)
	h.Tell(about("b", 2))
	if one, two := <-heard, <-heard; one.Head.Version != 1 || two.Head.Version != 2 {
		t.Errorf("heard %+v and %+v", one, two)
	}
}

// A panic in what one listener hears ends that listener alone.
func TestAPanicEndsOneListener(t *testing.T) {
	h := New(alone)
	over, stop := h.Listen("a", func(Moment, Notice) bool { panic("on purpose") })
	defer stop()
	h.next = 0 // the same courier
	heard, _, stopOther := heardBy(h, "a")
	defer stopOther()
	h.Tell(about("a", 1))
	<-over
	h.Tell(about("a", 2))
	if one, two := <-heard, <-heard; one.Head.Version != 1 || two.Head.Version != 2 {
		t.Errorf("heard %+v and %+v", one, two)
	}
}

func TestWhoCannotKeepUpIsToldToStartAnew(t *testing.T) {
	h := New(alone)
	over, stop := h.Listen("a", func(Moment, Notice) bool { return false })
	defer stop()
	heard, _, stopOther := heardBy(h, "a")
	defer stopOther()
	h.Tell(about("a", 1))
	<-over
	<-heard
	if n := h.Listeners(); n != 1 {
		t.Errorf("%d listen", n)
	}
}

// together is a moment that counts those who share it.
type together struct{ ended *int }

func (m together) End() { *m.ended++ }

func alone() Moment { return together{new(int)} }

// A notice is heard by a few in one moment, and that is over before the next few hear it.
func TestAFewShareAMoment(t *testing.T) {
	begun, ended := 0, 0
	h := New(func() Moment { begun++; return together{&ended} })
	heard := make(chan [2]int, 2*shares)
	for range shares + 1 {
		h.next = 0 // the same courier
		_, stop := h.Listen("a", func(Moment, Notice) bool { heard <- [2]int{begun, ended}; return true })
		defer stop()
	}
	h.Tell(about("a", 1))
	for i := range shares + 1 {
		if got, want := <-heard, [2]int{1 + i/shares, i / shares}; got != want {
			t.Errorf("listener %d heard with %d moments begun and %d over, want %d", i, got[0], got[1], want)
		}
	}
}

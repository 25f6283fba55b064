package live

import (
	"testing"

	"handrail/models"
)

func about(plan models.ID, n int) Notice {
	return Notice{Head: models.Record{Plan: plan, Version: n}}
}

func TestEachListenerHearsItsPlanInOrder(t *testing.T) {
	h := New()
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
	h := New()
	stuck := make(chan struct{})
	over, stop := h.Listen("a", func(Notice) bool { <-stuck; return true })
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
	h := New()
	over, stop := h.Listen("a", func(Notice) bool { panic("on purpose") })
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
	h := New()
	over, stop := h.Listen("a", func(Notice) bool { return false })
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

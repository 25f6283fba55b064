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

// Whoever tells waits for nobody, not even for a listener that is stuck.
func TestTellingWaitsForNobody(t *testing.T) {
	h := New()
	stuck := make(chan struct{})
	defer close(stuck)
	over, stop := h.Listen("a", func(Notice) bool { <-stuck; return true })
	defer stop()
	for n := range waiting + 2 { // one is with the listener, one too many waits
		h.Tell(about("a", n))
	}
	<-over // it comes back and reads anew
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

package live

import (
	"strings"
	"testing"

	"handrail/models"
)

func two() (a, b *Hub, said *[]string) {
	a, b, said = New(alone), New(alone), new([]string)
	a.Relay(func(n string) { *said = append(*said, n); b.Hear(n) })
	return a, b, said
}

// heardBy is what somebody who listens to a plan is told.
func heardBy(h *Hub, plan models.ID) (heard chan Notice, over <-chan struct{}, stop func()) {
	heard = make(chan Notice, 8)
	over, stop = h.Listen(plan, func(_ Moment, n Notice) bool { heard <- n; return true })
	return heard, over, stop
}

func TestAnotherServerHearsIdsAlone(t *testing.T) {
	a, b, said := two()
	heard, _, stop := heardBy(b, "plan")
	defer stop()
	a.Tell(Notice{Kind: models.Entries, Field: "sign", Head: models.Record{Plan: "plan", ID: "entry", Section: "daily", Author: "ailsa", HiddenFrom: []models.ID{"jamie"}}})
	n := <-heard
	if n.Kind != models.Entries || !n.Elsewhere || n.Head.ID != "entry" || n.Head.Section+models.SectionKey(n.Head.Author) != "" || n.Field != "" {
		t.Errorf("%+v", n)
	}
	a.Tell(Notice{Kind: Typing, Field: "sign", Head: models.Record{Plan: "plan", ID: "entry", Parent: "session", Section: "daily", Author: "ailsa"}})
	if n = <-heard; n.Field != "sign" || n.Head.Author != "ailsa" || n.Head.Parent != "session" || n.Head.Section != "daily" {
		t.Errorf("%+v", n)
	}
	if all := strings.Join(*said, ""); len(*said) != 2 || strings.Contains(all, "jamie") {
		t.Errorf("told %q", *said)
	}
}

func TestWordsAreNotTold(t *testing.T) {
	a, _, said := two()
	a.Tell(Notice{Kind: Typing, Field: "I feel like", Head: models.Record{Plan: "plan"}})
	a.Tell(Notice{Kind: Typing, Head: models.Record{Plan: "plan", Section: models.SectionKey(strings.Repeat("a", 65))}})
	if len(*said) != 0 {
		t.Errorf("told %q", *said)
	}
}

func TestStartingAnewEndsEveryStream(t *testing.T) {
	h := New(alone)
	_, one, stopOne := heardBy(h, "a")
	_, two, stopTwo := heardBy(h, "b")
	h.Anew()
	<-one
	<-two
	stopOne()
	stopTwo()
	if n := h.Listeners(); n != 0 {
		t.Errorf("%d go on", n)
	}
}

func TestWhatCannotBeReadIsNothing(t *testing.T) {
	h := New(alone)
	heard, _, stop := heardBy(h, "")
	defer stop()
	for _, n := range []string{"", "{", "{}", "[]", `{"Kind":"entries"}`} {
		h.Hear(n)
	}
	h.Tell(Notice{Field: "last"})
	if n := <-heard; n.Field != "last" {
		t.Errorf("heard %+v", n)
	}
}

package handlers_test

import (
	"fmt"
	"os"
	"strings"
	"sync/atomic"
	"testing"

	"handrail/app"
	"handrail/models"
)

func rounds() int {
	if os.Getenv("CI") == "true" {
		return 1000
	}
	return 100
}

// Somebody writes on and on while the grant is withdrawn in the middle: no word
// that was begun after the withdrawal was answered reaches the stream.
func TestNothingReachesAStreamAfterAWithdrawal(t *testing.T) {
	standsIn(t, "_long_test.go")
	r := newRoom(t)
	morag := r.listenIn(r.Morag, r.id)
	for round := range rounds() {
		part, err := r.App.AddSection(t.Context(), r.Ailsa.Actor, app.AddSection{Plan: r.Ailsa.Plan, Title: "x"})
		r.Must(err)
		given := r.Share(r.Morag, models.RightSee, part.Key)
		last := r.writeUntilWithdrawn(part.Key, given[0].ID)
		r.write(r.Ailsa, fmt.Sprintf("end of round %d", round))
		for {
			event := morag.next("event: entry")
			if event == "" {
				t.Fatal("the stream ended")
			}
			if strings.Contains(event, fmt.Sprintf("end of round %d\"", round)) {
				break
			}
			if n, found := numberIn(event); found && n > last {
				t.Fatalf("round %d: word %d was begun after the withdrawal's answer (%d): %s", round, n, last, event)
			}
		}
	}
}

// writeUntilWithdrawn writes numbered entries into a section and withdraws it in the
// middle; it answers with the last number that was begun before the answer.
func (r *room) writeUntilWithdrawn(section models.SectionKey, grant models.ID) int64 {
	r.T.Helper()
	var begun atomic.Int64
	const all = 6
	done := make(chan error)
	go func() {
		for range all {
			n := begun.Add(1)
			_, err := r.App.AddEntry(r.T.Context(), r.Ailsa.Actor, app.AddEntry{Plan: r.Ailsa.Plan, Section: section,
				Fields: models.Fields{{Key: "words", Text: fmt.Sprintf("number %d.", n)}}})
			if err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	for begun.Load() < 2 {
	}
	r.Must(r.App.Withdraw(r.T.Context(), r.Ailsa.Actor, r.Ailsa.Plan, grant))
	last := begun.Load()
	r.Must(<-done)
	return last
}

func numberIn(event string) (n int64, found bool) {
	_, rest, found := strings.Cut(event, "number ")
	if found {
		_, err := fmt.Sscanf(rest, "%d.", &n)
		found = err == nil
	}
	return n, found
}

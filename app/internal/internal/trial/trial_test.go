package trial

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

var errFull = errors.New("the disk is full")

// A place that is a thousand times asked after is written to once in some seconds, and not at all
// where others write.
func TestAskingDoesNotWearTheDisk(t *testing.T) {
	now := time.Unix(1_000_000, 0)
	tried, works := 0, error(nil)
	place := Trial{now: func() time.Time { return now }}
	ask := func(want error) {
		t.Helper()
		for range 100 {
			if err := place.Works(t.Context(), func() error { tried++; return works }); !errors.Is(err, want) {
				t.Fatalf("it says %v", err)
			}
		}
	}
	for _, step := range []struct {
		name  string
		pass  time.Duration
		noted []error // how writes of others went
		works error
		says  error
		tried int
	}{
		{name: "nothing was written yet", tried: 1},
		{name: "soon after", pass: fresh - 1},
		{name: "quiet for long", pass: 1, tried: 1},
		{name: "others write", pass: fresh - 1, noted: []error{nil}},
		{name: "still", pass: fresh - 1},
		{name: "full, and nobody writes", pass: 1, works: errFull, says: errFull, tried: 1},
		{name: "asked at once", pass: again - 1, says: errFull},
		{name: "asked later", pass: 1, works: errFull, says: errFull, tried: 1},
		{name: "room again", pass: again, tried: 1},
		{name: "a write failed", pass: again, noted: []error{errFull}, works: errFull, says: errFull, tried: 1},
		{name: "and another did not", noted: []error{nil}},
	} {
		now, tried, works = now.Add(step.pass), 0, step.works
		for _, err := range step.noted {
			place.Note(err)
		}
		ask(step.says)
		if tried != step.tried {
			t.Errorf("%s: %d writes were tried, not %d", step.name, tried, step.tried)
		}
	}
}

// A write that does not come back is no answer, and is not tried a second time beside itself.
func TestOneThatHangsIsNoAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var place Trial
		tried, hangs := 0, make(chan struct{})
		ask := func() error {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			return place.Works(ctx, func() error { tried++; <-hangs; return nil })
		}
		for range 5 {
			if err := ask(); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("it says %v", err)
			}
		}
		close(hangs)
		if err := ask(); err != nil || tried != 1 {
			t.Errorf("it says %v after %d", err, tried)
		}
	})
}

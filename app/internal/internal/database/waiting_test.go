package database

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"handrail/app/internal/databasetest"
)

// Writes about one plan each wait on PostgreSQL for a connection: as many as wait elsewhere, each is
// counted, and one more is told to come again.
func TestNoMoreWritesWaitForAConnectionThanMay(t *testing.T) {
	db := open(t, databasetest.PostgreSQL(t))
	defer db.Close()
	held := db.alone.all()
	var all sync.WaitGroup
	defer all.Wait()
	release := sync.OnceFunc(func() {
		for _, l := range held {
			db.alone.put(l)
		}
	})
	defer release()
	for range queueLength {
		all.Go(func() {
			if err := db.ChangePlan(t.Context(), "plan", func(*Tx) error { return nil }, nil); err != nil {
				t.Error(err)
			}
		})
	}
	for late := time.Now().Add(10 * time.Second); db.Waiting() < queueLength; time.Sleep(time.Millisecond) {
		if time.Now().After(late) {
			t.Errorf("only %d are said to wait", db.Waiting())
			break
		}
	}
	within, cancel := context.WithTimeout(t.Context(), 2*placeWithin)
	defer cancel()
	if err := db.ChangePlan(within, "plan", put("one more"), nil); !errors.Is(err, errBusy) {
		t.Errorf("one more gives %v", err)
	}
	release()
	all.Wait()
	if n := db.Waiting(); n != 0 {
		t.Errorf("%d wait for nothing", n)
	}
	if err := db.ChangePlan(t.Context(), "plan", put("afterwards"), nil); err != nil {
		t.Error(err)
	}
}

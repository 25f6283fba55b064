package database

import (
	"testing"
	"time"

	"handrail/app/internal/databasetest"
)

// Every notice arrives, also one that is told again in the same words, and what is told just
// before the server ends.
func TestEachNoticeIsToldAsOftenAsItWas(t *testing.T) {
	place := databasetest.PostgreSQL(t)
	one, two := open(t, place), open(t, place)
	defer two.Close()
	const most = 3 * tellAtOnce
	heard := make(chan string, 2*most)
	two.Hear(func(notice string) { heard <- notice }, func() {})
	late, again := time.After(10*time.Second), time.NewTicker(20*time.Millisecond)
	defer again.Stop()
	for listens := false; !listens; {
		one.Tell("hello")
		select {
		case <-heard:
			listens = true
		case <-again.C:
		case <-late:
			t.Fatal("nothing was heard")
		}
	}
	for range most {
		one.Tell("the same")
	}
	if err := one.Close(); err != nil {
		t.Error(err)
	}
	for n := 0; n < most; {
		select {
		case notice := <-heard:
			if notice == "the same" {
				n++
			}
		case <-late:
			t.Fatalf("%d of %d were heard", n, most)
		}
	}
}

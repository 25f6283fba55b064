package app

import (
	"errors"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// A server for mail that does not answer holds up a few messages at once, and so many wait
// behind them; one more is not taken. When it answers again, all that waited goes out.
func TestMailThatCannotGoOutIsBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p post
		var posting, out atomic.Int64
		hangs := make(chan struct{})
		for range mostPosted {
			if err := p.take(); err != nil {
				t.Fatal(err)
			}
			go func() {
				if err := p.hand(nil, func() error { posting.Add(1); <-hangs; return nil }); err == nil {
					out.Add(1)
				}
			}()
		}
		synctest.Wait()
		if n := posting.Load(); n != mostPosting || p.waiting() != mostPosted {
			t.Errorf("%d at once, %d wait", n, p.waiting())
		}
		if err := p.take(); !errors.Is(err, errPostFull) {
			t.Errorf("one more: %v", err)
		}
		close(hangs)
		synctest.Wait()
		if out.Load() != mostPosted || p.waiting() != 0 || p.take() != nil {
			t.Errorf("%d went out, %d wait", out.Load(), p.waiting())
		}
	})
}

// A server that ends waits for the messages that are being handed over, and for no others.
func TestMailWithoutATurnIsGivenUpWhenTheServerEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var p post
		ending, hangs := make(chan struct{}), make(chan struct{})
		var out, given atomic.Int64
		for range mostPosting + 5 {
			if err := p.take(); err != nil {
				t.Fatal(err)
			}
			go func() {
				if err := p.hand(ending, func() error { <-hangs; return nil }); err != nil {
					given.Add(1)
				} else {
					out.Add(1)
				}
			}()
		}
		synctest.Wait()
		close(ending)
		synctest.Wait()
		if given.Load() != 5 {
			t.Errorf("%d were given up", given.Load())
		}
		close(hangs)
		synctest.Wait()
		if out.Load() != mostPosting {
			t.Errorf("%d went out", out.Load())
		}
	})
}

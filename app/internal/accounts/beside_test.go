package accounts

import (
	"runtime"
	"sync"
	"testing"
)

// While hashes are made there is a processor for everything else, and none is left over
// afterwards.
func TestWhoAnswersHasAProcessorWhileOthersSignIn(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	const hashes = 3
	var inside, all sync.WaitGroup
	inside.Add(hashes)
	for range hashes {
		all.Go(func() {
			during := beside(func() int {
				inside.Done()
				inside.Wait()
				return runtime.GOMAXPROCS(0)
			})
			if during != 2*before {
				t.Errorf("%d processors with hashes, and %d before", during, before)
			}
		})
	}
	all.Wait()
	func() {
		defer func() { _ = recover() }()
		beside(func() int { panic("a hash that fails") })
	}()
	if n := runtime.GOMAXPROCS(0); n != before {
		t.Errorf("%d processors, and %d before", n, before)
	}
}

func TestAHashLendsProcessors(t *testing.T) {
	before, most := runtime.GOMAXPROCS(0), 0
	done := make(chan error)
	go func() {
		_, err := newHasher(UsualCost, 1).make(t.Context(), "a long enough phrase")
		done <- err
	}()
	for {
		select {
		case err := <-done:
			if err != nil || most != 2*before {
				t.Errorf("at most %d processors beside a hash, and %d before: %v", most, before, err)
			}
			return
		default:
			most = max(most, runtime.GOMAXPROCS(0))
		}
	}
}

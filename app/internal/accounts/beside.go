package accounts

import (
	"runtime"
	"sync"
)

// loan is the processors that Go has more while hashes are made: as many again.
type loan struct {
	mu   sync.Mutex
	to   int // hashes that are being made
	lent int
}

var processors loan

// beside does what keeps a processor busy for long, while Go has others to spare. Without,
// who only wants to answer would wait until Go takes a processor away from a hash, which it
// does every 10 ms; the operating system shares the cores sooner. Once it was called, Go no
// longer follows by itself when a container is given more or fewer cores.
func beside[T any](work func() T) T {
	processors.count(1)
	defer processors.count(-1)
	return work()
}

// count lends with the first hash and takes back with the last: each change stops all
// goroutines for a moment, and waits for a garbage collection under way.
func (l *loan) count(by int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	had := l.to
	l.to += by
	switch {
	case had == 0:
		l.lent = runtime.GOMAXPROCS(0)
		runtime.GOMAXPROCS(2 * l.lent)
	case l.to == 0:
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) - l.lent)
	}
}

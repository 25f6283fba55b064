package accounts

import (
	"runtime"
	"sync"
)

// processors is changed by one at a time.
var processors sync.Mutex

// beside does what keeps a processor busy for long, and lends Go one more meanwhile. With none to
// spare, who only wants to answer would wait until Go takes a processor away from a hash, which it
// does every 10 ms; the operating system shares the cores sooner. Once it was called, Go no
// longer follows by itself when a container is given more or fewer cores.
func beside[T any](work func() T) T {
	lend := func(by int) {
		processors.Lock()
		defer processors.Unlock()
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + by)
	}
	lend(1)
	defer lend(-1)
	return work()
}

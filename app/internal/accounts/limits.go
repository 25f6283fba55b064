package accounts

import (
	"errors"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"handrail/models"
)

// What may be tried: a wrong password counts against the account and against
// the address that it came from. Both recover with time.
const (
	accountBurst   = 10
	accountRecover = 30 * time.Second // for one more try
	addressBurst   = 100
	addressRecover = 3 * time.Second
	mostLimiters   = 50_000
)

// tries counts wrong passwords. It forgets the oldest when it holds too many.
type tries struct {
	mu       sync.Mutex
	limiters map[string]*rate.Limiter
	order    []string
}

func newTries() *tries { return &tries{limiters: make(map[string]*rate.Limiter)} }

// errTooMany carries how long to wait.
type errTooMany struct{ wait time.Duration }

func (e errTooMany) Error() string { return "accounts: too many tries" }

// RetryAfter is how many whole seconds to wait after a TooMany error; at least one.
func RetryAfter(err error) int {
	if e, ok := errors.AsType[errTooMany](err); ok {
		return int(e.wait.Seconds()) + 1
	}
	return 1
}

// open is nil while neither the account nor the address has used up its tries.
func (t *tries) open(account, address string, now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, l := range []*rate.Limiter{
		t.limiter("account "+account, accountBurst, accountRecover), t.limiter("address "+network(address), addressBurst, addressRecover),
	} {
		if left := l.TokensAt(now); left < 1 {
			wait := time.Duration((1 - left) / float64(l.Limit()) * float64(time.Second))
			return &models.Error{Kind: models.TooMany, Key: "signin.too_many", Err: errTooMany{wait}}
		}
	}
	return nil
}

// wrong counts a wrong password.
func (t *tries) wrong(account, address string, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.limiter("account "+account, accountBurst, accountRecover).AllowN(now, 1)
	t.limiter("address "+network(address), addressBurst, addressRecover).AllowN(now, 1)
}

func (t *tries) limiter(key string, burst int, every time.Duration) *rate.Limiter {
	if l, had := t.limiters[key]; had {
		return l
	}
	if len(t.order) >= mostLimiters {
		delete(t.limiters, t.order[0])
		t.order = t.order[1:]
	}
	l := rate.NewLimiter(rate.Every(every), burst)
	t.limiters[key], t.order = l, append(t.order, key)
	return l
}

// network is the address, or for IPv6 its /64: one line of a provider has all of that.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil || a.Unmap().Is4() {
		return address
	}
	p, _ := a.Prefix(64)
	return p.String()
}

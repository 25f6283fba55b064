package accounts

import (
	"errors"
	"maps"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"handrail/models"
)

// limit is how much may be tried: burst at once, and one more every while. A
// right password costs right, a wrong one wrong.
type limit struct {
	burst, right, wrong int
	every               time.Duration
}

// A wrong password counts against the account and against the network that it
// came from: 10 and 100 at once. On a device that is signed in it counts against
// that device alone, so that guessing from elsewhere keeps nobody from their own screen.
var (
	accountLimit = limit{burst: 10, wrong: 1, every: 30 * time.Second}
	deviceLimit  = limit{burst: 10, wrong: 1, every: 30 * time.Second}
	networkLimit = limit{burst: 200, right: 1, wrong: 2, every: 1500 * time.Millisecond}
)

// Each address that an account asks for counts, whatever became of it: a message is
// mailed there, or the answer says that it has an account.
var movingLimit = limit{burst: 10, wrong: 1, every: time.Hour}

const (
	kinds      = 4           // of what a try counts against
	mostKept   = 50_000      // accounts, devices or networks that are counted at once
	sweepEvery = time.Minute // at most, when there is no room
)

// asker is what a try counts against; what is empty does not count.
type asker struct{ account, device, network, moving string }

func (by asker) keys() [kinds]string {
	return [kinds]string{by.account, by.device, by.network, by.moving}
}

// tries counts passwords that were compared, and addresses that were asked for.
type tries struct {
	mu     sync.Mutex
	meters [kinds]*meter                          // as asker.keys
	hide   func(key string) string                // what keys are called; nil: by themselves
	tell   func(meter int, key string, price int) // the other servers; nil: there is none
}

func newTries() *tries {
	var t tries
	for i, l := range [kinds]limit{accountLimit, deviceLimit, networkLimit, movingLimit} {
		t.meters[i] = newMeter(l, mostKept)
	}
	return &t
}

// RetryAfter is how many whole seconds to wait after a TooMany error; at least one.
func RetryAfter(err error) int {
	if e, ok := errors.AsType[models.TooSoon](err); ok {
		return e.Seconds()
	}
	return 1
}

// open is nil while nothing that the asker counts against is used up, else
// TooMany. It is asked before a password is compared, and remembers nothing.
func (t *tries) open(by asker, now time.Time) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.shut(by, now)
}

// right and wrong charge a password that was compared. They ask once more: of
// many tries at the same time only as many are answered as one after another
// would have been, and the others do not even learn whether they were right.
func (t *tries) right(by asker, now time.Time) error {
	return t.charge(by, now, func(l limit) int { return l.right })
}

func (t *tries) wrong(by asker, now time.Time) error {
	return t.charge(by, now, func(l limit) int { return l.wrong })
}

func (t *tries) charge(by asker, now time.Time, price func(limit) int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.shut(by, now); err != nil {
		return err
	}
	for i, key := range t.keys(by) {
		price := price(t.meters[i].limit)
		t.meters[i].charge(key, price, now)
		if t.tell != nil && key != "" && price > 0 {
			t.tell(i, key, price)
		}
	}
	return nil
}

func (t *tries) keys(by asker) [kinds]string {
	keys := by.keys()
	for i, key := range keys {
		if t.hide != nil && key != "" {
			keys[i] = t.hide(key)
		}
	}
	return keys
}

func (t *tries) shut(by asker, now time.Time) error {
	var wait time.Duration
	for i, key := range t.keys(by) {
		wait = max(wait, t.meters[i].wait(key, now))
	}
	if wait == 0 {
		return nil
	}
	return &models.Error{Kind: models.TooMany, Key: "signin.too_many", Err: models.TooSoon{Wait: wait}}
}

// meter keeps one limiter for each key that was charged lately; one that is not
// kept has all its burst.
type meter struct {
	limit
	most  int
	kept  map[string]*rate.Limiter
	swept time.Time
}

func newMeter(l limit, most int) *meter {
	return &meter{limit: l, most: most, kept: make(map[string]*rate.Limiter)}
}

func (m *meter) wait(key string, now time.Time) time.Duration {
	l, had := m.kept[key]
	if !had {
		return 0
	}
	return time.Duration(max(0, float64(m.wrong)-l.TokensAt(now)) * float64(m.every))
}

func (m *meter) charge(key string, price int, now time.Time) {
	if key == "" || price == 0 {
		return
	}
	l, had := m.kept[key]
	if !had {
		m.makeRoom(now)
		l = rate.NewLimiter(rate.Every(m.every), m.burst)
		m.kept[key] = l
	}
	l.AllowN(now, price)
}

// makeRoom forgets those that have recovered and then, if it must, any one:
// whoever wants a certain one forgotten has to pay a hash for each of the others.
func (m *meter) makeRoom(now time.Time) {
	if len(m.kept) < m.most {
		return
	}
	if now.Sub(m.swept) >= sweepEvery {
		m.swept = now
		maps.DeleteFunc(m.kept, func(_ string, l *rate.Limiter) bool { return l.TokensAt(now) >= float64(m.burst) })
	}
	for key := range m.kept {
		if len(m.kept) < m.most {
			return
		}
		delete(m.kept, key)
	}
}

// network is the address, or for IPv6 its /64: one line of a provider has all of that.
func network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if a = a.Unmap(); a.Is4() {
		return a.String()
	}
	p, _ := a.Prefix(64)
	return p.String()
}

package accounts

import (
	"encoding/hex"
	"fmt"
	"time"
)

// shareTries makes every server count what was tried on any: there would be as many
// guesses as servers otherwise. What a try counts against is told as a keyed hash, so that no
// address stands in clear on the way.
func (a *Accounts) shareTries() {
	a.tries.hide = func(key string) string { return hex.EncodeToString(a.ring.CodeHash("try " + key)) }
	a.tries.tell = func(meter int, key string, price int) {
		a.db.Tell(fmt.Sprintf("try %d %d %s", meter, price, key))
	}
}

// HearTry counts what was tried on another server.
func (a *Accounts) HearTry(notice string) {
	var meter, price int
	var key string
	if _, err := fmt.Sscanf(notice, "%d %d %s", &meter, &price, &key); err == nil {
		a.tries.hear(meter, key, price, a.now())
	}
}

func (t *tries) hear(meter int, key string, price int, now time.Time) {
	if meter < 0 || meter >= len(t.meters) {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.meters[meter].charge(key, price, now)
}

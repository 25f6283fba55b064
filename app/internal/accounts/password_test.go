package accounts

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"handrail/models"
)

func TestAPasswordAndItsHash(t *testing.T) {
	h := newHasher(QuickCost, 1)
	hash, err := h.make(t.Context(), phrase)
	if err != nil || !strings.HasPrefix(hash, "$argon2id$v=19$m=64,t=1,p=1$") || h.stale(hash) {
		t.Fatalf("%q, %v", hash, err)
	}
	again, _ := h.make(t.Context(), phrase)
	if again == hash {
		t.Error("two hashes of one password are the same")
	}
	for password, want := range map[string]bool{phrase: true, phrase + "x": false, "": false, strings.ToUpper(phrase): false} {
		if got, err := h.matches(t.Context(), password, hash); err != nil || got != want {
			t.Errorf("%q: %v, %v", password, got, err)
		}
	}
	for _, password := range []string{"", phrase} {
		if got, err := h.matches(t.Context(), password, ""); err != nil || got {
			t.Errorf("no account took %q: %v", password, err)
		}
	}
}

func TestAPasswordLongerThanAnyNeverMatches(t *testing.T) {
	h := newHasher(QuickCost, 1)
	longest := strings.Repeat("😀", maxPassword)
	hash, err := h.make(t.Context(), longest)
	if err != nil {
		t.Fatal(err)
	}
	if right, err := h.matches(t.Context(), longest, hash); err != nil || !right {
		t.Errorf("the longest: %v, %v", right, err)
	}
	if right, err := h.matches(t.Context(), longest+"x", hash); err != nil || right {
		t.Errorf("longer: %v, %v", right, err)
	}
}

func TestAHashThatCannotBeReadIsNoMatch(t *testing.T) {
	h := newHasher(QuickCost, 1)
	hash, _ := h.make(t.Context(), phrase)
	for _, bad := range []string{
		"x", strings.Replace(hash, "argon2id", "argon2i", 1), strings.Replace(hash, "v=19", "v=16", 1), strings.Replace(hash, "t=1", "t=0", 1),
		strings.Replace(hash, "p=1", "p=0", 1), strings.Replace(hash, "m=64", "m=x", 1), hash[:strings.LastIndex(hash, "$")+1], hash + "!",
	} {
		if right, err := h.matches(t.Context(), phrase, bad); right || err == nil {
			t.Errorf("%q: %v, %v", bad, right, err)
		}
	}
}

func TestTheUsualCostIsOWASPs(t *testing.T) {
	if h := newHasher(Cost{}, 0); h.cost != (Cost{Passes: 2, MemoryKiB: 19456, Threads: 1}) || cap(h.slots) < 1 {
		t.Errorf("%+v in %d slots", h.cost, cap(h.slots))
	}
}

// SAFETY.md 15: in a storm as many wait as may, the rest is told so at once, and
// whoever goes away waits no longer.
func TestAStormOfSignIns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHasher(QuickCost, 2)
		free1, _ := h.take(t.Context())
		free2, _ := h.take(t.Context())
		ctx, cancel := context.WithCancel(t.Context())
		var through, gone atomic.Int64
		for i := range mostWaiting {
			ctx := ctx
			if i%2 == 0 {
				ctx = t.Context()
			}
			go func() {
				free, err := h.take(ctx)
				if err == nil {
					through.Add(1)
					free()
				} else if models.KindOf(err) == models.Unavailable {
					gone.Add(1)
				}
			}()
		}
		synctest.Wait()
		if through.Load() != 0 || gone.Load() != 0 {
			t.Errorf("%d came through full slots, %d gave up", through.Load(), gone.Load())
		}
		if _, err := h.take(t.Context()); err != error(errBusy) {
			t.Errorf("one more: %v", err)
		}
		cancel()
		synctest.Wait()
		if gone.Load() != mostWaiting/2 {
			t.Errorf("%d went away", gone.Load())
		}
		free1()
		free2()
		synctest.Wait()
		if through.Load() != mostWaiting/2 || len(h.slots) != 0 || h.waiting.Load() != 0 {
			t.Errorf("%d came through, %d slots held, %d waiting", through.Load(), len(h.slots), h.waiting.Load())
		}
	})
}

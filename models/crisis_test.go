package models

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var crisisBegins = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

const (
	eileen ID = "eileen"
	angus  ID = "angus"
	mairi  ID = "mairi" // signs in with the same browser as Angus
)

// bothCrises is the pure rules and the ticking server side by side.
type bothCrises struct {
	plan CrisisPlan
	tick ticking
	now  time.Time
	told []string
}

func newBothCrises() *bothCrises {
	b := &bothCrises{now: crisisBegins}
	b.tick = ticking{owner: "owner", days: UsualCrisisDays, browsers: map[ID]string{eileen: "a", angus: "b", mairi: "b"}, proved: map[ID]bool{},
		keys: map[ID]bool{}, barred: map[ID]bool{}, tied: map[ID]time.Time{}, paused: map[ID]bool{}}
	b.plan = CrisisPlan{Owner: "owner", Days: UsualCrisisDays}
	for _, who := range []ID{eileen, angus, mairi} {
		b.plan.Keys = append(b.plan.Keys, CrisisKey{Account: who, Browsers: []string{b.tick.browsers[who]}})
	}
	return b
}

func (b *bothCrises) of(who ID) *CrisisKey {
	return &b.plan.Keys[slices.IndexFunc(b.plan.Keys, func(k CrisisKey) bool { return k.Account == who })]
}

// do does one thing in both.
func (b *bothCrises) do(what string, who ID) {
	key := &CrisisKey{}
	if who != b.tick.owner {
		key = b.of(who)
	}
	b.told = append(b.told, fmt.Sprintf("%s %s %s", b.now.Format("02 15:04"), who, what))
	switch what {
	case "presses":
		b.plan.Press(who, b.now)
		b.tick.presses(who, b.now)
	case "takes back":
		b.plan.TakeBack(who, b.now)
		b.tick.loses(who, b.now)
	case "is given a key":
		key.GivenAt, key.BarredAt = b.now, time.Time{}
		b.tick.keys[who], b.tick.barred[who] = true, false
	case "loses the key":
		key.GivenAt, key.BarredAt = time.Time{}, time.Time{}
		b.plan.Drop(who, b.now)
		b.tick.keys[who], b.tick.barred[who] = false, false
		b.tick.loses(who, b.now)
	case "is allowed":
		key.BarredAt = time.Time{}
		b.tick.barred[who] = false
	case "is confirmed":
		key.Tie = Relationship{State: Confirmed, ConfirmedAt: b.now}
		b.tick.tied[who], b.tick.paused[who] = b.now, false
		b.plan.Drop(who, b.now)
		b.tick.loses(who, b.now)
	case "is paused", "goes on":
		b.pause(key, who, what)
	case "is proved":
		key.Proved, b.tick.proved[who] = true, true
	}
}

func (b *bothCrises) pause(key *CrisisKey, who ID, what string) {
	if key.Tie.State == "" {
		return
	}
	key.Tie.State, b.tick.paused[who] = Confirmed, false
	if what == "is paused" {
		key.Tie.State, b.tick.paused[who] = Paused, true
		b.plan.Drop(who, b.now)
		b.tick.loses(who, b.now)
	}
}

func (b *bothCrises) closes() {
	b.told = append(b.told, b.now.Format("02 15:04")+" the person closes it")
	b.plan.Close(b.now)
	b.tick.closes(b.now)
}

func (b *bothCrises) chooses(way CrisisWay, days int) {
	b.told = append(b.told, fmt.Sprintf("%s the person chooses %q for %d days", b.now.Format("02 15:04"), way, days))
	b.plan.Choose(way, days, b.now)
	if b.tick.way != way {
		b.tick.letGo(b.now, func(waitingStart) bool { return true })
	}
	b.tick.way, b.tick.days = way, days
}

// pass lets half hours pass. The ticking server wakes at each; the rules are asked at the last alone.
func (b *bothCrises) pass(halves int) {
	for range halves {
		b.now = b.now.Add(halfHour)
		b.tick.wake(b.now)
	}
}

// same fails where the two differ. The rules answer from what was kept, without
// anything having happened since.
func (b *bothCrises) same(t interface{ Fatalf(string, ...any) }) {
	in := b.plan.InUse(b.now)
	settled := b.plan
	settled.Keys, settled.Starts = slices.Clone(b.plan.Keys), slices.Clone(b.plan.Starts)
	settled.Settle(b.now)
	by := slices.Sorted(slices.Values(settled.Use.By))
	want := slices.Sorted(slices.Values(b.tick.by))
	switch {
	case in != b.tick.inUse, settled.InUse(b.now) != in:
		t.Fatalf("in use %v, settled %v, by the clock %v; after %q", in, settled.InUse(b.now), b.tick.inUse, b.told)
	case in && !slices.Equal(by, want):
		t.Fatalf("by %v, by the clock %v; after %q", by, want, b.told)
	case !settled.Use.Until.Equal(b.tick.until):
		t.Fatalf("until %v, by the clock %v; after %q", settled.Use.Until, b.tick.until, b.told)
	case len(settled.Starts) != len(b.tick.starts):
		t.Fatalf("%v wait, by the clock %v; after %q", settled.Starts, b.tick.starts, b.told)
	}
	for _, k := range b.plan.Keys {
		if b.tick.keys[k.Account] && k.BarredAt.IsZero() == b.tick.barred[k.Account] {
			t.Fatalf("%s is barred: %v; after %q", k.Account, !k.BarredAt.IsZero(), b.told)
		}
	}
}

func TestTheCrisisRulesAgainstAClockThatTicks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := newBothCrises()
		whos := []ID{eileen, angus, mairi}
		b.chooses(rapid.SampledFrom(CrisisWays).Draw(t, "way"), rapid.SampledFrom([]int{1, 3, 7}).Draw(t, "days"))
		for _, who := range whos {
			for _, what := range []string{"is given a key", "is confirmed", "is proved"} {
				if rapid.IntRange(0, 9).Draw(t, what) > 0 {
					b.do(what, who)
				}
			}
		}
		b.pass(rapid.SampledFrom([]int{0, 47, 48, 60}).Draw(t, "at first"))
		deeds := []string{"presses", "presses", "presses", "presses", "takes back", "is given a key", "loses the key", "is allowed", "is confirmed", "is paused", "goes on", "is proved", "person presses", "closes", "chooses"}
		for range rapid.IntRange(1, 14).Draw(t, "turns") {
			who := rapid.SampledFrom(whos).Draw(t, "who")
			switch what := rapid.SampledFrom(deeds).Draw(t, "what"); what {
			case "person presses":
				b.do("presses", b.tick.owner)
			case "closes":
				b.closes()
			case "chooses":
				b.chooses(rapid.SampledFrom(CrisisWays).Draw(t, "another way"), rapid.SampledFrom([]int{1, 3, 7}).Draw(t, "other days"))
			default:
				b.do(what, who)
			}
			b.same(t)
			b.pass(rapid.SampledFrom([]int{0, 1, 2, 3, 7, 8, 9, 24, 47, 48, 100, 239, 240, 330}).Draw(t, "half hours"))
			b.same(t)
		}
	})
}

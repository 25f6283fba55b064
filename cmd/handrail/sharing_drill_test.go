package main_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"time"
)

// What may stand between the person and the carer.
const (
	given     = "given"
	withdrawn = "withdrawn"
)

// sharing is what stands between the person and the carer, as the server has said so far.
type sharing struct {
	stands string // what was acknowledged last
	asked  string // what is on its way; empty when nothing is
	moves  int    // how often either of them has changed
}

// share gives and withdraws in turn, until the server is gone or after a few times: so a kill also
// meets a server whose last word was a grant, or a withdrawal, with nothing on its way.
func (w *world) share() {
	for range 1 + rand.IntN(4) {
		next := given
		if w.sharing.stands == given {
			next = withdrawn
		}
		w.asks(next)
		if !w.changes(next) {
			return
		}
		w.answers(next)
	}
}

func (w *world) changes(to string) bool {
	if to == withdrawn {
		return w.try(w.owner.Access, "DELETE", w.plan()+"/grants", "", nil) == 204
	}
	body := fmt.Sprintf(`{"account":%q,"sections":["warnings"],"right":"see","when":"always"}`, w.carerID)
	return w.try(w.owner.Access, "POST", w.plan()+"/grants", body, nil) == 201
}

func (w *world) asks(next string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sharing.asked = next
	w.sharing.moves++
}

func (w *world) answers(now string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.sharing.stands, w.sharing.asked = now, ""
	w.sharing.moves++
}

// stands is what was acknowledged so far.
func (w *world) stands() sharing {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.sharing
}

// seen is what stands, as the number of parts shows that the carer sees.
func seen(sections int) string {
	if sections > 0 {
		return given
	}
	return withdrawn
}

// look reads as the carer, until the server is gone. While nothing is on its way they see what was
// acknowledged, no less and no more.
func (w *world) look() {
	for {
		before := w.stands()
		sections, status := w.glance()
		if status != 200 {
			return
		}
		if after := w.stands(); before == after && before.asked == "" && seen(sections) != before.stands {
			w.t.Errorf("the last word was %s, and the carer sees %d parts", before.stands, sections)
			return
		}
	}
}

// sharingHolds checks what stands after a start. Sharing may only stand still where a withdrawal
// was on its way; the person lets it go on, and then what was acknowledged is there.
func (w *world) sharingHolds() {
	w.t.Helper()
	var hold struct{ Held bool }
	w.s.call(w.owner.Access, "GET", w.plan()+"/hold", "", 200, &hold)
	if hold.Held {
		if sections, _ := w.glance(); sections > 0 || w.sharing.asked != withdrawn {
			w.t.Errorf("sharing stands still, %q was on its way, and the carer sees %d parts", w.sharing.asked, sections)
		}
		w.held++
		w.s.call(w.s.signIn("ailsa@example.org", password), "DELETE", w.plan()+"/hold", "", 204, nil)
	}
	sections, status := w.glance()
	now := seen(sections)
	if status != 200 || now != w.sharing.stands && now != w.sharing.asked {
		w.t.Errorf("%s was acknowledged, %q was on its way, and the carer is answered %d and sees %d parts", w.sharing.stands, w.sharing.asked, status, sections)
	}
	w.sharing = sharing{stands: now, moves: w.sharing.moves + 1}
}

// looks is what the carer has looked at since the list of who has looked was last read.
type looks struct {
	answered []look // one after another
	cut      int    // whose answer never came: they may be on record
	last     string // the newest record then
	all      int    // answered in all
}

// look is from when somebody asked until they were answered.
type look struct{ asked, answered time.Time }

// glance is one look of the carer's, and how many parts it showed.
func (w *world) glance() (sections, status int) {
	var seen struct{ Sections []any }
	asked := time.Now()
	status = w.try(w.carer.Access, "GET", w.plan(), "", &seen)
	w.mu.Lock()
	defer w.mu.Unlock()
	if status != 200 {
		w.looks.cut++
	} else if len(seen.Sections) > 0 {
		w.looks.answered = append(w.looks.answered, look{asked, time.Now()})
		w.looks.all++
	}
	return len(seen.Sections), status
}

// looksHold checks that each look that was answered since the last time is on record, at its own
// time, and nothing that nobody did.
func (w *world) looksHold() {
	w.t.Helper()
	records, l := w.records(), w.looks
	for _, look := range l.answered {
		i := slices.IndexFunc(records, look.is)
		if i < 0 {
			w.t.Errorf("of %d looks that were answered, that of %v is not among the %d on record", len(l.answered), look.asked, len(records))
			return
		}
		records = slices.Delete(records, i, i+1)
	}
	if len(records) > l.cut {
		w.t.Errorf("%d records too many; %d looks were not answered", len(records), l.cut)
	}
	w.looks.answered, w.looks.cut = nil, 0
}

// is reports whether a record is of this look.
func (l look) is(r record) bool {
	return !r.At.Before(l.asked.Truncate(time.Microsecond)) && !r.At.After(l.answered)
}

// record is one line of who has looked.
type record struct {
	ID string
	At time.Time
}

// records is what was put on record of the carer since the last time, oldest first.
func (w *world) records() (out []record) {
	w.t.Helper()
	for before := ""; ; before = out[len(out)-1].ID {
		var page []record
		w.s.call(w.owner.Access, "GET", w.plan()+"/access-records?limit=200&account="+w.carerID+"&before="+before, "", 200, &page)
		until := slices.IndexFunc(page, func(r record) bool { return r.ID == w.looks.last })
		if until >= 0 {
			page = page[:until]
		}
		if out = append(out, page...); until >= 0 || len(page) == 0 {
			break
		}
	}
	if len(out) > 0 {
		w.looks.last = out[0].ID
	}
	slices.Reverse(out)
	return out
}

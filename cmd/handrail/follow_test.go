package main_test

import (
	"strings"
	"testing"
)

// asked is a request that a server has read and not answered yet.
type asked struct {
	call    string
	at      int  // the line of the trace
	writes  bool // its answer has to wait for the disk
	written int  // how often the log was written to before
}

// traced is what a server's system calls have come to.
type traced struct {
	t    *testing.T
	line int

	open  map[string]string // by thread: a call that is not done yet
	since map[string]int    // by thread: where it began
	asked map[string]asked  // by socket

	walWrites, ledgerWrites int
	walUnsynced             bool // written to since the last sync that was done
	ledgerUnsynced          bool
	lastWrite               int // where the log was last written to
	synced                  int // where the latest of the syncs began that are done
	syncs, ledgerSyncs      int

	answers, together int // answers that had to wait; those among them while others waited too
}

// follow walks the system calls in the order in which they were done.
func follow(t *testing.T, trace string) {
	t.Helper()
	f := &traced{t: t, open: map[string]string{}, since: map[string]int{}, asked: map[string]asked{}}
	for line := range strings.Lines(trace) {
		f.line++
		thread, call, _ := strings.Cut(strings.TrimSpace(line), " ")
		if call, done := f.whole(thread, strings.TrimSpace(call)); done {
			f.take(thread, call)
		}
	}
	const less = 1 + 5 + 1 + 1 + 1 + 1 // its first line, five withdrawals, a session and a tie that end, an erasure, a sign-out
	if f.answers < 24+20+40 || f.together < 10 || f.ledgerWrites < less || f.ledgerSyncs < less {
		t.Errorf("too little was traced: %d answers, %d of them together, %d narrowings, %d syncs of the ledger", f.answers, f.together, f.ledgerWrites, f.ledgerSyncs)
	}
	t.Logf("%d answers of writes and recorded reads, %d of them while others waited too, %d narrowings; each waited for one of %d syncs", f.answers, f.together, f.ledgerWrites, f.syncs)
}

// whole joins the two lines of a call that others came between. An answer counts from when it
// begins, everything else once it is done.
func (f *traced) whole(thread, call string) (string, bool) {
	if before, cut := strings.CutSuffix(call, "<unfinished ...>"); cut {
		f.open[thread], f.since[thread] = before, f.line
		if strings.HasPrefix(call, "write(") && strings.Contains(call, `"HTTP/1.1 `) {
			f.open[thread] = ""
			return before, true
		}
		return "", false
	}
	if _, after, resumed := strings.Cut(call, "resumed>"); resumed && strings.HasPrefix(call, "<...") {
		return f.open[thread] + after, f.open[thread] != ""
	}
	f.since[thread] = f.line
	return call, true
}

func (f *traced) take(thread, call string) {
	wal, isLedger := strings.Contains(call, "handrail.db-wal>"), strings.Contains(call, "handrail.ledger>")
	isSync := strings.HasPrefix(call, "fsync(") || strings.HasPrefix(call, "fdatasync(")
	socket, _, _ := strings.Cut(call[strings.IndexByte(call, '(')+1:], ",")
	switch {
	case strings.HasPrefix(call, "read("):
		if strings.Contains(call, " HTTP/1.1") {
			f.asked[socket] = asked{call: call, at: f.line, writes: waits(call), written: f.walWrites}
		}
	case isSync && !strings.HasSuffix(call, "= 0"):
		f.t.Errorf("a sync failed: %s", call)
	case isSync && wal:
		f.syncs++
		f.synced = max(f.synced, f.since[thread])
		f.walUnsynced = f.lastWrite > f.since[thread]
	case isSync && isLedger:
		f.ledgerUnsynced = false
		f.ledgerSyncs++
	case wal:
		if f.ledgerUnsynced {
			f.t.Errorf("the database's log was written before the ledger was synced: %s", call)
		}
		f.walUnsynced, f.lastWrite = true, f.line
		f.walWrites++
	case isLedger:
		f.ledgerUnsynced = true
		f.ledgerWrites++
	case strings.Contains(call, `"HTTP/1.1 2`), strings.Contains(call, `"HTTP/1.1 303`):
		f.answer(socket, call)
	}
}

// waits reports whether the answer to a request has to wait for the disk: all that write, and the
// look at the whole plan, which in this drill is the carer's.
func waits(request string) bool {
	_, line, _ := strings.Cut(request, `"`)
	if !strings.HasPrefix(line, "GET ") && !strings.HasPrefix(line, "ET ") { // its first letter may have been read before
		return true
	}
	path := strings.Fields(line)[1]
	return strings.HasPrefix(path, "/api/v1/plans/") && strings.Count(path, "/") == 4
}

// answer is one that goes out: a sync is done that began after it was asked for and after the log
// was written to since. Where nobody else waits, nothing at all is unsynced.
func (f *traced) answer(socket, call string) {
	a, known := f.asked[socket]
	delete(f.asked, socket)
	if !known || !a.writes {
		return
	}
	f.answers++
	others := 0
	for _, other := range f.asked {
		if other.writes {
			others++
		}
	}
	if others > 0 {
		f.together++
	}
	if f.synced <= a.at || f.walWrites == a.written || others == 0 && (f.walUnsynced || f.ledgerUnsynced) {
		f.t.Errorf("answer %d went out before the disk had it: %s to %s", f.answers, call, a.call)
	}
}

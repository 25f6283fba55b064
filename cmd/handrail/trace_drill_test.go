package main_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Every 2xx of a write follows a completed sync of the database's log, and what
// narrows is in the ledger, synced, before that (RULES.md 8): seen in the system
// calls of the server itself.
func TestDrillEveryAnswerWaitsForTheDisk(t *testing.T) {
	tracer := strace(t)
	data, trace := t.TempDir(), filepath.Join(t.TempDir(), "trace")
	cmd := command(t, nil, "serve", "--data", data, "--addr", "127.0.0.1:0")
	cmd.Args = append([]string{tracer, "-f", "-y", "-s", "64", "-e", "trace=read,write,pwrite64,fsync,fdatasync", "-o", trace, cmd.Path}, cmd.Args[1:]...)
	cmd.Path = tracer
	s := begin(t, cmd)
	owner, carer := s.signUp("ailsa@example.org"), s.signUp("jamie@example.org")
	id, grants := shared(s, owner, carer)
	for range 5 {
		s.call(owner.Access, "POST", "/api/v1/plans/"+owner.Account.PlanID+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`, 201, nil)
		s.call(owner.Access, "POST", grants, fmt.Sprintf(`{"account":%q,"sections":["warnings"],"right":"see","when":"always"}`, id), 201, nil)
		s.call(carer.Access, "GET", "/api/v1/plans/"+owner.Account.PlanID, "", 200, nil) // its record is durable too
		s.call(owner.Access, "DELETE", grants, "", 204, nil)
	}
	s.call(owner.Access, "DELETE", "/api/v1/sign-ins/current", "", 204, nil)
	endTraced(t, s)
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	follow(t, string(text))
}

// endTraced stops the server, not the one who traces it.
func endTraced(t *testing.T, s *server) {
	t.Helper()
	pid := strconv.Itoa(s.cmd.Process.Pid)
	text, err := os.ReadFile(filepath.Join("/proc", pid, "task", pid, "children"))
	if err != nil {
		t.Fatal(err)
	}
	child, err := strconv.Atoi(strings.Fields(string(text))[0])
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(child, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// follow walks the system calls in the order in which they were done.
func follow(t *testing.T, trace string) {
	t.Helper()
	open := map[string]string{}  // by thread: a call that is not done yet
	asked := map[string]string{} // by socket: what was asked last
	unsynced, synced, ledgerUnsynced, ledgerSynced := false, 0, false, 0
	answers, narrowings, last := 0, 0, 0
	for line := range strings.Lines(trace) {
		thread, call, _ := strings.Cut(strings.TrimSpace(line), " ")
		call = strings.TrimSpace(call)
		if before, cut := strings.CutSuffix(call, "<unfinished ...>"); cut {
			open[thread] = before
			if !strings.HasPrefix(call, "write(") || !strings.Contains(call, `"HTTP/1.1 `) {
				continue
			}
			call, open[thread] = before, "" // an answer counts from when it begins
		}
		if _, after, resumed := strings.Cut(call, "resumed>"); resumed && strings.HasPrefix(call, "<...") {
			call = open[thread] + after
		}
		wal, isLedger := strings.Contains(call, "handrail.db-wal>"), strings.Contains(call, "handrail.ledger>")
		isSync := strings.HasPrefix(call, "fsync(") || strings.HasPrefix(call, "fdatasync(")
		socket, _, _ := strings.Cut(call[strings.IndexByte(call, '(')+1:], ",")
		switch {
		case strings.HasPrefix(call, "read("):
			if strings.Contains(call, " /api/") {
				asked[socket] = call
			}
		case isSync && !strings.HasSuffix(call, "= 0"):
			t.Errorf("a sync failed: %s", call)
		case isSync && wal:
			unsynced = false
			synced++
		case isSync && isLedger:
			ledgerUnsynced = false
			ledgerSynced++
		case wal:
			if ledgerUnsynced {
				t.Errorf("the database's log was written before the ledger was synced: %s", call)
			}
			unsynced = true
		case isLedger:
			ledgerUnsynced = true
			narrowings++
		case strings.Contains(call, `"HTTP/1.1 2`) && strings.Contains(asked[socket], "/people HTTP"):
			// the owner's own look, which leaves no record
		case strings.Contains(call, `"HTTP/1.1 2`):
			answers++
			if unsynced || ledgerUnsynced || synced == last {
				t.Errorf("answer %d went out before the disk had it: %s", answers, call)
			}
			last = synced
		}
	}
	const less = 1 + 5 + 1 // its first line, five withdrawals and a sign-out: saving, sharing and looking write nothing there
	if answers < 24 || narrowings != less || ledgerSynced != less {
		t.Errorf("too little was traced: %d answers, %d narrowings, %d syncs of the ledger", answers, narrowings, ledgerSynced)
	}
	t.Logf("%d answers of writes and recorded reads, %d narrowings; each waited for the disk", answers, narrowings)
}

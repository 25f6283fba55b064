package main_test

import (
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// Every 2xx of a write, of each kind that there is, follows a completed sync of the database's log that
// began after it was asked for, and what narrows is in the ledger, synced, before that (RULES.md 8):
// seen in the system calls of the server itself. Many who save at once share a sync, and each waits for it.
func TestDrillEveryAnswerWaitsForTheDisk(t *testing.T) {
	drill(t)
	tracer := strace(t)
	data, trace := t.TempDir(), filepath.Join(t.TempDir(), "trace")
	cmd := command(t, nil, "serve", "--data", data, "--addr", "127.0.0.1:0")
	cmd.Args = append([]string{tracer, "-f", "-y", "-s", "128", "-e", "trace=read,write,pwrite64,fsync,fdatasync", "-o", trace, cmd.Path}, cmd.Args[1:]...)
	cmd.Path = tracer
	w := newWorld(t)
	w.s = begin(t, cmd)
	server := childOf(t, w.s)
	t.Cleanup(func() { _ = syscall.Kill(server, syscall.SIGKILL) }) // before the one who traces it
	w.owner, w.carer = w.s.signUp("ailsa@example.org"), w.s.signUp("jamie@example.org")
	w.carerID, _ = sharedAs(w.s, w.owner, w.carer, "peer")
	if d := run(t, nil, "account", "confirm", "jamie@example.org", "--peer", "--data", data); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	for range 5 {
		w.s.call(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`, 201, nil)
		w.s.call(w.owner.Access, "POST", w.plan()+"/grants", fmt.Sprintf(`{"account":%q,"sections":["warnings"],"right":"see","when":"always"}`, w.carerID), 201, nil)
		w.s.call(w.carer.Access, "GET", w.plan(), "", 200, nil) // its record is durable too
		w.s.call(w.owner.Access, "DELETE", w.plan()+"/grants", "", 204, nil)
	}
	w.eachKind()
	w.manyAtOnce(8, 5)
	w.s.call(w.owner.Access, "DELETE", "/api/v1/sign-ins/current", "", 204, nil)
	endTraced(t, w.s)
	text, err := os.ReadFile(trace)
	if err != nil {
		t.Fatal(err)
	}
	follow(t, string(text))
}

// eachKind writes once in each of the ways that differ inside.
func (w *world) eachKind() {
	w.t.Helper()
	var e kept
	var made struct{ ID string }
	owner, carer, plan, call := w.owner.Access, w.carer.Access, w.plan(), w.s.call
	call(owner, "POST", plan+"/sections/warnings/entries", `{"fields":{"sign":"x"}}`, 201, &e)
	entry := plan + "/entries/" + e.ID
	call(owner, "PUT", entry, `{"version":1,"fields":{"sign":"y"}}`, 200, nil)
	call(owner, "PUT", entry+"/draft", `{"version":2,"fields":{"sign":"z"}}`, 204, nil)
	call(owner, "POST", entry+"/versions/1/restore", `{"version":2}`, 200, nil)
	call(owner, "POST", plan+"/grants", fmt.Sprintf(`{"account":%q,"sections":["warnings"],"right":"suggest","when":"always"}`, w.carerID), 201, nil)
	call(carer, "POST", plan+"/suggestions", `{"section":"warnings","fields":{"sign":"from me"}}`, 201, &made)
	call(owner, "POST", plan+"/suggestions/"+made.ID+"/accept", `{}`, 200, nil)
	call(owner, "POST", plan+"/sections", `{"title":"My own"}`, 201, nil)
	call(owner, "POST", plan+"/sessions", fmt.Sprintf(`{"with":%q}`, w.carerID), 201, &made)
	call(carer, "POST", plan+"/sessions/"+made.ID+"/join", "", 200, nil)
	call(owner, "PUT", entry, fmt.Sprintf(`{"version":3,"fields":{"sign":"together"},"session":%q}`, made.ID), 200, nil)
	call(owner, "POST", plan+"/sessions/"+made.ID+"/end", "", 200, nil)
	call(owner, "POST", plan+"/crisis", `{}`, 200, nil)
	call(owner, "DELETE", plan+"/crisis", "", 204, nil)
	call(owner, "DELETE", entry, "", 204, nil)
	var again struct {
		Refresh string `json:"refresh_token"`
	}
	call("", "POST", "/api/v1/sign-ins", fmt.Sprintf(`{"email":"jamie@example.org","password":%q}`, password), 200, &again)
	call("", "POST", "/api/v1/sign-ins/refresh", fmt.Sprintf(`{"refresh_token":%q}`, again.Refresh), 200, nil)
	w.s.form("ailsa@example.org", "/plans/"+w.owner.Account.PlanID+"/sections/notes", url.Values{"f.note": {"By a form."}})
	call(owner, "DELETE", plan+"/people/"+w.carerID, "", 204, nil)
	call(owner, "POST", plan+"/erase", `{"account":"stays"}`, 202, nil)
	call(owner, "DELETE", plan+"/erase", "", 200, nil)
}

// form signs in by the page, and sends a form as a browser without JavaScript does.
func (s *server) form(email, path string, fields url.Values) {
	s.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		s.t.Fatal(err)
	}
	c := &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, f := range []struct {
		path   string
		fields url.Values
	}{{"/sign-in", url.Values{"email": {email}, "password": {password}}}, {path, fields}} {
		r, err := http.NewRequestWithContext(s.t.Context(), http.MethodPost, s.url+f.path, strings.NewReader(f.fields.Encode()))
		if err != nil {
			s.t.Fatal(err)
		}
		r.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Origin": {s.url}, "Sec-Fetch-Site": {"same-origin"}}
		answer, err := c.Do(r)
		if err != nil || answer.StatusCode != http.StatusSeeOther {
			s.t.Fatalf("the form of %s: %v %v", f.path, answer, err)
		}
		_ = answer.Body.Close()
	}
}

// manyAtOnce has many save at the same time, each by a connection of their own.
func (w *world) manyAtOnce(people, times int) {
	var saving sync.WaitGroup
	for range people {
		saving.Go(func() {
			for range times {
				if status := w.try(w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`, nil); status != 201 {
					w.t.Errorf("a save among many: %d", status)
				}
			}
		})
	}
	saving.Wait()
}

// endTraced stops the server, not the one who traces it.
func endTraced(t *testing.T, s *server) {
	t.Helper()
	if err := syscall.Kill(childOf(t, s), syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := s.cmd.Wait(); err != nil {
		t.Errorf("it ended with %v", err)
	}
}

// childOf is the server that somebody traces.
func childOf(t *testing.T, s *server) int {
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
	return child
}

package main_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
)

// meeting is a person and a peer in a running session, each on a server of their own.
type meeting struct {
	one, two     *server // the person's, the peer's
	person, peer person
	id, entry    string
}

func meet(t *testing.T, place string) *meeting {
	t.Helper()
	there := []string{"HANDRAIL_DATABASE=" + place}
	m := &meeting{one: start(t, there, "serve", "--data", t.TempDir())}
	data := freshFor(t, m.one.data(), "handrail.key")
	m.two = start(t, there, "serve", "--data", data, "--ledger", m.one.data()+"/handrail.ledger")
	m.person, m.peer = m.one.signUp("ailsa@example.org"), m.two.signUp("pete@example.org")
	if d := run(t, there, "account", "confirm", "pete@example.org", "--peer", "--data", m.one.data()); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	with, grants := sharedAs(m.one, m.person, m.peer, "peer")
	m.one.call(m.person.Access, "POST", grants, fmt.Sprintf(`{"account":%q,"sections":["toolbox"],"right":"suggest","when":"together"}`, with), 201, nil)
	var e kept
	m.one.call(m.person.Access, "POST", m.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"a walk"}}`, 201, &e)
	m.entry = e.ID
	var session struct{ ID string }
	m.one.call(m.person.Access, "POST", m.plan()+"/sessions", fmt.Sprintf(`{"with":%q}`, with), 201, &session)
	m.id = session.ID
	m.two.call(m.peer.Access, "POST", m.plan()+"/sessions/"+m.id+"/join", "", 200, nil)
	return m
}

func (m *meeting) plan() string { return "/api/v1/plans/" + m.person.Account.PlanID }

// opens opens somebody's stream of the session on a server.
func (m *meeting) opens(t *testing.T, s *server, who person) *stream {
	t.Helper()
	st, status, said := newCrowd(s).listen(ofPlan(who, m.person), "?session="+m.id)
	if st == nil {
		t.Fatalf("%d %s", status, said)
	}
	return st
}

// Of two servers one is killed in the middle of a session. Whoever is on the other hears on;
// whoever was on the first comes back on the other, and both hear each other again.
func TestDrillOneOfTwoServersIsKilledInASession(t *testing.T) {
	drill(t)
	m := meet(t, apptest.NewCluster(t).Place)
	hers, his := m.opens(t, m.one, m.person), m.opens(t, m.two, m.peer)
	save := func(s *server, version int, words string) {
		t.Helper()
		s.call(m.person.Access, "PUT", m.plan()+"/entries/"+m.entry, fmt.Sprintf(`{"version":%d,"fields":{"helps":%q},"session":%q}`, version, words, m.id), 200, nil)
	}
	heard := func(st *stream, who, words string) {
		t.Helper()
		for st.hears("data: ") {
			if strings.Contains(st.lines.Text(), words) {
				return
			}
		}
		t.Fatalf("%s does not hear %q", who, words)
	}
	save(m.one, 1, "a walk by the canal")
	heard(his, "he", "by the canal")
	heard(hers, "she", "by the canal")
	if err := m.one.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	killed := time.Now()
	_ = m.one.cmd.Wait()
	for hers.hears("event:") { // what was on its way; a server that is gone ends the stream
	}
	hers = m.opens(t, m.two, m.person) // her browser comes back by the address that both share
	var e kept
	m.two.call(m.person.Access, "GET", m.plan()+"/entries/"+m.entry, "", 200, &e)
	if e.Version != 2 || e.Fields["helps"] != "a walk by the canal" {
		t.Errorf("kept %+v", e)
	}
	save(m.two, 2, "a walk by the canal, with Pete")
	heard(his, "he", "with Pete")
	heard(hers, "she", "with Pete")
	t.Logf("both hear each other again %v after one server was killed", time.Since(killed).Round(time.Millisecond))
	m.two.ends()
}

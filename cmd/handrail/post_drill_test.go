package main_test

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
)

// on is a settled world with a server on a PostgreSQL.
func on(t *testing.T, place string) *world {
	t.Helper()
	return settled(t, t.TempDir(), "HANDRAIL_DATABASE="+place)
}

// unavailable fails the test unless the answer is 503 with a sentence in plain words, soon.
func unavailable(t *testing.T, url, token, method, path, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	began := time.Now()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, _ := io.ReadAll(answer.Body)
	var said struct{ Key, Detail string }
	if err := json.Unmarshal(text, &said); answer.StatusCode != http.StatusServiceUnavailable || err != nil || said.Key != "error.unavailable" || !strings.Contains(said.Detail, "try again in a moment") {
		t.Errorf("%s %s: %d %s", method, path, answer.StatusCode, text)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("%s %s: to be told took %v", method, path, took)
	}
}

// PostgreSQL is stopped hard again and again under mixed load. What was acknowledged is there
// afterwards; meanwhile each answer is 503 with a sentence; it heals by itself.
func TestDrillPostgreSQLIsStoppedHardUnderLoad(t *testing.T) {
	drill(t)
	cluster := apptest.NewCluster(t)
	w := on(t, cluster.Place)
	stops, slowest := min(drills(3), 50), time.Duration(0)
	for round := range stops {
		all := w.load()
		<-time.After(time.Duration(50+rand.IntN(250)) * time.Millisecond) // a moment of the drill's own choosing
		cluster.Kill()
		unavailable(t, w.s.url, w.owner.Access, "GET", w.plan(), "")
		unavailable(t, w.s.url, w.owner.Access, "POST", w.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`)
		unavailable(t, w.s.url, w.owner.Access, "DELETE", w.plan()+"/grants", "")
		w.s.call("", "GET", "/healthz", "", 200, nil)
		w.s.call("", "GET", "/readyz", "", 503, nil)
		all.Wait()
		cluster.Again()
		began := time.Now()
		w.s.isReady()
		slowest = max(slowest, time.Since(began))
		if round%25 == 24 {
			w.owner.Access, w.carer.Access = w.s.signIn("ailsa@example.org", password), w.s.signIn("jamie@example.org", password)
		}
		w.holds()
		if t.Failed() {
			return
		}
	}
	data := w.s.data()
	w.s.ends()
	if d := run(t, w.env, "doctor", "--data", data); d.code != 0 {
		t.Errorf("%+v", d)
	}
	t.Logf("%d stops: %d entries, %d looks acknowledged and there; slowest to heal %v", stops, len(w.entries), w.looks.all, slowest.Round(time.Millisecond))
}

// A server on a PostgreSQL is killed again and again under mixed load, and loses nothing that
// it has acknowledged.
func TestDrillKilledUnderLoadOnPostgreSQL(t *testing.T) {
	drill(t)
	w := on(t, apptest.NewCluster(t).Place)
	w.kills(w.s.data(), min(drills(3), 100))
}

// One of two servers is cut off from the database, half a minute in the long form. It shows
// nothing and ends its streams within two seconds; the other goes on; afterwards the first knows what
// happened meanwhile, and shows nobody what was withdrawn.
func TestDrillAServerIsCutFromItsDatabase(t *testing.T) {
	drill(t)
	cluster := apptest.NewCluster(t)
	way := apptest.NewWay(t, cluster.Place)
	one := on(t, cluster.Place)
	data := freshFor(t, one.s.data(), "handrail.key")
	two := &world{t: t}
	two.s = start(t, []string{"HANDRAIL_DATABASE=" + way.Place}, "serve", "--data", data, "--ledger", one.s.data()+"/handrail.ledger")
	give := fmt.Sprintf(`{"account":%q,"sections":["warnings"],"right":"see","when":"always"}`, one.carerID)
	one.s.call(one.owner.Access, "POST", one.plan()+"/grants", give, 201, nil)
	var seen struct{ Sections []any }
	two.s.call(one.carer.Access, "GET", one.plan(), "", 200, &seen)
	if len(seen.Sections) != 1 {
		t.Fatalf("the carer sees %d sections", len(seen.Sections))
	}
	st, status, said := newCrowd(two.s).listen(ofPlan(one.carer, one.owner), "")
	if st == nil {
		t.Fatalf("%d %s", status, said)
	}
	way.Cut()
	cut := time.Now()
	st.hears("event:")
	if took := time.Since(cut); took > 2*time.Second {
		t.Errorf("a stream ended after %v", took)
	}
	one.s.call(one.owner.Access, "DELETE", one.plan()+"/grants", "", 204, nil)
	long := 3 * time.Second
	if drills(0) > 0 {
		long = 30 * time.Second
	}
	asked, written := 0, 0
	for time.Since(cut) < long {
		unavailable(t, two.s.url, one.carer.Access, "GET", one.plan(), "")
		unavailable(t, two.s.url, one.owner.Access, "POST", one.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`)
		one.s.call(one.owner.Access, "POST", one.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"meanwhile"}}`, 201, nil)
		asked, written = asked+2, written+1
		<-time.After(50 * time.Millisecond) // people ask again and again, not as fast as they can
	}
	two.s.call("", "GET", "/readyz", "", 503, nil)
	way.Mend()
	began := time.Now()
	two.s.isReady()
	healed := time.Since(began)
	seen.Sections = nil
	two.s.call(one.carer.Access, "GET", one.plan(), "", 200, &seen)
	if len(seen.Sections) != 0 {
		t.Error("the carer sees what was withdrawn meanwhile")
	}
	var section struct{ Entries []kept }
	two.s.call(one.owner.Access, "GET", one.plan()+"/sections/toolbox", "", 200, &section)
	if len(section.Entries) != written {
		t.Errorf("%d of the %d entries from meanwhile", len(section.Entries), written)
	}
	two.s.call(one.owner.Access, "POST", one.plan()+"/sections/toolbox/entries", `{"fields":{"helps":"after"}}`, 201, nil)
	t.Logf("cut for %v: %d answers of 503, %d writes on the other server; healed in %v", long, asked, written, healed.Round(time.Millisecond))
	two.s.ends()
	one.s.ends()
}

// ofPlan is somebody who looks at another's plan.
func ofPlan(who, owner person) person {
	who.Account.PlanID = owner.Account.PlanID
	return who
}

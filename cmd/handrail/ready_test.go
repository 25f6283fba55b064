package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Without its ledger nobody can stop sharing: the server says that it cannot serve, until the
// ledger is back.
func TestAServerWithoutItsLedgerIsNotReady(t *testing.T) {
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	s.signUp("ailsa@example.org")
	s.call("", "GET", "/readyz", "", 200, nil)
	ledger := filepath.Join(data, "handrail.ledger")
	if err := os.Rename(ledger, ledger+"-away"); err != nil {
		t.Fatal(err)
	}
	s.call("", "GET", "/readyz", "", 503, nil)
	s.call("", "GET", "/healthz", "", 200, nil)
	if err := os.Rename(ledger+"-away", ledger); err != nil {
		t.Fatal(err)
	}
	s.call("", "GET", "/readyz", "", 200, nil)
	s.ends()
}

// Another program has brought the schema further while this one runs: within seconds this one
// shows nothing and writes nothing, and says why.
func TestANewerSchemaEndsWhatAnOlderServerShows(t *testing.T) {
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	p := s.signUp("ailsa@example.org")
	plan := "/api/v1/plans/" + p.Account.PlanID
	s.call(p.Access, "GET", plan, "", 200, nil)
	meddle(t, data, "INSERT INTO goose_db_version (version_id, is_applied) VALUES (999999, 1)")
	s.says(503)
	s.call(p.Access, "GET", plan, "", 503, nil)
	s.call(p.Access, "POST", plan+"/sections/toolbox/entries", `{"fields":{"helps":"x"}}`, 503, nil)
	s.call("", "GET", "/healthz", "", 200, nil)
	s.ends()
	if n := strings.Count(s.errs.String(), "a newer handrail has changed the schema"); n != 1 {
		t.Errorf("it says why %d times\n%s", n, s.errs)
	}
}

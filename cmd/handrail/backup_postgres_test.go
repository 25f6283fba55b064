package main_test

import (
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/app/apptest"
)

// emptyBeside is an empty database on the same PostgreSQL.
func emptyBeside(t *testing.T, c *apptest.Cluster, name string) string {
	t.Helper()
	c.Do("CREATE DATABASE " + name + " ENCODING 'UTF8' TEMPLATE template0")
	u, err := url.Parse(c.Place)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// A backup of a PostgreSQL is taken while servers run, checked like any other, and put
// back as a data folder or onto a PostgreSQL. What was narrowed since stands still in both.
func TestAPostgreSQLIsBackedUpAndPutBack(t *testing.T) {
	cluster := apptest.NewCluster(t)
	secret, public := keys(t)
	data, there := t.TempDir(), []string{"HANDRAIL_DATABASE=" + cluster.Place}
	s := start(t, there, "serve", "--data", data)
	owner, carer := s.signUp("ailsa@example.org"), s.signUp("jamie@example.org")
	_, grants := shared(s, owner, carer)
	section := "/api/v1/plans/" + owner.Account.PlanID + "/sections/toolbox"
	s.call(owner.Access, "POST", section+"/entries", `{"fields":{"helps":"`+tatties+`"}}`, 201, nil)
	to := t.TempDir()
	d := run(t, there, "backup", "--data", data, "--backup-to", to, "--backup-recipient", public)
	path, found := strings.CutPrefix(strings.TrimSpace(d.out), "wrote ")
	if d.code != 0 || !found || !saysEach(d.errs, "copying", "counting tables", "hashing", "encrypting", "writing to the disk") {
		t.Fatalf("%+v", d)
	}
	s.call(owner.Access, "DELETE", grants, "", 204, nil) // since then
	s.ends()
	nothingSaid(t, path, secret, tatties, "ailsa", "Somebody")
	if d := run(t, there, "backup", "verify", path, "--identity", secret, "--data", data); d.code != 0 || !strings.Contains(d.out, "is whole") || strings.Contains(d.out, "not checked") {
		t.Errorf("%+v", d)
	}
	run(t, there, "restore", path, "--identity", secret, "--data", data).saysIn(t, "there are accounts")
	for name, env := range map[string][]string{"a folder": nil, "a PostgreSQL": {"HANDRAIL_DATABASE=" + emptyBeside(t, cluster, "another")}} {
		into := freshFor(t, data, "handrail.key", "handrail.ledger")
		d := run(t, env, "restore", path, "--identity", secret, "--data", into)
		if d.code != 0 || !strings.Contains(d.out, "1 plan was shared less") {
			t.Fatalf("%s: %+v", name, d)
		}
		if !saysEach(d.errs, "reading", "counting tables") || saysEach(d.errs, "\naccounts", "comparing accounts") != (env != nil) {
			t.Errorf("%s: it says of how far it is %s", name, d.errs)
		}
		if _, err := os.Stat(filepath.Join(into, "handrail.db")); (err == nil) != (env == nil) {
			t.Errorf("%s: the database file: %v", name, err)
		}
		s := start(t, env, "serve", "--data", into)
		var kept struct {
			Entries []struct{ Fields map[string]string }
		}
		fresh := s.signIn("ailsa@example.org", password)
		s.call(fresh, "GET", section, "", 200, &kept)
		if len(kept.Entries) != 1 || kept.Entries[0].Fields["helps"] != tatties {
			t.Errorf("%s: kept %+v", name, kept)
		}
		var hold struct{ Held bool }
		s.call(fresh, "GET", "/api/v1/plans/"+owner.Account.PlanID+"/hold", "", 200, &hold)
		if !hold.Held {
			t.Errorf("%s: sharing goes on", name)
		}
		s.call(fresh, "POST", section+"/entries", `{"fields":{"helps":"after"}}`, 201, nil)
		s.ends()
		if d := run(t, env, "doctor", "--data", into); d.code != 0 {
			t.Errorf("%s: %+v", name, d)
		}
	}
}

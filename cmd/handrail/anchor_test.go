package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// lookedAt is a data folder with a list of who has looked, and a ledger elsewhere.
func lookedAt(t *testing.T) (data, ledger string) {
	t.Helper()
	data, ledger = filepath.Join(t.TempDir(), "data"), filepath.Join(t.TempDir(), "ledger")
	s := start(t, nil, "serve", "--data", data, "--ledger", ledger)
	owner, carer := s.signUp("ailsa@example.org"), s.signUp("jamie@example.org")
	shared(s, owner, carer)
	for range 3 {
		s.call(carer.Access, "GET", "/api/v1/plans/"+owner.Account.PlanID, "", 200, nil)
	}
	s.ends()
	return data, ledger
}

// Records taken off the end of a list, with the rest mended so that its chain
// holds, are found by what was written down outside when the server stopped.
func TestDoctorFindsRecordsTakenOffTheEnd(t *testing.T) {
	data, ledger := lookedAt(t)
	doctor := func() done { return run(t, nil, "doctor", "--data", data, "--ledger", ledger) }
	if d := doctor(); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	meddle(t, data, "DELETE FROM access_records WHERE number = 3")
	meddle(t, data, "UPDATE plans SET records = 2, chain = (SELECT hash FROM access_records WHERE number = 2 AND plan = plans.id) WHERE records = 3")
	if d := doctor(); d.code != 1 || !strings.Contains(d.out, "number 3 is no longer there") {
		t.Fatalf("%+v", d)
	}
	s := start(t, nil, "serve", "--data", data, "--ledger", ledger)
	s.ends() // anchors are written again, and do not cover it up
	if d := doctor(); d.code != 1 || !strings.Contains(d.out, "number 3 is no longer there") {
		t.Errorf("after another start: %+v", d)
	}
	anchors := filepath.Join(filepath.Dir(ledger), "handrail.anchors")
	text, err := os.ReadFile(anchors)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(anchors, []byte(strings.Replace(string(text), " 3 ", " 2 ", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if d := doctor(); d.code != 1 || !strings.Contains(d.out, "handrail.anchors") {
		t.Errorf("the anchors were changed: %+v", d)
	}
}

// A server that is killed has anchored at its start and each hour; one that is told
// to stop, at its end.
func TestAnchorsAreWrittenAtShutdown(t *testing.T) {
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	owner, carer := s.signUp("ailsa@example.org"), s.signUp("jamie@example.org")
	shared(s, owner, carer)
	s.call(carer.Access, "GET", "/api/v1/plans/"+owner.Account.PlanID, "", 200, nil)
	if code, _ := s.stop(syscall.SIGTERM); code != 0 {
		t.Fatal(code)
	}
	text, err := os.ReadFile(filepath.Join(data, "handrail.anchors"))
	if err != nil || !strings.Contains(string(text), owner.Account.PlanID+" 1 ") {
		t.Errorf("%v\n%s", err, text)
	}
}

func TestDoctorSaysHowAServiceIsKept(t *testing.T) {
	data, ledger := lookedAt(t)
	public := "https://plans.example.org"
	text, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(data, "handrail.ledger"), text, 0o600); err != nil {
		t.Fatal(err)
	}
	d := run(t, nil, "doctor", "--data", data, "--ledger", filepath.Join(data, "handrail.ledger"), "--public-url", public)
	for _, says := range []string{"master key lies beside", "ledger lies beside", "no backup"} {
		if d.code != 1 || !strings.Contains(d.out, says) {
			t.Errorf("%q is not in %+v", says, d)
		}
	}
	key, err := os.ReadFile(filepath.Join(data, "handrail.key"))
	if err != nil {
		t.Fatal(err)
	}
	_, to := keys(t)
	folder := t.TempDir()
	env := []string{"HANDRAIL_KEY=" + strings.TrimSpace(string(key)), "HANDRAIL_PUBLIC_URL=" + public, "HANDRAIL_LEDGER=" + ledger, "HANDRAIL_DATA=" + data,
		"HANDRAIL_BACKUP_TO=" + folder, "HANDRAIL_BACKUP_RECIPIENT=" + to}
	if d := run(t, env, "backup"); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	if d := run(t, env, "doctor"); d.code != 0 {
		t.Errorf("%+v", d)
	}
	if err := os.Rename(firstOf(t, folder), filepath.Join(folder, "handrail-20200101T000000Z.backup.age")); err != nil {
		t.Fatal(err)
	}
	if d := run(t, env, "doctor"); d.code != 1 || !strings.Contains(d.out, "newest backup is from 2020") {
		t.Errorf("%+v", d)
	}
}

func firstOf(t *testing.T, folder string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil || len(found) == 0 {
		t.Fatalf("nothing in it: %v", err)
	}
	return found[0]
}

func TestDoctorFindsAChangedLedger(t *testing.T) {
	data, ledger := lookedAt(t)
	s := start(t, nil, "serve", "--data", data, "--ledger", ledger)
	token := s.signIn("ailsa@example.org", password)
	s.call(token, "DELETE", "/api/v1/sign-ins/current", "", 204, nil)
	text, err := os.ReadFile(ledger)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(ledger, []byte(strings.Replace(string(text), "sign-ins ", "sign-inz ", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if d := run(t, nil, "doctor", "--data", data, "--ledger", ledger); d.code != 1 || !strings.Contains(d.out, "ledger was changed") {
		t.Errorf("%+v", d)
	}
	s.ends()
}

// A ledger that was only not named must not make everything stand still.
func TestALedgerThatWasNotNamedIsAskedFor(t *testing.T) {
	data, ledger := lookedAt(t)
	env := []string{"HANDRAIL_DATA=" + data}
	run(t, env, "account", "list").refused(t, "HANDRAIL_LEDGER")
	run(t, env, "serve", "--addr", "127.0.0.1:0").refused(t, "HANDRAIL_LEDGER")
	if d := run(t, env, "doctor"); d.code != 1 || !strings.Contains(d.out, "HANDRAIL_LEDGER") {
		t.Errorf("%+v", d)
	}
	if d := run(t, env, "account", "list", "--ledger", ledger); d.code != 0 {
		t.Errorf("%+v", d)
	}
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--ledger", ledger).refused(t, "another installation")
	if err := os.Truncate(ledger, 30); err != nil {
		t.Fatal(err)
	}
	if d := run(t, env, "doctor", "--ledger", ledger); d.code != 1 || !strings.Contains(d.out, "cut or changed") {
		t.Errorf("%+v", d)
	}
	if err := os.Remove(ledger); err != nil {
		t.Fatal(err)
	}
	run(t, env, "account", "list", "--ledger", ledger).refused(t, "not where it should be")
	s := start(t, env, "serve") // it is lost: all stands still
	s.call("", "POST", "/api/v1/sign-ins", `{"email":"ailsa@example.org","password":"`+password+`"}`, 401, nil)
	s.ends()
}

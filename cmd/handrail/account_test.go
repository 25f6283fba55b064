package main_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func secretFile(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "password")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAccountsAreMadeAndConfirmedBesideARunningServer(t *testing.T) {
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	made := run(t, nil, "account", "add", "leona@example.org", "--name", "Leona", "--password-file", secretFile(t, "a phrase of Leona's\r\n"), "--lead", "--data", data)
	if made.code != 0 || !strings.Contains(made.out, "leona@example.org") || made.errs != "" {
		t.Fatalf("%+v", made)
	}
	s.signIn("leona@example.org", "a phrase of Leona's")
	s.signUp("morag@example.org")
	if d := run(t, []string{"HANDRAIL_DATA=" + data}, "account", "confirm", "--practitioner", "morag@example.org"); d.code != 0 {
		t.Errorf("%+v", d)
	}
	given := run(t, nil, "account", "code", "morag@example.org", "--data", data)
	if _, code, found := strings.Cut(strings.TrimSpace(given.out), ": "); given.code != 0 || !found || len(code) < 26 {
		t.Errorf("%+v", given)
	}
	account := func(do string) done { return run(t, nil, "account", do, "Morag@example.org", "--data", data) }
	morag := s.signIn("morag@example.org", password)
	s.call(morag, "GET", "/api/v1/me", "", 200, nil)
	if d := account("disable"); d.code != 0 {
		t.Errorf("%+v", d)
	}
	s.call(morag, "GET", "/api/v1/me", "", 401, nil)
	s.call("", "POST", "/api/v1/sign-ins", `{"email":"morag@example.org","password":"`+password+`"}`, 401, nil)
	account("disable").refused(t, "no account")
	account("code").refused(t, "no account")
	if listed := run(t, nil, "account", "list", "--data", data); !strings.Contains(listed.out, "morag@example.org\tSomebody\tdisabled\n") {
		t.Errorf("%+v", listed)
	}
	if d := account("enable"); d.code != 0 {
		t.Errorf("%+v", d)
	}
	account("enable").refused(t, "no account")
	s.call(morag, "GET", "/api/v1/me", "", 401, nil)
	s.signIn("morag@example.org", password)
	run(t, nil, "account", "code", "nobody@example.org", "--data", data).refused(t, "no account")
	listed := run(t, nil, "account", "list", "--data", data)
	if !strings.Contains(listed.out, "leona@example.org\tLeona\tlead\n") || !strings.Contains(listed.out, "morag@example.org\tSomebody\tpractitioner\n") {
		t.Errorf("%+v", listed)
	}
	s.ends()
}

func TestAnAccountThatCannotBeMade(t *testing.T) {
	data, file := t.TempDir(), secretFile(t, password)
	add := func(args ...string) done {
		return run(t, nil, append([]string{"account", "add", "--data", data}, args...)...)
	}
	add("leona@example.org", "--name", "L", "--password-file", "nowhere").refused(t, "nowhere")
	add("leona@example.org", "--name", "L", "--password-file", secretFile(t, "short")).refused(t, "password")
	add("leona", "--name", "L", "--password-file", file).refused(t, "email")
	add("leona@example.org", "--name", "L", "--password-file", file, "--peer", "--practitioner").refused(t, "not as both")
	run(t, nil, "account", "confirm", "nobody@example.org", "--peer", "--data", data).refused(t, "no account")
	if d := add("leona@example.org", "--name", "L", "--password-file", file); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	add("Leona@example.org", "--name", "L", "--password-file", file).refused(t, "already")
}

func TestAccountSaysHowItIsCalled(t *testing.T) {
	for _, args := range [][]string{{"account"}, {"account", "add"}, {"account", "dance"}, {"account", "confirm", "a@example.org"}, {"account", "list", "a", "b"}} {
		if d := run(t, nil, args...); d.code != 2 || !strings.Contains(d.errs, "usage:") {
			t.Errorf("%q: %+v", args, d)
		}
	}
}

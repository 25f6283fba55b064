package main_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"
)

// keys is a secret for backups, as a file, and its public key.
func keys(t *testing.T) (secret, public string) {
	t.Helper()
	secret = filepath.Join(t.TempDir(), "secret")
	d := run(t, nil, "backup", "key", "--out", secret)
	_, public, found := strings.Cut(d.out, "public key: ")
	if d.code != 0 || !found {
		t.Fatalf("%+v", d)
	}
	return secret, strings.TrimSpace(public)
}

// backedUp takes a backup of a data folder.
func backedUp(t *testing.T, data, public string) string {
	t.Helper()
	to := t.TempDir()
	d := run(t, nil, "backup", "--data", data, "--backup-to", to, "--backup-recipient", public)
	path, found := strings.CutPrefix(strings.TrimSpace(d.out), "wrote ")
	if d.code != 0 || !found || !saysEach(d.errs, "copying", "counting tables", "hashing", "encrypting", "writing to the disk") {
		t.Fatalf("%+v", d)
	}
	return path
}

// saysEach reports whether it was said of each thing, one after another, that it is done.
func saysEach(text string, things ...string) bool {
	for _, thing := range things {
		_, behind, found := strings.Cut(text, thing+": 100 %\n")
		if !found {
			return false
		}
		text = behind
	}
	return true
}

// fresh is an empty data folder with the key of another, and its ledger.
func freshFor(t *testing.T, data string, files ...string) string {
	t.Helper()
	into := t.TempDir()
	for _, name := range files {
		text, err := os.ReadFile(filepath.Join(data, name))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(into, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(into, 0o700); err != nil {
		t.Fatal(err)
	}
	return into
}

const tatties = "Peel tatties slowly."

func TestABackupIsTakenWhileTheServerRunsAndPutBack(t *testing.T) {
	secret, public := keys(t)
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	p := s.signUp("ailsa@example.org")
	section := "/api/v1/plans/" + p.Account.PlanID + "/sections/toolbox"
	s.call(p.Access, "POST", section+"/entries", `{"fields":{"helps":"`+tatties+`"}}`, 201, nil)
	path := backedUp(t, data, public)
	s.ends()

	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	master, err := os.ReadFile(filepath.Join(data, "handrail.key"))
	if err != nil {
		t.Fatal(err)
	}
	nothingSaid(t, path, secret, tatties, "ailsa", "Somebody", strings.Fields(string(master))[1])
	for args, want := range map[string]string{"--data": "rows", "--data elsewhere": "were not checked"} {
		folder := data
		if args != "--data" {
			folder = t.TempDir()
		}
		d := run(t, nil, "backup", "verify", path, "--identity", secret, "--data", folder)
		if d.code != 0 || !strings.Contains(d.out, want) || !strings.Contains(d.out, "is whole") {
			t.Errorf("%s: %+v", args, d)
		}
		steps := []string{"reading", "writing to the disk", "counting tables", "examining the database", "opening every record", "following the lists of who has looked"}
		if folder != data {
			steps = steps[:4] // the others need the master key
		}
		if !saysEach(d.errs, steps...) {
			t.Errorf("%s: not to the end: %s", args, d.errs)
		}
	}
	into := freshFor(t, data, "handrail.key", "handrail.ledger")
	d := run(t, nil, "restore", path, "--identity", secret, "--data", into)
	if d.code != 0 || !strings.Contains(d.out, "put back what was saved") || !strings.Contains(d.out, "0 plans") {
		t.Fatalf("%+v", d)
	}
	s = start(t, nil, "serve", "--data", into)
	var kept struct {
		Entries []struct{ Fields map[string]string }
	}
	s.call(s.signIn("ailsa@example.org", password), "GET", section, "", 200, &kept)
	if len(kept.Entries) != 1 || kept.Entries[0].Fields["helps"] != tatties {
		t.Errorf("kept %+v", kept)
	}
	s.ends()
	if d := run(t, nil, "doctor", "--data", into); d.code != 0 {
		t.Errorf("%+v", d)
	}
}

// nothingSaid looks at the backup as it lies there and as its secret opens it: in
// neither stands a word, a name, or the master key.
func nothingSaid(t *testing.T, path, secret string, words ...string) {
	t.Helper()
	sealed, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	id, err := os.ReadFile(secret)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := age.ParseIdentities(bytes.NewReader(id))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(bytes.NewReader(sealed), ids...)
	if err != nil {
		t.Fatal(err)
	}
	var opened bytes.Buffer
	if _, err := opened.ReadFrom(plain); err != nil || opened.Len() < 10_000 {
		t.Fatalf("%d bytes, %v", opened.Len(), err)
	}
	for _, w := range words {
		if bytes.Contains(sealed, []byte(w)) || bytes.Contains(opened.Bytes(), []byte(w)) {
			t.Errorf("the backup holds %q", w)
		}
	}
	if bytes.Contains(sealed, []byte("SQLite format")) || !bytes.Contains(opened.Bytes(), []byte("SQLite format")) {
		t.Error("the database is not in it, or not sealed")
	}
}

// shared is a carer who sees a part of the person's plan.
func shared(s *server, owner, carer person) (carerID, grants string) {
	s.t.Helper()
	return sharedAs(s, owner, carer, "carer")
}

// sharedAs is shared with somebody in another role.
func sharedAs(s *server, owner, carer person, role string) (carerID, grants string) {
	s.t.Helper()
	plan := "/api/v1/plans/" + owner.Account.PlanID
	var in struct{ Code string }
	s.call(owner.Access, "POST", plan+"/invitations", fmt.Sprintf(`{"role":%q,"called":"brother"}`, role), 201, &in)
	s.call(carer.Access, "POST", "/api/v1/invitations/accept", fmt.Sprintf(`{"code":%q}`, in.Code), 200, nil)
	var people []struct {
		AccountID string `json:"account_id"`
	}
	s.call(owner.Access, "GET", plan+"/people", "", 200, &people)
	s.call(owner.Access, "POST", plan+"/people/"+people[0].AccountID+"/confirm", "", 200, nil)
	s.call(owner.Access, "POST", plan+"/grants", fmt.Sprintf(`{"account":%q,"sections":["toolbox"],"right":"see","when":"always"}`, people[0].AccountID), 201, nil)
	return people[0].AccountID, plan + "/grants"
}

// saysIn fails the test unless the call was refused with this in its last line.
func (d done) saysIn(t *testing.T, says string) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(d.errs), "\n")
	if d.code != 2 || !strings.Contains(lines[len(lines)-1], says) {
		t.Errorf("want %q, got %+v", says, d)
	}
}

// What was narrowed after a backup was taken is narrowed after it is put back, from
// the first request on (SAFETY.md 21).
func TestAfterARestoreWhatWasNarrowedHolds(t *testing.T) {
	secret, public := keys(t)
	data := t.TempDir()
	s := start(t, nil, "serve", "--data", data)
	owner, carer := s.signUp("ailsa@example.org"), s.signUp("jamie@example.org")
	_, grants := shared(s, owner, carer)
	plan := "/api/v1/plans/" + owner.Account.PlanID
	path := backedUp(t, data, public)
	s.call(owner.Access, "DELETE", grants, "", 204, nil)
	s.call(carer.Access, "DELETE", "/api/v1/sign-ins/current", "", 204, nil)
	s.ends()

	run(t, nil, "restore", path, "--identity", secret, "--log-level", "error", "--data", freshFor(t, data, "handrail.key")).saysIn(t, "HANDRAIL_LEDGER")
	all := freshFor(t, data, "handrail.key", "handrail.ledger")
	if err := os.Remove(filepath.Join(data, "handrail.ledger")); err != nil {
		t.Fatal(err)
	}
	for name, files := range map[string][]string{"with the ledger": {"handrail.key", "handrail.ledger"}, "without it": {"handrail.key"}} {
		t.Run(name, func(t *testing.T) {
			into := freshFor(t, all, files...)
			d := run(t, nil, "restore", path, "--identity", secret, "--data", into)
			if d.code != 0 || len(files) == 2 && !strings.Contains(d.out, "1 plan was shared less") || len(files) == 1 && !strings.Contains(d.out, "missing or broken") {
				t.Fatalf("%+v", d)
			}
			s := start(t, nil, "serve", "--data", into)
			s.call(carer.Access, "GET", plan, "", 401, nil)
			if len(files) == 1 {
				s.call("", "POST", "/api/v1/sign-ins", fmt.Sprintf(`{"email":"jamie@example.org","password":%q}`, password), 401, nil)
				s.ends()
				return
			}
			var seen struct{ Sections []any }
			s.call(s.signIn("jamie@example.org", password), "GET", plan, "", 200, &seen)
			if len(seen.Sections) != 0 {
				t.Errorf("the carer sees %v", seen)
			}
			var hold struct {
				Held bool
				Why  string
			}
			fresh := s.signIn("ailsa@example.org", password)
			s.call(fresh, "GET", plan+"/hold", "", 200, &hold)
			if !hold.Held || hold.Why != "restored" {
				t.Errorf("held %+v", hold)
			}
			s.call(fresh, "DELETE", plan+"/hold", "", 204, nil)
			s.ends()
		})
	}
}

func TestABadBackupIsRefusedAndChangesNothing(t *testing.T) {
	secret, public := keys(t)
	other, _ := keys(t)
	data := used(t)
	path := backedUp(t, data, public)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := func(name string, text []byte) string {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, text, 0o600); err != nil {
			t.Fatal(err)
		}
		return file
	}
	flipped := bytes.Clone(whole)
	flipped[len(flipped)/2] ^= 1
	for name, try := range map[string]struct{ file, secret, says string }{
		"another secret": {path, other, "does not open the backup"},
		"flipped":        {spoiled("flipped", flipped), secret, "damaged"},
		"cut":            {spoiled("cut", whole[:len(whole)-100_000]), secret, "damaged"},
		"cut at its end": {spoiled("end", whole[:len(whole)-1]), secret, "damaged"},
		"something else": {spoiled("else", []byte("nonsense")), secret, "damaged"},
		"nowhere":        {"nowhere", secret, "cannot be read"},
	} {
		into := freshFor(t, data, "handrail.key")
		for _, args := range [][]string{{"restore", try.file}, {"backup", "verify", try.file}} {
			d := run(t, nil, append(args, "--identity", try.secret, "--data", into, "--log-level", "error")...)
			if d.code != 2 || !strings.Contains(d.errs, try.says) {
				t.Errorf("%s %s: %+v", name, args[0], d)
			}
		}
		if left, _ := os.ReadDir(into); len(left) != 1 {
			t.Errorf("%s: it left %v", name, left)
		}
	}
	run(t, nil, "restore", path, "--identity", secret, "--data", data).refused(t, "already")
	run(t, nil, "restore", path, "--identity", secret, "--data", t.TempDir()).refused(t, "no key")
	if d := run(t, nil, "restore", path, "--identity", secret, "--data", freshFor(t, used(t), "handrail.key")); d.code != 2 || !strings.Contains(d.errs, "this key does not open") {
		t.Errorf("another master key: %+v", d)
	}
	run(t, nil, "backup", "--data", data, "--backup-to", t.TempDir(), "--backup-recipient", "age1nonsense").refused(t, "no public key")
	run(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", data, "--backup-to", t.TempDir(), "--backup-recipient", "age1nonsense").refused(t, "no public key")
	run(t, nil, "backup", "key", "--out", secret).refused(t, "there already")
}

// Backups are taken by themselves; old ones go once there is a newer one.
func TestBackupsAreTakenByThemselves(t *testing.T) {
	_, public := keys(t)
	to := t.TempDir()
	ahead := "handrail-20990101T000000Z.backup.age" // from a clock that had run ahead
	for _, name := range []string{"handrail-20200101T000000Z.backup.age", "handrail-20200102T000000Z.backup.age", "handrail-20200103T000000Z.backup.age", ahead, "something-else"} {
		if err := os.WriteFile(filepath.Join(to, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s := start(t, []string{"HANDRAIL_BACKUP_TO=" + to, "HANDRAIL_BACKUP_RECIPIENT=" + public}, "serve", "--data", t.TempDir())
	var names []string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		s.call("", "GET", "/readyz", "", 200, nil)
		found, err := filepath.Glob(filepath.Join(to, "*"))
		if err != nil {
			t.Fatal(err)
		}
		if names = found; len(names) == 4 && !strings.Contains(names[1], "handrail-2020") {
			break
		}
	}
	if len(names) != 4 || !strings.HasSuffix(names[0], "handrail-20200103T000000Z.backup.age") || strings.Contains(names[1], "handrail-2020") || !strings.HasSuffix(names[2], ahead) {
		t.Errorf("there are %v\n%s", names, s.errs)
	}
	s.ends()
}

func TestTheMasterKeyCanBeSealedToBeKeptApart(t *testing.T) {
	secret, public := keys(t)
	data := used(t)
	out := filepath.Join(t.TempDir(), "sealed")
	if d := run(t, nil, "key", "export", "--data", data, "--backup-recipient", public, "--out", out); d.code != 0 {
		t.Fatalf("%+v", d)
	}
	master, err := os.ReadFile(filepath.Join(data, "handrail.key"))
	if err != nil {
		t.Fatal(err)
	}
	sealed, err := os.ReadFile(out)
	if err != nil || bytes.Contains(sealed, bytes.Fields(master)[1]) {
		t.Fatalf("not sealed, %v", err)
	}
	id, err := os.ReadFile(secret)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := age.ParseIdentities(bytes.NewReader(id))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(bytes.NewReader(sealed), ids...)
	if err != nil {
		t.Fatal(err)
	}
	var back bytes.Buffer
	if _, err := back.ReadFrom(plain); err != nil || back.String() != string(master) {
		t.Errorf("it opens to another key: %v", err)
	}
}

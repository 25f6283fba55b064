package main_test

import (
	"html"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// The first page gives a command that makes the first account as it stands, wherever the
// data is; once there is an account it says nothing of that.
func TestTheCommandOnTheFirstPageWorksAsItStands(t *testing.T) {
	data := filepath.Join(t.TempDir(), "Leona's data")
	s := start(t, nil, "serve", "--data", data)
	shown := regexp.MustCompile(`<code>([^<]+)</code>`).FindStringSubmatch(s.front())
	if shown == nil {
		t.Fatal("no command")
	}
	text := strings.Replace(html.UnescapeString(shown[1]), "FILE", secretFile(t, password), 1)
	if out, err := exec.CommandContext(t.Context(), "sh", "-c", text).CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", text, err, out)
	}
	s.signIn("lead@example.org", password)
	if page := html.UnescapeString(s.front()); strings.Contains(page, filepath.Dir(data)) || strings.Contains(page, "account add") {
		t.Error("the folder shows, though there is an account")
	}
	s.ends()
}

func (s *server) front() string {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.url+"/", nil)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return string(page)
}

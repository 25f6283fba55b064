package handlers_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/static"
)

// What the worker keeps is the same for everybody and asks nothing of the storage: the page
// without anybody's cookie is the page with one, byte by byte, and all else are files.
func TestWhatStaysOnAPhoneIsNobodys(t *testing.T) {
	s := newServer(t)
	for _, path := range []string{"/phone", "/worker.js", "/handrail.webmanifest"} {
		mine, nobodys := s.page(s.Ailsa, path, nil), s.page(apptest.Who{}, path, nil)
		if mine.Code != http.StatusOK || mine.Body.String() != nobodys.Body.String() {
			t.Errorf("%s: %d, and it differs for somebody who is signed in", path, mine.Code)
		}
	}
	script := s.page(apptest.Who{}, "/worker.js", nil).Body.String()
	list, _, _ := strings.Cut(strings.TrimPrefix(script, "const shell = "), ";\n")
	var shell struct {
		Page  string
		Files []string
	}
	s.Must(json.Unmarshal([]byte(list), &shell))
	if shell.Page != "/phone" || len(shell.Files) < 5 {
		t.Errorf("the worker keeps %+v", shell)
	}
	for _, f := range shell.Files {
		if static.Find(strings.TrimPrefix(f, "/static/")) == "" {
			t.Errorf("the worker keeps %s, which is no file", f)
		}
	}
	for _, put := range regexp.MustCompile(`\.(put|add|addAll)\(`).FindAllString(script, -1) {
		if put != ".addAll(" {
			t.Errorf("the worker keeps by %s", put)
		}
	}
	page := s.page(apptest.Who{}, "/phone", nil)
	for _, f := range regexp.MustCompile(`(?:src|href|data-library)="(/static/[^"]+)"`).FindAllStringSubmatch(page.Body.String(), -1) {
		if !strings.Contains(list, f[1]) {
			t.Errorf("the page needs %s, which is not kept with it", f[1])
		}
	}
	if got := page.Header().Get("Content-Security-Policy"); !strings.Contains(got, "worker-src 'self'") || !strings.Contains(got, "manifest-src 'self'") || strings.Contains(got, "unsafe") {
		t.Errorf("the policy is %s", got)
	}
}

// The manifest is one that a browser can install from: its icons are there.
func TestTheManifestHasItsIcons(t *testing.T) {
	s := newServer(t)
	w := s.page(apptest.Who{}, "/handrail.webmanifest", nil)
	var m struct {
		Name     string
		StartURL string `json:"start_url"`
		Display  string
		Icons    []struct{ Src, Sizes, Purpose string }
	}
	s.Must(json.Unmarshal(w.Body.Bytes(), &m))
	if w.Header().Get("Content-Type") != "application/manifest+json" || m.Name == "" || m.StartURL != "/" || m.Display != "standalone" || len(m.Icons) != 4 {
		t.Errorf("%s: %+v", w.Header().Get("Content-Type"), m)
	}
	for _, icon := range m.Icons {
		r := httptest.NewRequest(http.MethodGet, icon.Src, nil)
		got := httptest.NewRecorder()
		s.echo.ServeHTTP(got, r)
		if got.Code != http.StatusOK {
			t.Errorf("%s: %d", icon.Src, got.Code)
		}
	}
}

// A device that others use too is told plainly, and offered paper; one of their own is
// offered the copy. Without a script the page says that it needs one. Taking the copy off empties the browser.
func TestWhereACopyIsOffered(t *testing.T) {
	s := newServer(t)
	shared := s.page(s.Ailsa, "/me/phone", nil).Body.String()
	in, err := s.App.SignIn(t.Context(), s.Ailsa.Email, apptest.Password, app.Device{Name: "phone", Own: true})
	s.Must(err)
	phone := s.Ailsa
	phone.Actor, phone.Cookie, phone.Access = in.Actor, in.Cookie, in.Access
	own := s.page(phone, "/me/phone", nil).Body.String()
	for _, c := range []struct {
		page, words string
		has         bool
	}{
		{shared, "so we keep nothing here", true}, {shared, "data-keep", false}, {shared, "/print", true},
		{own, "data-keep", true}, {own, "<noscript>", true}, {own, "Keeping a copy needs JavaScript", true}, {own, "/print", true}, {own, "We cannot reach it there.", true},
	} {
		if page := strings.ReplaceAll(c.page, "data-kept", ""); strings.Contains(page, c.words) != c.has {
			t.Errorf("%q is there: %t", c.words, !c.has)
		}
	}
	path := "/plans/" + string(s.Ailsa.Plan) + "/offline-copy"
	if w := s.call(phone, "PUT", path, `{"sections":["toolbox"]}`); w.Code != http.StatusOK || strings.Contains(s.call(phone, "GET", "/sign-ins", "").Body.String(), "keeps_copy_since") == false {
		t.Errorf("a yes: %d %s", w.Code, w.Body)
	}
	if w := s.call(phone, "GET", path, ""); w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("the copy: %d %s", w.Code, w.Header().Get("Cache-Control"))
	}
	w := s.page(phone, "/me/phone/drop", url.Values{})
	if w.Code != http.StatusSeeOther || !strings.Contains(w.Header().Get("Clear-Site-Data"), "storage") {
		t.Errorf("taken off: %d %q", w.Code, w.Header().Get("Clear-Site-Data"))
	}
	if w := s.call(phone, "GET", path, ""); w.Code != http.StatusConflict {
		t.Errorf("the copy after it was taken off: %d", w.Code)
	}
	if w := s.call(apptest.Who{}, "POST", "/offline-copies/heard", `{"secret":"nothing"}`); w.Code != http.StatusUnauthorized || !strings.Contains(w.Body.String(), `"offline.gone"`) {
		t.Errorf("heard: %d %s", w.Code, w.Body)
	}
}

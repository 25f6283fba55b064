package handlers_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"handrail/app/apptest"
	"handrail/handlers"
	"handrail/models"
)

// send sends a request that was made by hand.
func (s *server) send(r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.echo.ServeHTTP(w, r)
	return w
}

func newRequest(method, path, body string) *http.Request {
	return httptest.NewRequest(method, path, strings.NewReader(body))
}

// as puts somebody's cookie on a request.
func as(who apptest.Who, r *http.Request) *http.Request {
	r.AddCookie(&http.Cookie{Name: "handrail", Value: who.Cookie})
	return r
}

func behind(t testing.TB, settings handlers.Settings) *server {
	w := apptest.New(t)
	return &server{World: w, echo: handlers.New(w.App, settings)}
}

func TestEveryAnswerIsKeptToItself(t *testing.T) {
	s := behind(t, handlers.Settings{PublicURL: "https://plan.example.org"})
	for _, path := range []string{"/", "/help", "/nowhere", "/me", "/api/v1/me", "/api/v1/nowhere", "/api/v1/catalogue", "/healthz"} {
		r := httptest.NewRequest(http.MethodGet, path, nil)
		r.Host = "plan.example.org"
		h := s.send(r).Header()
		for name, want := range map[string]string{
			"Content-Security-Policy": "default-src 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Permissions-Policy": "camera=()", "Cache-Control": "no-store", "Strict-Transport-Security": "max-age=",
		} {
			if !strings.HasPrefix(h.Get(name), want) {
				t.Errorf("%s: %s is %q", path, name, h.Get(name))
			}
		}
		if strings.Contains(h.Get("Content-Security-Policy"), "unsafe") || h.Get("X-Request-Id") == "" || h.Get("Server") != "" {
			t.Errorf("%s: %v", path, h)
		}
	}
}

func TestOnlyOneHostIsServed(t *testing.T) {
	s := behind(t, handlers.Settings{PublicURL: "https://plan.example.org"})
	for host, status := range map[string]int{
		"plan.example.org": 200, "plan.example.org:443": 200, "PLAN.example.org": 200,
		"evil.example.org": 421, "plan.example.org:8443": 421, "plan.example.org.evil.org": 421, "": 421,
	} {
		r := httptest.NewRequest(http.MethodGet, "/sign-in", nil)
		r.Host = host
		w := s.send(r)
		if w.Code != status || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%q gets %d", host, w.Code)
		}
	}
	r := httptest.NewRequest(http.MethodGet, "/healthz", nil)
	r.Host = "10.0.0.7:8080"
	if w := s.send(r); w.Code != 200 {
		t.Errorf("whoever watches over it gets %d", w.Code)
	}
}

func TestWhatAnotherSiteSendsIsNotTaken(t *testing.T) {
	s := newServer(t)
	for name, c := range map[string]struct {
		header, value string
		taken         bool
	}{
		"its own page":        {"Sec-Fetch-Site", "same-origin", true},
		"typed":               {"Sec-Fetch-Site", "none", true},
		"another site":        {"Sec-Fetch-Site", "cross-site", false},
		"a sibling":           {"Sec-Fetch-Site", "same-site", false},
		"an old browser":      {"Origin", "http://example.com", true},
		"an old one, another": {"Origin", "http://evil.example.org", false},
		"a sandbox":           {"Origin", "null", false},
	} {
		for _, path := range []string{"/me", "/sign-in", "/api/v1/sign-ins", "/api/v1/plans/" + string(s.Ailsa.Plan) + "/sections"} {
			r := as(s.Ailsa, httptest.NewRequest(http.MethodPost, path, strings.NewReader("name=Changed")))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			r.Header.Set(c.header, c.value)
			if w := s.send(r); (w.Code == http.StatusForbidden) == c.taken {
				t.Errorf("%s, %s: %d", name, path, w.Code)
			}
		}
	}
	me, err := s.App.Me(t.Context(), s.Stranger.Actor)
	s.Must(err)
	if me.Name != "Stran" {
		t.Errorf("the name is %q", me.Name)
	}
}

// The API takes the cookie of its own pages, and of nobody else's.
func TestTheCookieSpeaksForOwnPagesAlone(t *testing.T) {
	s := newServer(t)
	for site, status := range map[string]int{"": 200, "same-origin": 200, "none": 200, "same-site": 401, "cross-site": 401} {
		r := as(s.Ailsa, httptest.NewRequest(http.MethodGet, "/api/v1/me", nil))
		if site != "" {
			r.Header.Set("Sec-Fetch-Site", site)
		}
		if w := s.send(r); w.Code != status {
			t.Errorf("%q: %d", site, w.Code)
		}
	}
	r := as(s.Ailsa, httptest.NewRequest(http.MethodGet, "/api/v1/me", nil))
	r.Header.Set("Authorization", "Bearer nonsense")
	if w := s.send(r); w.Code != 401 || w.Header().Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("a bad token beside a cookie: %d", w.Code)
	}
	r = httptest.NewRequest(http.MethodGet, "/me", nil)
	r.Header.Set("Authorization", "Bearer "+s.Ailsa.Access)
	if w := s.send(r); w.Code != http.StatusSeeOther {
		t.Errorf("a page with a token: %d", w.Code)
	}
}

func TestTheCookieIsBoundToThisHost(t *testing.T) {
	for public, want := range map[string]string{"https://plan.example.org": "__Host-handrail", "": "handrail"} {
		s := behind(t, handlers.Settings{PublicURL: public})
		form := url.Values{"email": {s.Ailsa.Email}, "password": {apptest.Password}}
		r := httptest.NewRequest(http.MethodPost, "/sign-in", strings.NewReader(form.Encode()))
		r.Host = "plan.example.org"
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		var mine *http.Cookie
		for _, c := range s.send(r).Result().Cookies() {
			if c.Name == want {
				mine = c
			}
		}
		if mine == nil {
			t.Fatalf("no cookie of the name %s", want)
		}
		if !mine.HttpOnly || mine.Secure != (public != "") || mine.SameSite != http.SameSiteLaxMode || mine.Path != "/" || mine.Domain != "" || mine.MaxAge != 0 {
			t.Errorf("%s: %v", public, mine)
		}
	}
}

// Limits count by the address of the connection, or by what a trusted proxy says.
func TestAForwardedAddressIsBelievedOfTrustedProxiesAlone(t *testing.T) {
	for name, c := range map[string]struct {
		trusted []netip.Prefix
		fooled  bool
	}{
		"nobody is trusted":  {nil, false},
		"another is trusted": {[]netip.Prefix{netip.MustParsePrefix("10.9.0.0/16")}, false},
		"this one is":        {[]netip.Prefix{netip.MustParsePrefix("192.0.2.1/32")}, true}, // the address that httptest comes from
	} {
		s := behind(t, handlers.Settings{TrustedProxies: c.trusted})
		status := 0
		for i := range 120 {
			r := httptest.NewRequest(http.MethodPost, "/api/v1/sign-ins", strings.NewReader(`{"email":"`+strings.Repeat("x", i+1)+`@example.org","password":"wrong"}`))
			r.Header.Set("X-Forwarded-For", netip.AddrFrom4([4]byte{198, 51, 100, byte(i)}).String())
			r.Header.Set("X-Real-Ip", "203.0.113.9")
			w := s.send(r)
			status = w.Code
			if status == http.StatusTooManyRequests {
				if w.Header().Get("Retry-After") == "" || w.Header().Get("Retry-After") == "0" {
					t.Error("429 without Retry-After")
				}
				break
			}
		}
		if (status != http.StatusTooManyRequests) != c.fooled {
			t.Errorf("%s: %d at the end", name, status)
		}
	}
}

func TestABodyCanBeAMebibyteAndNoMore(t *testing.T) {
	s := newServer(t)
	path := "/api/v1/plans/" + string(s.Ailsa.Plan) + "/sections/daily/entries"
	for size, status := range map[int]int{1 << 20: 422, 1<<20 + 1: 413, 5 << 20: 413} {
		body := `{"fields":{"what":"` + strings.Repeat("x", size-len(`{"fields":{"what":""}}`)) + `"}}`
		for name, reader := range map[string]io.Reader{"said": strings.NewReader(body), "not said": io.MultiReader(strings.NewReader(body))} {
			r := httptest.NewRequest(http.MethodPost, path, reader)
			r.Header.Set("Authorization", "Bearer "+s.Ailsa.Access)
			if w := s.send(r); w.Code != status {
				t.Errorf("%d bytes, length %s: %d %.100s", size, name, w.Code, w.Body)
			}
		}
	}
	r := as(s.Ailsa, httptest.NewRequest(http.MethodPost, "/plans/"+string(s.Ailsa.Plan)+"/sections/daily", strings.NewReader("f.what="+strings.Repeat("x", 1<<20))))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if w := s.send(r); w.Code != http.StatusRequestEntityTooLarge {
		t.Errorf("a form: %d", w.Code)
	}
}

// A slash, a capital, an escape or a method in a header leads nowhere else.
func TestAnAddressIsTakenAsItIs(t *testing.T) {
	s := newServer(t)
	e := s.Write("daily", "walk")
	plan, entry := "/plans/"+string(s.Ailsa.Plan), "/entries/"+string(e.ID)
	for _, path := range []string{
		"/me/", "/Me", "//me", "/me/.", "/./me", "/x/../me", "/me;a=b", "/m%65/", "/plans/", plan + "/", "/PLANS/" + string(s.Ailsa.Plan), plan + "//sections/daily",
		plan + "/sections/daily/", plan + "/sections/", plan + entry + "/", plan + "%2Fsections%2Fdaily", plan + "/sections/DAILY", plan + "/sections/daily%00", plan + "/sections/..%2Fdaily",
		"/plans/" + strings.ToLower(string(s.Ailsa.Plan)),
	} {
		for _, at := range []string{path, "/api/v1" + path} {
			r := httptest.NewRequest(http.MethodGet, "http://example.com/", nil)
			u, err := url.ParseRequestURI(at)
			s.Must(err)
			r.URL = u
			if w := s.send(as(s.Ailsa, r)); w.Code != http.StatusNotFound {
				t.Errorf("%s: %d", at, w.Code)
			}
		}
	}
	for _, header := range []string{"X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"} {
		r := httptest.NewRequest(http.MethodPost, "/api/v1"+plan+entry+"?_method=DELETE", strings.NewReader("_method=DELETE"))
		r.Header.Set(header, "DELETE")
		if w := s.send(as(s.Ailsa, r)); w.Code != http.StatusNotFound {
			t.Errorf("%s: %d", header, w.Code)
		}
	}
	if _, err := s.App.ReadEntry(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, e.ID); err != nil {
		t.Errorf("the entry is gone: %v", err)
	}
}

func TestASecondParameterTakesNoEffect(t *testing.T) {
	s := newServer(t)
	for range 3 {
		s.Write("daily", "walk")
	}
	plan := "/plans/" + string(s.Ailsa.Plan)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "daily", "goals")
	s.ok(s.Jamie, 200, "GET", plan, "")
	if looks := list(t, s.call(s.Ailsa, "GET", plan+"/access-records?limit=1&limit=100", "")); len(looks) != 1 {
		t.Errorf("%d records", len(looks))
	}
	twice := `{"fields":{"what":"x"},"privacy":"only_me","privacy":"section"}`
	if p := s.ok(s.Ailsa, 422, "POST", plan+"/sections/daily/entries", twice); p["fields"].(obj)["body"] == nil {
		t.Errorf("one name twice: %v", p)
	}
}

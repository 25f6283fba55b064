package pages_test

import (
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"handrail/app/apptest"
	"handrail/handlers"
)

// browser is somebody at a browser: it keeps cookies and follows nothing by itself.
type browser struct {
	t       *testing.T
	server  *echo.Echo
	cookies map[string]string
}

// page is one answer.
type page struct {
	t      *testing.T
	status int
	header http.Header
	body   string // as sent
	text   string // with entities resolved
}

const neutral = "https://weather.example/"

// at opens a browser on a world's server, signed in as somebody or (the zero Who) nobody.
func at(w *apptest.World, who apptest.Who) *browser {
	b := &browser{t: w.T.(*testing.T), server: handlers.New(w.App, handlers.Settings{NeutralURL: neutral}), cookies: map[string]string{}}
	if who.Cookie != "" {
		b.cookies["handrail"] = who.Cookie
	}
	return b
}

func (b *browser) get(path string) page { return b.send(http.MethodGet, path, nil) }

// post sends a form: names and values in turn.
func (b *browser) post(path string, pairs ...string) page {
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	return b.send(http.MethodPost, path, form)
}

func (b *browser) send(method, path string, form url.Values) page {
	b.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	rec := httptest.NewRecorder()
	b.server.ServeHTTP(rec, r)
	for _, c := range rec.Result().Cookies() {
		b.cookies[c.Name] = c.Value
		if c.MaxAge < 0 {
			delete(b.cookies, c.Name)
		}
	}
	p := page{t: b.t, status: rec.Code, header: rec.Header(), body: rec.Body.String(), text: html.UnescapeString(rec.Body.String())}
	p.unsaid()
	return p
}

var bareKey = regexp.MustCompile(`[>"] *([a-z]+(?:[._-][a-z]+)*\.[a-z_]+(?:\.[a-z_]+)*) *[<"]`)

// unsaid fails the test where a page shows the key of a message in place of its sentence.
func (p page) unsaid() {
	p.t.Helper()
	for _, m := range bareKey.FindAllStringSubmatch(p.body, -1) {
		if !strings.HasPrefix(m[0], `"`) || strings.Contains(p.body, "aria-label="+m[0]) {
			p.t.Errorf("a key stands in the page: %s", m[1])
		}
	}
}

// is fails the test when the answer has another status.
func (p page) is(status int) page {
	p.t.Helper()
	if p.status != status {
		p.t.Fatalf("status %d, want %d\n%s", p.status, status, p.main())
	}
	return p
}

// leads fails the test when the answer does not send the browser on to path.
func (p page) leads(path string) page {
	p.t.Helper()
	if got := p.is(http.StatusSeeOther).header.Get("Location"); got != path {
		p.t.Errorf("it leads to %q, want %q", got, path)
	}
	return p
}

// has fails the test when one of the texts is not in the page, or not in this order.
func (p page) has(texts ...string) page {
	p.t.Helper()
	rest := p.text
	for _, text := range texts {
		i := strings.Index(rest, text)
		if i < 0 {
			p.t.Errorf("%q is not in the page, or not there:\n%s", text, p.main())
			return p
		}
		rest = rest[i+len(text):]
	}
	return p
}

// lacks fails the test when one of the texts is in the page.
func (p page) lacks(texts ...string) page {
	p.t.Helper()
	for _, text := range texts {
		if strings.Contains(p.text, text) {
			p.t.Errorf("%q is in the page:\n%s", text, p.main())
		}
	}
	return p
}

func (p page) main() string {
	_, after, _ := strings.Cut(p.text, "<main")
	main, _, _ := strings.Cut(after, "</main>")
	return main
}

var hidden = regexp.MustCompile(`<input type="hidden" name="([^"]*)" value="([^"]*)">`)

// held is the hidden fields of a page's forms, names and values in turn.
func (p page) held() []string {
	var out []string
	for _, m := range hidden.FindAllStringSubmatch(p.body, -1) {
		out = append(out, html.UnescapeString(m[1]), html.UnescapeString(m[2]))
	}
	return out
}

package handlers_test

import (
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"handrail/app/apptest"
	"handrail/models"
)

// screen is a page as somebody meets it: in a world, by an address that they open or by
// a form that they send.
type screen struct {
	world *server
	name  string // of the world, and who looks, and the address
	who   apptest.Who
	path  string
	form  url.Values // sent to get there; nil: the address is opened
}

// screens is every screen that there is, in worlds in which each has something on it,
// or nothing yet. The keyboard, axe, the mirror and the rest go over this one list.
func screens(t *testing.T) []screen {
	t.Helper()
	out := fullScreens(newServer(t))
	out = append(out, newScreens(serverOf(apptest.NewWithMail(t)))...)
	out = append(out, crisisScreens(newServer(t))...)
	out = append(out, roomScreens(newServer(t))...)
	return append(out, erasingScreens(newServer(t))...)
}

// opened is the screens that somebody opens by their addresses.
func (s *server) opened(when string, who apptest.Who, paths ...string) []screen {
	out := make([]screen, len(paths))
	for i, path := range paths {
		out[i] = s.sent(when, who, path, nil)
	}
	return out
}

// sent is the screen that a form leads to.
func (s *server) sent(when string, who apptest.Who, path string, form url.Values) screen {
	name := who.Name
	if name == "" {
		name = "nobody"
	}
	how := ""
	if form != nil {
		how = " sent " + form.Encode()
		how = how[:min(len(how), 80)]
	}
	return screen{s, when + " " + name + " " + strings.ReplaceAll(path, string(s.Ailsa.Plan), "PLAN") + how, who, path, form}
}

// route is the route that serves a screen's address.
func (sc screen) route() string {
	c := sc.world.echo.NewContext(nil, nil)
	sc.world.echo.Router().Find("GET", strings.SplitN(sc.path, "?", 2)[0], c)
	return c.Path()
}

// answered is what the server answers, without a browser.
func (sc screen) answered() *httptest.ResponseRecorder {
	return sc.world.page(sc.who, sc.path, sc.form)
}

// mayBe is the statuses that a screen may come with.
func (sc screen) mayBe() []int {
	switch {
	case sc.path == "/nowhere":
		return []int{404}
	case sc.form == nil:
		return []int{200}
	case strings.HasPrefix(sc.name, "wrong ") || strings.HasSuffix(sc.path, "/unlock") || sc.path == "/view/end":
		return []int{401, 422} // what cannot be taken
	}
	return []int{200, 201, 401, 403} // shown, made, asks who it is, asks for the password once more
}

// noPages is what is got by an address and is no page to look at, and why.
var noPages = map[string]string{
	"/static/*": "files", "/healthz": "for machines", "/readyz": "for machines", "/calendar/:file": "for calendars",
	"/worker.js": "a script", "/note-worker.js": "a script", "/handrail.webmanifest": "for browsers",
	"/plans/:plan/attachments/:attachment": "a picture or a recording", "/plans/:plan/crisis/band": "a part that a page reads anew",
	"/plans/:plan/sessions/:session/copy": "a text to keep",
}

// Every page that the server has is among the screens that are looked at, and each of
// them is there as it should be: a page, and not the way to another.
func TestEveryPageHasAScreen(t *testing.T) {
	all := screens(t)
	seen := make(map[string]bool)
	for _, sc := range all {
		w := sc.answered()
		if !slices.Contains(sc.mayBe(), w.Code) || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			t.Errorf("%s: %d %s %s", sc.name, w.Code, w.Header().Get("Content-Type"), w.Header().Get("Location"))
		}
		if sc.form == nil && w.Code == 200 {
			seen[sc.route()] = true
		}
	}
	for _, r := range all[0].world.echo.Routes() {
		if r.Method != "GET" || strings.HasPrefix(r.Path, "/api/") || r.Method == echo.RouteNotFound || noPages[r.Path] != "" {
			continue
		}
		if !seen[r.Path] {
			t.Errorf("%s is in no screen", r.Path)
		}
	}
	var sections []string
	for _, c := range models.Catalogue {
		for _, section := range c.Sections {
			sections = append(sections, "/sections/"+string(section.Key))
		}
	}
	for _, section := range sections {
		if !slices.ContainsFunc(all, func(sc screen) bool { return strings.HasSuffix(sc.path, section) }) {
			t.Errorf("%s is in no screen", section)
		}
	}
}

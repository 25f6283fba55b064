package handlers_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"

	"handrail/static"
)

// may is who gets in by a route. Everybody else is told what the comment says.
type may int

const (
	anyone    may = iota
	someone       // signed in; nobody: 401, or the sign-in page
	knowers       // whoever was confirmed once; others 404
	seers         // whoever sees warnings now; others 404
	senders       // whoever may suggest in warnings; those who see it 403, others 404; the owner 403
	writers       // the owner and whoever works together with them just now; those who see it 403, others 404
	placers       // the owner; those who see it 403, others 404
	attenders     // the owner and whoever attends the session; others 404
	hosts         // the owner; whoever attends the session 403, others 404
	partners      // whoever attends the session with the owner; the owner 403, others 404
	nothing       // nobody: what the path or the body names is in no plan; 404
	strayed       // nobody, signed in or not: what the path or the body names is not there; 404
	keyed         // whoever has a secret that a phone was given, and no other sign; 401
	one           // as the row in one by one says
	owners        // the owner; others 404
	leads         // who leads the service; others 404
)

// matrix is every route of the server and who gets in. A route without a row
// fails the test.
var matrix = map[string]may{
	"GET /healthz": anyone, "GET /readyz": anyone, "GET /static/*": anyone,

	"POST /api/v1/accounts": anyone, "POST /api/v1/sign-ins": anyone, "POST /api/v1/sign-ins/refresh": anyone,
	"GET /api/v1/catalogue": anyone, "GET /api/v1/docs": anyone, "GET /api/v1/openapi.json": anyone, "GET /api/v1/openapi.yaml": anyone,
	"GET /api/v1/openapi-3.0.json": anyone, "GET /api/v1/openapi-3.0.yaml": anyone,
	"GET /api/v1/me": someone, "GET /api/v1/plans": someone, "GET /api/v1/sign-ins": someone, "POST /api/v1/step-up": someone,
	"DELETE /api/v1/sign-ins/current": someone, "DELETE /api/v1/sign-ins/:id": nothing,
	"POST /api/v1/invitations/accept": nothing, "POST /api/v1/invitations/decline": nothing,
	"GET /api/v1/plans/:plan": knowers, "GET /api/v1/plans/:plan/events": knowers,
	"GET /api/v1/plans/:plan/suggestions": knowers, "GET /api/v1/plans/:plan/drafts": knowers, "DELETE /api/v1/plans/:plan/me": one,
	"GET /api/v1/plans/:plan/sections/:section": seers, "GET /api/v1/plans/:plan/entries/:entry": seers,
	"PUT /api/v1/plans/:plan/entries/:entry/draft": seers, "PUT /api/v1/plans/:plan/sections/:section/draft": seers,
	"DELETE /api/v1/plans/:plan/entries/:entry/draft": seers, "DELETE /api/v1/plans/:plan/sections/:section/draft": knowers,
	"POST /api/v1/plans/:plan/suggestions":               senders,
	"POST /api/v1/plans/:plan/sections/:section/entries": writers, "PUT /api/v1/plans/:plan/entries/:entry": writers, "DELETE /api/v1/plans/:plan/entries/:entry": writers,
	"POST /api/v1/plans/:plan/sections": owners, "PUT /api/v1/plans/:plan/sections/:section": owners, "DELETE /api/v1/plans/:plan/sections/:section": owners,
	"GET /api/v1/plans/:plan/removed": owners, "POST /api/v1/plans/:plan/entries/:entry/bring-back": owners, "POST /api/v1/plans/:plan/entries/:entry/empty": owners,
	"GET /api/v1/plans/:plan/entries/:entry/versions": owners, "POST /api/v1/plans/:plan/entries/:entry/versions/:n/restore": owners,
	"POST /api/v1/plans/:plan/suggestions/:suggestion/accept": owners, "POST /api/v1/plans/:plan/suggestions/:suggestion/decline": owners,
	"POST /api/v1/plans/:plan/suggestions/:suggestion/withdraw": one,
	"POST /api/v1/plans/:plan/invitations":                      owners, "GET /api/v1/plans/:plan/invitations": owners, "DELETE /api/v1/plans/:plan/invitations/:invitation": owners,
	"GET /api/v1/plans/:plan/people": owners, "POST /api/v1/plans/:plan/people/:account/confirm": owners, "POST /api/v1/plans/:plan/people/:account/pause": owners,
	"POST /api/v1/plans/:plan/people/:account/resume": owners, "DELETE /api/v1/plans/:plan/people/:account": owners,
	"POST /api/v1/plans/:plan/grants": owners, "GET /api/v1/plans/:plan/grants": owners, "DELETE /api/v1/plans/:plan/grants": owners, "DELETE /api/v1/plans/:plan/grants/:grant": owners,
	"GET /api/v1/plans/:plan/receipts": owners, "GET /api/v1/plans/:plan/as/:account": owners, "GET /api/v1/plans/:plan/access-records": owners,

	"POST /api/v1/plans/:plan/sessions": one, "GET /api/v1/plans/:plan/sessions": knowers, "GET /api/v1/plans/:plan/sessions/:session": attenders,
	"POST /api/v1/plans/:plan/sessions/:session/join": attenders, "POST /api/v1/plans/:plan/sessions/:session/leave": attenders, "POST /api/v1/plans/:plan/sessions/:session/here": attenders,
	"PUT /api/v1/plans/:plan/sessions/:session/shows": attenders, "POST /api/v1/plans/:plan/sessions/:session/agenda": attenders,
	"PATCH /api/v1/plans/:plan/sessions/:session/agenda/:item": attenders, "DELETE /api/v1/plans/:plan/sessions/:session/agenda/:item": attenders,
	"POST /api/v1/plans/:plan/sessions/:session/left-over": attenders, "PUT /api/v1/plans/:plan/sessions/:session/summary": attenders,
	"POST /api/v1/plans/:plan/sessions/:session/agree": attenders, "POST /api/v1/plans/:plan/sessions/:session/notes": attenders,
	"POST /api/v1/plans/:plan/sessions/:session/pause": hosts, "POST /api/v1/plans/:plan/sessions/:session/resume": hosts, "POST /api/v1/plans/:plan/sessions/:session/end": hosts,
	"POST /api/v1/plans/:plan/sessions/:session/people": hosts, "POST /api/v1/plans/:plan/sessions/:session/undo": hosts,

	"GET /api/v1/packs": someone, "GET /api/v1/plans/:plan/statements": knowers, "POST /api/v1/plans/:plan/statements/preview": owners, "POST /api/v1/plans/:plan/statements": owners,
	"GET /api/v1/plans/:plan/statements/:statement": owners, "POST /api/v1/plans/:plan/statements/:statement/asked": owners,
	"DELETE /api/v1/plans/:plan/statements/:statement/asked/:account": owners, "POST /api/v1/plans/:plan/statements/:statement/witness": owners,
	"POST /api/v1/plans/:plan/statements/:statement/withdraw": owners, "POST /api/v1/plans/:plan/statements/:statement/marks": owners, "POST /api/v1/plans/:plan/statements/:statement/verify": owners,

	"GET /plans/:plan/sessions": knowers, "POST /plans/:plan/sessions": one, "GET /plans/:plan/sessions/:session": attenders,
	"POST /plans/:plan/sessions/:session/join": attenders, "POST /plans/:plan/sessions/:session/leave": attenders, "POST /plans/:plan/sessions/:session/here": attenders,
	"POST /plans/:plan/sessions/:session/shows": attenders, "POST /plans/:plan/sessions/:session/agenda": attenders, "POST /plans/:plan/sessions/:session/agenda/:item": attenders,
	"POST /plans/:plan/sessions/:session/left-over": attenders, "POST /plans/:plan/sessions/:session/summary": attenders, "POST /plans/:plan/sessions/:session/agree": attenders,
	"GET /plans/:plan/sessions/sheet": knowers, "POST /plans/:plan/sessions/:session/code": partners, "POST /plans/:plan/sessions/:session/beside": hosts,
	"GET /plans/:plan/sessions/:session/copy": hosts, "POST /plans/:plan/sessions/:session/copy": hosts,
	"POST /api/v1/plans/:plan/sessions/:session/code": partners, "POST /api/v1/plans/:plan/sessions/:session/beside": hosts,
	"GET /api/v1/plans/:plan/sessions/:session/copy": hosts, "POST /api/v1/plans/:plan/sessions/:session/copy": hosts,
	"POST /plans/:plan/sessions/:session/afterwards": hosts, "GET /plans/:plan/sessions/:session/reflection": one, "POST /plans/:plan/sessions/:session/reflection": partners,
	"PUT /api/v1/plans/:plan/sessions/:session/afterwards": hosts, "PUT /api/v1/plans/:plan/sessions/:session/reflection": partners, "GET /api/v1/reflections": someone,
	"POST /plans/:plan/sessions/:session/put-forward/:note": hosts, "POST /api/v1/plans/:plan/sessions/:session/put-forward/:note": hosts,
	"PUT /api/v1/plans/:plan/sessions/:session/view": attenders, "POST /plans/:plan/sessions/:session/view": attenders, "POST /plans/:plan/sessions/:session/differ": partners,
	"POST /api/v1/plans/:plan/sessions/:session/entries/:entry/view": partners, "POST /api/v1/plans/:plan/sessions/:session/entries/:entry/beside": hosts,
	"POST /plans/:plan/sessions/:session/set-beside": hosts, "POST /api/v1/plans/:plan/suggestions/:suggestion/beside": owners,
	"POST /plans/:plan/sessions/:session/notes": attenders, "POST /plans/:plan/sessions/:session/write": writers,
	"POST /plans/:plan/sessions/:session/pause": hosts, "POST /plans/:plan/sessions/:session/resume": hosts, "POST /plans/:plan/sessions/:session/end": hosts,
	"POST /plans/:plan/sessions/:session/people": hosts, "POST /plans/:plan/sessions/:session/undo": hosts,

	"GET /plans/:plan/statements": knowers, "POST /plans/:plan/statements": owners, "GET /plans/:plan/statements/new": owners,
	"GET /plans/:plan/statements/:statement": owners, "GET /plans/:plan/statements/:statement/print": owners, "POST /plans/:plan/statements/:statement/asked": owners,
	"POST /plans/:plan/statements/:statement/witness": owners, "GET /plans/:plan/statements/:statement/withdraw": owners, "POST /plans/:plan/statements/:statement/withdraw": owners,
	"POST /plans/:plan/statements/:statement/marks": owners, "GET /plans/:plan/statements/:statement/verify": owners, "POST /plans/:plan/statements/:statement/verify": owners,
	"GET /plans/:plan/print": knowers, "POST /plans/:plan/print": knowers, "GET /plans/:plan/print/crisis": knowers, "GET /plans/:plan/print/card": owners,

	"GET /": anyone, "GET /sign-up": anyone, "POST /sign-up": anyone, "GET /sign-in": anyone, "POST /sign-in": anyone, "GET /recover": anyone, "POST /recover": anyone,
	"GET /prove": anyone, "POST /prove": strayed, "GET /unlock": anyone, "POST /unlock": someone, "GET /help": anyone, "POST /leave": anyone, "GET /about-sharing": anyone, "POST /look": anyone,
	"GET /start": anyone, "GET /start/:step": someone, "POST /start/:step": someone,
	"POST /sign-out": someone, "POST /step-up": someone, "GET /help/lines": anyone, "POST /help/lines": anyone, "GET /help/text": anyone, "POST /help/text": anyone, "POST /help/show": anyone, // signed out they fall back to the numbers
	"GET /me": someone, "POST /me": someone, "POST /me/password": someone, "POST /me/email": someone, "POST /me/work": someone, "GET /me/look": someone,
	"GET /me/sign-ins": someone, "POST /me/sign-ins/:id/end": nothing, "POST /me/sign-ins/:id/told": nothing, "GET /people": someone, "GET /reflections": someone, "GET /invitations": anyone, "POST /invitations": anyone,
	"GET /invitations/:code": one, "POST /invitations/:code": one, "GET /view/end": someone, "POST /view/end": someone,
	"POST /phrasings": someone, "POST /hush": someone,
	"GET /lead": leads, "POST /lead": leads,

	"GET /plans/:plan": knowers, "GET /plans/:plan/suggestions": knowers, "POST /plans/:plan/leave": one,
	"GET /plans/:plan/sections/:section": seers, "GET /plans/:plan/entries/:entry": seers,
	"POST /plans/:plan/drafts": seers, "POST /plans/:plan/drafts/drop": knowers,
	"GET /plans/:plan/suggest": one, "POST /plans/:plan/suggest": senders,
	"POST /plans/:plan/sections/:section": writers, "POST /plans/:plan/entries/:entry": writers, "POST /plans/:plan/entries/:entry/remove": writers,
	"POST /plans/:plan/entries/:entry/move": placers, "POST /plans/:plan/check-in": owners,
	"GET /plans/:plan/sections/:section/rename": owners, "POST /plans/:plan/sections/:section/rename": owners, "POST /plans/:plan/sections/:section/remove": owners,
	"GET /plans/:plan/own-sections": owners, "POST /plans/:plan/own-sections": owners,
	"GET /plans/:plan/entries/:entry/about": owners, "POST /plans/:plan/entries/:entry/about": owners, "GET /plans/:plan/entries/:entry/versions": owners,
	"POST /plans/:plan/entries/:entry/versions/:n/restore": owners, "POST /plans/:plan/entries/:entry/bring-back": owners, "POST /plans/:plan/entries/:entry/empty": owners,
	"GET /plans/:plan/removed": owners, "GET /plans/:plan/sharing": owners, "GET /plans/:plan/sharing/table": owners, "POST /plans/:plan/sharing/stop": owners,
	"GET /plans/:plan/people/:account/share": owners, "POST /plans/:plan/people/:account/share": owners, "GET /plans/:plan/people/:account/confirm": owners,
	"POST /plans/:plan/people/:account/confirm": owners, "POST /plans/:plan/people/:account/pause": owners, "POST /plans/:plan/people/:account/resume": owners,
	"POST /plans/:plan/people/:account/end": owners, "POST /plans/:plan/people/:account/call": owners, "POST /plans/:plan/people/:account/hear": owners,
	"POST /plans/:plan/people/:account/view": owners, "POST /plans/:plan/grants/:grant/stop": owners, "GET /plans/:plan/receipts": owners, "GET /plans/:plan/receipts/:grant": owners,
	"GET /plans/:plan/looks": owners, "GET /plans/:plan/invitations": owners, "GET /plans/:plan/invitations/new": owners, "POST /plans/:plan/invitations": owners,
	"POST /plans/:plan/invitations/:invitation/withdraw": owners, "GET /plans/:plan/suggestions/:suggestion": owners, "POST /plans/:plan/suggestions/:suggestion": owners,
	"POST /plans/:plan/suggestions/:suggestion/take-back": one,
}

// bodies are what a request needs to be taken by those who get in; for the
// others they must make no difference.
var bodies = map[string]string{
	"POST /api/v1/plans/:plan/sections/:section/entries":             `{"fields":{"sign":"x"}}`,
	"PUT /api/v1/plans/:plan/entries/:entry":                         `{"version":1,"fields":{"sign":"x"}}`,
	"PUT /api/v1/plans/:plan/entries/:entry/draft":                   `{"version":1,"fields":{"sign":"x"}}`,
	"PUT /api/v1/plans/:plan/sections/:section/draft":                `{"fields":{"sign":"x"}}`,
	"POST /api/v1/plans/:plan/suggestions":                           `{"section":"warnings","fields":{"sign":"x"}}`,
	"POST /api/v1/plans/:plan/sections":                              `{"title":"x"}`,
	"PUT /api/v1/plans/:plan/sections/:section":                      `{"title":"x"}`,
	"POST /api/v1/plans/:plan/invitations":                           `{"role":"carer","called":"x"}`,
	"POST /api/v1/plans/:plan/grants":                                `{"account":"ACCOUNT","sections":["warnings"],"right":"see","when":"always"}`,
	"POST /api/v1/plans/:plan/sessions":                              `{"with":"ACCOUNT"}`,
	"POST /api/v1/plans/:plan/sessions/:session/here":                `{"sign":"here"}`,
	"PUT /api/v1/plans/:plan/sessions/:session/shows":                `{"shows":"as_typed"}`,
	"POST /api/v1/plans/:plan/sessions/:session/agenda":              `{"text":"x"}`,
	"PATCH /api/v1/plans/:plan/sessions/:session/agenda/:item":       `{"done":true}`,
	"PUT /api/v1/plans/:plan/sessions/:session/summary":              `{"text":"x"}`,
	"POST /api/v1/plans/:plan/sessions/:session/notes":               `{"text":"x"}`,
	"POST /api/v1/plans/:plan/sessions/:session/entries/:entry/view": `{"version":1,"fields":{"sign":"x"}}`,
	"POST /plans/:plan/sessions/:session/differ":                     "entry=ENTRY&version=1&f.sign=y",
	"PUT /api/v1/plans/:plan/sessions/:session/view":                 `{"text":"x"}`,
	"POST /plans/:plan/sessions/:session/view":                       "text=x",
	"POST /plans/:plan/sessions/:session/set-beside":                 "entry=ENTRY",
	"POST /api/v1/plans/:plan/sessions/:session/people":              `{"account":"ACCOUNT"}`,
	"POST /api/v1/plans/:plan/sessions/:session/undo":                `{"reach":"session"}`,
	"POST /api/v1/plans/:plan/statements/preview":                    `{"entry":"ADVANCE","pack":"elsewhere","details":{"name":"A","address":"B"}}`,
	"POST /api/v1/plans/:plan/statements":                            `{"entry":"ADVANCE","pack":"elsewhere","details":{"name":"A","address":"B"},"hash":"x"}`,
	"POST /api/v1/plans/:plan/statements/:statement/asked":           `{"account":"ACCOUNT"}`,
	"POST /api/v1/plans/:plan/statements/:statement/witness":         `{"name":"W","class":"anyone","address":"x","certify":["seen"],"on":"2026-11-23"}`,
	"POST /api/v1/plans/:plan/statements/:statement/marks":           `{"kind":"reviewed"}`,
	"POST /api/v1/plans/:plan/statements/:statement/verify":          `{"print":"x"}`,
	"POST /api/v1/accounts":                                          `{"email":"EMAIL","password":"a quite long one","name":"x"}`,
	"POST /api/v1/step-up":                                           `{"password":"a long enough phrase"}`,
	"POST /plans/:plan/sections/:section":                            "f.sign=x",
	"POST /plans/:plan/entries/:entry":                               "f.sign=x&version=1",
	"POST /plans/:plan/entries/:entry/move":                          "steps=1",
	"POST /plans/:plan/drafts":                                       "section=warnings&f.sign=x",
	"POST /plans/:plan/sessions/:session/shows":                      "shows=as_typed",
	"POST /plans/:plan/sessions/:session/agenda":                     "text=x",
	"POST /plans/:plan/sessions/:session/agenda/:item":               "mark=done",
	"POST /plans/:plan/sessions/:session/summary":                    "text=x",
	"POST /plans/:plan/sessions/:session/notes":                      "text=x",
	"POST /plans/:plan/sessions/:session/people":                     "account=ACCOUNT",
	"PUT /api/v1/plans/:plan/sessions/:session/afterwards":           `{"marks":{"heard":"yes"}}`,
	"PUT /api/v1/plans/:plan/sessions/:session/reflection":           `{"skills":{"listening":"x"}}`,
	"POST /api/v1/plans/:plan/sessions/:session/beside":              `{"code":"1"}`,
	"POST /plans/:plan/sessions/:session/undo":                       "reach=session",
	"POST /api/v1/plans/:plan/sessions/:session/put-forward/:note":   `{"answer":"leave"}`,
	"POST /plans/:plan/sessions/:session/put-forward/:note":          "answer=leave",
	"POST /plans/:plan/sessions/:session/write":                      "section=warnings&f.sign=x",
	"POST /plans/:plan/suggest":                                      "section=warnings&f.sign=x",
	"POST /plans/:plan/invitations":                                  "role=carer&called=x",
	"POST /plans/:plan/people/:account/hear":                         "hear=unheard",
	"POST /plans/:plan/own-sections":                                 "title=x",
	"POST /plans/:plan/suggestions/:suggestion":                      "answer=no",
	"POST /plans/:plan/statements":                                   "entry=ADVANCE&pack=elsewhere&d.name=A&d.address=B&press=read",
	"POST /plans/:plan/statements/:statement/asked":                  "account=ACCOUNT&press=ask",
	"POST /plans/:plan/statements/:statement/witness":                "name=W&class=anyone&address=x&certify.seen=yes&on=2026-11-23",
	"POST /plans/:plan/statements/:statement/marks":                  "kind=reviewed",
	"POST /plans/:plan/statements/:statement/verify":                 "print=x",
	"GET /plans/:plan/suggest":                                       "section=warnings",
	"POST /step-up":                                                  "password=a+long+enough+phrase&to=/",
	"POST /view/end":                                                 "password=a+long+enough+phrase",
	"POST /help/show":                                                "password=a+long+enough+phrase",
	"POST /lead":                                                     "account=WORKER&role=practitioner",

	"POST /api/v1/invitations/accept": `{"code":"AAAAA-AAAAA"}`, "POST /api/v1/invitations/decline": `{"code":"AAAAA-AAAAA"}`,
	"POST /plans/:plan/check-in": "f.how=good", "POST /api/v1/plans/:plan/notes/find": `{"words":"x"}`,
	"PUT /api/v1/plans/:plan/attachments/:attachment": `{"description":"x"}`,
	"PUT /api/v1/plans/:plan/steps/:step":             `{"version":1,"text":"x"}`, "POST /api/v1/plans/:plan/entries/:entry/steps": `{"text":"x"}`,
	"PUT /api/v1/plans/:plan/measures/:measure": `{"name":"x"}`, "PUT /api/v1/plans/:plan/measures/:measure/marks/:day": `{"value":5}`,
	"POST /api/v1/plans/:plan/entries/:entry/reviews": `{"mark":5}`, "POST /api/v1/plans/:plan/entries/:entry/turn": `{"state":"doing"}`,
	"PUT /api/v1/plans/:plan/entries/:entry/strengths": `{"strengths":[]}`,
}

// notForAll are rows where the thing asked for is not there even for the owner,
// so that only refusals are looked at.
var notForAll = []string{
	"PUT /api/v1/plans/:plan/sections/:section", "DELETE /api/v1/plans/:plan/sections/:section",
	"POST /api/v1/plans/:plan/entries/:entry/bring-back", "POST /api/v1/plans/:plan/entries/:entry/empty",
	"POST /plans/:plan/sessions/:session/put-forward/:note", "POST /api/v1/plans/:plan/sessions/:session/put-forward/:note",
	"GET /plans/:plan/sessions/:session/copy", "GET /api/v1/plans/:plan/sessions/:session/copy",
	"POST /plans/:plan/sections/:section/rename", "POST /plans/:plan/sections/:section/remove", "GET /plans/:plan/sections/:section/rename",
	"POST /plans/:plan/entries/:entry/bring-back", "POST /plans/:plan/entries/:entry/empty",
	"PUT /api/v1/plans/:plan/entries/:entry/ticks/:day", "DELETE /api/v1/plans/:plan/entries/:entry/ticks/:day", // a sign, and nothing to do every day
}

// takeAway are rows after which the thing asked for is gone.
var takeAway = []string{"DELETE /api/v1/plans/:plan/entries/:entry", "POST /plans/:plan/entries/:entry/remove", "DELETE /api/v1/plans/:plan/sessions/:session/agenda/:item", "POST /invitations/:code"}

func TestEveryRouteAsEveryKindOfActor(t *testing.T) {
	first := newCast(t)
	toRead := first.copied(t)
	seen := 0
	for _, r := range first.echo.Routes() {
		name := r.Method + " " + r.Path
		if r.Method == echo.RouteNotFound {
			continue
		}
		if _, has := matrix[name]; !has {
			t.Errorf("no row for %s", name)
			continue
		}
		seen++
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := toRead
			if r.Method != http.MethodGet {
				c = first.copied(t)
			}
			walk(t, c, r)
		})
	}
	if seen != len(matrix) {
		t.Errorf("%d routes, %d rows: a row is for a route that is gone", seen, len(matrix))
	}
}

func walk(t *testing.T, c *cast, r *echo.Route) {
	name := r.Method + " " + r.Path
	whole := c
	defer func() { c.stillSigned() }()
	for _, a := range c.Others {
		want := c.wants(name, a)
		if want == 0 && slices.Contains(takeAway, name) {
			c = whole.copied(t) // the one before may have taken it away
		}
		judge(t, name, a.Name, c.ask(a, r), want)
	}
}

// wants is the status that somebody must get by a row, as in wanted.
func (c *cast) wants(row string, a actor) int {
	switch {
	case a.Account == c.Sender && slices.Contains(senderSees, row):
		return http.StatusForbidden
	case matrix[row] == one:
		return oneByOne[row](c, a)
	}
	return wanted(matrix[row], a.standing)
}

// judge compares what somebody got by a row with what they must get.
func judge(t *testing.T, row, name string, got, want int) {
	t.Helper()
	if want == 0 && slices.Contains(notForAll, row) {
		return
	}
	name = row + ": " + name
	switch {
	case got >= 500:
		t.Errorf("%s: %d", name, got)
	case want == 0 && (got == http.StatusUnauthorized || got == http.StatusForbidden || got == http.StatusNotFound || got == toSignIn):
		t.Errorf("%s is kept out: %d", name, got)
	case want == http.StatusUnauthorized && got != http.StatusUnauthorized && got != toSignIn:
		t.Errorf("%s gets %d", name, got)
	case want != 0 && want != http.StatusUnauthorized && got != want:
		t.Errorf("%s gets %d, not %d", name, got, want)
	}
}

// toSignIn stands for being sent to the sign-in page, or to the face of help that asks nothing.
const toSignIn = -303

// wanted is the status that somebody must get; 0 is to be let in.
func wanted(who may, is standing) int {
	if who == anyone {
		return 0
	}
	if who == strayed {
		return http.StatusNotFound
	}
	if who == keyed {
		return http.StatusUnauthorized
	}
	if is == nobody {
		return http.StatusUnauthorized
	}
	in := map[may]bool{
		someone: true, knowers: is >= knows, seers: is >= sees, senders: is == suggests || is == attends,
		writers: is == owns || is == attends, placers: is == owns, attenders: is >= attends, hosts: is == owns, partners: is == attends, owners: is == owns, leads: is == leading,
	}[who]
	switch {
	case in:
		return 0
	case (who == senders || who == writers || who == placers) && is >= sees, who == hosts && is == attends, who == partners && is == owns:
		return http.StatusForbidden
	}
	return http.StatusNotFound
}

// ask sends the route's request as somebody, with everything in its path filled in.
func (c *cast) ask(a actor, r *echo.Route) int {
	c.T.Helper()
	name := r.Method + " " + r.Path
	path := strings.NewReplacer(":plan", string(c.Ailsa.Plan), ":section", "warnings", ":entry", string(c.Entry), ":n", "1",
		":suggestion", string(c.Suggestion), ":invitation", string(c.Invitation.Invitation.ID), ":account", string(c.Carer.Account), ":grant", string(c.Grant),
		":code", c.Invitation.Code, ":id", "NONE", ":statement", string(c.Statement), ":session", string(c.Session), ":item", string(c.Item), ":day", "2026-11-23", ":pack", "elsewhere", ":step", "beside", "/static/*", static.URL("css/handrail.css")).Replace(r.Path)
	body := strings.NewReplacer("ACCOUNT", string(c.Carer.Account), "WORKER", string(c.Morag.Account), "ADVANCE", string(c.Advance), "ENTRY", string(c.Entry), "EMAIL", a.Name+"-x@example.org").Replace(bodies[name])
	if r.Method == http.MethodGet && body != "" {
		path += "?" + body
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	req := httptest.NewRequest(r.Method, path, strings.NewReader(body)).WithContext(ctx)
	if strings.HasPrefix(path, "/api/") {
		req.Header.Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
		if a.Access != "" {
			req.Header.Set(echo.HeaderAuthorization, "Bearer "+a.Access)
		}
	} else {
		req.Header.Set(echo.HeaderContentType, echo.MIMEApplicationForm)
		if a.Cookie != "" {
			req.AddCookie(&http.Cookie{Name: "handrail", Value: a.Cookie})
		}
	}
	w := &stopping{ResponseRecorder: httptest.NewRecorder(), stop: cancel, stream: strings.HasSuffix(path, "/events")}
	c.echo.ServeHTTP(w, req)
	if to, err := url.Parse(w.Header().Get("Location")); err == nil && w.Code == http.StatusSeeOther && (to.Path == "/sign-in" || to.Path == "/help" && a.standing == nobody) {
		return toSignIn
	}
	return w.Code
}

// stopping ends a stream at its first byte: that it began is the answer.
type stopping struct {
	*httptest.ResponseRecorder
	stop   context.CancelFunc
	stream bool
}

func (s *stopping) Write(b []byte) (int, error) {
	if s.stream {
		s.stop()
	}
	return s.ResponseRecorder.Write(b)
}

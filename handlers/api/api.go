// Package api is the JSON face of Handrail, version 1: the operations of app under
// /api/v1, described by an OpenAPI document made from the types here. It shows
// nothing that app did not give it, and never takes an id from a body.
package api

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humaecho"
	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/handlers/problem"
	"handrail/models"
)

const root = "/api/v1"

// mostBody is the largest request body in bytes. huma refuses one that fills its limit.
const mostBody = 1 << 20

// API is the operations and the document that describes them.
type API struct {
	app  *app.App
	huma huma.API
}

// What huma keeps for the whole process; a server may be made while another answers.
var setUp = sync.OnceFunc(func() {
	huma.NewError, huma.DefaultArrayNullable, huma.ValidateStrictCasing = newError, false, true
})

// Register puts every route of the API on the server.
func Register(e *echo.Echo, a *app.App) {
	setUp()
	config := huma.DefaultConfig("Handrail", "1")
	config.CreateHooks = nil
	config.Formats = map[string]huma.Format{"application/json": format(jsonFormat), "json": jsonFormat} // the second: of +json
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = root+"/openapi", "", ""
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{"bearer": {Type: "http", Scheme: "bearer", BearerFormat: "JWT"}}
	e.Use(signedIn)
	x := &API{app: a, huma: humaecho.New(e, config)}
	for _, routes := range []func(){
		x.accounts, x.signIns, x.me, x.catalogue, x.plans, x.sections, x.entries, x.versions, x.drafts,
		x.suggestions, x.invitations, x.people, x.grants, x.looks, x.sessions, x.agenda, x.summaries, x.differing, x.afterwards, x.crisis, x.tasks,
		x.statements, x.daily, x.measures, x.goals, x.noticing, x.hold, x.offline, x.reminders, x.attachments,
	} {
		routes()
	}
	x.events(e)
	x.export(e)
	x.files(e)
	e.GET(root+"/docs", x.docs)
}

// open is what anybody may ask for; everything else needs a sign-in, and is told
// so before anything of the request is read.
var open = map[string]bool{
	"POST " + root + "/accounts": true, "POST " + root + "/sign-ins": true, "POST " + root + "/sign-ins/refresh": true, "POST " + root + "/offline-copies/heard": true,
	"GET " + root + "/catalogue": true, "GET " + root + "/openapi.json": true, "GET " + root + "/openapi.yaml": true,
	"GET " + root + "/openapi-3.0.json": true, "GET " + root + "/openapi-3.0.yaml": true, "GET " + root + "/docs": true,
}

func signedIn(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !strings.HasPrefix(r.URL.Path, root+"/") || open[r.Method+" "+c.Path()] || identity.Actor(r.Context()).Account != "" {
			return next(c)
		}
		return models.ErrSignIn
	}
}

// route registers one operation. Whatever it returns as an error goes through the
// one mapping. Where an operation can answer with another status too, also says which.
func route[I, O any](x *API, method, path, summary string, status int, do func(context.Context, *I) (*O, error), also ...int) {
	op := huma.Operation{
		OperationID: operationID(method, path), Method: method, Path: root + path, Summary: summary,
		DefaultStatus: status, MaxBodyBytes: mostBody + 1, Tags: []string{tag(path)},
	}
	if !open[method+" "+root+path] {
		op.Security = signInNeeded
	}
	huma.Register(x.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if err != nil {
			problem.Note(ctx, err)
			return nil, problem.Of(err)
		}
		return out, nil
	})
	x.describe(method, path, also)
}

var signInNeeded = []map[string][]string{{"bearer": {}}}

// describe mends what huma cannot know of an operation from its types.
func (x *API) describe(method, path string, also []int) {
	op := operationOf(x.huma.OpenAPI().Paths[root+path], method)
	if op.RequestBody != nil {
		delete(op.RequestBody.Content, "application/octet-stream") // RawBody is the same body as it came
	}
	for _, status := range also {
		op.Responses[strconv.Itoa(status)] = &huma.Response{Description: http.StatusText(status)}
	}
}

func operationOf(item *huma.PathItem, method string) *huma.Operation {
	switch method {
	case http.MethodGet:
		return item.Get
	case http.MethodPost:
		return item.Post
	case http.MethodPut:
		return item.Put
	case http.MethodPatch:
		return item.Patch
	case http.MethodDelete:
		return item.Delete
	}
	return nil
}

func operationID(method, path string) string {
	return strings.ToLower(method) + strings.NewReplacer("/", "-", "{", "", "}", "").Replace(path)
}

func tag(path string) string {
	parts := strings.Split(strings.TrimPrefix(strings.TrimPrefix(path, "/plans/{plan}"), "/"), "/")
	if parts[0] == "" {
		return "plans"
	}
	return parts[0]
}

// who is the one who asks.
func who(ctx context.Context) models.Actor { return identity.Actor(ctx) }

// answer is a JSON body that must not be kept by anyone on the way.
type answer[T any] struct{ Body T }

// nothing is an answer without a body.
type nothing struct{}

// InPlan is the path of everything inside a plan.
type InPlan struct {
	Plan string `path:"plan" doc:"The plan's id"`
}

func (p InPlan) plan() models.ID { return models.ID(p.Plan) }

// Stretch is which part of a long list is asked for.
type Stretch struct {
	Skip  int `query:"skip" minimum:"0" default:"0" doc:"How many of the newest to leave out"`
	Limit int `query:"limit" minimum:"1" maximum:"200" default:"200"`
}

func (s Stretch) part() app.Part { return app.Part{Skip: s.Skip, Limit: s.Limit} }

// Creating is the header that makes a Creating request happen at most once, and
// the body as it came, which is part of what may happen once.
type Creating struct {
	Key     string `header:"Idempotency-Key" doc:"The same key gives the same answer, once, for a day"`
	RawBody []byte
}

func (c Creating) once(ctx context.Context, route string) models.Once {
	return models.NewOnce(who(ctx).Account, route, c.Key, c.RawBody)
}

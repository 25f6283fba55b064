package api

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/handlers/problem"
	"handrail/models"
)

// events is the stream of what changes in a plan (WHATWG server-sent events). It
// stands beside the other operations: huma would end it with its answer.
func (x *API) events(e *echo.Echo) {
	const path = "/plans/{plan}/events"
	e.GET(root+"/plans/:plan/events", x.watch)
	doc := x.huma.OpenAPI()
	wrong := doc.Components.Schemas.Schema(reflect.TypeFor[problem.Problem](), true, "")
	doc.AddOperation(&huma.Operation{
		OperationID: operationID(http.MethodGet, path), Method: http.MethodGet, Path: root + path,
		Summary: "What changes, as it changes", Description: eventsSay, Tags: []string{tag(path)}, Security: signInNeeded,
		Parameters: []*huma.Param{{Name: "plan", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}},
			{Name: "Last-Event-ID", In: "header", Description: "What a browser sends when it comes back. It brings nothing from before", Schema: &huma.Schema{Type: "string"}},
			{Name: "session", In: "query", Description: "The session whose page this stream belongs to: entries come with their words", Schema: &huma.Schema{Type: "string"}}},
		Responses: map[string]*huma.Response{
			"200": {Description: "OK", Content: map[string]*huma.MediaType{
				"text/event-stream": {Schema: &huma.Schema{Type: "string"}}}},
			"default": {Description: "Error", Content: map[string]*huma.MediaType{
				"application/problem+json": {Schema: wrong}}},
		},
	})
}

// eventsSay is what a program must know of the stream: nothing that was missed comes later, since
// what could be seen then may not be seen now (SAFETY.md 1).
const eventsSay = "Every event has an id that belongs to this stream alone, and is decided anew for its listener. " +
	"A stream that is opened again, with Last-Event-ID or without, begins with what happens from then on and brings nothing from before: read the plan anew once it is open. " +
	"It stays open, with a beat now and then, while its listener is signed in and was once confirmed in the plan."

type eventJSON struct {
	Section models.SectionKey `json:"section,omitempty"`
	Entry   models.ID         `json:"entry,omitempty"`
	Version int               `json:"version,omitempty"`
	Removed bool              `json:"removed,omitempty"`
	Fields  texts             `json:"fields,omitempty"`
	By      models.ID         `json:"by,omitempty"`
	Session models.ID         `json:"session,omitempty"`
	State   string            `json:"state,omitempty"`
	Who     *personJSON       `json:"who,omitempty"`
	Here    *bool             `json:"here,omitempty"`
	Field   string            `json:"field,omitempty"`
}

func eventOf(e app.Event) eventJSON {
	out := eventJSON{Section: e.Section, Entry: e.Entry, Version: e.Version, Removed: e.Removed, Session: e.Session, State: string(e.State), Field: e.Field, By: e.By}
	if e.Fields != nil {
		out.Fields = texts(e.Fields)
	}
	if e.Who.ID != "" {
		them := personOf(e.Who)
		out.Who = &them
	}
	if e.Kind == "presence" {
		out.Here = &e.Here
	}
	return out
}

// watch streams until the browser goes or the sign-in ends.
func (x *API) watch(c echo.Context) error {
	ctx := c.Request().Context()
	s := &stream{to: c.Response(), deadlines: http.NewResponseController(c.Response().Writer)}
	defer func() { _ = s.deadlines.SetWriteDeadline(time.Time{}) }() // the connection may go on without us
	err := x.app.Watch(ctx, identity.Actor(ctx), app.Watch{Plan: models.ID(c.Param("plan")), Session: models.ID(c.QueryParam("session"))}, s.tell, s.beat)
	if s.to.Committed {
		return nil // the stream just ends
	}
	return err
}

// patience is how long a listener may take to receive one event. It stands in
// place of the deadlines of other requests, which would cut the stream.
const patience = 30 * time.Second

type stream struct {
	to        *echo.Response
	deadlines *http.ResponseController
}

// beat also tells the browser to come back soon (WHATWG HTML section 9.2.6).
func (s *stream) beat() error { return s.send("retry: 1000\n: beat\n\n") }

func (s *stream) tell(e app.Event) error {
	data, err := json.Marshal(eventOf(e))
	if err != nil {
		return err
	}
	return s.send(fmt.Sprintf("id: %s\nevent: %s\ndata: %s\n\n", e.ID, e.Kind, data))
}

func (s *stream) send(text string) error {
	if !s.to.Committed {
		_ = s.deadlines.SetReadDeadline(time.Time{}) // nothing more is read: it would end the request
		s.to.Header().Set(echo.HeaderContentType, "text/event-stream")
		s.to.Header().Set("X-Accel-Buffering", "no")
		s.to.WriteHeader(http.StatusOK)
	}
	if err := s.deadlines.SetWriteDeadline(time.Now().Add(patience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := s.to.Write([]byte(text)); err != nil {
		return err
	}
	return s.deadlines.Flush()
}

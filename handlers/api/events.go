package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/models"
)

// events is the stream of what changes in a plan (WHATWG server-sent events). It
// stands beside the other operations: a stream has no body to describe.
func (x *API) events(e *echo.Echo) {
	const path = "/plans/{plan}/events"
	e.GET(root+"/plans/:plan/events", x.watch)
	x.huma.OpenAPI().AddOperation(&huma.Operation{
		OperationID: "get" + strings.ReplaceAll(path, "/", "-"), Method: http.MethodGet, Path: root + path,
		Summary: "What changes, as it changes", Tags: []string{"events"}, Security: []map[string][]string{{"bearer": {}}},
		Parameters: []*huma.Param{{Name: "plan", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}}},
		Responses: map[string]*huma.Response{"200": {Description: "OK", Content: map[string]*huma.MediaType{
			"text/event-stream": {Schema: &huma.Schema{Type: "string"}}}}},
	})
}

type eventJSON struct {
	Section models.SectionKey `json:"section,omitempty"`
	Entry   models.ID         `json:"entry,omitempty"`
	Version int               `json:"version,omitempty"`
	Removed bool              `json:"removed,omitempty"`
}

// watch streams until the browser goes or the sign-in ends. The deadline of other
// answers would cut it.
func (x *API) watch(c echo.Context) error {
	ctx := c.Request().Context()
	w := c.Response()
	begun := false
	flush := func() error {
		w.Flush()
		return nil
	}
	beat := func() error {
		if !begun {
			begun = true
			_ = http.NewResponseController(w.Writer).SetWriteDeadline(time.Time{})
			w.Header().Set(echo.HeaderContentType, "text/event-stream")
			w.Header().Set("X-Accel-Buffering", "no")
			w.WriteHeader(http.StatusOK)
		}
		if _, err := fmt.Fprint(w, ": beat\n\n"); err != nil {
			return err
		}
		return flush()
	}
	tell := func(e app.Event) error {
		data, err := json.Marshal(eventJSON{Section: e.Section, Entry: e.Entry, Version: e.Version, Removed: e.Removed})
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "id: %s\nevent: %s\ndata: %s\n\n", e.ID, e.Kind, data); err != nil {
			return err
		}
		return flush()
	}
	err := x.app.Watch(ctx, identity.Actor(ctx), models.ID(c.Param("plan")), tell, beat)
	if begun {
		return nil // the stream just ends
	}
	return err
}

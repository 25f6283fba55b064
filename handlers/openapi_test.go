package handlers_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/labstack/echo/v4"
)

// documents is how to find an operation in the OpenAPI document, which is the
// same for every server.
var documents struct {
	once sync.Once
	find routers.Router
	err  error
}

func operations(e *echo.Echo) (routers.Router, error) {
	documents.once.Do(func() {
		w := httptest.NewRecorder()
		e.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/api/v1/openapi-3.0.json", nil))
		doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
		if err != nil {
			documents.err = err
			return
		}
		documents.find, documents.err = legacy.NewRouter(doc)
	})
	return documents.find, documents.err
}

// documented holds every answer of the API, whichever test asked for it, to the
// document that the server gives out.
func documented(t testing.TB, e *echo.Echo) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			path := c.Request().URL.Path
			if !strings.HasPrefix(path, "/api/v1/") || strings.HasPrefix(path, "/api/v1/openapi") || path == "/api/v1/docs" {
				return next(c)
			}
			sent := &copied{ResponseWriter: c.Response().Writer}
			c.Response().Writer = sent
			err := next(c)
			if err != nil {
				c.Error(err)
			}
			checkAnswer(t, e, c.Request(), c.Response(), unpacked(c.Response(), sent.body.Bytes()))
			return nil
		}
	}
}

// unpacked is a body as it was before it was compressed for a browser.
func unpacked(w *echo.Response, body []byte) []byte {
	if w.Header().Get(echo.HeaderContentEncoding) != "gzip" {
		return body
	}
	r, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return body
	}
	plain, err := io.ReadAll(r)
	if err != nil {
		return body
	}
	return plain
}

func checkAnswer(t testing.TB, e *echo.Echo, r *http.Request, w *echo.Response, body []byte) {
	t.Helper()
	find, err := operations(e)
	if err != nil {
		t.Fatalf("the document: %v", err)
	}
	route, params, err := find.FindRoute(r)
	if err != nil {
		if w.Status != http.StatusNotFound && w.Status != http.StatusUnauthorized {
			t.Errorf("%s %s answers %d and stands in no document", r.Method, r.URL.Path, w.Status)
		}
		return
	}
	in := &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route}
	out := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: w.Status, Header: w.Header(), Body: io.NopCloser(bytes.NewReader(body)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: len(body) == 0 || w.Header().Get("Content-Type") == "text/event-stream"},
	}
	if err := openapi3filter.ValidateResponse(context.Background(), out); err != nil {
		t.Errorf("%s %s answers %d %s, which is not as the document says: %v", r.Method, r.URL.Path, w.Status, body, err)
	}
}

// copied keeps what is sent.
type copied struct {
	http.ResponseWriter
	body bytes.Buffer
}

func (c *copied) Write(b []byte) (int, error) {
	c.body.Write(b)
	return c.ResponseWriter.Write(b)
}

func (c *copied) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func TestBothDocumentsAreWhole(t *testing.T) {
	s := newServer(t)
	for version, address := range map[string]string{"3.1": "/api/v1/openapi.json", "3.0": "/api/v1/openapi-3.0.json"} {
		w := s.page(s.Stranger, address, nil)
		doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
		if err != nil {
			t.Fatalf("%s: %v", address, err)
		}
		if err := doc.Validate(context.Background()); err != nil {
			t.Errorf("%s: %v", address, err)
		}
		if !strings.HasPrefix(doc.OpenAPI, version) {
			t.Errorf("%s is of version %s", address, doc.OpenAPI)
		}
		ids := make(map[string]bool)
		for path, item := range doc.Paths.Map() {
			for method, op := range item.Operations() {
				if ids[op.OperationID] || op.Summary == "" {
					t.Errorf("%s %s has no id of its own or no summary", method, path)
				}
				ids[op.OperationID] = true
			}
		}
	}
}

// Every route of the API stands in the document, and nothing else does.
func TestTheDocumentHoldsEveryRoute(t *testing.T) {
	s := newServer(t)
	w := s.page(s.Stranger, "/api/v1/openapi-3.0.json", nil)
	doc, err := openapi3.NewLoader().LoadFromData(w.Body.Bytes())
	s.Must(err)
	said := make(map[string]bool)
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			said[method+" "+strings.NewReplacer("{", ":", "}", "").Replace(path)] = true
		}
	}
	for _, r := range s.echo.Routes() {
		name := r.Method + " " + r.Path
		if !strings.HasPrefix(r.Path, "/api/v1/") || strings.HasPrefix(r.Path, "/api/v1/openapi") || r.Path == "/api/v1/docs" || r.Method == echo.RouteNotFound {
			continue
		}
		if !said[name] {
			t.Errorf("%s is not in the document", name)
		}
		delete(said, name)
	}
	for name := range said {
		t.Errorf("%s is in the document alone", name)
	}
}

func TestThePageOfTheDocumentLoadsNothingFromElsewhere(t *testing.T) {
	s := newServer(t)
	w := s.page(s.Stranger, "/api/v1/docs", nil)
	body := w.Body.String()
	for _, want := range []string{"/api/v1/plans/{plan}/grants", "Idempotency-Key", "hidden_from", "/static/css/handrail."} {
		if !strings.Contains(body, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
	for _, no := range []string{"<script", "://", "style="} {
		if strings.Contains(body, no) {
			t.Errorf("the page holds %s", no)
		}
	}
}

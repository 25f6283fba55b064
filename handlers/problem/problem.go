// Package problem is the one mapping of errors to answers. What went wrong inside
// is logged and never said.
package problem

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// Problem is an error as the API says it (RFC 9457).
type Problem struct {
	Status int              `json:"status" doc:"HTTP status"`
	Title  string           `json:"title" doc:"What the status means"`
	Key    string           `json:"key" doc:"What happened, for programs"`
	Detail string           `json:"detail" doc:"What happened, for people"`
	Fields map[string]Field `json:"fields,omitempty" doc:"What is wrong with single fields"`
	retry  int
}

// Field is what is wrong with one field.
type Field struct {
	Key      string `json:"key"`
	Sentence string `json:"sentence"`
}

// Error makes a Problem an error.
func (p *Problem) Error() string { return p.Key }

// GetStatus is the HTTP status.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType says that it is a problem.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders says when to come back, and how one signs in.
func (p *Problem) GetHeaders() http.Header {
	h := make(http.Header)
	switch p.Status {
	case http.StatusTooManyRequests:
		h.Set("Retry-After", strconv.Itoa(max(1, p.retry)))
	case http.StatusUnauthorized:
		h.Set("WWW-Authenticate", "Bearer") // RFC 9110 section 11.6.1
	}
	return h
}

var statuses = map[models.ErrorKind]int{
	models.Internal: http.StatusInternalServerError, models.Invalid: http.StatusUnprocessableEntity,
	models.SignIn: http.StatusUnauthorized, models.StepUp: http.StatusForbidden, models.NotAllowed: http.StatusForbidden,
	models.NotFound: http.StatusNotFound, models.Conflict: http.StatusConflict, models.TooMany: http.StatusTooManyRequests,
	models.Unavailable: http.StatusServiceUnavailable,
}

// Of is the answer to an error. Anything that is not one of ours is Internal.
func Of(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		return p
	}
	if e, ok := errors.AsType[*models.Error](err); ok {
		return ofModel(e)
	}
	if e, ok := errors.AsType[*echo.HTTPError](err); ok {
		return OfStatus(e.Code)
	}
	return OfStatus(http.StatusInternalServerError)
}

func ofModel(e *models.Error) *Problem {
	p := New(statuses[e.Kind], e.Key)
	switch {
	case e.Kind == models.Internal:
		return OfStatus(http.StatusInternalServerError)
	case e.Key == models.ErrExact.Key:
		p = New(http.StatusPreconditionFailed, e.Key)
	case e.Kind == models.TooMany:
		p.retry = app.RetryAfter(e)
	}
	for _, f := range e.Fields {
		p.Wrong(f.Field, f.Key, f.Args)
	}
	return p
}

// Wrong adds what is wrong with a field.
func (p *Problem) Wrong(field, key string, args map[string]any) {
	if p.Fields == nil {
		p.Fields = make(map[string]Field)
	}
	p.Fields[field] = Field{Key: key, Sentence: say.In(key, args)}
}

// New is a problem with a key of the message catalogue.
func New(status int, key string) *Problem {
	return &Problem{Status: status, Title: http.StatusText(status), Key: key, Detail: say.In(key, nil)}
}

// OfStatus is the problem for a bare status.
func OfStatus(status int) *Problem {
	switch status {
	case http.StatusNotFound, http.StatusMethodNotAllowed:
		return New(http.StatusNotFound, models.ErrNotFound.Key)
	case http.StatusUnauthorized:
		return New(status, models.ErrSignIn.Key)
	case http.StatusRequestEntityTooLarge:
		return New(status, "error.too_large")
	case http.StatusForbidden:
		return New(status, models.ErrNotAllowed.Key)
	case http.StatusTooManyRequests:
		return New(status, "error.too_many")
	case http.StatusServiceUnavailable:
		return New(status, "error.unavailable")
	}
	if status >= http.StatusInternalServerError {
		return New(http.StatusInternalServerError, "error.internal")
	}
	return New(status, "error.unreadable")
}

// Write writes the problem as JSON, the same bytes whichever way it arose.
func (p *Problem) Write(w io.Writer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(p)
}

package api

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"handrail/handlers/problem"
)

// mostFaults is how many faults of one request are told.
const mostFaults = 50

// newError is what huma says when it cannot read a request.
func newError(status int, _ string, errs ...error) huma.StatusError {
	if status == http.StatusBadRequest {
		status = http.StatusUnprocessableEntity // a body that is no JSON is a body that cannot be used
	}
	if status != http.StatusUnprocessableEntity {
		return problem.OfStatus(status)
	}
	p := problem.New(status, "error.invalid")
	for _, err := range errs[:min(len(errs), mostFaults)] {
		if d, ok := errors.AsType[*huma.ErrorDetail](err); ok {
			field, key := faultOf(d)
			p.Wrong(field, key, nil)
		}
	}
	if p.Fields == nil {
		p.Wrong("body", "field.not_readable", nil) // there was none
	}
	return p
}

// faultOf is the field that huma found at fault, and what is wrong with it.
func faultOf(d *huma.ErrorDetail) (field, key string) {
	var missing string
	if _, err := fmt.Sscanf(d.Message, validation.MsgExpectedRequiredProperty, &missing); err == nil {
		return missing, "field.empty"
	}
	oneOf, _, _ := strings.Cut(validation.MsgExpectedOneOf, "%s")
	switch field = fieldOf(d.Location); {
	case d.Message == validation.MsgUnexpectedProperty:
		return field, "field.unknown"
	case strings.HasPrefix(d.Message, oneOf):
		return field, "field.not_an_option"
	}
	return field, "field.not_readable"
}

// fieldOf is the name of the field in a place such as body.fields.hope.
func fieldOf(location string) string {
	return location[strings.LastIndexByte(location, '.')+1:]
}

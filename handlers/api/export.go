package api

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"handrail/handlers/problem"
	"handrail/handlers/takeout"
	"handrail/models"
)

// export is everything of somebody's own plan as one stream of JSON. It stands
// beside the other operations: huma would hold all of it in memory.
func (x *API) export(e *echo.Echo) {
	const path = "/plans/{plan}/export"
	e.GET(root+"/plans/:plan/export", func(c echo.Context) error { return takeout.JSON(c, x.app, models.ID(c.Param("plan"))) })
	doc := x.huma.OpenAPI()
	wrong := doc.Components.Schemas.Schema(reflect.TypeFor[problem.Problem](), true, "")
	doc.AddOperation(&huma.Operation{
		OperationID: operationID(http.MethodGet, path), Method: http.MethodGet, Path: root + path,
		Summary: "To the owner: everything, as JSON", Tags: []string{tag(path)}, Security: signInNeeded,
		Description: "Asks for a fresh sign-in. Each kind of record is a list under its name, and so are people, grants, invitations, sessions, tasks, witnesses, reminders, who has looked, and what was done about the crisis plan. The last member is complete: without it the answer was cut short.",
		Parameters:  []*huma.Param{{Name: "plan", In: "path", Required: true, Schema: &huma.Schema{Type: "string"}}},
		Responses: map[string]*huma.Response{
			"200": {Description: "OK", Content: map[string]*huma.MediaType{"application/json": {Schema: exportSchema}}},
			"default": {Description: "Error", Content: map[string]*huma.MediaType{
				"application/problem+json": {Schema: wrong}}},
		},
	})
}

var exportSchema = &huma.Schema{Type: huma.TypeObject, AdditionalProperties: true, Required: []string{"format", "taken_at", "account", "complete"},
	Properties: map[string]*huma.Schema{
		"format": {Type: huma.TypeString, Enum: []any{takeout.Format}}, "taken_at": {Type: huma.TypeString, Format: "date-time"},
		"account": {Type: huma.TypeObject, AdditionalProperties: true}, "complete": {Type: huma.TypeBoolean},
	}}

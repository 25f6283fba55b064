package api

import (
	"html/template"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"handrail/handlers/say"
	files "handrail/static"
)

// operation is one line of the page.
type operation struct{ Method, Path, Summary string }

var docsPage = template.Must(template.New("docs").Parse(`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{.Title}}</title><link rel="stylesheet" href="{{.CSS}}"></head>
<body class="plain"><main id="main"><h1>{{.Title}}</h1><p>{{.Lead}} <a href="{{.Root}}/openapi.json">OpenAPI 3.1</a> · <a href="{{.Root}}/openapi-3.0.json">OpenAPI 3.0</a></p>
<dl>{{range .Operations}}<dt><code>{{.Method}} {{.Path}}</code></dt><dd>{{.Summary}}</dd>{{end}}</dl></main></body></html>
`))

// docs is a page to read the document on; it loads nothing from elsewhere.
func (x *API) docs(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	c.Response().WriteHeader(http.StatusOK)
	return docsPage.Execute(c.Response(), map[string]any{
		"Title": say.In("api.title", nil), "Lead": say.In("api.lead", nil), "CSS": files.URL("css/handrail.css"),
		"Root": root, "Operations": operations(x.huma.OpenAPI()),
	})
}

func operations(doc *huma.OpenAPI) []operation {
	var out []operation
	for path, item := range doc.Paths {
		for method, op := range map[string]*huma.Operation{
			http.MethodGet: item.Get, http.MethodPost: item.Post, http.MethodPut: item.Put, http.MethodDelete: item.Delete,
		} {
			if op != nil {
				out = append(out, operation{Method: method, Path: path, Summary: op.Summary})
			}
		}
	}
	slices.SortFunc(out, func(a, b operation) int { return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method) })
	return out
}

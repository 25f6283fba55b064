package api

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"

	"handrail/handlers/say"
	files "handrail/static"
)

// operation is what the page says of one operation.
type operation struct {
	Method, Path, Summary string
	Open                  bool
	Asks, Sends           []part
	Answers               []string
}

// part is one thing that is sent.
type part struct {
	Name, Doc string
	Optional  bool
}

// group is the operations on one kind of thing.
type group struct {
	Name       string
	Operations []operation
}

var docsPage = template.Must(template.New("docs").Funcs(template.FuncMap{
	"say": func(key string) string { return say.In(key, nil) },
}).Parse(`<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{say "api.title"}}</title><link rel="stylesheet" href="{{.CSS}}"></head>
<body class="plain"><main id="main"><h1>{{say "api.title"}}</h1>
<p>{{say "api.lead"}} <a href="{{.Root}}/openapi.json">OpenAPI 3.1</a> · <a href="{{.Root}}/openapi-3.0.json">OpenAPI 3.0</a></p>
{{range .Groups}}<section><h2>{{.Name}}</h2>
{{range .Operations}}<h3><code>{{.Method}} {{.Path}}</code></h3><p>{{.Summary}}. {{if .Open}}{{say "api.open"}}{{end}}</p><dl>
{{if .Asks}}<dt>{{say "api.asks"}}</dt>{{range .Asks}}{{template "part" .}}{{end}}{{end}}
{{if .Sends}}<dt>{{say "api.sends"}}</dt>{{range .Sends}}{{template "part" .}}{{end}}{{end}}
<dt>{{say "api.answers"}}</dt><dd>{{range $i, $a := .Answers}}{{if $i}}, {{end}}{{$a}}{{end}}</dd></dl>
{{end}}</section>
{{end}}</main></body></html>
{{define "part"}}<dd><code>{{.Name}}</code> {{if .Optional}}{{say "api.optional"}}{{end}} {{.Doc}}</dd>{{end}}`))

// docs is a page to read the document on; it loads nothing from elsewhere.
func (x *API) docs(c echo.Context) error {
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMETextHTMLCharsetUTF8)
	c.Response().WriteHeader(http.StatusOK)
	return docsPage.Execute(c.Response(), map[string]any{
		"CSS": files.URL("css/handrail.css"), "Root": root, "Groups": groups(x.huma.OpenAPI()),
	})
}

// methods is the order in which the operations of one path are read.
var methods = []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete}

func groups(doc *huma.OpenAPI) []group {
	found := make(map[string][]operation)
	for path, item := range doc.Paths {
		for _, method := range methods {
			if op := operationOf(item, method); op != nil {
				found[tag(path[len(root):])] = append(found[tag(path[len(root):])], said(doc, op, path))
			}
		}
	}
	var out []group
	for name, operations := range found {
		slices.SortStableFunc(operations, func(a, b operation) int {
			return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(slices.Index(methods, a.Method), slices.Index(methods, b.Method)))
		})
		out = append(out, group{Name: name, Operations: operations})
	}
	slices.SortFunc(out, func(a, b group) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

func said(doc *huma.OpenAPI, op *huma.Operation, path string) operation {
	out := operation{Method: op.Method, Path: path, Summary: op.Summary, Open: op.Security == nil}
	for _, p := range op.Parameters {
		if p.In != "path" {
			out.Asks = append(out.Asks, part{Name: p.Name, Doc: p.Description, Optional: !p.Required})
		}
	}
	if op.RequestBody != nil {
		for _, body := range op.RequestBody.Content {
			out.Sends = partsOf(doc, body.Schema)
		}
	}
	for status := range op.Responses {
		if status != "default" {
			out.Answers = append(out.Answers, status)
		}
	}
	slices.Sort(out.Answers)
	return out
}

func partsOf(doc *huma.OpenAPI, s *huma.Schema) []part {
	if s.Ref != "" {
		s = doc.Components.Schemas.SchemaFromRef(s.Ref)
	}
	var out []part
	for name, field := range s.Properties {
		out = append(out, part{Name: name, Doc: field.Description, Optional: !slices.Contains(s.Required, name)})
	}
	slices.SortFunc(out, func(a, b part) int { return cmp.Compare(a.Name, b.Name) })
	return out
}

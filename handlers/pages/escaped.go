package pages

import (
	"context"
	"html"
	"io"
	"strings"

	"github.com/a-h/templ"
)

// forHTML is what html.EscapeString replaces.
var forHTML = func() *strings.Replacer {
	var pairs []string
	for _, mark := range []string{"&", "'", "<", ">", `"`} {
		pairs = append(pairs, mark, html.EscapeString(mark))
	}
	return strings.NewReplacer(pairs...)
}()

// escaped is a text as { text } would write it, straight to the page: two copies less for
// each of the texts of a long plan.
func escaped(text string) templ.Component {
	return templ.ComponentFunc(func(_ context.Context, w io.Writer) error {
		_, err := forHTML.WriteString(w, text)
		return err
	})
}

package pages

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"
)

// waiting is a form that could not be taken yet: nobody was signed in, or a password was
// asked for, or the server could not serve. It is held inside another form and sent once
// more as it was, so that nothing typed is lost.
type waiting struct {
	To   string // the path that it was sent to; empty: there is none
	Kept []kept
}

// kept is one thing in the form that waits.
type kept struct{ Name, Value string }

// wrapped is how the fields of the form that waits are named inside the other one.
const wrapped = "kept."

// hold takes the form of a request. One with a password or a PIN in it is not held.
func hold(c echo.Context) waiting {
	if c.Request().Method != http.MethodPost {
		return waiting{}
	}
	f := typed(c)
	for name := range f.Values {
		if strings.Contains(name, "password") || name == "pin" {
			return waiting{}
		}
	}
	return waiting{To: c.Request().URL.Path, Kept: f.all()}
}

// all is everything in a form, in the order of its names.
func (f form) all() []kept {
	var out []kept
	for _, name := range slices.Sorted(maps.Keys(f.Values)) {
		out = append(out, kept{Name: name, Value: f.Values[name]})
	}
	return out
}

// waitingIn reads the form that waits inside another one.
func waitingIn(f form) waiting {
	if f.Get("to") == "" {
		return waiting{}
	}
	w := waiting{To: safePath(f.Get("to"))}
	for _, k := range f.all() {
		if inner, is := strings.CutPrefix(k.Name, wrapped); is {
			w.Kept = append(w.Kept, kept{Name: inner, Value: k.Value})
		}
	}
	return w
}

// words is what somebody wrote in the form, without what the page put there.
func (w waiting) words() []string {
	var out []string
	for _, k := range w.Kept {
		own := strings.HasPrefix(k.Name, fieldName("")) || slices.Contains([]string{"title", "help", "note", "purpose", "called"}, k.Name)
		if own && strings.TrimSpace(k.Value) != "" {
			out = append(out, k.Value)
		}
	}
	return out
}

// goOnView sends the form that waited; Title says why it can go on now.
type goOnView struct {
	frame
	waiting
}

func (p *Pages) goOn(c echo.Context, w waiting, key string) error {
	fr, err := p.frame(c, "", key)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, goOnScreen(goOnView{frame: fr, waiting: w}))
}

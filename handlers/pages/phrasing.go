package pages

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// Cookies with the keys of phrases that are not to be shown: never again in this browser, or
// until it is closed. The words that somebody typed are in neither.
const (
	hushCookie = "hush"
	keepCookie = "keep"
)

// otherWay is one phrasing as it is offered.
type otherWay struct {
	models.Phrasing
	Place int      // of the phrase in the text, in characters
	Form  *wayForm // nil: a script puts the way into the field
}

// wayForm is what a way is sent with where there is no script.
type wayForm struct {
	Write  string // the address of the form; empty: others wrote meanwhile, and the place may be another
	Room   string // to come back to
	Hidden models.Fields
	Field  string // whose text the phrase stands in
}

// with is the form's fields with a way instead of the phrase.
func (o otherWay) with(way string) models.Fields {
	out := slices.Clone(o.Form.Hidden)
	for i, f := range out {
		if f.Key == o.Form.Field {
			out[i].Text = f.Text[:o.At] + way + f.Text[o.To:]
		}
	}
	return out
}

func keysIn(c echo.Context, name string) []string {
	cookie, err := c.Cookie(name)
	if err != nil {
		return nil
	}
	return strings.Split(cookie.Value, ".")
}

// otherWays is what could be said another way in a text that somebody put words into, and
// is not to be left alone.
func otherWays(c echo.Context, was, text string) []otherWay {
	left := append(keysIn(c, hushCookie), keysIn(c, keepCookie)...)
	var out []otherWay
	for _, p := range models.RephraseAdded(was, text) {
		if !slices.Contains(left, p.Key) {
			out = append(out, otherWay{Phrasing: p, Place: utf8.RuneCountInString(text[:p.At])})
		}
	}
	return out
}

// phrasings answers a page of a session that asks about what a practitioner has just
// typed. Nothing of it is kept.
func (p *Pages) phrasings(c echo.Context) error {
	f := typed(c)
	lines := strings.NewReplacer("\r\n", "\n")
	return show(c, http.StatusOK, phrasingList(otherWays(c, lines.Replace(f.Get("was")), lines.Replace(f.Get("text")))))
}

// hush keeps from showing a phrase again.
func (p *Pages) hush(c echo.Context) error {
	name, age := hushCookie, 365*24*3600
	if c.FormValue("for") == "now" {
		name, age = keepCookie, 0
	}
	keys := keysIn(c, name)
	if key := c.FormValue("key"); models.KnownPhrase(key) && !slices.Contains(keys, key) {
		keys = append(keys, key)
	}
	c.SetCookie(&http.Cookie{Name: name, Value: strings.Trim(strings.Join(keys, "."), "."), Path: "/", MaxAge: age, HttpOnly: true,
		Secure: p.settings.Cookies.Secure, SameSite: http.SameSiteLaxMode})
	return to(c, safePath(c.FormValue("next")))
}

// afterWords goes back to the room after a text that is sent on its own, with what a
// practitioner could say another way; rest is where a way is sent, and more what with.
func (p *Pages) afterWords(c echo.Context, was, text, rest string, more ...models.Text) error {
	ways := otherWays(c, was, text)
	if len(ways) == 0 {
		return p.afterSession(c, nil)
	}
	s, err := p.app.ReadSession(c.Request().Context(), who(c), planOf(c), sessionOf(c))
	if err != nil || s.Mine {
		return p.afterSession(c, err)
	}
	section, open := c.FormValue("section"), c.FormValue("open")
	sent := wayForm{Room: onTable(*s, models.SectionKey(section), models.ID(open)), Field: "text"}
	if rest != "" {
		sent.Write = sessionPath(s.Plan, s.ID, rest)
	}
	sent.Hidden = append(models.Fields{{Key: "text", Text: text}, {Key: "section", Text: section}, {Key: "open", Text: open}}, more...)
	for i := range ways {
		ways[i].Form = &sent
	}
	openEntryOf(c, section, open)
	return p.showSession(c, http.StatusOK, form{}, ways)
}

// said is what could be said another way in the fields of an entry that somebody has just
// saved, each with what its buttons send.
func said(c echo.Context, was, typed models.Fields, now app.Entry) []otherWay {
	form := wayForm{Room: onTable(app.Session{Plan: planOf(c), ID: sessionOf(c)}, now.Section, now.ID)}
	if typed.Equal(now.Fields) {
		form.Write = sessionPath(planOf(c), sessionOf(c), "/write")
	}
	form.Hidden = models.Fields{{Key: "section", Text: string(now.Section)}, {Key: "entry", Text: string(now.ID)}, {Key: "version", Text: strconv.Itoa(now.Version)}}
	for _, t := range typed {
		form.Hidden = append(form.Hidden, models.Text{Key: fieldName(t.Key), Text: t.Text})
	}
	var out []otherWay
	for _, d := range shapeOf(now.Section).Fields {
		if d.Kind != models.Words && d.Kind != models.Line {
			continue
		}
		for _, o := range otherWays(c, was.Get(d.Key), typed.Get(d.Key)) {
			own := form
			own.Field = fieldName(d.Key)
			o.Form = &own
			out = append(out, o)
		}
	}
	return out
}

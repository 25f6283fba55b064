package pages

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"handrail/models"
)

// hushCookie holds the keys of phrases that somebody does not want to be shown
// again, in this browser alone.
const hushCookie = "hush"

func hushed(c echo.Context) []string {
	cookie, err := c.Cookie(hushCookie)
	if err != nil {
		return nil
	}
	return strings.Split(cookie.Value, ".")
}

// unhushed leaves out what is not to be shown again.
func unhushed(c echo.Context, found []models.Phrasing) []models.Phrasing {
	keys := hushed(c)
	return slices.DeleteFunc(found, func(p models.Phrasing) bool { return slices.Contains(keys, p.Key) })
}

// phrasings answers a page of a session that asks about what a practitioner has just
// typed. Nothing of it is kept.
func (p *Pages) phrasings(c echo.Context) error {
	f := typed(c)
	found := unhushed(c, models.RephraseAdded(normalLines(f.Get("was")), normalLines(f.Get("text"))))
	return show(c, http.StatusOK, phrasingList(found, f.Get("field")))
}

// hush keeps from showing a phrase again.
func (p *Pages) hush(c echo.Context) error {
	keys := hushed(c)
	if key := c.FormValue("key"); models.KnownPhrase(key) && !slices.Contains(keys, key) {
		keys = append(keys, key)
	}
	c.SetCookie(&http.Cookie{Name: hushCookie, Value: strings.Trim(strings.Join(keys, "."), "."), Path: "/", MaxAge: 365 * 24 * 3600, HttpOnly: true,
		Secure: p.settings.Cookies.Secure, SameSite: http.SameSiteLaxMode})
	return to(c, safePath(c.FormValue("next")))
}

// said is what could be said another way in the fields that somebody put words into.
func said(c echo.Context, shape models.Section, was, now models.Fields) []models.Phrasing {
	var out []models.Phrasing
	for _, d := range shape.Fields {
		if d.Kind == models.Words || d.Kind == models.Line {
			out = append(out, models.RephraseAdded(was.Get(d.Key), now.Get(d.Key))...)
		}
	}
	return unhushed(c, out)
}

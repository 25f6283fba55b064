package pages

import (
	"net/url"
	"strconv"

	"github.com/labstack/echo/v4"

	"handrail/app"
)

// onAPage is how many of a long list stand on a page.
const onAPage = 60

// further is the way from one page of a long list to the next.
type further struct {
	Next  string // empty: nothing comes after
	First string // empty: this is the first
	Timed bool   // the newest stand first; else they stand in the order in which they came
}

// part is the part of a list that a page is asked for, and one more, which says whether
// anything comes after.
func part(c echo.Context) app.Part {
	skip, err := strconv.Atoi(c.QueryParam("skip"))
	if err != nil || skip < 0 {
		skip = 0
	}
	return app.Part{Skip: skip, Limit: onAPage + 1}
}

// cut takes off the one more; beyond is how many come after those shown, as far as is known.
func cut[T any](list []T) (shown []T, beyond int) {
	shown = list[:min(len(list), onAPage)]
	return shown, len(list) - len(shown)
}

// to is where a page of a list leads.
func (f further) to(c echo.Context, at app.Part, beyond int) further {
	path := c.Request().URL.Path
	if beyond > 0 {
		f.Next = path + "?" + url.Values{"skip": {strconv.Itoa(at.Skip + onAPage)}}.Encode()
	}
	if at.Skip > 0 {
		f.First = path
	}
	return f
}

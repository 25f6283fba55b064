package handlers_test

import (
	"net/http"
	"strings"

	"handrail/models"
)

// oneByOne are rows that hang on more than a standing, and the status that somebody must
// get, as in wanted.
var oneByOne = map[string]func(*cast, actor) int{
	"DELETE /api/v1/plans/:plan/me":     leaving,
	"POST /plans/:plan/leave":           leaving,
	"POST /api/v1/plans/:plan/sessions": opening,
	"POST /plans/:plan/sessions":        opening,
	"GET /invitations/:code":            invited,
	"POST /invitations/:code": func(c *cast, a actor) int {
		if a.standing == nobody {
			return http.StatusUnauthorized
		}
		return invited(c, a)
	},
	"POST /api/v1/plans/:plan/suggestions/:suggestion/withdraw": takingBack,
	"POST /plans/:plan/suggestions/:suggestion/take-back":       takingBack,
	"GET /plans/:plan/suggest": func(_ *cast, a actor) int {
		if a.standing == owns {
			return 0 // led on to where they write it themselves
		}
		return wanted(senders, a.standing)
	},
	"GET /plans/:plan/sessions/:session/reflection": func(_ *cast, a actor) int {
		if a.standing == owns {
			return http.StatusNotFound // it is not even said that there is one
		}
		return wanted(partners, a.standing)
	},
}

// leaving is for whoever said yes to an invitation, confirmed or not, even if it is over by
// now: that it is over is told to nobody.
func leaving(_ *cast, a actor) int {
	if a.standing >= knows && a.standing < owns || strings.HasSuffix(a.Name, "_accepted") {
		return 0
	}
	return wanted(nothing, a.standing)
}

// opening is for the owner and those whom the service knows as working with people; that their tie is paused or over
// is not told to them.
func opening(_ *cast, a actor) int {
	works := strings.HasPrefix(a.Name, string(models.Practitioner)) || strings.HasPrefix(a.Name, string(models.Peer))
	if got := wanted(knowers, a.standing); got != 0 || works && !strings.HasSuffix(a.Name, "_unknown") || a.standing == owns {
		return got
	}
	return http.StatusForbidden
}

// invited is whoever holds the code of an invitation and is not in the plan.
func invited(_ *cast, a actor) int {
	if a.standing <= leading && !strings.HasSuffix(a.Name, "_accepted") || strings.HasSuffix(a.Name, "_ended") {
		return 0
	}
	return http.StatusNotFound
}

// takingBack is for the one who sent a suggestion.
func takingBack(c *cast, a actor) int {
	switch {
	case a.Account == c.Sender:
		return 0
	case a.standing == owns:
		return http.StatusForbidden
	}
	return wanted(nothing, a.standing)
}

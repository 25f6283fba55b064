package pages

import (
	"net/http"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/models"
)

// againView is what somebody was given while others were beside the person, who
// is asked once more. It says nothing of that: they may not be alone now either.
type againView struct {
	Person app.InPlan
	Given  []models.Consent
}

// laterCookie keeps the question off the first page for a while, in this browser
// alone; it still stands under who sees what.
const (
	laterCookie = "later"
	laterFor    = 30 * 24 * time.Hour
)

// sharedMore reports whether what was just done lets somebody see or do more than before.
func sharedMore(c echo.Context) bool {
	return slices.Contains([]string{"shared", "confirmed", "resumed", "again_keep", "key_give", "way", "accepted"}, c.QueryParam("done"))
}

// againOf is those of the people whom that is about.
func (p *Pages) againOf(people []app.InPlan) []againView {
	var out []againView
	for _, one := range people {
		v := againView{Person: one}
		for _, c := range one.Consents {
			if p.app.AskAgain(c) {
				v.Given = append(v.Given, c)
			}
		}
		if v.Given != nil {
			out = append(out, v)
		}
	}
	return out
}

// answerAgain keeps or stops what they were given, or asks another time.
func (p *Pages) answerAgain(c echo.Context) error {
	answer := typed(c).Get("answer")
	if answer == "later" {
		c.SetCookie(&http.Cookie{Name: laterCookie, Value: "yes", Path: "/", MaxAge: int(laterFor.Seconds()), HttpOnly: true,
			Secure: p.settings.Cookies.Secure, SameSite: http.SameSiteLaxMode})
		return to(c, "/")
	}
	if err := p.app.AnswerAgain(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("account")), app.Again(answer)); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/sharing?done=again_"+answer))
}

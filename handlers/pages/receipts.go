package pages

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/handlers/say"
	"handrail/models"
)

// receiptsView is every consent that was ever given, by what was said yes to in one go.
type receiptsView struct {
	frame
	Plan  models.ID
	Yeses []yes
	Names map[models.ID]string
	Own   ownParts
	Older string
}

// yes is one sentence that was said yes to: the same account, at the same moment.
type yes struct {
	Account  models.ID
	At       time.Time
	Consents []models.Consent
}

// receiptsOnAPage is about how many a page holds: the last yes on it comes whole.
const receiptsOnAPage = 120

func (p *Pages) receipts(c echo.Context) error {
	before, _ := time.Parse(time.RFC3339Nano, c.QueryParam("before")) // one that cannot be read begins at the newest
	found, err := p.app.Receipts(c.Request().Context(), who(c), planOf(c), before, receiptsOnAPage)
	if err != nil {
		return err
	}
	v, err := p.receiptsView(c, "receipts.title")
	if err != nil {
		return err
	}
	v.Yeses = inYeses(found)
	if len(found) >= receiptsOnAPage {
		at := v.Yeses[len(v.Yeses)-1].At
		v.Older = planPath(v.Plan, "/receipts?"+url.Values{"before": {at.Format(time.RFC3339Nano)}}.Encode())
	}
	return show(c, http.StatusOK, receiptsScreen(v))
}

// inYeses puts together what was given at one moment to one account: newest first,
// and within one as it was chosen.
func inYeses(found []models.Consent) []yes {
	var out []yes
	for _, c := range found {
		if n := len(out); n > 0 && out[n-1].Account == c.Account && out[n-1].At.Equal(c.GivenAt) {
			out[n-1].Consents = slices.Insert(out[n-1].Consents, 0, c)
			continue
		}
		out = append(out, yes{Account: c.Account, At: c.GivenAt, Consents: []models.Consent{c}})
	}
	return out
}

func (p *Pages) receipt(c echo.Context) error {
	one, err := p.app.Receipt(c.Request().Context(), who(c), planOf(c), models.ID(c.Param("grant")))
	if err != nil {
		return err
	}
	v, err := p.receiptsView(c, "receipt.title")
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, receiptScreen(v, *one))
}

func (p *Pages) receiptsView(c echo.Context, title string) (receiptsView, error) {
	ctx := c.Request().Context()
	v := receiptsView{Plan: planOf(c)}
	var err error
	if v.Names, err = p.app.EverInPlan(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	if v.Own, err = p.ownParts(ctx, who(c), v.Plan); err != nil {
		return v, err
	}
	v.frame, err = p.frame(c, "sharing", title)
	return v, err
}

// name is whom it was given to, as they were called then.
func (v receiptsView) name(c models.Consent) string { return cmp.Or(c.Name, v.Names[c.Account]) }

// part is what it was about, as that was called then.
func (v receiptsView) part(ctx context.Context, c models.Consent) string {
	return v.Own.as(c).title(ctx, c.Section)
}

// receiptSentence is what was said yes to, about one section.
func receiptSentence(ctx context.Context, v receiptsView, c models.Consent) sentence {
	from := say.T(ctx, "share.from_day", "Day", dayOf(ctx, c.From))
	return consentSentence(ctx, v.Own.as(c), v.name(c), from, models.Offer{
		Sections: []models.SectionKey{c.Section}, Right: c.Right, When: c.When, Until: c.Until, Told: c.Told})
}

package pages

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"handrail/handlers/say"
	"handrail/models"
)

// packView is what one place asks of an advance statement.
type packView struct {
	frame
	Pack models.Pack
}

func packPath(p models.Pack) string { return "/packs/" + p.Key }

func (p *Pages) pack(c echo.Context) error {
	pack, known := models.PackOf(c.Param("pack"), 0)
	if !known {
		return models.ErrNotFound
	}
	f, err := p.frame(c, "chapter:advance", "pack.title", "Place", pack.Place)
	if err != nil {
		return err
	}
	return show(c, http.StatusOK, packScreen(packView{frame: f, Pack: pack}))
}

// lawLine is a rule and where it stands.
type lawLine struct{ Rule, Source string }

func sourcesOf(ctx context.Context, rules []models.Rule) []lawLine {
	out := make([]lawLine, len(rules))
	for i, r := range rules {
		out[i] = lawLine{r.Text, sourceOf(ctx, r.Cited)}
	}
	return out
}

// lawOf is the rules of a pack and its kinds of witness; those from one place are one line.
func lawOf(ctx context.Context, p models.Pack) []lawLine {
	out := sourcesOf(ctx, p.Rules)
	for i, c := range p.Witness.Classes {
		if i > 0 && c.Cited == p.Witness.Classes[i-1].Cited {
			last := &out[len(out)-1]
			last.Rule = say.T(ctx, "pack.and", "One", last.Rule, "Two", c.Label)
			continue
		}
		out = append(out, lawLine{say.T(ctx, "pack.witness_is", "Who", c.Label), sourceOf(ctx, c.Cited)})
	}
	return out
}

// toAsk is whom to ask about the list of witnesses, each once.
func toAsk(classes []models.WitnessClass) []string {
	var out []string
	for _, c := range classes {
		if c.Ask != "" && !slices.Contains(out, c.Ask) {
			out = append(out, c.Ask)
		}
	}
	return out
}

// Package takeout writes everything that somebody takes along as JSON. It writes
// what app gave it, every character of it, and asks no other computer for anything.
package takeout

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/identity"
	"handrail/handlers/problem"
	"handrail/models"
)

// Format names the shape of the JSON; it changes when the shape does.
const Format = "handrail-export-1"

// JSON writes everything of the actor's own plan. What goes wrong once it has
// begun cuts the connection, so that half of it does not look like all of it.
func JSON(c echo.Context, a *app.App, plan models.ID) error {
	who := identity.Actor(c.Request().Context())
	head, err := a.BeginTakeOut(c.Request().Context(), who, plan)
	if err != nil {
		return err
	}
	c.Response().Header().Set(echo.HeaderContentType, echo.MIMEApplicationJSON)
	c.Response().Header().Set(echo.HeaderContentDisposition, `attachment; filename="handrail-`+head.At.Format(time.DateOnly)+`.json"`)
	out := newPieces(c.Response())
	out.begin(head)
	ctx := context.WithoutCancel(c.Request().Context()) // a slow reader is let finish; one who goes ends it by not reading
	if err = a.TakeOut(ctx, who, plan, out.piece); err == nil {
		err = out.end()
	}
	if err != nil || out.err != nil {
		problem.Note(c.Request().Context(), err)
		panic(http.ErrAbortHandler)
	}
	return nil
}

// pieces writes one object, piece by piece.
type pieces struct {
	to   *bufio.Writer
	kind models.Kind // of the list that is open
	many bool        // something stands in it
	err  error
}

func newPieces(w io.Writer) *pieces { return &pieces{to: bufio.NewWriter(w)} }

func (p *pieces) text(s string) {
	if p.err == nil {
		_, p.err = p.to.WriteString(s)
	}
}

func (p *pieces) value(v any) {
	text, err := json.Marshal(v)
	if p.err == nil {
		p.err = err
	}
	p.text(string(text))
}

func (p *pieces) begin(h *app.TakenOut) {
	p.text(`{"format":"` + Format + `","taken_at":`)
	p.value(h.At)
	p.text(`,"account":`)
	p.value(snaked(h.Account))
	p.text(`,"sign_ins":`)
	p.value(snaked(h.SignIns))
	p.text(`,"other_plans":`)
	p.value(snaked(h.Ties))
}

func (p *pieces) piece(in app.Piece) error {
	if p.kind != in.Kind {
		p.close()
		p.kind, p.many = in.Kind, false
		p.text(`,"` + string(in.Kind) + `":[`)
	}
	for _, v := range itemsOf(in) {
		if p.many {
			p.text(",\n")
		}
		p.many = true
		p.value(v)
	}
	if p.err == nil {
		p.err = p.to.Flush()
	}
	return p.err
}

func (p *pieces) close() {
	if p.kind != "" {
		p.text("]\n")
	}
}

func (p *pieces) end() error {
	p.close()
	p.text(`,"complete":true}` + "\n")
	if p.err == nil {
		p.err = p.to.Flush()
	}
	return p.err
}

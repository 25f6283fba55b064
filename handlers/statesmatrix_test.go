package handlers_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"handrail/models"
)

// While the crisis plan is in use, what was given for a crisis is there to see, and for
// nobody else is anything other than before.
func TestEveryPageWhileACrisisPlanIsInUse(t *testing.T) {
	c := newCast(t)
	c.Must(c.App.SomethingIsWrong(t.Context(), c.Ailsa.Actor, c.Ailsa.Plan, ""))
	var held []actor
	for i, a := range c.Others {
		if strings.HasSuffix(a.Name, "_crisis") {
			held = append(held, a)
			c.Others[i].standing = sees
		}
	}
	c.readsAll(t)
	_, err := c.App.CloseCrisis(t.Context(), c.Ailsa.Actor, c.Ailsa.Plan)
	c.Must(err)
	c.Others = held
	c.readsAll(t)
}

// After an old copy was put back, in which something stands that was narrowed since, the
// plan is held: whoever saw something is somebody who was confirmed once, and no more, until
// the person says otherwise.
func TestEveryPageOfAPlanThatIsHeld(t *testing.T) {
	now := newCast(t)
	old := now.copied(t)
	now.Must(now.App.Withdraw(t.Context(), now.Ailsa.Actor, now.Ailsa.Plan, now.Grant))
	ledger, err := os.ReadFile(filepath.Join(now.Folder, "handrail.ledger"))
	now.Must(err)
	old.Restart(func(folder string) { old.Must(os.WriteFile(filepath.Join(folder, "handrail.ledger"), ledger, 0o600)) })
	old.server, old.Others = serverOf(old.World), nil
	var saw []actor
	for _, a := range now.Others {
		if a.standing == attends {
			continue // what is left of the room is looked at with the room
		}
		if a.standing == sees || a.standing == suggests {
			saw = append(saw, a)
			a.standing = knows
		}
		old.Others = append(old.Others, a)
	}
	old.readsAll(t)
	old.Must(old.App.Resume(t.Context(), old.Ailsa.Actor, old.Ailsa.Plan))
	old.Others = saw
	old.readsAll(t)
}

// readsAll opens every page and reads all of the API. Of the roles, whose states are the
// same, carers stand for the others.
func (c *cast) readsAll(t *testing.T) {
	t.Helper()
	for _, r := range c.echo.Routes() {
		if r.Method != http.MethodGet || strings.HasPrefix(r.Path, "/static/") {
			continue
		}
		row := r.Method + " " + r.Path
		for _, a := range c.Others {
			role, _, in := strings.Cut(a.Name, "_")
			if !in || role == string(models.Carer) || a.standing == attends {
				judge(t, row, a.Name, c.ask(a, r), c.wants(row, a))
			}
		}
	}
}

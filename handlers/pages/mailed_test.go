package pages_test

import (
	"context"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/handlers/say"
	"handrail/models"
)

// posted hands over each mail that is sent.
type posted chan apptest.Mail

func (p posted) Send(_ context.Context, to, subject, body string) error {
	p <- apptest.Mail{To: to, Subject: subject, Body: body}
	return nil
}

// The sentences are those that people get: neutral ones, with a link that works.
func TestAnInvitationThatIsMailedIsNeutralAndLeadsIn(t *testing.T) {
	sent := make(posted, 1)
	a, err := app.Open(t.Context(), app.Settings{Folder: t.TempDir(), PublicURL: "http://localhost", Mail: sent, Say: say.In, QuickHash: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	w := &apptest.World{T: t, App: a}
	ailsa, jamie := w.Person("Ailsa", app.NewAccount{}), w.Person("Jamie", app.NewAccount{})
	at(w, ailsa).post("/plans/"+string(ailsa.Plan)+"/invitations", "role", string(models.Carer), "called", "my brother", "email", "Jamie@example.org").is(http.StatusCreated)

	m := <-sent
	link := regexp.MustCompile(`http://localhost(/invitations/\S+)`).FindStringSubmatch(m.Body)
	if m.To != "jamie@example.org" || m.Subject != "A note for you" || link == nil {
		t.Fatalf("%+v", m)
	}
	for _, word := range []string{"ailsa", "brother", "carer", "handrail", "plan", "recovery"} {
		if strings.Contains(strings.ToLower(m.Subject+m.Body), word) {
			t.Errorf("the mail says %q", word)
		}
	}
	b := at(w, jamie)
	b.get(link[1]).is(http.StatusOK).has("Ailsa")
	b.post(link[1], "answer", "yes").is(http.StatusOK).has("Nothing is shown until they have seen that it was you and said yes.")
}

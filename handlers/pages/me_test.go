package pages_test

import (
	"net/http"
	"testing"

	"handrail/app/apptest"
)

// SAFETY.md 16: with mail the page says the same whether or not an address is taken.
func TestAnotherAddressIsAnsweredAlikeWhetherOrNotItIsTaken(t *testing.T) {
	w := apptest.NewWithMail(t)
	b := at(w, w.Ailsa)
	for _, email := range []string{"new@example.org", w.Morag.Email} {
		b.post("/me/email", "email", email).leads("/me?done=email_asked")
		b.get("/me?done=email_asked").has("We have sent a message to that address.", `value="ailsa@example.org"`).lacks(email)
	}
}

func TestWithoutMailAnAddressChangesAtOnce(t *testing.T) {
	w := apptest.New(t)
	b := at(w, w.Ailsa)
	b.post("/me/email", "email", w.Morag.Email).is(http.StatusUnprocessableEntity).has("There is an account with this address already.")
	b.post("/me/email", "email", "new@example.org").leads("/me?done=email")
	b.get("/me?done=email").has("Your address is changed.", `value="new@example.org"`)
}

package pages_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
	"handrail/models"
)

// On a phone of their own the first run offers a PIN, while the sign-in is fresh
// with nothing to type but the PIN.
func TestTheFirstRunOffersAPINOnAPhoneOfTheirOwn(t *testing.T) {
	w := apptest.New(t)
	b := at(w, nobody)
	b.post("/sign-up", "name", "Catriona", "email", "catriona@example.org", "password", "a quiet cup of tea", "own", "yes").
		is(http.StatusCreated).has(`href="/start/code"`)
	b.get("/start/code").leads("/start/pin") // the code was shown just now
	b.get("/start/pin").is(http.StatusOK).has("A PIN for your own phone?", "4 to 8 digits", "Not now").lacks("Your password now")
	b.post("/start/pin", "pin", "1234").is(http.StatusUnprocessableEntity).has("Many people would try that one first.").lacks(`value="1234"`)
	b.post("/start/pin", "pin", "4071").leads("/start/beside")
	b.get("/start/pin").leads("/start/beside")

	b.post("/leave").leads(neutral)
	b.get("/unlock").has("Locked", "PIN", "Use my password").lacks("Handrail", "Catriona", "Error:")
	b.post("/unlock", "pin", "4072").is(http.StatusUnprocessableEntity).has("Error:", "That is not the PIN.").lacks("4072")
	b.post("/unlock", "pin", "4071").leads("/")
	b.get("/me").is(http.StatusOK)

	shared := at(w, nobody)
	shared.post("/sign-up", "name", "Iain", "email", "iain@example.org", "password", "a quiet cup of tea", "own", "no").is(http.StatusCreated)
	shared.get("/start/pin").leads("/start/beside")
}

func TestAfterFiveTriesTheLockAsksForThePassword(t *testing.T) {
	w := apptest.New(t)
	b := at(w, w.Ailsa)
	b.post("/me/pin", "pin", "4071").leads("/me?done=pin")
	b.post("/leave")
	for range 5 {
		b.post("/unlock", "pin", "4072").is(http.StatusUnprocessableEntity)
	}
	b.post("/unlock", "pin", "4071").is(http.StatusUnprocessableEntity).has("Please use your password this time.", "<details open>")
	b.post("/unlock", "password", apptest.Password).leads("/")
}

func TestAPINIsSetWithThePasswordWhereTheSignInIsNotFresh(t *testing.T) {
	w := apptest.New(t)
	w.Clock.Forward(time.Hour)
	b := at(w, w.Ailsa)
	b.get("/me/pin").has("Your password now", "The new PIN")
	b.post("/me/pin", "pin", "4071").is(http.StatusUnprocessableEntity).has("Please type your password too.").lacks("4071")
	b.post("/me/pin", "pin", "4071", "password", "something else").is(http.StatusUnprocessableEntity).has("Error:").lacks("4071")
	b.post("/me/pin", "pin", "4071", "password", apptest.Password).leads("/me?done=pin")
	b.get("/me/pin").has("There is a PIN here.", "Take the PIN away")
	b.post("/me/pin/drop").leads("/me?done=no_pin")
	b.get("/me/pin").lacks("There is a PIN here.")
}

// The way out of the view as somebody else sees the plan takes the PIN too.
func TestThePINEndsAView(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Ailsa = w.SignIn(w.Ailsa)
	b := at(w, w.Ailsa)
	b.post("/me/pin", "pin", "4071").leads("/me?done=pin")
	b.post("/plans/" + string(w.Ailsa.Plan) + "/people/" + string(w.Jamie.Account) + "/view").is(http.StatusSeeOther)
	b.get("/me").is(http.StatusSeeOther)
	b.get("/view/end").is(http.StatusOK).has("PIN", "Use my password")
	b.post("/view/end", "pin", "4072").is(http.StatusUnprocessableEntity)
	b.get("/me").is(http.StatusSeeOther)
	b.post("/view/end", "pin", "4071").leads("/")
	b.get("/me").is(http.StatusOK)
}

// With mail nobody sees a code when they sign up: the first run makes one, and Me
// makes a new one at any time. The address is told.
func TestARecoveryCodeWhereMailIsSent(t *testing.T) {
	w := apptest.NewWithMail(t)
	b := at(w, nobody)
	b.post("/sign-up", "name", "Catriona", "email", "catriona@example.org", "password", "a quiet cup of tea", "own", "no").is(http.StatusAccepted)
	_, token, _ := strings.Cut(w.Mail.Next().Body, "token=")
	b.post("/prove", "token", token).leads("/sign-in?next=%2Fstart%2Fcode")
	b.post("/sign-in", "email", "catriona@example.org", "password", "a quiet cup of tea", "next", "/start/code").leads("/start/code")
	b.get("/start/code").is(http.StatusOK).has("A way back in", "Make a recovery code", "Not now")
	b.get("/me").has("You have none yet.")
	code := regexp.MustCompile(`id="recovery-code">([^<]+)<`)
	first := code.FindStringSubmatch(b.post("/me/recovery-code", "next", "/start/pin").is(http.StatusCreated).has("Write this down on paper", `href="/start/pin"`).body)[1]
	b.get("/start/code").leads("/start/pin")
	b.get("/me").has("Have you lost the paper?").lacks(first)
	b.post("/me/recovery-code", "next", "/me").is(http.StatusForbidden).has("Your password, please")
	if told := w.Mail.Next(); told.To != "catriona@example.org" || !strings.HasPrefix(told.Body, "mail.new_code") {
		t.Errorf("the address was told: %+v", told)
	}
	at(w, nobody).post("/recover", "email", "catriona@example.org", "code", first, "password", "another cup of tea").is(http.StatusOK)
}

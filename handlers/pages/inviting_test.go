package pages_test

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
	"handrail/models"
)

var (
	linkIn = regexp.MustCompile(`id="link"[^>]*>([^<]+)<`)
	codeIn = regexp.MustCompile(`id="code"[^>]*>([^<]+)<`)
	wordIn = regexp.MustCompile(`class="code" dir="ltr">([a-z]+ [a-z]+)<`)
)

func found(t *testing.T, in *regexp.Regexp, p page) string {
	t.Helper()
	m := in.FindStringSubmatch(p.body)
	if m == nil {
		t.Fatalf("%s is not in the page:\n%s", in, p.main())
	}
	return html.UnescapeString(m[1])
}

// From asking somebody in to the first look: nothing shows before the person has
// seen who it is and said yes.
func TestFromInvitationToFirstLook(t *testing.T) {
	w := apptest.New(t)
	w.Write("warnings", "I wake before four.")
	b, jamie := at(w, w.Ailsa), at(w, w.Jamie)
	plan := "/plans/" + string(w.Ailsa.Plan)
	b.get(plan+"/invitations/new").is(http.StatusOK).has("Are you alone just now?", plan+"/invitations/new?alone=yes")
	b.get(plan+"/invitations/new?alone=yes").has("Family or a friend", "A practitioner", "A peer worker", "An advocate", "What do you call them?", "Choose now what they will see").
		lacks("checked", "Their e-mail address")
	b.post(plan+"/invitations", "called", "my brother").is(http.StatusUnprocessableEntity).has(`href="#role"`, `value="my brother"`)
	b.post(plan+"/invitations", "role", "carer", "called", "my brother", "right", "see").is(http.StatusUnprocessableEntity).
		has(`href="#sections"`, `href="#when"`, `value="my brother"`, `name="right" value="see" checked`)
	made := b.post(plan+"/invitations", "role", "carer", "called", "my brother", "s.warnings", "yes", "right", "see", "when", "always").is(http.StatusCreated).
		has("Hand this over", "until 30 November 2026", "shown just this once", "<svg", "QR code with the link above")
	code, link := found(t, codeIn, made), found(t, linkIn, made)
	if link != "http://localhost/invitations/"+code || !regexp.MustCompile(`^([A-Z2-7]{5}-){5}[A-Z2-7]$`).MatchString(code) {
		t.Errorf("link %q, code %q", link, code)
	}
	if strings.Contains(made.body, "style=") {
		t.Error("an inline style")
	}
	b.get(plan+"/sharing").has("Asked, and not answered yet", "my brother", "Withdraw").lacks(code)

	at(w, nobody).get("/invitations/"+code).is(http.StatusOK).has("Somebody has asked you in", `href="/sign-up?next=/invitations/`+code+`"`, `href="/sign-in?next=/invitations/`+code+`"`).lacks("Ailsa")
	jamie.post("/invitations", "code", strings.ToLower(strings.ReplaceAll(code, "-", " "))).is(http.StatusSeeOther)
	jamie.get("/invitations/"+strings.ReplaceAll(code, "-", "")).is(http.StatusOK).has("Ailsa has asked you in", "as family or a friend", "They can see when you have looked.", "No thanks").
		lacks("my brother", "I wake before four.")
	joined := jamie.post("/invitations/"+code, "answer", "yes").is(http.StatusOK).has("Nothing is shown until they have seen that it was you and said yes.")
	words := found(t, wordIn, joined)
	jamie.get("/people").has("Ailsa", "Nothing is shown until Ailsa has seen that it was you", words)
	jamie.get(plan).is(http.StatusNotFound)

	b.get("/").has("Jamie has said yes to your invitation.", "Is it them?")
	b.get(plan + "/sharing").has("Jamie has said yes to your invitation. They see nothing yet.")
	path := plan + "/people/" + string(w.Jamie.Account) + "/confirm"
	b.get(path).is(http.StatusOK).has("Is this the Jamie you meant?", w.Jamie.Email, "this address was checked", "my brother", words,
		"What Jamie will see", "From today Jamie can see: Small signs – always, until you stop it.", "Yes, this is Jamie", "That's not who I meant")
	w.Clock.Forward(time.Hour)
	held := b.post(path).is(http.StatusForbidden).has("Your password, please")
	jamie.get(plan).is(http.StatusNotFound)
	b.post("/step-up", append(held.held(), "password", apptest.Password)...).is(http.StatusOK).has(`action="` + path + `"`)
	b.post(path).leads(plan + "/sharing?done=confirmed")
	jamie.get(plan).is(http.StatusOK).has("What Ailsa shares with you", "I wake before four.")
	b.get(path).leads(plan + "/sharing#who-" + string(w.Jamie.Account))
}

func TestNotWhoWasMeant(t *testing.T) {
	w := apptest.New(t)
	w.Accept(w.Stranger, models.Carer, models.Offer{Sections: []models.SectionKey{"warnings"}, Right: models.RightSee, When: models.Always})
	b := at(w, w.Ailsa)
	plan := "/plans/" + string(w.Ailsa.Plan)
	b.post(plan + "/people/" + string(w.Stranger.Account) + "/end").leads(plan + "/sharing?done=ended")
	b.get(plan + "/sharing").lacks("Stran")
	at(w, w.Stranger).get(plan).is(http.StatusNotFound)
}

// A code that was used, withdrawn, meant for another address or never was reads the
// same, and says what to do.
func TestCodesThatLeadNowhere(t *testing.T) {
	w := apptest.NewWithMail(t)
	b, stranger := at(w, w.Ailsa), at(w, w.Stranger)
	plan := "/plans/" + string(w.Ailsa.Plan)
	b.get(plan + "/invitations/new?alone=yes").has("Their e-mail address")
	used := found(t, codeIn, b.post(plan+"/invitations", "role", "carer", "called", "x"))
	at(w, w.Jamie).post("/invitations/"+used, "answer", "no").leads("/people?done=no_thanks")
	withdrawn := found(t, codeIn, b.post(plan+"/invitations", "role", "carer", "called", "y"))
	id := regexp.MustCompile(`/invitations/([A-Z0-9]+)/withdraw`).FindStringSubmatch(b.get(plan + "/invitations").body)[1]
	b.post(plan + "/invitations/" + id + "/withdraw").leads(plan + "/sharing?done=invitation")
	elsewhere := found(t, codeIn, b.post(plan+"/invitations", "role", "carer", "called", "z", "email", "somebody@example.org"))
	b.post(plan+"/invitations", "role", "carer", "called", "z", "email", "nonsense").is(http.StatusUnprocessableEntity).has(`href="#email"`, `value="nonsense"`)
	for _, code := range []string{used, withdrawn, elsewhere, "NEVER-WAS"} {
		stranger.get("/invitations/"+code).is(http.StatusNotFound).has("This code doesn't lead anywhere.", "Ask for another one.").lacks("Ailsa")
		stranger.post("/invitations/"+code, "answer", "yes").is(http.StatusNotFound).has("This code doesn't lead anywhere.")
	}
	stranger.post("/invitations", "code", " - ").is(http.StatusUnprocessableEntity).has("Type the code that you were given.")
}

// With mail an address is proved first: the invitation stands at the end of the first
// run, in the browser that it was opened in and not in the mail.
func TestALinkOutlivesProvingAnAddress(t *testing.T) {
	w := apptest.NewWithMail(t)
	code := found(t, codeIn, at(w, w.Ailsa).post("/plans/"+string(w.Ailsa.Plan)+"/invitations", "role", "peer", "called", "Nell"))
	b, path := at(w, nobody), "/invitations/"+code
	b.post("/sign-up", "name", "Nell", "email", "nell@example.org", "password", "a quiet cup of tea", "own", "no", "next", path).
		is(http.StatusAccepted).has("take you on to your invitation", `href="/sign-in?next=%2Fstart%2Fcode"`)
	mail := w.Mail.Next().Body
	if strings.Contains(mail, code) {
		t.Error("the invitation's code is in the mail")
	}
	_, token, _ := strings.Cut(mail, "token=")
	b.post("/prove", "token", token).leads("/sign-in?next=%2Fstart%2Fcode")
	b.post("/sign-in", "email", "nell@example.org", "password", "a quiet cup of tea", "own", "no", "next", "/start/code").leads("/start/code")
	b.post("/start/ring").leads("/start/ready")
	b.get("/start/ready").has(`class="btn strong" href="` + path + `">Go on to my invitation`)
	b.get(path).has("Ailsa has asked you in")
	b.post("/sign-out").leads("/")
	if b.cookies["came-for"] != "" {
		t.Error("the invitation stays in the browser after signing out")
	}
}

// Whoever comes by the link and has no account yet comes back to it.
func TestALinkOutlivesSigningUp(t *testing.T) {
	w := apptest.New(t)
	code := found(t, codeIn, at(w, w.Ailsa).post("/plans/"+string(w.Ailsa.Plan)+"/invitations", "role", "peer", "called", "Nell"))
	b := at(w, nobody)
	b.post("/sign-up", "name", "Nell", "email", "nell@example.org", "password", "a quiet cup of tea", "next", "/invitations/"+code).
		is(http.StatusCreated).has(`href="/invitations/` + code + `"`)
	b.get("/invitations/"+code).has("Ailsa has asked you in", "as a peer worker")
	b.post("/invitations/"+code, "answer", "yes").is(http.StatusOK)
	at(w, w.Ailsa).get("/plans/"+string(w.Ailsa.Plan)+"/sharing").has("Nell", "not confirmed by this service", "Nell has said yes to your invitation.")
}

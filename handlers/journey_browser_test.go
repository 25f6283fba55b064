package handlers_test

import (
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"handrail/app/apptest"
	"handrail/models"
)

// The main job as people do it, in a real browser: a new person signs up, writes,
// asks somebody in, confirms, shares, is given a suggestion, says yes, sees who has
// looked, gets help and leaves. Wide and on a phone, with a script and without.
func TestTheMainJobInABrowser(t *testing.T) {
	chromium(t)
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) { journey(t, v) })
	}
}

func journey(t *testing.T, v view) {
	s := newServer(t)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close) // after the windows, whose pages hold streams open
	nell, morag := window(t, server, v), window(t, server, v)

	nell.comesIn("nell@example.org", "Nell")
	plan := nell.planOfRooms()
	nell.writes(plan, "warnings", map[string]string{"f.sign": "I wake before four.", "f.do": "Radio on low."})
	nell.reads("I wake before four.", "Only you")
	nell.presses("Change")
	nell.types("f.sign", "I wake before four and can't settle.")
	nell.presses("Done")
	nell.reads("I wake before four and can't settle.")
	nell.presses("1 earlier version")
	nell.reads("I wake before four.")
	nell.presses("Bring this version back")
	nell.reads("I wake before four.")

	code := nell.asksIn(plan)
	morag.signsIn(&s.Morag)
	morag.goes("/invitations/" + code)
	morag.reads("Nell")
	morag.presses("Yes")
	words := morag.twoWords()
	morag.goes(plan)
	morag.reads("nothing to show")

	nell.goes(plan + "/sharing")
	nell.presses("Is it Morag")
	nell.reads(words)
	nell.presses("Yes, this is Morag")
	nell.shares(plan, string(s.Morag.Account))
	morag.goes(plan)
	morag.reads("I wake before four.")
	morag.fits()
	morag.suggests(plan, "I start cancelling plans.")

	nell.goes("/")
	nell.reads("suggestion")
	nell.goes(plan + "/sections/warnings")
	nell.presses("Look at it")
	nell.presses("Add it")
	nell.reads("I start cancelling plans.")
	nell.goes(plan + "/looks")
	nell.reads("Morag", "Small signs")
	nell.goes("/help")
	nell.reads("Ring 999", "Rowan", "A walk by the canal.", "Samaritans", "Nobody is told")
	nell.fits()
}

// comesIn goes through the first run, from the front page to their own first page.
func (b *browser) comesIn(email, name string) {
	b.t.Helper()
	b.goes("/")
	b.presses("Start")
	b.reads("How should it look?")
	b.ticks("theme", "auto")
	b.presses("Go on")
	b.signsUp(email, name)
	b.presses("I have written it down")
	b.reads("A PIN for your own phone?")
	b.fits()
	b.presses("Not now")
	b.reads("Is somebody beside you?")
	b.presses("Go on")
	b.types("f.helps", "A walk by the canal.")
	b.presses("Keep it and go on")
	b.types("f.who", "Rowan")
	b.types("f.phone", "01382 000000")
	b.presses("Keep it and go on")
	b.reads("That's enough for today")
	b.fits()
	b.presses("Go to my first page")
	b.reads(name)
}

func (b *browser) signsUp(email, name string) {
	b.t.Helper()
	b.types("name", name)
	b.types("email", email)
	b.types("password", apptest.Password)
	b.ticks("own", "yes")
	b.presses(b.strong())
	if !regexp.MustCompile(`[A-Z2-7]{5}-`).MatchString(b.text()) {
		b.t.Errorf("%s: no recovery code in %s", b.name, b.text())
	}
}

// strong is the words on the one strong button of the page.
func (b *browser) strong() (words string) {
	b.t.Helper()
	b.do(evaluate(`document.querySelector('main .btn.strong').textContent.trim()`, &words))
	return words
}

// planOfRooms is the address of one's own plan, from the list beside the page.
func (b *browser) planOfRooms() (path string) {
	b.t.Helper()
	b.do(evaluate(`new URL(document.querySelector('.rooms a[href^="/plans/"]').href).pathname.split('/').slice(0, 3).join('/')`, &path))
	return path
}

func (b *browser) writes(plan, section string, fields map[string]string) {
	b.t.Helper()
	b.goes(plan + "/sections/" + section)
	for name, text := range fields {
		b.types(name, text)
	}
	b.presses("Done")
}

// asksIn makes an invitation for a practitioner and gives its code.
func (b *browser) asksIn(plan string) string {
	b.t.Helper()
	b.goes(plan + "/invitations/new")
	b.pastTheQuestion()
	b.ticks("role", string(models.Practitioner))
	b.types("called", "my nurse")
	b.presses("Make a link")
	code := regexp.MustCompile(`[A-Z2-7]{5}(-[A-Z2-7]{1,5})+`).FindString(b.text())
	if code == "" {
		b.t.Fatalf("%s: no code in %s", b.name, b.text())
	}
	return code
}

// pastTheQuestion says that nobody looks on, where that is asked.
func (b *browser) pastTheQuestion() {
	b.t.Helper()
	if strings.Contains(b.text(), "Are you alone") {
		b.presses("Yes")
	}
}

func (b *browser) twoWords() (words string) {
	b.t.Helper()
	b.do(evaluate(`document.querySelector('main .code').textContent.trim()`, &words))
	return words
}

// shares gives Small signs to somebody, past the question that comes first, and
// past the password where that is asked.
func (b *browser) shares(plan, account string) {
	b.t.Helper()
	b.goes(plan + "/people/" + account + "/share")
	b.pastTheQuestion()
	b.ticks("s.warnings", "yes")
	b.ticks("right", "suggest")
	b.ticks("when", "always")
	b.presses("Go on")
	b.reads("From today Morag can see and suggest changes to", "Small signs", "until you stop")
	b.presses("Yes, share this")
	b.reads("Shared")
}

func (b *browser) suggests(plan, words string) {
	b.t.Helper()
	b.goes(plan + "/suggest?section=warnings")
	b.types("f.sign", words)
	b.presses("Send")
}

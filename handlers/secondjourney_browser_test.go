package handlers_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/app/mail"
	"handrail/handlers"
	"handrail/handlers/say"
)

// What the main job leaves out, as people do it, in a real browser: the plan put in order
// and parts of it kept back, two people asked in and shown different things, a suggestion said
// no to and one weighed beside newer words, who has looked, and all of it stopped. What a wide
// window without a script would show differs from the others by nothing that is looked at here.
func TestTheRestOfTheJobInABrowser(t *testing.T) {
	chromium(t)
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			o := newTale(t, v)
			o.putsInOrder()
			o.asksJamieIn()
			o.asksPeteIn()
			o.readsTheTable()
			o.hidesOneFromJamie()
			o.looksThroughJamiesEyes()
			o.saysNo()
			o.weighsBoth()
			o.takesOut()
			o.findsWhoHasLooked()
			o.stopsSharing()
			o.serviceConfirms()
			o.jamieHasAPlanToo()
			o.leavesAndComesBack()
		})
	}
}

// tale is Ailsa at one window and somebody else at the other.
type tale struct {
	*server
	post         *apptest.PostBox
	plan         string
	ailsa, other *browser
}

func newTale(t *testing.T, v view) *tale {
	t.Helper()
	post := apptest.NewPostBox(t)
	mailer, err := mail.NewSMTP(post.URL)
	if err != nil {
		t.Fatal(err)
	}
	s := serverOf(apptest.NewSet(t, func(in *app.Settings) { in.Mail, in.Say = mailer, say.In }))
	weather := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		_, _ = io.WriteString(w, "<main>Rain later.</main>")
	}))
	t.Cleanup(weather.Close)
	server := httptest.NewServer(handlers.New(s.App, handlers.Settings{NeutralURL: weather.URL}))
	t.Cleanup(server.Close) // after the windows, whose pages hold streams open
	for _, words := range []string{"I cancel plans.", "I stop eating lunch.", "The curtains stay shut."} {
		s.Write("warnings", words)
	}
	o := &tale{s, post, "/plans/" + string(s.Ailsa.Plan), window(t, server, v), window(t, server, v)}
	o.ailsa.signsIn(&s.Ailsa)
	return o
}

// as is the other window with somebody at it.
func (o *tale) as(who apptest.Who) *browser {
	o.T.Helper()
	o.other.signsIn(&who)
	return o.other
}

func (o *tale) putsInOrder() {
	b, signs := o.ailsa, o.plan+"/sections/warnings"
	b.goes(signs)
	b.presses("Up")
	b.inOrder("I stop eating lunch.", "I cancel plans.", "The curtains stay shut.")
	b.presses("Down")
	b.inOrder("I cancel plans.", "I stop eating lunch.", "The curtains stay shut.")
	b.pressesAt("The curtains stay shut.", "About this entry")
	b.ticks("privacy", "only_me")
	b.presses("Keep it like this")
	b.reads("Done. Nobody is told.")
	b.goes(signs)
	b.pressesAt("I stop eating lunch.", "Change")
	b.presses("Take it out")
	b.reads("Taken out.")
	b.lacks("I stop eating lunch.")
	b.goes(o.plan + "/removed")
	b.pressesAt("I stop eating lunch.", "Bring it back")
	b.goes(signs)
	b.inOrder("I cancel plans.", "I stop eating lunch.", "The curtains stay shut.")
	b.goes(o.plan)
	b.presses("Add a part of my own")
	b.types("title", "The allotment")
	b.presses("Add it to my plan")
	b.types("f.words", "Beans, and a bench.")
	b.presses("Done")
	b.reads("The allotment", "Beans, and a bench.", "Only you")
	b.fits()
}

// asksJamieIn by e-mail, prepares what he will see, and says yes to all of it at once.
func (o *tale) asksJamieIn() {
	b := o.ailsa
	b.goes(o.plan + "/invitations/new")
	b.pastTheQuestion()
	b.ticks("role", "carer")
	b.types("called", "my brother")
	b.types("email", o.Jamie.Email)
	b.ticks("s.warnings", "yes")
	b.ticks("right", "suggest")
	b.ticks("when", "always")
	b.types("until", "2026-12-24")
	b.types("purpose", "So that he knows.")
	b.presses("Make a link")
	b.reads("We have sent a link to", "jamie@example.org")
	b.must(`(box => box.width > 120 && box.left >= 0 && box.right <= innerWidth)(document.querySelector('.qr svg').getBoundingClientRect())`)
	b.fits()
	jamie := o.as(o.Jamie)
	jamie.goes(o.linkMailedTo("jamie@example.org"))
	jamie.presses("Yes, I'd like that")
	words := jamie.twoWords()
	jamie.goes(o.plan)
	jamie.reads("nothing to show")
	b.presses("Back to who sees what")
	b.presses("Is it Jamie")
	b.reads(words, "my brother", "Small signs", "24 December 2026", "So that he knows.")
	b.presses("Yes, this is Jamie")
	b.reads("They can now see what you share with them.")
	jamie.goes(o.plan)
	jamie.reads("I cancel plans.", "I stop eating lunch.")
	jamie.lacks("The curtains stay shut.", "The allotment", "So that he knows.")
	jamie.fits()
}

// linkMailedTo is where the mail that came leads. What else it says anybody may read who
// looks over a shoulder.
func (o *tale) linkMailedTo(address string) string {
	o.T.Helper()
	m := o.post.Next()
	link := regexp.MustCompile(`http://localhost(/invitations/\S+)`).FindStringSubmatch(m.Body)
	if m.To != address || link == nil {
		o.T.Fatalf("%+v", m)
	}
	said := strings.ToLower(m.Subject + strings.Replace(m.Body, link[0], "", 1))
	for _, word := range []string{"ailsa", "jamie", "brother", "carer", "handrail", "plan", "recovery", "health", "sign"} {
		if strings.Contains(said, word) {
			o.T.Errorf("the mail says %q: %s", word, said)
		}
	}
	return link[1]
}

// asksPeteIn has him type the code, and gives him something afterwards, in two circumstances.
func (o *tale) asksPeteIn() {
	b := o.ailsa
	b.goes(o.plan + "/invitations/new")
	b.pastTheQuestion()
	b.ticks("role", "peer")
	b.types("called", "Pete from the group")
	b.presses("Make a link")
	pete := o.as(o.Pete)
	pete.goes("/people")
	pete.presses("I have a code")
	pete.types("code", strings.ToLower(b.code()))
	pete.presses("Go on")
	pete.presses("Yes, I'd like that")
	b.goes(o.plan + "/sharing")
	b.presses("Is it Pete")
	b.reads("Pete will see nothing yet")
	b.presses("Yes, this is Pete")
	o.Clock.Forward(6 * time.Minute) // since the password was last given
	o.shares(map[string]string{"c.noticing": "yes", "right": "see", "when": "always"}, map[string]string{"until": "2026-12-31"})
	o.shares(map[string]string{"s.toolbox": "yes", "right": "see", "when": "crisis"}, map[string]string{"from": "2026-11-25", "purpose": "For a bad day."})
	pete.goes(o.plan)
	pete.reads("I cancel plans.")
	pete.lacks("Things that help me", "The curtains stay shut.")
}

func (o *tale) shares(ticked, typed map[string]string) {
	o.T.Helper()
	b := o.ailsa
	b.goes(o.plan + "/people/" + string(o.Pete.Account) + "/share")
	b.pastTheQuestion()
	for name, value := range ticked {
		b.ticks(name, value)
	}
	for name, text := range typed {
		b.types(name, text)
	}
	b.presses("Go on")
	b.presses("Yes, share this")
	if !strings.Contains(b.text(), "Shared.") {
		b.givesPassword()
	}
	b.reads("Shared.")
}

// givesPassword where it was given too long ago for sharing more; then what waited goes on,
// by itself where a script runs.
func (b *browser) givesPassword() {
	b.t.Helper()
	b.reads("Your password, please")
	b.fits()
	b.types("password", apptest.Password)
	if !b.script {
		b.presses("Go on")
		b.presses("Go on")
		return
	}
	b.presses("Go on")
	b.until(`!document.querySelector('form[data-go], [name=password]')`)
}

func (o *tale) readsTheTable() {
	b := o.ailsa
	b.goes(o.plan + "/sharing")
	b.presses("See it as a table")
	for _, want := range []struct{ part, who, says string }{
		{"Small signs", "Jamie", "can see and suggest, until the end of 24 December 2026"},
		{"Small signs", "Pete", "can see, until the end of 31 December 2026"},
		{"Things that help me", "Jamie", "Not shared"},
		{"Things that help me", "Pete", "can see it only in a crisis, from 25 November 2026"},
	} {
		var says string
		b.do(evaluate(`[...document.querySelectorAll('table.share tbody tr')].find(r => r.querySelector('th span').textContent === `+quoted(want.part)+
			`)?.querySelector('[data-who=`+want.who+`]').textContent.trim() ?? ''`, &says))
		if says != want.says {
			b.t.Errorf("%s: %s and %s: %q", b.name, want.part, want.who, says)
		}
	}
	b.fits()
	b.goes(o.plan + "/receipts")
	b.pressesAt("Jamie", "Small signs")
	b.reads("Jamie", "Small signs", "can see and suggest", "24 December 2026", "So that he knows.", "Version of the sentence")
	b.fits()
}

// code is the one that the page shows.
func (b *browser) code() string {
	b.t.Helper()
	return regexp.MustCompile(`[A-Z2-7]{5}(-[A-Z2-7]{1,5})+`).FindString(b.text())
}

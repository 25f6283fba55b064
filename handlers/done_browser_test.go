package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/labstack/echo/v4"

	"handrail/models"
)

// mood is how a server takes what is sent: at once, late, or not at all.
type mood struct{ broken, late atomic.Bool }

func (m *mood) takes(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Method != http.MethodPost {
			return next(c)
		}
		if m.broken.Load() {
			return c.NoContent(http.StatusServiceUnavailable)
		}
		if m.late.Load() {
			time.Sleep(300 * time.Millisecond)
		}
		return next(c)
	}
}

// moody is a server whose mood a test sets.
func moody(t *testing.T, s *server) (*httptest.Server, *mood) {
	t.Helper()
	m := new(mood)
	s.echo.Pre(m.takes)
	server := httptest.NewServer(s.echo)
	t.Cleanup(server.Close)
	return server, m
}

// pressesDone presses Done twice, as an impatient hand does, and waits for nothing.
func (b *browser) pressesDone() {
	b.t.Helper()
	b.must(`(() => { const done = document.querySelector('form[data-draft] .btn.strong'); done.click(); done.click(); return true })()`)
}

// stays checks that the page and what is typed on it are still there.
func (b *browser) stays(path, words string) {
	b.t.Helper()
	b.must(`location.pathname + location.search === ` + quoted(path) + ` && document.querySelector('form[data-draft] textarea').value === ` + quoted(words))
}

// wrote is the first words of each entry of a section.
func wrote(s *server, section models.SectionKey) (out []string) {
	s.T.Helper()
	plan, err := s.App.ReadSection(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan, section)
	s.Must(err)
	for _, e := range plan.Sections[0].Entries {
		out = append(out, e.Fields[0].Text)
	}
	return out
}

// Done with no signal, or while the server takes nothing, keeps the page with its words and
// says so. It goes on by itself as soon as the words are saved, once, however often it was
// pressed. Whoever writes on meanwhile is not done.
func TestDoneWithNoSignalKeepsTheWordsAndGoesOnWithIt(t *testing.T) {
	chromium(t)
	s := newServer(t)
	server, mood := moody(t, s)
	b := window(t, server, view{"phone", 360, false, true})
	b.signsIn(&s.Ailsa)
	path := "/plans/" + string(s.Ailsa.Plan) + "/sections/hopes"
	var want []string
	kept := func(words string) {
		t.Helper()
		b.until(`location.search.includes('done=added') && document.readyState === 'complete'`)
		if want = append(want, words); !slices.Equal(wrote(s, "hopes"), want) {
			t.Errorf("%q are kept, not %q", wrote(s, "hopes"), want)
		}
		if got := typedIn(s, "hopes"); got != "" {
			t.Errorf("after Done the draft %q is left", got)
		}
		b.goes(path)
	}

	b.goes(path)
	b.must(typesIn + `("A garden")`)
	b.says("Saved ")
	b.signal(false)
	b.must(typesIn + `("A garden with a wall")`)
	b.pressesDone()
	b.says("No signal. You can keep writing.")
	b.stays(path, "A garden with a wall")
	b.warnsOnClosing()
	b.picture("done-offline")
	b.signal(true)
	kept("A garden with a wall")

	b.must(typesIn + `("A dog")`)
	b.says("Saved ")
	b.signal(false)
	b.pressesDone() // every word is saved, and yet the form can't be sent
	b.says("No signal. You can keep writing.")
	b.stays(path, "A dog")
	b.must(typesIn + `("A dog and")`)
	b.signal(true)
	b.says("Saved ")
	b.stays(path, "A dog and")
	b.must(typesIn + `("A dog and a hill")`)
	b.pressesDone()
	kept("A dog and a hill")

	mood.broken.Store(true)
	b.must(typesIn + `("A boat")`)
	b.pressesDone()
	b.says("That didn't save. Your words are still here.")
	b.stays(path, "A boat")
	mood.broken.Store(false)
	kept("A boat")

	mood.late.Store(true)
	b.must(typesIn + `("A stove")`)
	b.says("Saved ")
	b.pressesDone()
	kept("A stove")
	b.must(typesIn + `("A chair")`)
	b.pressesDone()
	kept("A chair")
}

// What the server will never keep as a draft does not hold the form back: its own answer says
// what is wrong with it, and the words stand in it.
func TestDoneGoesOnWithWhatIsRefused(t *testing.T) {
	chromium(t)
	s := newServer(t)
	server, _ := moody(t, s)
	b := window(t, server, view{"phone", 360, false, true})
	b.signsIn(&s.Ailsa)
	path := "/plans/" + string(s.Ailsa.Plan) + "/sections/hopes"
	b.goes(path)
	b.must(typesIn + `('A garden '.repeat(4000))`)
	b.pressesDone()
	b.until(`!!document.querySelector('#summary')`)
	b.must(`document.querySelector('form[data-draft] textarea').value.startsWith('A garden')`)

	b.goes(path)
	s.Must(s.App.SignOut(t.Context(), s.Ailsa.Actor))
	b.must(typesIn + `("A garden with a bench")`)
	b.pressesDone()
	b.until(`location.pathname !== ` + quoted(path) + ` || !!document.querySelector('[name="password"]')`)
	b.must(`[...document.querySelectorAll('input[type=hidden]')].some(it => it.value === 'A garden with a bench')`)
}

// Who sees new words is chosen beside them, and kept with what is typed.
func TestWhoSeesNewWordsIsChosenOnAPhone(t *testing.T) {
	chromium(t)
	s := newServer(t)
	s.Tie(s.Jamie, models.Carer)
	s.Share(s.Jamie, models.RightSee, "hopes")
	server, _ := moody(t, s)
	b := window(t, server, view{"phone", 360, false, true})
	b.signsIn(&s.Ailsa)
	path := "/plans/" + string(s.Ailsa.Plan) + "/sections/hopes"
	b.goes(path)
	b.must(`!document.querySelector('.who-sees').open`)
	b.picture("who-sees-folded")
	b.must(typesIn + `("A garden") && (() => { document.querySelector('.who-sees summary').click(); document.querySelector('.who-sees input[name^="hide."]').click(); return true })()`)
	b.says("Saved ")
	b.fits()
	b.picture("who-sees")
	b.goes(path)
	b.must(`document.querySelector('.who-sees').open && document.querySelector('.who-sees input[name^="hide."]').checked`)
	b.pressesDone()
	b.until(`location.search.includes('done=added')`)
	if plan, err := s.App.ReadSection(t.Context(), s.Jamie.Actor, s.Ailsa.Plan, "hopes"); err != nil || len(plan.Sections[0].Entries) != 0 {
		t.Errorf("he sees %+v, %v", plan, err)
	}
}

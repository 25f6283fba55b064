package handlers_test

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// What lists must bear (SAFETY.md 24), and what a page of one may take and weigh.
const (
	manyRows    = 10_000
	manyPeople  = 10_000
	longestPage = time.Second
	largestPage = 24 << 10 // as it is sent
)

// manyOf does something so many times, some at once.
func manyOf(t *testing.T, n int, do func(i int) error) {
	t.Helper()
	var all sync.WaitGroup
	for w := range 16 {
		all.Go(func() {
			for i := w; i < n && !t.Failed(); i += 16 {
				if err := do(i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

// longLists is a world in which each list is long: entries of one section, versions of an
// entry, suggestions, looks, what was taken out, and the people of a practitioner.
func longLists(t *testing.T, rows, people int) (s *server, entry models.ID) {
	s = newServer(t)
	ctx, plan := t.Context(), s.Ailsa.Plan
	s.Tie(s.Jamie, models.Carer)
	s.Tie(s.Morag, models.Practitioner)
	s.Share(s.Jamie, models.RightSee, "warnings")
	s.Share(s.Morag, models.RightSuggest, "daily", "toolbox")
	entry = s.Write("warnings", "I wake before four.").ID
	gone := make([]models.ID, rows/10)
	for i := range gone {
		gone[i] = s.Write("hopes", fmt.Sprintf("Hope %d.", i)).ID
	}
	var fills sync.WaitGroup
	fills.Go(func() {
		manyOf(t, rows, func(i int) error {
			_, err := s.App.AddEntry(ctx, s.Ailsa.Actor, app.AddEntry{Plan: plan, Section: "toolbox", Fields: models.Fields{{Key: "helps", Text: fmt.Sprintf("Thing %d that helps.", i)}}})
			return err
		})
	})
	fills.Go(func() {
		for i := 1; i <= rows && !t.Failed(); i++ {
			_, err := s.App.EditEntry(ctx, s.Ailsa.Actor, app.EditEntry{Plan: plan, Entry: entry, Version: i, Fields: models.Fields{{Key: "sign", Text: fmt.Sprintf("I wake before %d.", i)}}})
			s.Must(err)
		}
	})
	fills.Go(func() {
		manyOf(t, rows, func(int) error {
			_, err := s.App.ReadSection(ctx, s.Jamie.Actor, plan, "warnings")
			return err
		})
	})
	fills.Go(func() {
		manyOf(t, len(gone), func(i int) error { return s.App.RemoveEntry(ctx, s.Ailsa.Actor, plan, gone[i]) })
	})
	fills.Go(func() { manyOf(t, people, func(i int) error { return sharesWithMorag(s, i) }) })
	fills.Wait()
	if t.Failed() {
		t.FailNow()
	}
	for range rows / 2 / 30 { // so many may be sent in a week, and 5,000 in all by one
		manyOf(t, 30, func(i int) error {
			_, err := s.App.Suggest(ctx, s.Morag.Actor, app.Suggest{Plan: plan, Section: "daily", Fields: models.Fields{{Key: "what", Text: fmt.Sprintf("A walk, %d.", i)}}})
			return err
		})
		s.Clock.Forward(8 * 24 * time.Hour)
	}
	s.Ailsa, s.Morag = s.SignIn(s.Ailsa), s.SignIn(s.Morag)
	return s, entry
}

// sharesWithMorag is one more person who has let Morag in and shares a part.
func sharesWithMorag(s *server, i int) error {
	ctx, name := s.T.Context(), fmt.Sprintf("Person%d", i)
	account, _, err := s.App.AddAccount(ctx, app.NewAccount{Name: name, Email: name + "@example.org", Password: apptest.Password})
	if err != nil {
		return err
	}
	in, err := s.App.SignIn(ctx, account.Email, apptest.Password, app.Device{Name: "test"})
	if err != nil {
		return err
	}
	made, err := s.App.Invite(ctx, in.Actor, app.Invite{Plan: account.Plan, Role: models.Practitioner, Called: "my nurse",
		Offers: []models.Offer{{Sections: []models.SectionKey{"warnings"}, Right: models.RightSuggest, When: models.Always}}})
	if err != nil {
		return err
	}
	if _, err := s.App.AcceptInvitation(ctx, s.Morag.Actor, made.Code); err != nil {
		return err
	}
	return s.App.ConfirmPerson(ctx, in.Actor, account.Plan, s.Morag.Account)
}

// Every list stays quick and its page small with 10,000 rows in it: each page is there
// within a second and holds so many of them, and the last of them can be come by.
func TestLongListsStayQuick(t *testing.T) {
	standsIn(t, "_long_test.go")
	if os.Getenv("CI") != "true" && os.Getenv("HANDRAIL_LONG") == "" {
		t.Skip("left out of the quick loop: tens of thousands of rows (HANDRAIL_LONG=1 or make test runs it)")
	}
	s, entry := longLists(t, manyRows, manyPeople)
	plan := "/plans/" + string(s.Ailsa.Plan)
	versions := plan + "/entries/" + string(entry) + "/versions"
	last := fmt.Sprint("?skip=", manyRows-10)
	for _, p := range []struct {
		who  apptest.Who
		path string
		says string
	}{
		{s.Ailsa, "/", ""}, {s.Ailsa, plan, "Thing "}, {s.Ailsa, plan + "/sections/toolbox", "The next ones"}, {s.Ailsa, plan + "/sections/toolbox" + last, "Back to the first ones"},
		{s.Ailsa, versions, "Earlier ones"}, {s.Ailsa, versions + last, "I wake before 1."}, {s.Ailsa, plan + "/sections/warnings", ""}, {s.Ailsa, plan + "/sections/daily", "A walk"},
		{s.Ailsa, plan + "/suggestions", "Earlier ones"}, {s.Ailsa, plan + "/suggestions" + fmt.Sprint("?skip=", manyRows/2/30*30-10), "A walk"}, {s.Ailsa, plan + "/removed", "Earlier ones"},
		{s.Ailsa, plan + "/removed" + fmt.Sprint("?skip=", manyRows/10-10), "Hope "}, {s.Ailsa, plan + "/looks", "Earlier ones"}, {s.Ailsa, plan + "/looks?refused=yes", ""}, {s.Ailsa, plan + "/sharing", ""},
		{s.Morag, "/", ""}, {s.Morag, "/people", "The next ones"}, {s.Morag, "/people" + fmt.Sprint("?skip=", manyPeople-10), "Person"}, {s.Morag, plan + "/suggestions", "Earlier ones"},
		{s.Morag, plan, "See the others too"}, {s.Morag, plan + "/sections/toolbox" + last, "Thing "},
	} {
		s.quick(p.who, p.path, p.says, largestPage)
	}
	for who, paths := range map[*apptest.Who][]string{
		&s.Ailsa: {versions, plan + "/suggestions", plan + "/removed", plan + "/access-records", plan + "/entries/" + string(entry)},
		&s.Morag: {"/me", "/plans", plan + "/suggestions"},
	} {
		for _, path := range paths {
			s.quick(*who, "/api/v1"+path, "", 48*manyPeople) // some 40 bytes a person
		}
	}
}

// quick checks the best of some answers, and what it says.
func (s *server) quick(who apptest.Who, path, says string, most int) {
	s.T.Helper()
	best, sent := time.Hour, 0
	for range 3 {
		r := asks(who, path, "gzip")
		w := httptest.NewRecorder()
		begun := time.Now()
		s.echo.ServeHTTP(w, r)
		best, sent = min(best, time.Since(begun)), w.Body.Len()
		if w.Code != http.StatusOK {
			s.T.Errorf("%s %s: %d %s", who.Name, path, w.Code, w.Header().Get("Location"))
			return
		}
		if text := unzipped(s, w); !strings.Contains(text, says) {
			s.T.Errorf("%s %s does not say %q", who.Name, path, says)
		}
	}
	s.T.Logf("%s %s: %s, %d bytes", who.Name, strings.ReplaceAll(path, string(s.Ailsa.Plan), "PLAN"), best, sent)
	if best > longestPage || sent > most {
		s.T.Errorf("%s %s: %s and %d bytes", who.Name, path, best, sent)
	}
}

func unzipped(s *server, w *httptest.ResponseRecorder) string {
	if w.Header().Get("Content-Encoding") != "gzip" {
		return w.Body.String()
	}
	z, err := gzip.NewReader(w.Body)
	s.Must(err)
	text, err := io.ReadAll(z)
	s.Must(err)
	return string(text)
}

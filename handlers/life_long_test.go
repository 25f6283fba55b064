package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"handrail/app"
	"handrail/models"
)

// lived is how much somebody has written over their years.
type lived struct{ days, checkIns, ticks, goals, reviews, notes int }

// life is Ailsa's plan after so many days. Much is written at once, so that it is
// there soon; the days on which it is written are spread as they were.
func life(t testing.TB, l lived) *server {
	t.Helper()
	s := newServer(t)
	ctx, plan, start := context.Background(), s.Ailsa.Plan, s.Clock.Now()
	var daily, goals []models.ID
	for i := range 6 {
		daily = append(daily, s.Write("daily", fmt.Sprintf("Thing %d that I do.", i)).ID)
		s.Write("toolbox", fmt.Sprintf("Thing %d that helps.", i))
		s.Write("warnings", fmt.Sprintf("Sign %d.", i))
	}
	for i := range l.goals {
		goals = append(goals, s.Write("goals", fmt.Sprintf("Goal %d: back at the allotment.", i)).ID)
	}
	const parts = 60
	share := func(n, part int) int { return n*(part+1)/parts - n*part/parts }
	for part := range parts {
		s.Clock.Forward(time.Duration(l.days) * 24 * time.Hour / parts)
		today := models.DayOf(s.Clock.Now(), time.UTC)
		var all sync.WaitGroup
		add := func(section models.SectionKey, f models.Fields) {
			all.Go(func() {
				if _, err := s.App.AddEntry(ctx, s.Ailsa.Actor, app.AddEntry{Plan: plan, Section: section, Fields: f}); err != nil {
					t.Error(err)
				}
			})
		}
		for i := range share(l.checkIns, part) {
			add("check-ins", models.Fields{{Key: "how", Text: models.Hows[i%5]}, {Key: "words", Text: "Canal. Two swans having a row."}, {Key: "date", Text: string(today.Plus(-i))}})
		}
		for i := range share(l.notes, part) {
			add("notes", models.Fields{{Key: "note", Text: fmt.Sprintf("Note %d of part %d. A heron at the lock today, on one leg, like a man waiting for a bus that he does not quite believe in.", i, part)}, {Key: "date", Text: string(today.Plus(-i))}})
		}
		for i := range share(l.ticks, part) {
			all.Go(func() {
				if err := s.App.Tick(ctx, s.Ailsa.Actor, app.Tick{Plan: plan, Day: today, Done: daily[i%6 : i%6+1]}); err != nil {
					t.Error(err)
				}
			})
		}
		for i := range share(l.goals*l.reviews, part) {
			all.Go(func() {
				_, err := s.App.AddReview(ctx, s.Ailsa.Actor, app.AddReview{Plan: plan, Goal: goals[i%len(goals)], Words: models.ReviewWords{Mark: i % 11, Words: "There's soil under my nails."}})
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
	}
	if got := s.Clock.Now().Sub(start); got < time.Duration(l.days-1)*24*time.Hour {
		t.Errorf("only %s went by", got)
	}
	s.Ailsa = s.SignIn(s.Ailsa)
	return s
}

// timed is the shortest of some times that a page takes at the server, and its size as
// it is sent.
func timed(s *server, path string, form url.Values) (shortest time.Duration, sent int) {
	s.T.Helper()
	var took []time.Duration
	for range 15 {
		r := httptest.NewRequest("GET", path, nil)
		r.AddCookie(&http.Cookie{Name: "handrail", Value: s.Ailsa.Cookie})
		r.Header.Set("Accept-Encoding", "gzip")
		w := httptest.NewRecorder()
		begun := time.Now()
		if form == nil {
			s.echo.ServeHTTP(w, r)
		} else {
			w = s.page(s.Ailsa, path, form)
		}
		took = append(took, time.Since(begun))
		if w.Code != 200 {
			s.T.Fatalf("%s: %d", path, w.Code)
		}
		sent = w.Body.Len()
	}
	return slices.Min(took), sent
}

// Home stays quick and small, however long somebody has been here, and so does the
// search of their notes, which leaves nothing in clear behind.
func TestALongLifeStaysQuick(t *testing.T) {
	standsIn(t, "_long_test.go")
	if os.Getenv("CI") != "true" && os.Getenv("HANDRAIL_LONG") == "" {
		t.Skip("left out of the quick loop: years of days (HANDRAIL_LONG=1 or make test runs it)")
	}
	year := life(t, lived{days: 365, checkIns: 365, ticks: 6 * 60, goals: 50, reviews: 6, notes: 200})
	ten := life(t, lived{days: 3650, checkIns: 4000, ticks: 6 * 60, goals: 50, reviews: 12, notes: 2000})
	first, sent := timed(year, "/", nil)
	later, sentLater := timed(ten, "/", nil)
	t.Logf("home: %s and %d bytes after a year, %s and %d after ten", first, sent, later, sentLater)
	if first > 100*time.Millisecond || sent > 14*1024 || sentLater > 14*1024 {
		t.Errorf("home takes %s and %d bytes", first, sent)
	}
	if later > 2*first+2*time.Millisecond {
		t.Errorf("home takes %s after a year and %s after ten", first, later)
	}
	plan := "/plans/" + string(ten.Ailsa.Plan)
	search, _ := timed(ten, plan+"/notes", url.Values{"words": {"heron canarysought"}})
	t.Logf("a search of 2,000 notes: %s", search)
	if search > 100*time.Millisecond {
		t.Errorf("a search takes %s", search)
	}
	for _, path := range []string{"/check-ins", "/check-ins?year=2030", "/goals", "/today", "/better-days", "/sections/check-ins", "/notes"} {
		took, size := timed(ten, plan+path, nil)
		t.Logf("%s: %s, %d bytes", path, took, size)
	}
	if ten.Place == ten.Folder {
		nothingInClear(t, ten.Folder, "canarysought", "heron at the lock")
	}
	ten.NothingInClear("canarysought", "heron at the lock")
}

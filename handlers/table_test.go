package handlers_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// BenchmarkFigures prints one table of what the project holds itself to, each line
// against a bare counterpart in the same run, with the machine's noise. It runs once:
// go test ./handlers -run '^$' -bench Figures -benchtime 1x. HANDRAIL_FIGURES_PEOPLE is how many people
// the largest database holds (100,000: to make it takes four minutes, and 5 GB on the disk and in memory).
func BenchmarkFigures(b *testing.B) {
	s := bigWorld(b)
	bare := newBare(b, s)
	fmt.Printf("\nnoise: the bare read against itself lies %.1f %% apart\n%s\n", 100*noise(b, readsBare(bare.token, bare.plan)), tableHead)
	for _, lines := range [][]against{reading(s, bare), saving(b, newServer(b), func(s *server) (string, http.HandlerFunc) {
		x := newBare(b, s)
		return x.token, x.save
	}, "≥ 0.6"), signingIn(fillBig(serverOf(apptest.NewWithRealHash(b)))), growing(b)} {
		for _, line := range lines {
			fmt.Println(line.measured(b))
		}
	}
	fmt.Println(sealedShare(b, s))
}

func readsBare(token string, handler http.HandlerFunc) side {
	return func(int) error {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		handler(w, r)
		return counted(w, `"version":`)
	}
}

func readsAs(s *server, who apptest.Who, path string) side {
	return func(int) error { return counted(s.call(who, "GET", path, ""), `"version":`) }
}

func pagesAs(s *server, who apptest.Who, path string) side {
	return func(int) error { return counted(s.page(who, path, nil), `<article class="entry">`) }
}

// reading is a whole plan, by API and page, with its record on the disk before the
// answer. A view as Morag decides and reads the same and leaves no record.
func reading(s *server, x *bare) []against {
	plan := "/plans/" + string(s.Ailsa.Plan)
	api := readsAs(s, s.Morag, plan)
	page := pagesAs(s, s.Morag, plan)
	var out []against
	for _, at := range []int{1, 16, 64} {
		out = append(out,
			against{"read a plan / JSON by hand", at, api, readsBare(x.token, x.plan), faster, "≥ 0.75"},
			against{"read a plan / encoding/json", at, api, readsBare(x.token, x.planEncoded), faster, "≥ 1.0"},
			against{"page of a plan / its JSON", at, page, api, faster, "≥ 0.6"})
	}
	return append(out, recording(s))
}

// recording is a read by Morag against the same with nothing to record.
func recording(s *server) against {
	plan := "/plans/" + string(s.Ailsa.Plan)
	return against{"read with its record / without", 64, readsAs(s, s.Morag, plan), readsAs(s, s.Ailsa, plan+"/as/"+string(s.Morag.Account)), faster, "≥ 0.85"}
}

// mostSave is how many save at once.
const mostSave = 16

// saving is a durable save, each worker in an entry of its own, and the same by a bare handler.
func saving(b testing.TB, s *server, bareOf func(*server) (token string, save http.HandlerFunc), asked string) []against {
	b.Helper()
	save, saveBare := saves(s, bareOf, slices.Repeat([]apptest.Who{s.Ailsa}, mostSave))
	spread := func(ours, _ took) float64 { return float64(ours.p99) / float64(ours.p50) }
	return []against{
		{"save an entry", 1, save, saveBare, faster, asked},
		{"save an entry", mostSave, save, saveBare, faster, asked},
		{"save an entry: p99 / p50 of ours", mostSave, save, saveBare, spread, "≤ 4"},
	}
}

// savingApart is the same with each worker in a plan of its own.
func savingApart(b testing.TB, s *server, bareOf func(*server) (token string, save http.HandlerFunc), asked string) against {
	b.Helper()
	var writers []apptest.Who
	for n := range mostSave {
		writers = append(writers, s.Person(fmt.Sprintf("writer%d", n), app.NewAccount{}))
	}
	save, saveBare := saves(s, bareOf, writers)
	return against{"save an entry, each in a plan of their own", mostSave, save, saveBare, faster, asked}
}

// saves is a save of ours and of the bare handler by each of so many writers.
func saves(s *server, bareOf func(*server) (token string, save http.HandlerFunc), writers []apptest.Who) (save, saveBare side) {
	var ids, theirs [mostSave]models.ID
	var ours, bare [mostSave]int
	for n, who := range writers {
		ids[n], theirs[n] = s.walk(who), s.walk(who)
	}
	s.Tie(s.Morag, models.Practitioner)
	token, handler := bareOf(s) // which may copy what is there by now
	body := func(version int) string {
		return fmt.Sprintf(`{"version":%d,"fields":{"what":"walk %d times to the canal and back"}}`, version, version)
	}
	save = func(n int) error {
		ours[n]++
		who := writers[n]
		if w := s.call(who, "PUT", "/plans/"+string(who.Plan)+"/entries/"+string(ids[n]), body(ours[n])); w.Code != http.StatusOK {
			return fmt.Errorf("%d %s", w.Code, w.Body)
		}
		return nil
	}
	saveBare = func(n int) error {
		bare[n]++
		r := httptest.NewRequest("PUT", "/"+string(writers[n].Plan)+"/"+string(theirs[n]), strings.NewReader(body(bare[n])))
		r.Header.Set("Authorization", "Bearer "+token)
		w := httptest.NewRecorder()
		if handler(w, r); w.Code != http.StatusOK {
			return fmt.Errorf("%d", w.Code)
		}
		return nil
	}
	return save, saveBare
}

// walk is a new entry of somebody's daily plan.
func (s *server) walk(who apptest.Who) models.ID {
	e, err := s.App.AddEntry(s.T.Context(), who.Actor, app.AddEntry{Plan: who.Plan, Section: "daily", Fields: models.Fields{{Key: "what", Text: "walk"}}})
	s.Must(err)
	return e.ID
}

// growing is a plan read and saved among few and among many people, and by somebody who
// holds 100,000 other consents.
func growing(b testing.TB) []against {
	people := 100_000
	if set, err := strconv.Atoi(os.Getenv("HANDRAIL_FIGURES_PEOPLE")); err == nil {
		people = set
	}
	var out []against
	few := bigWorld(b)
	crowd(few, 1000)
	for n := 10_000; n <= people; n *= 10 {
		many := bigWorld(b)
		crowd(many, n)
		among := fmt.Sprintf("among %d people / 1000", n)
		out = append(out, against{"read " + among + " (p50)", 1, readsOwn(many), readsOwn(few), longer, "≤ 1.15"},
			against{"save " + among + " (p50)", 1, savesOne(many), savesOne(few), longer, "≤ 1.15"})
	}
	wide := bigWorld(b)
	crowd(wide, 1000)
	consents(wide, 100_000)
	return append(out, against{"viewer with 100,000 consents / few (p50)", 1, readsOwn(wide), readsOwn(few), longer, "≤ 1.25"})
}

func readsOwn(s *server) side { return readsAs(s, s.Morag, "/plans/"+string(s.Ailsa.Plan)) }

// savesOne saves in another plan, so that the one that is read keeps its 80 entries.
func savesOne(s *server) side {
	path := "/plans/" + string(s.Jamie.Plan) + "/entries/" + string(s.walk(s.Jamie))
	version := 0
	return func(int) error {
		version++
		if w := s.call(s.Jamie, "PUT", path, fmt.Sprintf(`{"version":%d,"fields":{"what":"walk %d"}}`, version, version)); w.Code != http.StatusOK {
			return fmt.Errorf("%d %s", w.Code, w.Body)
		}
		return nil
	}
}

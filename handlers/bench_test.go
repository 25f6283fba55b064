package handlers_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"strings"
	"testing"

	"handrail/models"
)

// bigWorld is Ailsa's plan with 80 entries, all shared with Morag.
func bigWorld(b testing.TB) *server { return fillBig(newServer(b)) }

func fillBig(s *server) *server {
	var sections []models.SectionKey
	for _, c := range models.Catalogue {
		for _, section := range c.Sections {
			if section.Key != "crisis-not-involved" && section.Key != "check-ins" {
				sections = append(sections, section.Key)
			}
		}
	}
	for i := range 80 {
		s.Write(sections[i%len(sections)], fmt.Sprintf("Entry %d. I wake before four and can't settle, so I sit on the back step and count the slates on the roof across the road.", i))
	}
	s.Tie(s.Morag, models.Practitioner)
	s.Share(s.Morag, models.RightSuggest, sections...)
	return s
}

const entriesOfBigWorld = 80

// BenchmarkPlanByAPI is a whole plan of 80 entries as a practitioner reads it:
// opened from its seal, the access record on the disk before the answer.
func BenchmarkPlanByAPI(b *testing.B) {
	s := bigWorld(b)
	parallel(b, func() error {
		w := s.call(s.Morag, "GET", "/plans/"+string(s.Ailsa.Plan), "")
		return counted(w, `"version":`)
	})
}

// BenchmarkPlanByPage is the same as a page.
func BenchmarkPlanByPage(b *testing.B) {
	s := bigWorld(b)
	parallel(b, func() error {
		w := s.page(s.Morag, "/plans/"+string(s.Ailsa.Plan), nil)
		return counted(w, `<article class="entry">`)
	})
}

// BenchmarkPlanBare is what it is held against: the same statements, prepared, the
// same JSON written by hand, the same record committed in groups; nothing sealed.
func BenchmarkPlanBare(b *testing.B) {
	s := bigWorld(b)
	bare := newBare(b, s)
	parallel(b, func() error {
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Authorization", "Bearer "+bare.token)
		w := httptest.NewRecorder()
		bare.plan(w, r)
		return counted(w, `"version":`)
	})
}

func parallel(b *testing.B, do func() error) {
	b.Helper()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	b.SetParallelism(8) // 16 at once on two cores
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if err := do(); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

// counted checks that an answer holds all of the entries.
func counted(w *httptest.ResponseRecorder, mark string) error {
	if n := bytes.Count(w.Body.Bytes(), []byte(mark)); w.Code != http.StatusOK || n != entriesOfBigWorld {
		return fmt.Errorf("%d with %d entries", w.Code, n)
	}
	return nil
}

// What goes over the wire: the page of 80 entries is at most 14 KB compressed, and the
// first view of every page at most 60 KB in all, with what its scripts bring along. Both
// figures stand in make bench.
func TestPagesAreSmall(t *testing.T) {
	logsNowhere(t)
	s := bigWorld(t)
	plan := screen{world: s, name: "80 entries", who: s.Ailsa, path: "/plans/" + string(s.Ailsa.Plan)}
	if page := squeezed(t, plan.answered().Body.Bytes()); page > 14<<10 {
		t.Errorf("the page of 80 entries is %d bytes", page)
	} else {
		t.Logf("the page of 80 entries: %d bytes compressed (asked ≤ %d)", page, 14<<10)
	}
	most, which := 0, ""
	for _, sc := range append(screens(t), plan) {
		if all := sc.firstView(t); all > most {
			most, which = all, sc.name
		}
	}
	t.Logf("the largest first view: %d bytes in all, of %s (asked ≤ %d)", most, which, 60<<10)
	if most > 60<<10 {
		t.Errorf("%s is %d bytes in all", which, most)
	}
}

// brought is the addresses of what a text brings along: files, pictures, and what a script imports.
var brought = regexp.MustCompile(`["'](/static/[^"']+|/plans/[^"']+/attachments/[A-Z2-7]+)["']|(?:from|import)\s*\(?["'](\.{1,2}/[^"']+)["']`)

// firstView is how many bytes come until a screen stands, each file once.
func (sc screen) firstView(t *testing.T) int {
	t.Helper()
	html := sc.answered().Body.Bytes()
	sum, seen := squeezed(t, html), map[string]bool{}
	var bring func(text []byte, at string)
	bring = func(text []byte, at string) {
		for _, found := range brought.FindAllSubmatch(text, -1) {
			name := string(found[1])
			if len(found[2]) > 0 {
				name = path.Join(path.Dir(at), string(found[2]))
			}
			if seen[name] {
				continue
			}
			seen[name] = true
			w := sc.world.page(sc.who, name, nil)
			if w.Code != http.StatusOK {
				t.Errorf("%s brings %s: %d", sc.name, name, w.Code)
			}
			sum += min(squeezed(t, w.Body.Bytes()), w.Body.Len())
			if strings.HasSuffix(name, ".js") {
				bring(w.Body.Bytes(), name)
			}
		}
	}
	bring(html, sc.path)
	return sum
}

func squeezed(t *testing.T, data []byte) int {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Len()
}

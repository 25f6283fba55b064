package handlers_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
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

// What goes over the wire: the 80-entry page at most 14 KB compressed, the first
// view in all at most 60 KB.
func TestPagesAreSmall(t *testing.T) {
	s := bigWorld(t)
	plan := "/plans/" + string(s.Ailsa.Plan)
	for _, path := range []string{plan, plan + "/sections/goals", "/"} {
		page := squeezed(t, s.page(s.Ailsa, path, nil).Body.Bytes())
		if path == plan && page > 14<<10 {
			t.Errorf("the page of 80 entries is %d bytes", page)
		}
		all := page
		for _, part := range strings.Split(s.page(s.Ailsa, path, nil).Body.String(), `"`) {
			if strings.HasPrefix(part, "/static/") {
				all += squeezed(t, s.page(s.Ailsa, part, nil).Body.Bytes())
			}
		}
		t.Logf("%s: %d bytes, %d in all", strings.Replace(path, string(s.Ailsa.Plan), "PLAN", 1), page, all)
		if all > 60<<10 {
			t.Errorf("%s is %d bytes in all", path, all)
		}
	}
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

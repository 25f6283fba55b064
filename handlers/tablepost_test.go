package handlers_test

import (
	"fmt"
	"net/http"
	"testing"

	"handrail/app/apptest"
)

func onPost(b *testing.B) *server { return serverOf(apptest.NewShared(b)) }

// BenchmarkFiguresOnPostgreSQL is the table of BenchmarkFigures for PostgreSQL, against pgx
// alone. The two save in entries of their own in the same database.
func BenchmarkFiguresOnPostgreSQL(b *testing.B) {
	s := fillBig(onPost(b))
	x := newBarePost(b, s)
	fmt.Printf("\non PostgreSQL; noise: the bare read against itself lies %.1f %% apart\n%s\n", 100*noise(b, readsBare(x.token, x.read)), tableHead)
	saver := func(s *server) (string, http.HandlerFunc) {
		x := newBarePost(b, s)
		return x.token, x.save
	}
	for _, lines := range [][]against{
		readingOnPost(s, x),
		saving(b, onPost(b), saver, "≥ 0.5"),
		{savingApart(b, onPost(b), saver, "≥ 0.5")},
		signingIn(fillBig(serverOf(apptest.NewSharedWithRealHash(b)))),
	} {
		for _, line := range lines {
			fmt.Println(line.measured(b))
		}
	}
}

// readingOnPost is a whole plan with its record, by API and page.
func readingOnPost(s *server, x *barePost) (out []against) {
	plan := "/plans/" + string(s.Ailsa.Plan)
	api := readsAs(s, s.Morag, plan)
	for _, at := range []int{1, 16, 64} {
		out = append(out, against{"read a plan / pgx alone", at, api, readsBare(x.token, x.read), faster, "≥ 0.5"})
	}
	return append(out, against{"page of a plan / its JSON", 16, pagesAs(s, s.Morag, plan), api, faster, "≥ 0.6"}, recording(s))
}

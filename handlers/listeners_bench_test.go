package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// listened is a session in which so many listen to the same plan, on streams of up to 25
// people who were brought into it.
type listened struct {
	key   func() time.Duration // one letter more: how long the answer took
	lines []*line
	pair  *pair
}

const peopleWhoListen = 25

func newListened(b *testing.B, listeners int) *listened {
	s := newServer(b)
	p := pairs(s, 1)[0]
	people := []apptest.Who{s.Morag}
	for len(people) < min(listeners, peopleWhoListen) {
		peer := s.Person(fmt.Sprintf("peer%d", len(people)), app.NewAccount{Works: models.Peer})
		shares(s, p.person, peer, models.Peer)
		_, err := s.App.BringTo(context.Background(), p.person.Actor, p.person.Plan, p.session, peer.Account)
		s.Must(err)
		_, err = s.App.JoinSession(context.Background(), peer.Actor, p.person.Plan, p.session)
		s.Must(err)
		people = append(people, peer)
	}
	server := httptest.NewServer(s.echo)
	b.Cleanup(func() { s.App.EndStreams(); server.Close() })
	out := &listened{pair: p, key: func() time.Duration { return p.key(b, http.DefaultClient, server.URL) }}
	for i := range listeners {
		out.lines = append(out.lines, p.listen(b, server.URL, people[i%len(people)]))
	}
	return out
}

// heardIn is the medians of one repetition: of the answer, and from the key press until the
// last of those who listen has the letter.
type heardIn struct{ answer, last time.Duration }

// typed types for a while, one key right after the last has heard the one before, or with a rest
// in between.
func (l *listened) typed(b *testing.B, rest time.Duration) heardIn {
	var answers, lasts []time.Duration
	for until := time.Now().Add(each); time.Now().Before(until); {
		began := time.Now()
		answers = append(answers, l.key())
		var last time.Duration
		for _, line := range l.lines {
			last = max(last, line.heard(b, l.pair.version).Sub(began))
		}
		lasts = append(lasts, last)
		<-time.After(rest)
	}
	return heardIn{medianOf(answers), medianOf(lasts)}
}

// types is a side that types without waiting for those who listen.
func (l *listened) types(int) error {
	l.key()
	return nil
}

func medianOf(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}

// rest is how long nobody presses a key in the second half of the table. Only there the numbers of
// listeners stand against each other alone: right after one another, the next key also waits for
// what the screens, which run in the same process, do with the last one.
const rest = 25 * time.Millisecond

// BenchmarkFiguresOfListeners is one table: a save's answer with so many listeners against that
// with one, and when the last of them has the letter, beside a server that keeps the same as durably
// and decides nothing.
func BenchmarkFiguresOfListeners(b *testing.B) {
	numbers := []int{1, 50, 500}
	var ours, bare []*listened
	for _, n := range numbers {
		ours, bare = append(ours, newListened(b, n)), append(bare, newListenedBare(b, n))
	}
	fmt.Printf("\nnoise: the bare save with one listener against itself lies %.1f %% apart\n", 100*noise(b, bare[0].types))
	fmt.Println("| listeners | pause ms | answer ms | to one | of seven  | asked | last has it ms | of seven   | asked | bare: answer | last |")
	fmt.Println("| --------- | -------- | --------- | ------ | --------- | ----- | -------------- | ---------- | ----- | ------------ | ---- |")
	for _, pause := range []time.Duration{0, rest} {
		var took [3][repetitions]heardIn
		var tookBare [3][repetitions]heardIn
		for r := range repetitions {
			for i := range numbers {
				took[i][r], tookBare[i][r] = ours[i].typed(b, pause), bare[i].typed(b, pause)
			}
		}
		for i, n := range numbers {
			fmt.Println(listenersLine(n, pause, took[i], took[0], tookBare[i]))
		}
	}
}

func listenersLine(n int, pause time.Duration, took, one, bare [repetitions]heardIn) string {
	var ratios, answers, lasts, bareAnswers, bareLasts []float64
	for r := range repetitions {
		ratios = append(ratios, float64(took[r].answer)/float64(one[r].answer))
		answers, lasts = append(answers, ms(took[r].answer)), append(lasts, ms(took[r].last))
		bareAnswers, bareLasts = append(bareAnswers, ms(bare[r].answer)), append(bareLasts, ms(bare[r].last))
	}
	asked := map[int][2]string{50: {"", "≤ 5"}, 500: {"≤ 1.5", ""}}[n]
	return fmt.Sprintf("| %9d | %8.0f | %9.2f | %6.2f | %4.2f–%4.2f | %-5s | %14.2f | %4.2f–%5.2f | %-5s | %12.2f | %4.1f |", n, ms(pause), median(answers), median(ratios), slices.Min(ratios), slices.Max(ratios), asked[0],
		median(lasts), slices.Min(lasts), slices.Max(lasts), asked[1], median(bareAnswers), median(bareLasts))
}

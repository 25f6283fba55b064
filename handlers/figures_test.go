package handlers_test

import (
	"cmp"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

const (
	repetitions = 7
	each        = 300 * time.Millisecond // of one side in one repetition
)

// side is one of the two that are held against each other: something that can be
// done over and over by so many at once. Worker counts from 0.
type side func(worker int) error

// stint is what can be measured for a while: a side, or a side amid a storm.
type stint interface {
	run(b testing.TB, at int) took
}

// took is how one side fared for a while: how often a second, and how long each time.
type took struct {
	rate     float64
	p50, p99 time.Duration
}

// run has so many do it at once, for a while.
func (do side) run(b testing.TB, at int) took {
	b.Helper()
	var mu sync.Mutex
	var all []time.Duration
	var workers sync.WaitGroup
	began := time.Now()
	for n := range at {
		workers.Go(func() {
			var mine []time.Duration
			for time.Since(began) < each {
				start := time.Now()
				if err := do(n); err != nil {
					b.Error(err)
					return
				}
				mine = append(mine, time.Since(start))
			}
			mu.Lock()
			all = append(all, mine...)
			mu.Unlock()
		})
	}
	workers.Wait()
	if len(all) == 0 {
		b.Fatal("nothing was done")
	}
	slices.Sort(all)
	return took{rate: float64(len(all)) / time.Since(began).Seconds(), p50: all[len(all)/2], p99: all[len(all)*99/100]}
}

// against is one line of the table: ours and its counterpart in turn, so that a
// machine that is slow for a while is slow for both. What counts is the median of the
// repetitions' own ratios.
type against struct {
	what       string
	at         int
	ours, bare stint
	ratio      func(ours, bare took) float64
	asked      string
}

func faster(ours, bare took) float64  { return ours.rate / bare.rate }
func longer(ours, bare took) float64  { return float64(ours.p50) / float64(bare.p50) }
func longest(ours, bare took) float64 { return float64(ours.p99) / float64(bare.p99) }

// measured is the line as it is printed: medians, and how far the ratios lay apart.
func (a against) measured(b testing.TB) string {
	b.Helper()
	runtime.GC() // what the line before has left is not this one's
	var ours, bare []took
	var ratios []float64
	for range repetitions {
		x, y := a.bare.run(b, a.at), a.ours.run(b, a.at)
		ours, bare, ratios = append(ours, y), append(bare, x), append(ratios, a.ratio(y, x))
	}
	o, r := middle(ours), middle(bare)
	return fmt.Sprintf("| %-46s | %3d | %8.0f | %7.2f | %7.2f | %8.0f | %7.2f | %5.2f | %4.2f–%4.2f | %-9s |", a.what, a.at, o.rate, ms(o.p50), ms(o.p99), r.rate, ms(r.p50),
		median(ratios), slices.Min(ratios), slices.Max(ratios), a.asked)
}

func middle(all []took) took {
	slices.SortFunc(all, func(a, b took) int { return cmp.Compare(a.rate, b.rate) })
	return all[len(all)/2]
}

func median(all []float64) float64 {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// noise is how far the machine is from itself: the same side against itself, as the
// median distance of the ratio from one.
func noise(b testing.TB, do side) float64 {
	b.Helper()
	var apart []float64
	for range repetitions {
		apart = append(apart, math.Abs(do.run(b, 1).rate/do.run(b, 1).rate-1))
	}
	return median(apart)
}

const tableHead = `| what                                           |  at | ours/s   | p50 ms  | p99 ms  | bare/s   | p50 ms  | ratio | of seven  | asked     |
| ---------------------------------------------- | --- | -------- | ------- | ------- | -------- | ------- | ----- | --------- | --------- |`

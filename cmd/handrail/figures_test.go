package main_test

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

const (
	repetitions = 7
	comesToRest = 7 * time.Second // longer than a server waits before it gives back what it can have again
	readFor     = time.Second
)

// footprint is what one server took in one repetition: milliseconds and megabytes.
type footprint struct{ start, idle, peak, again float64 }

// trial is one side: how it is started, and how its plan is read.
type trial struct {
	begin       func() *server
	token, plan string
}

// BenchmarkFiguresOfTheProcess is one table of a server's start and memory on a database that is
// there, each beside a bare process on a copy of it (testdata/bare), with the machine's noise.
func BenchmarkFiguresOfTheProcess(b *testing.B) {
	data := b.TempDir()
	s := start(b, nil, "serve", "--data", data)
	owner, carer := full(s)
	s.ends()
	ours := trial{func() *server { return start(b, nil, "serve", "--data", data) }, carer.Access, "/api/v1/plans/" + owner.Account.PlanID}
	bare := trial{bareOn(b, data), "", "/plans/" + owner.Account.PlanID}
	var all, bares []footprint
	for range repetitions {
		x, y := both(b, bare, ours)
		all, bares = append(all, y), append(bares, x)
	}
	fmt.Printf("\nthe process; noise: bare starts lie %.1f %% from their median\n%s\n", 100*apart(bares), processHead)
	for _, l := range []processLine{
		{"start to the first answer, ms", func(f footprint) float64 { return f.start }, "≤ 100"},
		{"memory at rest, MB", func(f footprint) float64 { return f.idle }, "≤ 35"},
		{"peak memory, 64 read by consent, MB", func(f footprint) float64 { return f.peak }, "≤ 100"},
		{"the peak after as much reading again, MB", func(f footprint) float64 { return f.again }, "≤ 100"},
	} {
		fmt.Println(l.of(all, bares))
	}
}

// bareOn builds the bare server and starts it on a copy of a data folder.
func bareOn(b *testing.B, data string) func() *server {
	b.Helper()
	folder := filepath.Join(b.TempDir(), "data")
	if err := os.CopyFS(folder, os.DirFS(data)); err != nil {
		b.Fatal(err)
	}
	program := filepath.Join(b.TempDir(), "bare")
	if out, err := exec.CommandContext(b.Context(), "go", "build", "-o", program, "./testdata/bare").CombinedOutput(); err != nil {
		b.Fatalf("%v\n%s", err, out)
	}
	return func() *server {
		cmd := command(b, nil, filepath.Join(folder, "handrail.db"))
		cmd.Path = program
		return begin(b, cmd)
	}
}

// both has one side and the other start, come to rest and be read.
func both(b *testing.B, one, other trial) (x, y footprint) {
	b.Helper()
	s, t := one.starts(&x), other.starts(&y)
	<-time.After(comesToRest)
	x.idle, y.idle = megabytes(b, s, "VmRSS:"), megabytes(b, t, "VmRSS:")
	one.reads(s, &x)
	other.reads(t, &y)
	s.ends()
	t.ends()
	return x, y
}

func (t trial) starts(f *footprint) *server {
	began := time.Now()
	s := t.begin()
	s.call("", "GET", "/readyz", "", 200, nil)
	f.start = float64(time.Since(began).Microseconds()) / 1000
	return s
}

func (t trial) reads(s *server, f *footprint) {
	for _, peak := range []*float64{&f.peak, &f.again} {
		s.isRead(t.token, t.plan, readFor)
		*peak = megabytes(s.t, s, "VmHWM:")
	}
}

func megabytes(t testing.TB, s *server, name string) float64 {
	t.Helper()
	return float64(memory(t, s, name)) * 1024 / 1_000_000
}

// apart is how far bare starts lie from their median, as the median.
func apart(bares []footprint) float64 {
	starts := each(bares, func(f footprint) float64 { return f.start })
	middle := median(starts)
	return median(each(starts, func(s float64) float64 { return math.Abs(s/middle - 1) }))
}

const processHead = `| what                                           | ours     | of seven      | asked     | bare     | ratio | of seven  |
| ---------------------------------------------- | -------- | ------------- | --------- | -------- | ----- | --------- |`

// processLine is one line of the table.
type processLine struct {
	what  string
	from  func(footprint) float64
	asked string
}

func (l processLine) of(all, bares []footprint) string {
	ours, bare := each(all, l.from), each(bares, l.from)
	var ratios []float64
	for i := range ours {
		ratios = append(ratios, ours[i]/bare[i])
	}
	return fmt.Sprintf("| %-46s | %8.1f | %5.1f – %5.1f | %-9s | %8.1f | %5.2f | %4.2f–%4.2f |", l.what, median(ours), slices.Min(ours), slices.Max(ours), l.asked,
		median(bare), median(ratios), slices.Min(ratios), slices.Max(ratios))
}

func each[T, U any](all []T, do func(T) U) (out []U) {
	for _, one := range all {
		out = append(out, do(one))
	}
	return out
}

func median[T cmp.Ordered](all []T) T {
	sorted := slices.Sorted(slices.Values(all))
	return sorted[len(sorted)/2]
}

package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"handrail/app/apptest"
)

// BenchmarkFiguresOfTwoServers is what two servers on one PostgreSQL would answer beside one, each on
// a machine of its own. They do not fit on this one, so it is a model, and its inputs are measured
// with one server: what an answer takes of a processor in the server (with the client of this
// benchmark) and in PostgreSQL, and for how long PostgreSQL waits for its disk. A machine is full
// when its processors are or its disk is, so n servers of one size answer min(n / server's time,
// size / PostgreSQL's time, 1 / the disk's time), where size says how many times the processors of a
// server PostgreSQL has. It has one disk, and two servers are not taken to share its waits.
func BenchmarkFiguresOfTwoServers(b *testing.B) {
	s := fillBig(onPost(b))
	pool, err := pgxpool.New(context.Background(), s.Place)
	s.Must(err)
	defer pool.Close()
	read := readsOwn(s)
	other := onPost(b) // there they save, so that what is read stays as it is
	save, _ := saves(other, func(*server) (string, http.HandlerFunc) { return "", nil }, slices.Repeat([]apptest.Who{other.Ailsa}, mostSave))
	fmt.Printf("\ntwo servers on PostgreSQL, modelled; noise: a read against itself lies %.1f %% apart\n%s\n", 100*noise(b, read), twoServersHead)
	for _, m := range []struct {
		what string
		do   side
	}{{"read a plan", read}, {"save an entry", save}} {
		var all []inputs
		for range repetitions {
			all = append(all, inputsOf(b, pool, m.do))
		}
		fmt.Println(twoServersLine(m.what, 1, all))
		fmt.Println(twoServersLine(m.what, 2, all))
	}
}

// inputs is what one answer takes: of processors, and of the disk.
type inputs struct{ server, database, disk time.Duration }

func inputsOf(b *testing.B, pool *pgxpool.Pool, do side) inputs {
	b.Helper()
	watch := watchDisk(pool)
	began, server, database := time.Now(), ownTime(), timeOfPostgreSQL(b, pool)
	rate := do.run(b, mostSave).rate
	wall, waiting := time.Since(began), watch()
	one := func(d time.Duration) time.Duration { return time.Duration(float64(d) / wall.Seconds() / rate) }
	return inputs{one(ownTime() - server), one(timeOfPostgreSQL(b, pool) - database), one(time.Duration(waiting * float64(wall)))}
}

// answers is how many a second so many servers give with a PostgreSQL of that size.
func (in inputs) answers(servers, size float64) float64 {
	out := min(servers/in.server.Seconds(), size/in.database.Seconds())
	if in.disk > 0 {
		out = min(out, 1/in.disk.Seconds())
	}
	return out
}

const twoServersHead = `| what             | PostgreSQL of size | server ms | PostgreSQL ms | disk ms | two / one | of seven  | asked     |
| ---------------- | ------------------ | --------- | ------------- | ------- | --------- | --------- | --------- |`

func twoServersLine(what string, size float64, all []inputs) string {
	var server, database, disk, ratios []float64
	for _, in := range all {
		server, database, disk = append(server, ms(in.server)), append(database, ms(in.database)), append(disk, ms(in.disk))
		ratios = append(ratios, in.answers(2, size)/in.answers(1, size))
	}
	return fmt.Sprintf("| %-16s | %18.0f | %9.2f | %13.2f | %7.2f | %9.2f | %4.2f–%4.2f | %-9s |", what, size, median(server), median(database), median(disk),
		median(ratios), slices.Min(ratios), slices.Max(ratios), "≥ 1.6")
}

func ownTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// timeOfPostgreSQL is what its processes have used so far (proc(5), schedstat: the first is in
// nanoseconds).
func timeOfPostgreSQL(b *testing.B, pool *pgxpool.Pool) (all time.Duration) {
	b.Helper()
	rows, _ := pool.Query(context.Background(), "SELECT pid FROM pg_stat_activity")
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int32])
	if err != nil {
		b.Fatal(err)
	}
	for _, pid := range pids {
		text, err := os.ReadFile(fmt.Sprintf("/proc/%d/schedstat", pid))
		if err != nil {
			continue // it has just ended
		}
		var used time.Duration
		if _, err := fmt.Sscan(string(text), &used); err != nil {
			b.Fatal(err)
		}
		all += used
	}
	return all
}

// lookEvery is how often PostgreSQL is asked whether it waits for its disk: seldom enough that
// the asking itself hardly counts.
const lookEvery = 10 * time.Millisecond

// watchDisk looks on until it is asked what share of the looks met somebody who waits for the
// log to be on the disk.
func watchDisk(pool *pgxpool.Pool) (share func() float64) {
	over, said := make(chan struct{}), make(chan float64)
	go func() {
		look := time.NewTicker(lookEvery)
		defer look.Stop()
		looks, met := 0, 0
		for {
			select {
			case <-over:
				said <- float64(met) / float64(max(1, looks))
				return
			case <-look.C:
			}
			var waits bool
			if pool.QueryRow(context.Background(), "SELECT EXISTS (SELECT 1 FROM pg_stat_activity WHERE lower(wait_event) = 'walsync')").Scan(&waits) != nil {
				continue
			}
			if looks++; waits {
				met++
			}
		}
	}()
	return func() float64 { close(over); return <-said }
}

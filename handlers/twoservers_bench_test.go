package handlers_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// BenchmarkTwoServers is what two servers on one PostgreSQL would answer beside one, each on a
// machine of its own. They do not fit on this one, so it is a model, and its inputs are measured:
// the processor time of one answer in the server (with the client of this benchmark) and in
// PostgreSQL. A machine is full when its processors are, so n servers of one size answer
// min(n / server's time, size / PostgreSQL's time), where size says how many times the processors
// of a server PostgreSQL has.
func BenchmarkTwoServers(b *testing.B) {
	s := fillBig(onPost(b))
	read := func() error {
		return counted(s.call(s.Morag, "GET", "/plans/"+string(s.Ailsa.Plan), ""), `"version":`)
	}
	whole, err := s.App.ReadPlan(context.Background(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	saved := whole.Sections[0].Entries[0]
	version, key := saved.Version, saved.Fields[0].Key
	save := func() error {
		body := fmt.Sprintf(`{"version":%d,"fields":{%q:"walk %d times to the canal and back"}}`, version, key, version)
		w := s.call(s.Ailsa, "PUT", "/plans/"+string(s.Ailsa.Plan)+"/entries/"+string(saved.ID), body)
		if version++; w.Code != http.StatusOK {
			return fmt.Errorf("%d %s", w.Code, w.Body)
		}
		return nil
	}
	b.Run("read", func(b *testing.B) { modelled(b, s, func() { parallel(b, read) }) })
	b.Run("save", func(b *testing.B) {
		modelled(b, s, func() {
			for b.Loop() {
				if err := save(); err != nil {
					b.Fatal(err)
				}
			}
		})
	})
}

func modelled(b *testing.B, s *server, do func()) {
	conn, err := pgx.Connect(context.Background(), s.Place)
	s.Must(err)
	defer func() { _ = conn.Close(context.Background()) }()
	server, database := ownTime(), timeOfPostgreSQL(b, conn)
	do()
	each := float64(b.N)
	server, database = ownTime()-server, timeOfPostgreSQL(b, conn)-database
	answers := func(servers, size float64) float64 { return min(servers/server.Seconds(), size/database.Seconds()) }
	b.ReportMetric(float64(server.Microseconds())/each, "server-us/op")
	b.ReportMetric(float64(database.Microseconds())/each, "postgres-us/op")
	b.ReportMetric(answers(2, 1)/answers(1, 1), "two/one-postgres-of-equal-size")
	b.ReportMetric(answers(2, 2)/answers(1, 2), "two/one-postgres-of-twice-the-size")
}

func ownTime() time.Duration {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// timeOfPostgreSQL is what its processes have used so far (proc(5), in hundredths of a second).
func timeOfPostgreSQL(b *testing.B, conn *pgx.Conn) (all time.Duration) {
	b.Helper()
	rows, err := conn.Query(context.Background(), "SELECT pid FROM pg_stat_activity")
	if err != nil {
		b.Fatal(err)
	}
	pids, err := pgx.CollectRows(rows, pgx.RowTo[int32])
	if err != nil {
		b.Fatal(err)
	}
	for _, pid := range pids {
		stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
		if err != nil {
			continue // it has just ended
		}
		_, after, _ := strings.Cut(string(stat), ") ")
		var state string
		var user, kernel, skip int64
		if _, err := fmt.Sscan(after, &state, &skip, &skip, &skip, &skip, &skip, &skip, &skip, &skip, &skip, &skip, &user, &kernel); err != nil {
			b.Fatal(err)
		}
		all += time.Duration(user+kernel) * 10 * time.Millisecond
	}
	return all
}

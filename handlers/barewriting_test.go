package handlers_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"handrail/app/apptest"
	"handrail/models"
)

// barePlan is a plan's JSON as it grows.
type barePlan struct {
	out     []byte
	section string
	titles  map[string]string
	texts   map[string]string
	owner   string
}

func (p *barePlan) begin(plan string) {
	p.out = append(make([]byte, 0, 48<<10), `{"id":"`...)
	p.out = append(append(p.out, plan...), `","sections":[`...)
}

func (p *barePlan) entry(e bareEntry) {
	switch {
	case p.section == e.section:
		p.out = append(p.out, ',')
	default:
		if p.section != "" {
			p.out = append(p.out, "]},"...)
		}
		p.section = e.section
		p.out = append(append(p.out, `{"key":"`...), e.section...)
		p.out = append(append(p.out, `","title":"`...), p.titles[e.section]...)
		p.out = append(p.out, `","right":"suggest","entries":[`...)
	}
	p.out = append(append(p.out, `{"id":"`...), e.id...)
	p.out = append(append(p.out, `","version":`...), e.version...)
	p.out = append(append(p.out, `,"fields":`...), p.texts[e.id]...)
	p.out = append(append(p.out, `,"author":{"id":"`...), e.author...)
	p.out = append(append(p.out, `","name":"`...), p.owner...)
	p.out = append(p.out, `"},"updated_at":"`...)
	p.out = append(e.day().AppendFormat(p.out, time.RFC3339), `"}`...)
}

func (p *barePlan) end() []byte {
	if p.section != "" {
		p.out = append(p.out, "]}"...)
	}
	return append(p.out, "]}"...)
}

// bareJob is one write that waits for the next commit.
type bareJob struct {
	do   func(*bareWriter) error
	done chan error
}

func (x *bare) commit(do func(*bareWriter) error) error {
	j := bareJob{do, make(chan error, 1)}
	x.jobs <- j
	return <-j.done
}

// bareWriter is the one connection that writes. What waits is committed together; a write that
// fails takes the others with it, which ours does not.
type bareWriter struct {
	begin, end, records, record *sql.Stmt
	load, archive, update       *sql.Stmt
}

func newBareWriter(s *server, dsn string) *bareWriter {
	db, err := sql.Open(apptest.SQLite, dsn)
	s.Must(err)
	s.T.Cleanup(func() { _ = db.Close() })
	conn, err := db.Conn(context.Background())
	s.Must(err)
	w := new(bareWriter)
	for text, into := range map[string]**sql.Stmt{
		"BEGIN IMMEDIATE": &w.begin,
		"COMMIT":          &w.end,
		`UPDATE plans SET records = records + 1 WHERE id = +? RETURNING records`:                                                             &w.records,
		`INSERT INTO access_records (plan, number, at, account, act, how, allowed, sections, hash) VALUES (+?,+?,+?,+?,'see','api',1,+?,+?)`: &w.record,
		`SELECT section, version, author, how, only_me, hidden_from, body FROM entries WHERE id = +? AND plan = +? AND removed_at = 0`:       &w.load,
		`INSERT INTO versions (plan, id, section, parent, version, position, author, how, only_me, hidden_from, created_at, updated_at, shown_at, removed_at, body)
			SELECT plan, +?, section, id, version, position, author, how, only_me, hidden_from, created_at, updated_at, shown_at, removed_at, body FROM entries WHERE id = +?`: &w.archive,
		`UPDATE entries SET version = version + 1, updated_at = +?, body = +? WHERE id = +? AND version = +?`: &w.update,
	} {
		*into, err = conn.PrepareContext(context.Background(), text) //nolint:sqlclosecheck // for as long as the benchmark runs
		s.Must(err)
	}
	return w
}

func (w *bareWriter) work(jobs chan bareJob) {
	for first := range jobs {
		batch := []bareJob{first}
		for more := true; more && len(batch) < 256; {
			select {
			case next, open := <-jobs:
				if more = open; open {
					batch = append(batch, next)
				}
			default:
				more = false
			}
		}
		err := w.commit(batch)
		for _, j := range batch {
			j.done <- err
		}
	}
}

func (w *bareWriter) commit(batch []bareJob) error {
	if _, err := w.begin.Exec(); err != nil {
		return err
	}
	for _, j := range batch {
		if err := j.do(w); err != nil {
			return err
		}
	}
	_, err := w.end.Exec()
	return err
}

func (w *bareWriter) look(x *bare, sections string) error {
	var number int64
	if err := w.records.QueryRow(x.plan_).Scan(&number); err != nil {
		return err
	}
	_, err := w.record.Exec(x.plan_, number, time.Now().UnixMicro(), x.account, sections, make([]byte, 32))
	return err
}

// save is a change of an entry as a handler: the body read, the one who asks
// checked, the entry read, its old version kept, its words written.
func (x *bare) save(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Version int
		Fields  map[string]string
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil {
		http.Error(w, "", http.StatusUnprocessableEntity)
		return
	}
	if _, err := x.known(r); err != nil {
		http.Error(w, "", http.StatusUnauthorized)
		return
	}
	plan, entry, _ := strings.Cut(r.URL.Path[1:], "/")
	err := x.keep(plan, entry, in.Version, in.Fields)
	out, _ := json.Marshal(in)
	answerBare(w, out, err)
}

// keep returns once a change of an entry is committed.
func (x *bare) keep(plan, entry string, version int, fields map[string]string) error {
	return x.commit(func(w *bareWriter) error { return w.store(plan, entry, version, bareWords(fields)) })
}

// bareWords is an entry's words as they are kept, with the mark that a CHECK asks for.
func bareWords(fields map[string]string) []byte {
	words, _ := json.Marshal(fields)
	return append([]byte("hs1"), words...)
}

func (w *bareWriter) store(plan, id string, version int, words []byte) error {
	var section, author, how, hidden string
	var was, onlyMe int
	var body []byte
	if err := w.load.QueryRow(id, plan).Scan(&section, &was, &author, &how, &onlyMe, &hidden, &body); err != nil {
		return err
	}
	if _, err := w.archive.Exec(string(models.NewIDAt(time.Now())), id); err != nil {
		return err
	}
	_, err := w.update.Exec(time.Now().UnixMicro(), words, id, version)
	return err
}

// Bare is what Handrail's start and memory are held against: a process that opens the same SQLite
// file with the same driver, and answers one plan once the record of it is committed. It checks
// nobody and opens no seal.
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	_ "github.com/mattn/go-sqlite3"
)

func main() {
	go untilTold()
	s := server{read: open("?_journal_mode=WAL"), write: open("?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_txlock=immediate")}
	s.read.SetMaxOpenConns(4)
	s.read.SetMaxIdleConns(4)
	s.write.SetMaxOpenConns(1)
	http.HandleFunc("GET /readyz", s.ready)
	http.HandleFunc("GET /plans/{plan}", s.plan)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	fmt.Printf("listening on http://%s\n", l.Addr())
	must(http.Serve(l, nil))
}

func untilTold() {
	told := make(chan os.Signal, 1)
	signal.Notify(told, syscall.SIGTERM)
	<-told
	os.Exit(0)
}

func open(how string) *sql.DB {
	db, err := sql.Open("sqlite3", "file:"+os.Args[1]+how)
	must(err)
	return db
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

type server struct{ read, write *sql.DB }

func (s server) ready(w http.ResponseWriter, r *http.Request) {
	var plans int
	if err := s.read.QueryRowContext(r.Context(), "SELECT count(*) FROM plans").Scan(&plans); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
	}
}

// entry is one of a plan, with its words as they are kept.
type entry struct {
	ID      string `json:"id"`
	Version int    `json:"version"`
	Body    []byte `json:"body"`
}

func (s server) plan(w http.ResponseWriter, r *http.Request) {
	plan := r.PathValue("plan")
	all, err := s.entries(plan)
	if err == nil {
		err = s.record(plan)
	}
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(all)
}

func (s server) entries(plan string) (all []entry, err error) {
	rows, err := s.read.Query("SELECT id, version, body FROM entries WHERE plan = ? AND removed_at = 0 ORDER BY section, position, seq", plan)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.ID, &e.Version, &e.Body); err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, rows.Err()
}

func (s server) record(plan string) error {
	tx, err := s.write.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var number int
	if err := tx.QueryRow("UPDATE plans SET records = records + 1 WHERE id = ? RETURNING records", plan).Scan(&number); err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO access_records (plan, number, at, account, act, how, allowed, sections, hash) VALUES (?, ?, ?, 'somebody', 'see', 'api', 1, 'toolbox', ?)",
		plan, number, time.Now().UnixMicro(), make([]byte, 32)); err != nil {
		return err
	}
	return tx.Commit()
}

package handlers_test

import (
	"context"
	"database/sql"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	_ "github.com/mattn/go-sqlite3"
)

// bare is the counterpart that the benchmarks are held against. It is as fast as
// one would write it by hand, keeps no promise, and exists in no binary.
type bare struct {
	facts, grants, list, alive *sql.Stmt
	record, records            *sql.Stmt
	archive, update            *sql.Stmt
	write                      *sql.DB
	jobs                       chan chan error
	plan_                      string
	account                    string
	texts                      map[string]string            // an entry's fields as JSON, opened beforehand
	fields                     map[string]map[string]string // the same as maps
	token                      string                       // its own, made and checked as ours are
	load                       *sql.Stmt
}

func newBare(b testing.TB, s *server) *bare {
	b.Helper()
	folder := b.TempDir()
	s.Must(os.CopyFS(folder, os.DirFS(s.Folder)))
	dsn := "file:" + filepath.Join(folder, "handrail.db") + "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=1"
	read, err := sql.Open("sqlite3", dsn)
	s.Must(err)
	write, err := sql.Open("sqlite3", dsn+"&_txlock=immediate")
	s.Must(err)
	write.SetMaxOpenConns(1)
	read.SetMaxIdleConns(8)
	read.SetMaxOpenConns(8)
	x := &bare{write: write, jobs: make(chan chan error, 1024), plan_: string(s.Ailsa.Plan), account: string(s.Morag.Account), texts: map[string]string{}, fields: map[string]map[string]string{}}
	prepare := func(db *sql.DB, text string) *sql.Stmt {
		st, err := db.Prepare(text)
		s.Must(err)
		return st
	}
	x.alive = prepare(read, `SELECT s.account, s.locked_at, a.lead FROM sign_ins s JOIN accounts a ON a.id = s.account WHERE s.ended_at = 0 AND s.until_at > ? AND s.account = ? LIMIT 1`)
	x.facts = prepare(read, `SELECT p.owner, p.epoch, p.key, r.role, r.state, r.confirmed_at, a.works FROM plans p LEFT JOIN relationships r ON r.plan = p.id AND r.account = ?2 LEFT JOIN accounts a ON a.id = r.account WHERE p.id = ?1`)
	x.grants = prepare(read, `SELECT id, section, gives, circumstance, from_at, until_at, given_at FROM grants WHERE plan = ? AND account = ? AND withdrawn_at = 0 ORDER BY section`)
	x.list = prepare(read, `SELECT id, section, version, author, updated_at, hidden_from, body FROM entries WHERE plan = ? AND removed_at = 0 AND only_me = 0 AND section IN (SELECT value FROM json_each(?)) ORDER BY position, seq`)
	x.record = prepare(write, `INSERT INTO access_records (plan, number, at, account, act, how, allowed, sections, hash) VALUES (?,?,?,?,'see','api',1,?,?)`)
	x.records = prepare(write, `UPDATE plans SET records = records + 1 WHERE id = ? RETURNING records`)
	x.archive = prepare(write, `INSERT INTO versions (plan, id, section, parent, version, position, author, how, only_me, hidden_from, created_at, updated_at, shown_at, removed_at, body) SELECT plan, ?, section, id, version, position, author, how, only_me, hidden_from, created_at, updated_at, shown_at, removed_at, body FROM entries WHERE id = ?`)
	x.update = prepare(write, `UPDATE entries SET version = version + 1, updated_at = ?, body = ? WHERE id = ? AND version = ?`)
	x.load = prepare(write, `SELECT id, section, version, author, how, only_me, hidden_from, body FROM entries WHERE id = ? AND plan = ? AND removed_at = 0`)
	x.open(s)
	x.token, err = jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{Subject: x.account, Issuer: "bare", Audience: jwt.ClaimStrings{"bare"},
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour))}).SignedString(bareKey)
	s.Must(err)
	go x.work()
	b.Cleanup(func() { close(x.jobs); _ = read.Close() })
	return x
}

// open reads every entry's fields once, so that the bare handler need not.
func (x *bare) open(s *server) {
	p, err := s.App.ReadPlan(context.Background(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	for _, section := range p.Sections {
		for _, e := range section.Entries {
			text, err := json.Marshal(e.Fields)
			s.Must(err)
			x.texts[string(e.ID)] = string(text)
			x.fields[string(e.ID)] = e.Fields.Map()
		}
	}
}

func (x *bare) plan(w http.ResponseWriter, r *http.Request) { x.answer(w, r, x.entries) }

// planEncoded is plan with its JSON by encoding/json.
func (x *bare) planEncoded(w http.ResponseWriter, r *http.Request) { x.answer(w, r, x.entriesEncoded) }

func (x *bare) answer(w http.ResponseWriter, r *http.Request, entries func(sections string) ([]byte, error)) {
	if !x.known(r) {
		http.Error(w, "", http.StatusUnauthorized)
		return
	}
	sections, err := x.sections()
	if err == nil {
		var out []byte
		if out, err = entries(sections); err == nil {
			done := make(chan error, 1)
			x.jobs <- done
			if err = <-done; err == nil {
				w.Header().Set("Content-Type", "application/json")
				_, err = w.Write(out)
			}
		}
	}
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
	}
}

var bareKey = make([]byte, 32)

// known checks the token, the sign-in and the facts, as any server must.
func (x *bare) known(r *http.Request) bool {
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), &claims, func(*jwt.Token) (any, error) { return bareKey, nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer("bare"), jwt.WithAudience("bare"), jwt.WithExpirationRequired())
	var account, owner string
	var locked, lead, epoch int64
	var key []byte
	var role, state, works sql.NullString
	var confirmed sql.NullInt64
	return err == nil && x.alive.QueryRow(0, claims.Subject).Scan(&account, &locked, &lead) == nil &&
		x.facts.QueryRow(x.plan_, account).Scan(&owner, &epoch, &key, &role, &state, &confirmed, &works) == nil
}

func (x *bare) sections() (string, error) {
	rows, err := x.grants.Query(x.plan_, x.account)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	var keys []string
	for rows.Next() {
		var id, section, when string
		var gives, from, until, given int64
		if err := rows.Scan(&id, &section, &gives, &when, &from, &until, &given); err != nil {
			return "", err
		}
		keys = append(keys, section)
	}
	list, err := json.Marshal(keys)
	return string(list), err
}

func (x *bare) entries(sections string) ([]byte, error) {
	rows, err := x.list.Query(x.plan_, sections)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := make([]byte, 0, 32<<10)
	for rows.Next() {
		var id, section, author, hidden string
		var version, updated int64
		var body sql.RawBytes
		if err := rows.Scan(&id, &section, &version, &author, &updated, &hidden, &body); err != nil {
			return nil, err
		}
		out = append(out, `{"id":"`...)
		out = append(append(out, id...), `","section":"`...)
		out = append(append(out, section...), `","version":1,"fields":`...)
		out = append(append(out, x.texts[id]...), `,"updated_at":"`...)
		out = append(time.UnixMicro(updated).UTC().AppendFormat(out, time.RFC3339), `"},`...)
	}
	return out, rows.Err()
}

// entriesEncoded is entries with structs in between.
func (x *bare) entriesEncoded(sections string) ([]byte, error) {
	rows, err := x.list.Query(x.plan_, sections)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	type entry struct {
		ID        string            `json:"id"`
		Section   string            `json:"section"`
		Version   int64             `json:"version"`
		Fields    map[string]string `json:"fields"`
		UpdatedAt time.Time         `json:"updated_at"`
	}
	var out []entry
	for rows.Next() {
		var e entry
		var author, hidden string
		var updated int64
		var body sql.RawBytes
		if err := rows.Scan(&e.ID, &e.Section, &e.Version, &author, &updated, &hidden, &body); err != nil {
			return nil, err
		}
		e.UpdatedAt = time.UnixMicro(updated).UTC()
		e.Fields = x.fields[e.ID]
		out = append(out, e)
	}
	if err := rows.Err(); err != nil {
		return nil, err
	}
	return json.Marshal(out)
}

// work commits records in groups.
func (x *bare) work() {
	for first := range x.jobs {
		batch := []chan error{first}
		for len(batch) < 256 {
			select {
			case next, open := <-x.jobs:
				if open {
					batch = append(batch, next)
					continue
				}
			default:
			}
			break
		}
		err := x.commit(len(batch))
		for _, done := range batch {
			done <- err
		}
	}
}

func (x *bare) commit(n int) error {
	tx, err := x.write.Begin()
	if err != nil {
		return err
	}
	records, record := tx.Stmt(x.records), tx.Stmt(x.record)
	defer func() { _, _ = records.Close(), record.Close() }()
	for range n {
		var number int64
		if err := records.QueryRow(x.plan_).Scan(&number); err != nil {
			return err
		}
		if _, err := record.Exec(x.plan_, number, time.Now().UnixMicro(), x.account, "all of them", make([]byte, 32)); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// save is a change of an entry as a handler: the body read, the one who asks
// checked, the entry read, its old version kept, its words written.
func (x *bare) save(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Version int
		Fields  map[string]string
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || !x.known(r) {
		http.Error(w, "", http.StatusUnprocessableEntity)
		return
	}
	if err := x.store(r.URL.Path[1:], in.Version); err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(in)
}

func (x *bare) store(id string, version int) error {
	tx, err := x.write.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	var row [7]string
	var body []byte
	load := tx.Stmt(x.load)
	defer func() { _ = load.Close() }()
	if err := load.QueryRow(id, x.plan_).Scan(&row[0], &row[1], &row[2], &row[3], &row[4], &row[5], &row[6], &body); err != nil {
		return err
	}
	archive, update := tx.Stmt(x.archive), tx.Stmt(x.update)
	defer func() { _, _ = archive.Close(), update.Close() }()
	if _, err := archive.Exec(time.Now().String()+id, id); err != nil {
		return err
	}
	if _, err := update.Exec(time.Now().UnixMicro(), body, id, version); err != nil {
		return err
	}
	return tx.Commit()
}

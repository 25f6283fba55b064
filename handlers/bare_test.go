package handlers_test

import (
	"database/sql"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"handrail/app/apptest"
)

// bare is the counterpart that the benchmarks are held against: what one would write by hand
// for this answer alone. It reads the same facts and rows by the same statements, prepared and
// planned once as ours are, checks a token and the sign-in, writes the same JSON and commits
// the same record, or a save, together with whatever waits. It seals nothing, keeps no chain
// and no epoch, opens no read transaction, has no router, and exists in no binary.
type bare struct {
	alive, facts, name, list *sql.Stmt

	jobs    chan bareJob
	texts   map[string]string            // an entry's fields as JSON, opened beforehand
	fields  map[string]map[string]string // the same as maps
	plan_   string
	account string
	owner   string
	titles  map[string]string
	token   string
}

// The statements of a read, as ours ask them (accounts and gate); a value stands behind a plus
// so that SQLite plans each once.
const (
	bareSQLAlive = `SELECT s.account, s.proved_at, s.seen_at, s.until_at, s.locked_at, s.viewing, a.lead
		FROM sign_ins s JOIN accounts a ON a.id = s.account WHERE s.ended_at = 0 AND a.disabled_at = 0 AND s.id = +?`
	bareSQLFacts = `SELECT p.owner, p.key, p.crisis_since, p.crisis_until, p.held_at, coalesce(r.role, ''), coalesce(r.state, ''), coalesce(r.confirmed_at, 0), coalesce(a.works, ''),
		coalesce((SELECT string_agg(concat_ws('|', g.section, g.gives, g.circumstance, g.from_at, g.until_at, g.given_at), ';')
			FROM grants g WHERE g.plan = p.id AND g.account = +?2 AND g.withdrawn_at = 0), ''),
		NOT EXISTS (SELECT 1 FROM attachments t WHERE t.plan = p.id)
		FROM plans p LEFT JOIN relationships r ON r.plan = p.id AND r.account = +?2 LEFT JOIN accounts a ON a.id = r.account WHERE p.id = +?1`
	bareSQLName = `SELECT body FROM accounts WHERE id = +?`
	bareSQLList = `SELECT concat_ws('|', id, section, version, author, hidden_from, updated_at), body FROM entries
		WHERE plan = +? AND removed_at = 0 AND only_me = 0 AND section IN (SELECT value FROM json_each(+?)) ORDER BY section, position, seq`
)

func newBare(b testing.TB, s *server) *bare {
	b.Helper()
	folder := b.TempDir()
	s.Must(os.CopyFS(folder, os.DirFS(s.Folder)))
	dsn := "file:" + filepath.Join(folder, "handrail.db") + "?_journal_mode=WAL&_synchronous=FULL&_busy_timeout=5000&_foreign_keys=1&_secure_delete=1&_mutex=no"
	read, err := sql.Open(apptest.SQLite, dsn)
	s.Must(err)
	read.SetMaxIdleConns(4)
	read.SetMaxOpenConns(4)
	x := &bare{jobs: make(chan bareJob, 1024), plan_: string(s.Ailsa.Plan), account: string(s.Morag.Account), owner: s.Ailsa.Name}
	for text, into := range map[string]**sql.Stmt{bareSQLAlive: &x.alive, bareSQLFacts: &x.facts, bareSQLName: &x.name, bareSQLList: &x.list} {
		*into, err = read.Prepare(text) //nolint:sqlclosecheck // for as long as the benchmark runs
		s.Must(err)
	}
	x.texts, x.fields, x.titles = openedBeforehand(s)
	var signIn string
	s.Must(read.QueryRow("SELECT id FROM sign_ins WHERE account = ?", x.account).Scan(&signIn))
	x.token = bareToken(s, signIn)
	w := newBareWriter(s, dsn)
	go w.work(x.jobs)
	b.Cleanup(func() { close(x.jobs); _ = read.Close() })
	return x
}

// openedBeforehand is every entry's fields and every section's title, so that a bare handler
// has nothing to open.
func openedBeforehand(s *server) (texts map[string]string, fields map[string]map[string]string, titles map[string]string) {
	p, err := s.App.ReadPlan(s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan)
	s.Must(err)
	texts, fields, titles = map[string]string{}, map[string]map[string]string{}, map[string]string{}
	for _, section := range p.Sections {
		titles[string(section.Key)] = "A part's title: " + string(section.Key)
		for _, e := range section.Entries {
			text, err := json.Marshal(e.Fields)
			s.Must(err)
			texts[string(e.ID)], fields[string(e.ID)] = string(text), e.Fields.Map()
		}
	}
	return texts, fields, titles
}

var bareKey = make([]byte, 32)

func bareToken(s *server, signIn string) string {
	token, err := jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{ID: signIn, Subject: string(s.Morag.Account), Issuer: "bare", Audience: jwt.ClaimStrings{"bare"},
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour))}).SignedString(bareKey)
	s.Must(err)
	return token
}

// bareSignIn is the sign-in that a token names.
func bareSignIn(r *http.Request) (string, error) {
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), &claims, func(*jwt.Token) (any, error) { return bareKey, nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer("bare"), jwt.WithAudience("bare"), jwt.WithExpirationRequired())
	return claims.ID, err
}

func (x *bare) plan(w http.ResponseWriter, r *http.Request) { x.answer(w, r, x.entries) }

// planEncoded is plan with its JSON by encoding/json.
func (x *bare) planEncoded(w http.ResponseWriter, r *http.Request) { x.answer(w, r, x.entriesEncoded) }

func (x *bare) answer(w http.ResponseWriter, r *http.Request, entries func(sections []byte) ([]byte, error)) {
	grants, err := x.known(r)
	if err != nil {
		http.Error(w, "", http.StatusUnauthorized)
		return
	}
	keys := sectionsIn(grants)
	list, _ := json.Marshal(keys)
	out, err := entries(list)
	if err == nil {
		err = x.commit(func(w *bareWriter) error { return w.look(x, strings.Join(keys, " ")) })
	}
	answerBare(w, out, err)
}

func answerBare(w http.ResponseWriter, out []byte, err error) {
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(out)
}

// known checks the token and the sign-in and reads the facts, as any server must.
func (x *bare) known(r *http.Request) (grants string, err error) {
	signIn, err := bareSignIn(r)
	if err != nil {
		return "", err
	}
	var account, viewing, owner, role, state, works string
	var proved, seen, until, locked, lead, since, ends, held, confirmed, none int64
	var key, body sql.RawBytes
	if err := x.alive.QueryRow(signIn).Scan(&account, &proved, &seen, &until, &locked, &viewing, &lead); err != nil {
		return "", err
	}
	rows, err := x.facts.Query(x.plan_, account)
	if err != nil {
		return "", err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		if err := rows.Scan(&owner, &key, &since, &ends, &held, &role, &state, &confirmed, &works, &grants, &none); err != nil {
			return "", err
		}
	}
	if err := rows.Close(); err != nil {
		return "", err
	}
	named, err := x.name.Query(owner)
	if err != nil {
		return "", err
	}
	defer func() { _ = named.Close() }()
	for named.Next() {
		err = named.Scan(&body)
	}
	return grants, err
}

// sectionsIn is the sections that grants packed as one text are for.
func sectionsIn(grants string) (keys []string) {
	for grant := range strings.SplitSeq(grants, ";") {
		key, _, _ := strings.Cut(grant, "|")
		keys = append(keys, key)
	}
	return keys
}

// bareEntry is the head of one row.
type bareEntry struct{ id, section, version, author, updated string }

func (x *bare) each(sections []byte, do func(bareEntry)) error {
	rows, err := x.list.Query(x.plan_, string(sections))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	var head string
	var body sql.RawBytes
	for rows.Next() {
		if err := rows.Scan(&head, &body); err != nil {
			return err
		}
		do(unpackBare(head))
	}
	return rows.Err()
}

func unpackBare(head string) (e bareEntry) {
	e.id, head, _ = strings.Cut(head, "|")
	e.section, head, _ = strings.Cut(head, "|")
	e.version, head, _ = strings.Cut(head, "|")
	e.author, head, _ = strings.Cut(head, "|")
	_, e.updated, _ = strings.Cut(head, "|")
	return e
}

func (e bareEntry) day() time.Time {
	micros, _ := strconv.ParseInt(e.updated, 10, 64)
	return time.UnixMicro(micros).UTC().Truncate(24 * time.Hour)
}

// entries writes the JSON by hand.
func (x *bare) entries(sections []byte) ([]byte, error) {
	out := barePlan{titles: x.titles, texts: x.texts, owner: x.owner}
	out.begin(x.plan_)
	err := x.each(sections, out.entry)
	return out.end(), err
}

// entriesEncoded is entries with structs and encoding/json in between.
func (x *bare) entriesEncoded(sections []byte) ([]byte, error) {
	type entry struct {
		ID        string            `json:"id"`
		Version   json.Number       `json:"version"`
		Fields    map[string]string `json:"fields"`
		Author    map[string]string `json:"author"`
		UpdatedAt time.Time         `json:"updated_at"`
	}
	type section struct {
		Key     string  `json:"key"`
		Title   string  `json:"title"`
		Right   string  `json:"right"`
		Entries []entry `json:"entries"`
	}
	var plan struct {
		ID       string    `json:"id"`
		Sections []section `json:"sections"`
	}
	plan.ID = x.plan_
	err := x.each(sections, func(e bareEntry) {
		if n := len(plan.Sections); n == 0 || plan.Sections[n-1].Key != e.section {
			plan.Sections = append(plan.Sections, section{Key: e.section, Title: x.titles[e.section], Right: "suggest"})
		}
		last := &plan.Sections[len(plan.Sections)-1]
		last.Entries = append(last.Entries, entry{e.id, json.Number(e.version), x.fields[e.id], map[string]string{"id": e.author, "name": x.owner}, e.day()})
	})
	if err != nil {
		return nil, err
	}
	return json.Marshal(plan)
}

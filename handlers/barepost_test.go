package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"handrail/app/apptest"
	"handrail/models"
)

// barePost is bare on PostgreSQL, by pgx alone: the same statements, the same JSON
// written by hand, the same record committed in groups.
type barePost struct {
	pool          *pgxpool.Pool
	plan, account string
	texts         map[string]string
	token         string
	jobs          chan chan error
}

func newBarePost(b testing.TB, s *server) *barePost {
	b.Helper()
	pool, err := pgxpool.New(context.Background(), s.Place)
	s.Must(err)
	sqlite := &bare{texts: map[string]string{}, fields: map[string]map[string]string{}}
	sqlite.open(s)
	x := &barePost{pool: pool, plan: string(s.Ailsa.Plan), account: string(s.Morag.Account), texts: sqlite.texts, jobs: make(chan chan error, 1024)}
	x.token, err = jwt.NewWithClaims(jwt.SigningMethodHS256, jwt.RegisteredClaims{Subject: x.account, Issuer: "bare", Audience: jwt.ClaimStrings{"bare"},
		ExpiresAt: jwt.NewNumericDate(time.Now().Add(time.Hour))}).SignedString(bareKey)
	s.Must(err)
	go x.work()
	b.Cleanup(func() { close(x.jobs); pool.Close() })
	return x
}

const (
	bareAlive  = `SELECT s.account, s.locked_at, a.lead FROM sign_ins s JOIN accounts a ON a.id = s.account WHERE s.ended_at = 0 AND s.until_at > $1 AND s.account = $2 LIMIT 1`
	bareFacts  = `SELECT p.owner, p.epoch, p.key, coalesce(r.role, ''), coalesce(r.state, ''), coalesce(r.confirmed_at, 0), coalesce(a.works, '') FROM plans p LEFT JOIN relationships r ON r.plan = p.id AND r.account = $2 LEFT JOIN accounts a ON a.id = r.account WHERE p.id = $1`
	bareGrants = `SELECT section FROM grants WHERE plan = $1 AND account = $2 AND withdrawn_at = 0 ORDER BY section`
	bareList   = `SELECT id, section, version, author, updated_at, hidden_from, body FROM entries WHERE plan = $1 AND removed_at = 0 AND only_me = 0 AND section = ANY ($2) ORDER BY position, seq`
)

func (x *barePost) known(r *http.Request) bool {
	var claims jwt.RegisteredClaims
	_, err := jwt.ParseWithClaims(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), &claims, func(*jwt.Token) (any, error) { return bareKey, nil },
		jwt.WithValidMethods([]string{"HS256"}), jwt.WithIssuer("bare"), jwt.WithAudience("bare"), jwt.WithExpirationRequired())
	var account, owner, role, state, works string
	var locked, lead, epoch, confirmed int64
	var key []byte
	ctx := r.Context()
	return err == nil && x.pool.QueryRow(ctx, bareAlive, 0, claims.Subject).Scan(&account, &locked, &lead) == nil &&
		x.pool.QueryRow(ctx, bareFacts, x.plan, account).Scan(&owner, &epoch, &key, &role, &state, &confirmed, &works) == nil
}

func (x *barePost) read(w http.ResponseWriter, r *http.Request) {
	if !x.known(r) {
		http.Error(w, "", http.StatusUnauthorized)
		return
	}
	out, err := x.entries(r.Context())
	if err == nil {
		done := make(chan error, 1)
		x.jobs <- done
		if err = <-done; err == nil {
			w.Header().Set("Content-Type", "application/json")
			_, err = w.Write(out)
		}
	}
	if err != nil {
		http.Error(w, "", http.StatusInternalServerError)
	}
}

func (x *barePost) entries(ctx context.Context) ([]byte, error) {
	rows, err := x.pool.Query(ctx, bareGrants, x.plan, x.account)
	if err != nil {
		return nil, err
	}
	keys, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	if rows, err = x.pool.Query(ctx, bareList, x.plan, keys); err != nil {
		return nil, err
	}
	defer rows.Close()
	out := make([]byte, 0, 32<<10)
	for rows.Next() {
		var id, section, author, hidden string
		var version, updated int64
		var body []byte
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

func (x *barePost) work() {
	for first := range x.jobs {
		batch := []chan error{first}
	more:
		for len(batch) < 256 {
			select {
			case next, open := <-x.jobs:
				if !open {
					break more
				}
				batch = append(batch, next)
			default:
				break more
			}
		}
		err := x.commit(len(batch))
		for _, done := range batch {
			done <- err
		}
	}
}

func (x *barePost) commit(n int) error {
	ctx := context.Background()
	return pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		for range n {
			var number int64
			if err := tx.QueryRow(ctx, "UPDATE plans SET records = records + 1 WHERE id = $1 RETURNING records", x.plan).Scan(&number); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "INSERT INTO access_records (plan, number, at, account, act, how, allowed, sections, hash) VALUES ($1, $2, $3, $4, 'see', 'api', 1, 'all of them', $5)",
				x.plan, number, time.Now().UnixMicro(), x.account, make([]byte, 32)); err != nil {
				return err
			}
		}
		return nil
	})
}

// save is a change of an entry: read, its old version kept, its words written.
func (x *barePost) save(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Version int
		Fields  map[string]string
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || !x.known(r) {
		http.Error(w, "", http.StatusUnprocessableEntity)
		return
	}
	if err := x.store(r.Context(), r.URL.Path[1:], in.Version); err != nil {
		http.Error(w, "", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(in)
}

func (x *barePost) store(ctx context.Context, id string, version int) error {
	return pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		var section string
		var body []byte
		if err := tx.QueryRow(ctx, "SELECT section, body FROM entries WHERE id = $1 AND plan = $2 AND removed_at = 0 FOR UPDATE", id, x.plan).Scan(&section, &body); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO versions (plan, id, section, parent, version, position, author, how, only_me, hidden_from, created_at, updated_at, shown_at, removed_at, body)
			SELECT plan, $1, section, id, version, position, author, how, only_me, hidden_from, created_at, updated_at, shown_at, removed_at, body FROM entries WHERE id = $2`,
			time.Now().String()+id, id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE entries SET version = version + 1, updated_at = $1, body = $2 WHERE id = $3 AND version = $4", time.Now().UnixMicro(), body, id, version)
		return err
	})
}

func onPost(b *testing.B) *server { return serverOf(apptest.NewShared(b)) }

// BenchmarkPlanOnPostgreSQL is a whole plan of 80 entries read by a practitioner, by
// us and by pgx alone.
func BenchmarkPlanOnPostgreSQL(b *testing.B) {
	s := fillBig(onPost(b))
	bare := newBarePost(b, s)
	b.Run("handrail", func(b *testing.B) {
		parallel(b, func() error { return counted(s.call(s.Morag, "GET", "/plans/"+string(s.Ailsa.Plan), ""), `"version":`) })
	})
	b.Run("bare", func(b *testing.B) {
		parallel(b, func() error {
			r := httptest.NewRequest("GET", "/", nil)
			r.Header.Set("Authorization", "Bearer "+bare.token)
			w := httptest.NewRecorder()
			bare.read(w, r)
			return counted(w, `"version":`)
		})
	})
}

// BenchmarkSaveOnPostgreSQL is a durable save of an entry, by us and by pgx alone.
func BenchmarkSaveOnPostgreSQL(b *testing.B) {
	s := onPost(b)
	s.Tie(s.Morag, models.Practitioner)
	mine, theirs := s.Write("daily", "walk"), s.Write("daily", "walk")
	bare := newBarePost(b, s)
	i, j := 0, 0
	const body = `{"version":%d,"fields":{"what":"walk %d times to the canal and back"}}`
	b.Run("handrail", func(b *testing.B) {
		for b.Loop() {
			i++
			if w := s.call(s.Ailsa, "PUT", "/plans/"+string(s.Ailsa.Plan)+"/entries/"+string(mine.ID), fmt.Sprintf(body, i, i)); w.Code != http.StatusOK {
				b.Fatal(w.Code, w.Body)
			}
		}
	})
	b.Run("bare", func(b *testing.B) {
		for b.Loop() {
			j++
			r := httptest.NewRequest("PUT", "/"+string(theirs.ID), strings.NewReader(fmt.Sprintf(body, j, j)))
			r.Header.Set("Authorization", "Bearer "+bare.token)
			w := httptest.NewRecorder()
			if bare.save(w, r); w.Code != http.StatusOK {
				b.Fatal(w.Code)
			}
		}
	})
}

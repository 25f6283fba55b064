package handlers_test

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"handrail/models"
)

// barePost is bare on PostgreSQL, by pgx alone and as one would write it: the same facts and
// rows, the same JSON by hand, the same record committed together with what waits.
type barePost struct {
	pool                 *pgxpool.Pool
	plan, account, owner string
	texts, titles        map[string]string
	token                string
	jobs                 chan postLook
}

// postLook is one record that waits for the next commit.
type postLook struct {
	sections string
	done     chan error
}

func newBarePost(b testing.TB, s *server) *barePost {
	b.Helper()
	config, err := pgxpool.ParseConfig(s.Place)
	s.Must(err)
	config.MaxConns = 8
	pool, err := pgxpool.NewWithConfig(context.Background(), config)
	s.Must(err)
	x := &barePost{pool: pool, plan: string(s.Ailsa.Plan), account: string(s.Morag.Account), owner: s.Ailsa.Name, jobs: make(chan postLook, 1024)}
	x.texts, _, x.titles = openedBeforehand(s)
	var signIn string
	s.Must(pool.QueryRow(context.Background(), "SELECT id FROM sign_ins WHERE account = $1", x.account).Scan(&signIn))
	x.token = bareToken(s, signIn)
	go x.work()
	b.Cleanup(func() { close(x.jobs); pool.Close() })
	return x
}

const (
	bareAlive = `SELECT s.account, s.proved_at, s.seen_at, s.until_at, s.locked_at, s.viewing, a.lead
		FROM sign_ins s JOIN accounts a ON a.id = s.account WHERE s.ended_at = 0 AND a.disabled_at = 0 AND s.id = $1`
	bareFacts = `SELECT p.owner, p.key, p.crisis_since, p.crisis_until, p.held_at, coalesce(r.role, ''), coalesce(r.state, ''), coalesce(r.confirmed_at, 0), coalesce(a.works, ''),
		coalesce((SELECT string_agg(concat_ws('|', g.section, g.gives, g.circumstance, g.from_at, g.until_at, g.given_at), ';')
			FROM grants g WHERE g.plan = p.id AND g.account = $2 AND g.withdrawn_at = 0), '')
		FROM plans p LEFT JOIN relationships r ON r.plan = p.id AND r.account = $2 LEFT JOIN accounts a ON a.id = r.account WHERE p.id = $1`
	bareName = `SELECT body FROM accounts WHERE id = $1`
	bareList = `SELECT concat_ws('|', id, section, version, author, hidden_from, updated_at), body FROM entries
		WHERE plan = $1 AND removed_at = 0 AND only_me = 0 AND section = ANY ($2) ORDER BY section, position, seq`
)

func (x *barePost) known(r *http.Request) (grants string, err error) {
	signIn, err := bareSignIn(r)
	if err != nil {
		return "", err
	}
	var account, viewing, owner, role, state, works string
	var proved, seen, until, locked, lead, since, ends, held, confirmed int64
	var key, body []byte
	ctx := r.Context()
	if err := x.pool.QueryRow(ctx, bareAlive, signIn).Scan(&account, &proved, &seen, &until, &locked, &viewing, &lead); err != nil {
		return "", err
	}
	if err := x.pool.QueryRow(ctx, bareFacts, x.plan, account).Scan(&owner, &key, &since, &ends, &held, &role, &state, &confirmed, &works, &grants); err != nil {
		return "", err
	}
	return grants, x.pool.QueryRow(ctx, bareName, owner).Scan(&body)
}

func (x *barePost) read(w http.ResponseWriter, r *http.Request) {
	grants, err := x.known(r)
	if err != nil {
		http.Error(w, "", http.StatusUnauthorized)
		return
	}
	keys := sectionsIn(grants)
	out, err := x.entries(r.Context(), keys)
	if err == nil {
		err = x.record(strings.Join(keys, " "))
	}
	answerBare(w, out, err)
}

// record returns once the record of a look is committed.
func (x *barePost) record(sections string) error {
	l := postLook{sections, make(chan error, 1)}
	x.jobs <- l
	return <-l.done
}

func (x *barePost) entries(ctx context.Context, keys []string) ([]byte, error) {
	rows, err := x.pool.Query(ctx, bareList, x.plan, keys)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := barePlan{titles: x.titles, texts: x.texts, owner: x.owner}
	out.begin(x.plan)
	var head string
	var body []byte
	for rows.Next() {
		if err := rows.Scan(&head, &body); err != nil {
			return nil, err
		}
		out.entry(unpackBare(head))
	}
	return out.end(), rows.Err()
}

func (x *barePost) work() {
	for first := range x.jobs {
		batch := []postLook{first}
		for more := true; more && len(batch) < 256; {
			select {
			case next, open := <-x.jobs:
				if more = open; open {
					batch = append(batch, next)
				}
			default:
				more = false
			}
		}
		err := x.commit(batch)
		for _, l := range batch {
			l.done <- err
		}
	}
}

func (x *barePost) commit(batch []postLook) error {
	ctx := context.Background()
	return pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		for _, l := range batch {
			var number int64
			if err := tx.QueryRow(ctx, "UPDATE plans SET records = records + 1 WHERE id = $1 RETURNING records", x.plan).Scan(&number); err != nil {
				return err
			}
			if _, err := tx.Exec(ctx, "INSERT INTO access_records (plan, number, at, account, act, how, allowed, sections, hash) VALUES ($1, $2, $3, $4, 'see', 'api', 1, $5, $6)",
				x.plan, number, time.Now().UnixMicro(), x.account, l.sections, make([]byte, 32)); err != nil {
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
	if json.NewDecoder(r.Body).Decode(&in) != nil {
		http.Error(w, "", http.StatusUnprocessableEntity)
		return
	}
	if _, err := x.known(r); err != nil {
		http.Error(w, "", http.StatusUnauthorized)
		return
	}
	plan, entry, _ := strings.Cut(r.URL.Path[1:], "/")
	err := x.store(r.Context(), plan, entry, in.Version, bareWords(in.Fields))
	out, _ := json.Marshal(in)
	answerBare(w, out, err)
}

func (x *barePost) store(ctx context.Context, plan, id string, version int, words []byte) error {
	return pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		var section string
		var body []byte
		if err := tx.QueryRow(ctx, "SELECT section, body FROM entries WHERE id = $1 AND plan = $2 AND removed_at = 0 FOR UPDATE", id, plan).Scan(&section, &body); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `INSERT INTO versions (plan, id, section, parent, version, position, author, how, only_me, hidden_from, created_at, updated_at, shown_at, removed_at, body)
			SELECT plan, $1, section, id, version, position, author, how, only_me, hidden_from, created_at, updated_at, shown_at, removed_at, body FROM entries WHERE id = $2`,
			string(models.NewIDAt(time.Now())), id); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "UPDATE entries SET version = version + 1, updated_at = $1, body = $2 WHERE id = $3 AND version = $4", time.Now().UnixMicro(), words, id, version)
		return err
	})
}

package gate

import (
	"crypto/subtle"
	"database/sql"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// onceLasts is how long the same key gives the same answer.
const onceLasts = 24 * time.Hour

// Once gives what an earlier request with the same key made (RULES.md 13): its
// ids, or "" for a fresh one. The same key with another body is Invalid.
func (p *Pen) Once(o models.Once) (string, error) {
	v, err := p.behind()
	if err != nil || o == (models.Once{}) {
		return "", err
	}
	var body []byte
	var ref string
	err = v.tx.One("SELECT body_hash, ref FROM answered WHERE hash = ? AND at > ?",
		[]any{o.Hash[:], database.At(v.now.Add(-onceLasts))}, &body, &ref)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	if err == nil && subtle.ConstantTimeCompare(body, v.gate.onceBody(o)) != 1 {
		return "", &models.Error{Kind: models.Invalid, Key: "error.once"}
	}
	return ref, err
}

// Did remembers what a request made, in the same transaction.
func (p *Pen) Did(o models.Once, ref string) error {
	v, err := p.behind()
	if err != nil || o == (models.Once{}) {
		return err
	}
	if _, err := v.tx.Exec("DELETE FROM answered WHERE at <= ?", database.At(v.now.Add(-onceLasts))); err != nil {
		return err
	}
	_, err = v.tx.Exec("INSERT INTO answered (hash, body_hash, ref, at) VALUES (?,?,?,?)", o.Hash[:], v.gate.onceBody(o), ref, database.At(v.now))
	return err
}

// onceBody is how a request's body is kept: under a key, since anybody who has the
// file could try short words against a plain hash (SAFETY.md 19).
func (g *Gate) onceBody(o models.Once) []byte { return g.ring.CodeHash(string(o.Body[:])) }

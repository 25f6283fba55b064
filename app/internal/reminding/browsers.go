package reminding

import (
	"context"
	"crypto/ecdh"
	"crypto/rand"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// Told is a browser that is told, and the sign-in for as long as which it is.
type Told struct {
	SignIn models.ID
	models.Browser
}

var errTooManyBrowsers = &models.Error{Kind: models.Conflict, Key: "reminder.too_many_here"}

// Tell has the browser of a sign-in told of a plan's reminders from now on.
func (r *Reminding) Tell(ctx context.Context, plan, signIn models.ID, b models.Browser) error {
	plain, err := json.Marshal(b)
	if err != nil {
		return err
	}
	body := r.ring.Service().Seal(plain, toldAt(signIn))
	return r.db.Change(ctx, func(tx *database.Tx) error {
		var others int
		if err := tx.One("SELECT count(*) FROM told_browsers t "+living+" WHERE t.plan = ? AND t.sign_in <> ?",
			[]any{r.now(), string(plan), string(signIn)}, &others); err != nil {
			return err
		}
		if others >= models.MostBrowsers {
			return errTooManyBrowsers
		}
		_, err := tx.Exec(`INSERT INTO told_browsers (sign_in, plan, made_at, body) VALUES (?,?,?,?)
			ON CONFLICT (sign_in) DO UPDATE SET plan = excluded.plan, made_at = excluded.made_at, body = excluded.body`,
			string(signIn), string(plan), r.now(), body)
		return err
	})
}

// living joins what told_browsers t holds to its sign-in, where that is neither ended nor over.
const living = "JOIN sign_ins s ON s.id = t.sign_in AND s.ended_at = 0 AND s.until_at > ?"

// Forget takes away the browsers whose sign-in is over, however that came.
func (r *Reminding) Forget(ctx context.Context) error {
	const over = "sign_in NOT IN (SELECT t.sign_in FROM told_browsers t " + living + ")"
	var n int
	if err := r.db.View(ctx, func(tx *database.Tx) error {
		return tx.One("SELECT count(*) FROM told_browsers WHERE "+over, []any{r.now()}, &n)
	}); err != nil || n == 0 {
		return err
	}
	return r.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec("DELETE FROM told_browsers WHERE "+over, r.now())
		return err
	})
}

func toldAt(signIn models.ID) seal.Place { return seal.At("told browser", string(signIn)) }

// Untell takes a browser away, at its owner's wish or because its push service knows it no more.
func (r *Reminding) Untell(ctx context.Context, signIn models.ID) error {
	return r.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec("DELETE FROM told_browsers WHERE sign_in = ?", string(signIn))
		return err
	})
}

// ToldSince is since when the browser of a sign-in is told; zero: it is not.
func (r *Reminding) ToldSince(ctx context.Context, signIn models.ID) (time.Time, error) {
	var made database.Micros
	err := r.db.View(ctx, func(tx *database.Tx) error {
		return tx.One("SELECT coalesce(max(made_at), 0) FROM told_browsers WHERE sign_in = ?", []any{string(signIn)}, &made)
	})
	return made.Time(), err
}

// Told is the browsers that are told of a plan's reminders: those whose sign-in lives.
func (r *Reminding) Told(ctx context.Context, plan models.ID) ([]Told, error) {
	var out []Told
	err := r.db.View(ctx, func(tx *database.Tx) error {
		rows, err := tx.Query("SELECT t.sign_in, t.body FROM told_browsers t "+living+` JOIN accounts a ON a.id = s.account
			WHERE t.plan = ? AND a.disabled_at = 0 ORDER BY t.made_at`, r.now(), string(plan))
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		out = out[:0]
		for rows.Next() {
			var one Told
			var body seal.Text
			if err := rows.Scan(&one.SignIn, &body); err != nil {
				return err
			}
			plain, err := r.ring.Service().Open(body, toldAt(one.SignIn))
			if err != nil {
				return err
			}
			if err := json.Unmarshal(plain, &one.Browser); err != nil {
				return err
			}
			out = append(out, one)
		}
		return rows.Err()
	})
	return out, err
}

// keyName is where the key is kept by which push services know this installation (RFC 8292).
const keyName = "push key"

// Key is that key, made when it is first asked for. Browsers are bound to it, so it stays.
func (r *Reminding) Key(ctx context.Context) (*ecdh.PrivateKey, error) {
	kept, err := r.keptKey(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		if err = r.makeKey(ctx); err == nil {
			kept, err = r.keptKey(ctx) // another server may have been first
		}
	}
	if err != nil {
		return nil, err
	}
	plain, err := r.ring.Service().Open(kept, seal.At(keyName))
	if err != nil {
		return nil, err
	}
	return ecdh.P256().NewPrivateKey(plain)
}

func (r *Reminding) makeKey(ctx context.Context) error {
	fresh, err := ecdh.P256().GenerateKey(rand.Reader)
	if err != nil {
		return err
	}
	return r.db.Change(ctx, func(tx *database.Tx) error {
		_, err := tx.Exec("INSERT INTO settings (name, value) VALUES (?, ?) ON CONFLICT DO NOTHING", keyName, r.ring.Service().Seal(fresh.Bytes(), seal.At(keyName)))
		return err
	})
}

func (r *Reminding) keptKey(ctx context.Context) (kept seal.Text, err error) {
	err = r.db.View(ctx, func(tx *database.Tx) error {
		return tx.One("SELECT value FROM settings WHERE name = ?", []any{keyName}, &kept)
	})
	return kept, err
}

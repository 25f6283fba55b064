package accounts

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/ledger"
	"handrail/models"
)

// Offline is what is known of a sign-in's device as a place for a copy: whether it is
// somebody's own, and the copy that it keeps. Since is zero where it keeps none.
type Offline struct {
	Own   bool
	Since time.Time
	Parts []models.SectionKey // beside the crisis plan
}

// standing is what a copy needs: a sign-in that nobody ended. One whose time ran out
// is no reason to take away what is needed on the worst day.
const standing = `(s.ended_at = 0 OR s.ended_at >= s.until_at)`

// ErrNoCopy is a device whose copy is not, or no longer, one that it may keep.
var ErrNoCopy = &models.Error{Kind: models.SignIn, Key: "offline.gone"}

// Offline is what is known of this sign-in's device.
func (a *Accounts) Offline(ctx context.Context, who models.Actor) (Offline, error) {
	var o Offline
	var since database.Micros
	var parts string
	err := a.db.View(ctx, func(tx *database.Tx) error {
		return tx.One(`SELECT s.until_at - s.begun_at > ?, coalesce(c.since, 0), coalesce(c.parts, '[]')
			FROM sign_ins s LEFT JOIN offline_copies c ON c.sign_in = s.id WHERE s.id = ? AND s.ended_at = 0`,
			[]any{sharedLasts.Microseconds(), string(who.SignIn)}, &o.Own, &since, &parts)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return o, models.ErrSignIn
	}
	if err != nil {
		return o, err
	}
	o.Since = since.Time()
	return o, json.Unmarshal([]byte(parts), &o.Parts)
}

// KeepOffline notes that this sign-in's device keeps a copy of a plan, and gives the
// secret by which it asks whether it still may. An earlier copy there ends. It asks for a fresh sign-in.
func (a *Accounts) KeepOffline(ctx context.Context, who models.Actor, plan models.ID, parts []models.SectionKey) (string, error) {
	text, err := json.Marshal(parts)
	if err != nil {
		return "", err
	}
	secret, now := newToken(), database.At(a.now())
	err = a.db.Change(ctx, func(tx *database.Tx) error {
		if err := a.mustBeFresh(tx, who); err != nil {
			return err
		}
		_, err := tx.Exec(`INSERT INTO offline_copies (sign_in, plan, secret, since, heard_at, parts) VALUES (?,?,?,?,?,?)
			ON CONFLICT (sign_in) DO UPDATE SET plan = excluded.plan, secret = excluded.secret, since = excluded.since,
			heard_at = excluded.heard_at, parts = excluded.parts`,
			string(who.SignIn), string(plan), a.ring.CodeHash(secret), now, now, string(text))
		return err
	})
	return secret, err
}

// CarryOffline lets a copy that is on this sign-in's device already go on under the
// secret that it has, also where an earlier sign-in began it: with other parts, or, where those
// are nil, with its own. It asks for a fresh sign-in; a copy that may not stay is ErrNoCopy.
func (a *Accounts) CarryOffline(ctx context.Context, who models.Actor, plan models.ID, parts []models.SectionKey, secret string) error {
	text, err := json.Marshal(parts)
	if err != nil {
		return err
	}
	return a.db.Change(ctx, func(tx *database.Tx) error {
		if err := a.mustBeFresh(tx, who); err != nil {
			return err
		}
		hash := a.ring.CodeHash(secret)
		if _, err := tx.Exec("DELETE FROM offline_copies WHERE sign_in = ? AND secret <> ?", string(who.SignIn), hash); err != nil {
			return err
		}
		n, err := tx.Exec(`UPDATE offline_copies SET sign_in = ?1, parts = CASE WHEN ?2 = 'null' THEN parts ELSE ?2 END WHERE secret = ?3 AND plan = ?4
			AND sign_in IN (SELECT s.id FROM sign_ins s WHERE s.account = ?5 AND `+standing+`)`,
			string(who.SignIn), string(text), hash, string(plan), string(who.Account))
		if err == nil && n == 0 {
			err = ErrNoCopy
		}
		return err
	})
}

// DropOffline takes the note of this sign-in's copy away; there may be none.
func (a *Accounts) DropOffline(ctx context.Context, who models.Actor) error {
	return a.db.Change(ctx, func(tx *database.Tx) error {
		n, err := tx.Exec("DELETE FROM offline_copies WHERE sign_in = ?", string(who.SignIn))
		if err != nil || n == 0 {
			return err
		}
		return narrow(tx, who.Account, ledger.SignIns)
	})
}

// HearOffline is nil for the secret of a copy that may stay, else ErrNoCopy. Whoever
// asks needs no sign-in: that of a phone that lay in a drawer has run out.
func (a *Accounts) HearOffline(ctx context.Context, secret string) error {
	var signIn models.ID
	var heard database.Micros
	err := a.db.View(ctx, func(tx *database.Tx) error {
		return tx.One(`SELECT c.sign_in, c.heard_at FROM offline_copies c JOIN sign_ins s ON s.id = c.sign_in
			JOIN accounts a ON a.id = s.account WHERE c.secret = ? AND a.disabled_at = 0 AND `+standing, []any{a.ring.CodeHash(secret)}, &signIn, &heard)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return ErrNoCopy
	}
	if err != nil {
		return err
	}
	if now := a.now(); now.Sub(heard.Time()) > seenEvery {
		a.later("UPDATE offline_copies SET heard_at = ? WHERE sign_in = ?", now, signIn)
	}
	return nil
}

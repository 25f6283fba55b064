package accounts

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// What every access token says of itself (RFC 7519, RFC 8725): who made it, for
// whom, under which key, for how long. It carries who and which sign-in, never rights.
const (
	tokenName  = "handrail"
	tokenKeyID = "1"
	tokenLasts = 10 * time.Minute
	tokenMost  = 4096 // bytes of a token that are looked at
)

// TokenSeconds is how long an access token lasts.
const TokenSeconds = int(tokenLasts / time.Second)

type claims struct {
	SignIn models.ID `json:"sid"`
	jwt.RegisteredClaims
}

func (a *Accounts) accessToken(who models.Actor) (string, error) {
	now := a.now()
	t := jwt.NewWithClaims(jwt.SigningMethodHS256, claims{SignIn: who.SignIn, RegisteredClaims: jwt.RegisteredClaims{
		Issuer: tokenName, Audience: jwt.ClaimStrings{tokenName}, Subject: string(who.Account),
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(tokenLasts)),
	}})
	t.Header["kid"] = tokenKeyID
	return t.SignedString(a.ring.TokenKey())
}

func (a *Accounts) signedIn(who models.Actor, cookie, refresh string) (SignedIn, error) {
	access, err := a.accessToken(who)
	return SignedIn{Actor: who, Cookie: cookie, Access: access, Refresh: refresh, ExpiresIn: TokenSeconds}, err
}

// ByToken is who an API request comes from: the token must be ours, in time, and
// its sign-in must live. Everything else is ErrSignIn.
func (a *Accounts) ByToken(ctx context.Context, token string) (models.Actor, error) {
	if len(token) > tokenMost {
		return models.Actor{}, models.ErrSignIn
	}
	var c claims
	_, err := jwt.ParseWithClaims(token, &c, a.tokenKey,
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithIssuer(tokenName), jwt.WithAudience(tokenName),
		jwt.WithExpirationRequired(), jwt.WithTimeFunc(a.now))
	if err != nil {
		return models.Actor{}, models.ErrSignIn
	}
	p, err := a.present(ctx, presentText+"s.id = ?2", string(c.SignIn))
	if err != nil {
		return models.Actor{}, err
	}
	if p.Locked || string(p.Actor.Account) != c.Subject {
		return models.Actor{}, models.ErrSignIn
	}
	return p.Actor, nil
}

func (a *Accounts) tokenKey(t *jwt.Token) (any, error) {
	if t.Header["kid"] != tokenKeyID {
		return nil, jwt.ErrTokenUnverifiable
	}
	return a.ring.TokenKey(), nil
}

func (a *Accounts) keepRefresh(tx *database.Tx, signIn models.ID, refresh string) error {
	_, err := tx.Exec("INSERT INTO refresh_tokens (hash, sign_in, made_at, used_at) VALUES (?,?,?,0)",
		a.ring.CodeHash(refresh), string(signIn), database.At(a.now()))
	return err
}

// Refresh gives a new pair for a refresh token, once. One used twice was stolen
// or copied: its sign-in ends (RFC 9700 section 4.14).
func (a *Accounts) Refresh(ctx context.Context, refresh string) (SignedIn, error) {
	next := newSecret()
	var who models.Actor
	used := false
	err := a.db.Change(ctx, func(tx *database.Tx) error {
		var at, proved database.Micros
		err := tx.One(`SELECT t.used_at, s.id, s.account, s.proved_at, a.lead FROM refresh_tokens t JOIN sign_ins s ON s.id = t.sign_in
			JOIN accounts a ON a.id = s.account
			WHERE t.hash = ? AND s.ended_at = 0 AND s.locked_at = 0 AND s.until_at > ? AND a.disabled_at = 0`,
			[]any{a.ring.CodeHash(refresh), database.At(a.now())}, &at, &who.SignIn, &who.Account, &proved, &who.Lead)
		if errors.Is(err, sql.ErrNoRows) {
			return models.ErrSignIn
		}
		if err != nil {
			return err
		}
		who.Proved = proved.Time()
		if used = at != 0; used {
			_, err := tx.Exec("UPDATE sign_ins SET ended_at = ? WHERE id = ?", database.At(a.now()), string(who.SignIn))
			return err
		}
		if _, err := tx.Exec("UPDATE refresh_tokens SET used_at = ? WHERE hash = ?", database.At(a.now()), a.ring.CodeHash(refresh)); err != nil {
			return err
		}
		return a.keepRefresh(tx, who.SignIn, next)
	})
	if err != nil {
		return SignedIn{}, err
	}
	if used {
		slog.Warn("a refresh token was used twice; its sign-in was ended")
		return SignedIn{}, models.ErrSignIn
	}
	return a.signedIn(who, "", next)
}

package accounts

import (
	"context"
	"strconv"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"handrail/models"
)

// What every access token says of itself beside who made it and for whom (RFC
// 7519, RFC 8725). It carries who and which sign-in, never rights.
const (
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
		Issuer: a.tokenName, Audience: jwt.ClaimStrings{a.tokenName}, Subject: string(who.Account),
		IssuedAt: jwt.NewNumericDate(now), ExpiresAt: jwt.NewNumericDate(now.Add(tokenLasts)),
	}})
	newest := a.ring.Newest()
	t.Header["kid"] = tokenKeyID(newest)
	key, _ := a.ring.TokenKey(newest)
	return t.SignedString(key)
}

// tokenKeyID names the master key of a number as its line in the key file: from 1.
func tokenKeyID(number byte) string { return strconv.Itoa(int(number) + 1) }

func (a *Accounts) signedIn(who models.Actor, cookie, refresh string) (SignedIn, error) {
	access, err := a.accessToken(who)
	return SignedIn{Actor: who, Cookie: cookie, Access: access, Refresh: refresh, ExpiresIn: TokenSeconds}, err
}

// ByToken is who an API request comes from: the token must be ours, in time, and
// its sign-in must live and not be locked. Everything else is ErrSignIn.
func (a *Accounts) ByToken(ctx context.Context, token string) (models.Actor, error) {
	if len(token) > tokenMost {
		return models.Actor{}, models.ErrSignIn
	}
	var c claims
	_, err := jwt.ParseWithClaims(token, &c, a.tokenKey,
		jwt.WithValidMethods([]string{jwt.SigningMethodHS256.Alg()}), jwt.WithIssuer(a.tokenName), jwt.WithAudience(a.tokenName),
		jwt.WithExpirationRequired(), jwt.WithTimeFunc(a.now), jwt.WithStrictDecoding())
	if err != nil {
		return models.Actor{}, models.ErrSignIn
	}
	who, err := a.unlocked(ctx, c.SignIn)
	if err == nil && string(who.Account) != c.Subject {
		err = models.ErrSignIn
	}
	if err != nil {
		return models.Actor{}, err
	}
	return who, nil
}

// tokenKey is what a token says that it was signed with: of a master key that has been
// followed by a newer one it holds until it runs out.
func (a *Accounts) tokenKey(t *jwt.Token) (any, error) {
	id, _ := t.Header["kid"].(string)
	line, err := strconv.ParseUint(id, 10, 8)
	if err != nil || line == 0 || tokenKeyID(byte(line-1)) != id {
		return nil, jwt.ErrTokenUnverifiable
	}
	if key, known := a.ring.TokenKey(byte(line - 1)); known {
		return key, nil
	}
	return nil, jwt.ErrTokenUnverifiable
}

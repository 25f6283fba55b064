package accounts

import (
	"crypto/rand"
	"crypto/rsa"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/golang-jwt/jwt/v5"

	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// SAFETY.md 14. Each is our own token but for one thing.
func TestATokenThatIsNotOurs(t *testing.T) {
	f := open(t)
	s := f.signIn()
	morag, _ := f.add("morag@example.org", "Morag")
	now := f.now()
	first, _ := f.ring.TokenKey(0)
	key, rsaKey := any(first), newRSA(t)
	type token struct {
		method jwt.SigningMethod
		key    any
		kid    any
		claims jwt.MapClaims
	}
	for name, tt := range map[string]struct {
		change func(*token)
		fine   bool
	}{
		"ours":              {func(*token) {}, true},
		"in its last s":     {func(k *token) { k.claims["exp"] = now.Add(time.Second).Unix() }, true},
		"alg none":          {func(k *token) { k.method, k.key = jwt.SigningMethodNone, jwt.UnsafeAllowNoneSignatureType }, false},
		"HS512":             {func(k *token) { k.method = jwt.SigningMethodHS512 }, false},
		"RS256":             {func(k *token) { k.method, k.key = jwt.SigningMethodRS256, rsaKey }, false},
		"another key":       {func(k *token) { k.key = []byte(strings.Repeat("k", 32)) }, false},
		"another kid":       {func(k *token) { k.kid = "2" }, false},
		"no kid":            {func(k *token) { k.kid = nil }, false},
		"a kid of no text":  {func(k *token) { k.kid = 1 }, false},
		"a kid of nothing":  {func(k *token) { k.kid = "" }, false},
		"the kid zero":      {func(k *token) { k.kid = "0" }, false},
		"the kid below":     {func(k *token) { k.kid = "-1" }, false},
		"a kid gone round":  {func(k *token) { k.kid = "257" }, false},
		"its kid, longer":   {func(k *token) { k.kid = "01" }, false},
		"another issuer":    {func(k *token) { k.claims["iss"] = "other" }, false},
		"no issuer":         {func(k *token) { delete(k.claims, "iss") }, false},
		"another audience":  {func(k *token) { k.claims["aud"] = "other" }, false},
		"no audience":       {func(k *token) { delete(k.claims, "aud") }, false},
		"expired":           {func(k *token) { k.claims["exp"] = now.Unix() }, false},
		"no expiry":         {func(k *token) { delete(k.claims, "exp") }, false},
		"not yet":           {func(k *token) { k.claims["nbf"] = now.Add(time.Hour).Unix() }, false},
		"no sign-in":        {func(k *token) { delete(k.claims, "sid") }, false},
		"another sign-in":   {func(k *token) { k.claims["sid"] = "x" }, false},
		"another's account": {func(k *token) { k.claims["sub"] = string(morag.ID) }, false},
		"huge":              {func(k *token) { k.claims["x"] = strings.Repeat("x", 4096) }, false},
	} {
		k := token{method: jwt.SigningMethodHS256, key: key, kid: "1", claims: jwt.MapClaims{
			"iss": "handrail", "aud": "handrail", "sub": string(f.ailsa.ID), "sid": string(s.Actor.SignIn),
			"iat": now.Unix(), "exp": now.Add(tokenLasts).Unix(), "lead": true,
		}}
		tt.change(&k)
		made := jwt.NewWithClaims(k.method, k.claims)
		if k.kid != nil {
			made.Header["kid"] = k.kid
		}
		text, err := made.SignedString(k.key)
		f.must(err)
		who, err := f.ByToken(t.Context(), text)
		if tt.fine && (err != nil || who.Account != f.ailsa.ID || who.Lead) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
		if !tt.fine && (err != error(models.ErrSignIn) || who != (models.Actor{})) {
			t.Errorf("%s: %+v, %v", name, who, err)
		}
	}
	for _, text := range []string{"", ".", "..", "x.y.z", s.Access + "x", s.Access[:len(s.Access)-1], s.Cookie, strings.Repeat(".", 1<<20)} {
		_, err := f.ByToken(t.Context(), text)
		is(t, "no token", err, models.ErrSignIn)
	}
}

func newRSA(t *testing.T) *rsa.PrivateKey {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func TestATokenLastsTenMinutesAndSaysNoRights(t *testing.T) {
	f := open(t)
	f.must(f.MakeLead(t.Context(), f.ailsa.ID))
	s := f.signIn()
	claims := jwt.MapClaims{}
	_, _, err := jwt.NewParser().ParseUnverified(s.Access, claims)
	f.must(err)
	for key := range claims {
		if !strings.Contains("iss aud sub sid iat exp", key) {
			t.Errorf("the token says %q", key)
		}
	}
	f.forward(tokenLasts - time.Second)
	_, err = f.ByToken(t.Context(), s.Access)
	f.must(err)
	f.forward(time.Second)
	_, err = f.ByToken(t.Context(), s.Access)
	is(t, "after ten minutes", err, models.ErrSignIn)
}

// RULES.md 20: the token key is rotated with the master key. What the older one signed holds
// until it runs out; a server that has the older one alone knows nothing of the newer.
func TestANewMasterKeySignsTheTokensAndTheOldOnesHoldUntilTheyRunOut(t *testing.T) {
	f := open(t)
	text := seal.NewMaster()
	before := f.under(text)
	old, err := before.Begin(t.Context(), f.ailsa.ID, Device{})
	f.must(err)
	text, err = seal.Rotated(text)
	f.must(err)
	after := f.under(text)
	f.forward(tokenLasts - time.Second)
	made, err := after.Begin(t.Context(), f.ailsa.ID, Device{})
	f.must(err)
	if was, is := kidOf(t, old.Access), kidOf(t, made.Access); was != "1" || is != "2" {
		t.Errorf("signed with the keys %q, then %q", was, is)
	}
	for _, token := range []string{old.Access, made.Access} {
		if who, err := after.ByToken(t.Context(), token); err != nil || who.Account != f.ailsa.ID {
			t.Errorf("a token of the key %s: %v", kidOf(t, token), err)
		}
	}
	_, err = before.ByToken(t.Context(), made.Access)
	is(t, "a key of an unknown number", err, models.ErrSignIn)
	f.forward(time.Second)
	_, err = after.ByToken(t.Context(), old.Access)
	is(t, "an old token that has run out", err, models.ErrSignIn)
}

// under is the same accounts behind the key file of that text.
func (f *fixture) under(text string) *Accounts {
	f.t.Helper()
	ring, err := seal.Open(text)
	f.must(err)
	return New(f.db, ring, found, Settings{Clock: f.clockNow, Cost: QuickCost})
}

func kidOf(t *testing.T, token string) any {
	t.Helper()
	parsed, _, err := jwt.NewParser().ParseUnverified(token, jwt.MapClaims{})
	if err != nil {
		t.Fatal(err)
	}
	return parsed.Header["kid"]
}

func TestTheTokenNameIsPinned(t *testing.T) {
	f := open(t)
	other := New(f.db, f.ring, found, Settings{Clock: f.clockNow, TokenName: "elsewhere", Cost: QuickCost})
	s, err := other.Begin(t.Context(), f.ailsa.ID, Device{})
	f.must(err)
	if _, err := other.ByToken(t.Context(), s.Access); err != nil {
		t.Error(err)
	}
	_, err = f.ByToken(t.Context(), s.Access)
	is(t, "a token of another service under the same key", err, models.ErrSignIn)
}

func TestRefreshing(t *testing.T) {
	f := open(t)
	s := f.signIn()
	f.forward(time.Hour)
	next, err := f.Refresh(t.Context(), s.Refresh)
	f.must(err)
	if next.Refresh == s.Refresh || next.Actor != s.Actor || next.Cookie != "" || next.ExpiresIn != 600 {
		t.Errorf("%+v", next)
	}
	if _, err := f.ByToken(t.Context(), next.Access); err != nil {
		t.Error(err)
	}
	for _, text := range []string{"", "x", s.Cookie, next.Access} {
		_, err := f.Refresh(t.Context(), text)
		is(t, "no refresh token", err, models.ErrSignIn)
	}
	if _, err := f.Refresh(t.Context(), next.Refresh); err != nil {
		t.Error(err)
	}
}

// SAFETY.md 13.
func TestARefreshTokenUsedTwiceEndsItsSignInAndThePersonCanBeTold(t *testing.T) {
	for _, locked := range []bool{false, true} {
		f := open(t)
		s, other := f.signIn(), f.signIn()
		next, err := f.Refresh(t.Context(), s.Refresh)
		f.must(err)
		if copied, err := f.Copied(t.Context(), other.Actor); err != nil || len(copied) != 0 {
			t.Errorf("told too soon: %v, %v", copied, err)
		}
		if locked {
			f.must(f.Lock(t.Context(), s.Actor))
		}
		_, err = f.Refresh(t.Context(), s.Refresh)
		if err != error(models.ErrSignIn) {
			t.Errorf("used twice: %v", err)
		}
		if f.alive(next) || f.alive(s) || !f.alive(other) {
			t.Error("not that sign-in ended")
		}
		_, err = f.Refresh(t.Context(), next.Refresh)
		is(t, "the newer token", err, models.ErrSignIn)

		copied, err := f.Copied(t.Context(), other.Actor)
		if err != nil || len(copied) != 1 || copied[0].ID != s.Actor.SignIn || copied[0].Device != "Firefox on Linux" {
			t.Fatalf("%+v, %v", copied, err)
		}
		morag, _ := f.add("morag@example.org", "Morag")
		is(t, "another says so", f.Told(t.Context(), models.Actor{Account: morag.ID}, copied[0].ID), models.ErrNotFound)
		f.must(f.Told(t.Context(), other.Actor, copied[0].ID))
		if copied, err := f.Copied(t.Context(), other.Actor); err != nil || len(copied) != 0 {
			t.Errorf("told again: %v, %v", copied, err)
		}
	}
}

func TestOfManyRefreshesAtTheSameTimeOneWins(t *testing.T) {
	f := open(t)
	s := f.signIn()
	var won atomic.Int64
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if _, err := f.Refresh(t.Context(), s.Refresh); err == nil {
				won.Add(1)
			}
		})
	}
	all.Wait()
	if won.Load() != 1 || f.alive(s) {
		t.Errorf("%d won; alive %v", won.Load(), f.alive(s))
	}
}

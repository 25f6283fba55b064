package app

import (
	"context"

	"handrail/app/internal/accounts"
	"handrail/models"
)

// Device is where somebody signs in from. From is for limits alone and is not kept;
// of Browser, a random mark that the browser keeps, a hash is.
type Device struct {
	Name    string
	From    string
	Own     bool // their own phone or computer: stays signed in for 90 days, otherwise 12 hours
	Shared  bool // others use it too: the sign-in ends when it was not used for 15 minutes
	Browser string
}

// TokenSeconds is how long an access token lasts.
const TokenSeconds = accounts.TokenSeconds

// SignUp makes an account and its plan.
type SignUp struct {
	Email, Name, Password string
	Device                Device
}

// SignedUp is a fresh account. On a server that sends mail it is empty: the
// address is told by mail, whether or not it was taken (RULES.md 22).
type SignedUp struct {
	Account  models.Account
	SignedIn SignedIn
	Recovery string // a code to keep on paper, shown once
}

// SignedIn is a fresh sign-in: Cookie for pages, the tokens for the API.
type SignedIn struct {
	Actor     models.Actor
	Cookie    string
	Access    string
	Refresh   string
	ExpiresIn int // seconds that Access lasts
}

// Present is who a cookie belongs to. A locked sign-in may do nothing but unlock.
type Present struct {
	Actor  models.Actor
	Locked bool
}

// SignUp makes an account; a taken address is a Conflict where no mail is sent.
// With mail the answer is the same whether or not it was taken: its owner is told.
func (a *App) SignUp(ctx context.Context, in SignUp) (*SignedUp, error) {
	fresh := accounts.NewAccount{Email: in.Email, Name: in.Name, Password: in.Password}
	if a.mail != nil {
		token, err := a.accounts.AddByMail(ctx, fresh)
		return &SignedUp{}, a.tellSignedUp(in.Email, token, err)
	}
	account, recovery, err := a.accounts.Add(ctx, fresh)
	if err != nil {
		return nil, err
	}
	begun, err := a.accounts.Begin(ctx, account.ID, accounts.Device(in.Device))
	if err != nil {
		return nil, err
	}
	return &SignedUp{Account: account, SignedIn: SignedIn(begun), Recovery: recovery}, nil
}

func (a *App) tellSignedUp(email, token string, err error) error {
	if err != nil && models.KindOf(err) != models.Conflict {
		return err
	}
	if err != nil {
		a.mailTaken(email)
		return nil
	}
	a.mailProof(email, token)
	return nil
}

// mailTaken tells the owner of an address that somebody wanted it.
func (a *App) mailTaken(email string) {
	a.send(email, "mail.taken", map[string]any{"URL": a.url + "/sign-in"})
}

// mailProof mails a link that proves an address.
func (a *App) mailProof(email, token string) {
	a.send(email, "mail.proof", map[string]any{"URL": a.url + "/prove?token=" + token})
}

// Prove takes the token from a mailed link, and tells the address that the account moved
// from, where it did. It says whether the account is new: nobody has been shown its recovery code.
func (a *App) Prove(ctx context.Context, token string) (isNew bool, err error) {
	id, left, err := a.accounts.Prove(ctx, token)
	if err != nil {
		return false, err
	}
	if left != "" {
		a.send(left, "mail.address_changed", a.signIns())
	}
	account, err := a.accounts.Account(ctx, id)
	return !account.CodeSeen, err
}

// SignIn signs in with a password.
func (a *App) SignIn(ctx context.Context, email, password string, d Device) (*SignedIn, error) {
	return signedIn(a.accounts.SignIn(ctx, email, password, accounts.Device(d)))
}

// Refresh gives a new pair of tokens for a refresh token, once. One used twice
// ends its sign-in.
func (a *App) Refresh(ctx context.Context, refresh string) (*SignedIn, error) {
	return signedIn(a.accounts.Refresh(ctx, refresh))
}

func signedIn(s accounts.SignedIn, err error) (*SignedIn, error) {
	if err != nil {
		return nil, err
	}
	out := SignedIn(s)
	return &out, nil
}

// RetryAfter is how many seconds to wait after a TooMany error.
func RetryAfter(err error) int { return accounts.RetryAfter(err) }

// Recover sets a new password with the recovery code and gives a new code.
func (a *App) Recover(ctx context.Context, email, recovery, password string, d Device) (string, error) {
	return a.accounts.Recover(ctx, email, recovery, password, accounts.Device(d))
}

// ByCookie is who a page request comes from.
func (a *App) ByCookie(ctx context.Context, cookie string) (Present, error) {
	p, err := a.accounts.ByCookie(ctx, cookie)
	return Present(p), err
}

// ByToken is who an API request comes from.
func (a *App) ByToken(ctx context.Context, token string) (models.Actor, error) {
	return a.accounts.ByToken(ctx, token)
}

// StepUp proves the password again; the sign-in is fresh for five minutes.
func (a *App) StepUp(ctx context.Context, who models.Actor, password string) (access string, err error) {
	return a.accounts.StepUp(ctx, who, password)
}

// Lock makes this sign-in ask for the password before anything else.
func (a *App) Lock(ctx context.Context, who models.Actor) error { return a.accounts.Lock(ctx, who) }

// Unlock opens a locked sign-in.
func (a *App) Unlock(ctx context.Context, cookie, password string) error {
	return a.accounts.Unlock(ctx, cookie, password)
}

// SignOut ends this sign-in.
func (a *App) SignOut(ctx context.Context, who models.Actor) error {
	return a.accounts.SignOut(ctx, who)
}

// SignIns is where the account is signed in, newest first.
func (a *App) SignIns(ctx context.Context, who models.Actor) ([]models.SignInRecord, error) {
	return a.accounts.SignIns(ctx, who)
}

// EndSignIn ends one of the account's own sign-ins.
func (a *App) EndSignIn(ctx context.Context, who models.Actor, signIn models.ID) error {
	return a.accounts.End(ctx, who, signIn)
}

// Copied is the account's sign-ins that were ended because somebody used a copy of
// a token, until the person says that they have read it (SAFETY.md 13).
func (a *App) Copied(ctx context.Context, who models.Actor) ([]models.SignInRecord, error) {
	return a.accounts.Copied(ctx, who)
}

// Told notes that the person has read about one of them.
func (a *App) Told(ctx context.Context, who models.Actor, signIn models.ID) error {
	return a.accounts.Told(ctx, who, signIn)
}

// Package accounts says who somebody is: accounts, sign-ins and tokens. It must
// never say what anybody may do with a plan, keep a password or a token in clear,
// log a name, an address or a token, or let the time of an answer tell whether an
// account exists.
package accounts

import (
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// Accounts keeps accounts and sign-ins.
type Accounts struct {
	db        *database.DB
	ring      *seal.Keyring
	found     Found
	clock     func() time.Time
	tokenName string
	hash      *hasher
	tries     *tries
	cleared   clearing
}

// Found makes a new account's plan in the transaction that makes the account.
type Found func(tx *database.Tx, owner models.ID) (models.ID, error)

// Settings is what can be chosen about accounts.
type Settings struct {
	Clock     func() time.Time
	TokenName string // issuer and audience of access tokens; empty: "handrail"
	Cost      Cost   // zero: UsualCost
	Slots     int    // passwords hashed at once; zero: as many as cores
}

// New is the accounts that the database keeps.
func New(db *database.DB, ring *seal.Keyring, found Found, s Settings) *Accounts {
	if s.TokenName == "" {
		s.TokenName = "handrail"
	}
	a := &Accounts{
		db: db, ring: ring, found: found, clock: s.Clock, tokenName: s.TokenName,
		hash:  newHasher(s.Cost, s.Slots),
		tries: newTries(),
	}
	if db.Shared() {
		a.shareTries()
	}
	return a
}

func (a *Accounts) now() time.Time { return a.clock().UTC() }

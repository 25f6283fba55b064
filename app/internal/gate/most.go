package gate

import "handrail/models"

// How much one plan can hold: far more than anybody writes, and little enough that no
// list of it makes a server slow (SAFETY.md 24). Others count by what they wrote themselves: what
// the plan holds beside that is not theirs to find out.
var (
	mostEntries  = 20_000
	mostByOthers = 5_000   // entries that somebody else wrote
	mostRows     = 200_000 // of every other kind
	mostVersions = 100_000 // of one entry
	mostAttached = models.MaxAttached
)

// ErrFull is one more than a plan can hold, ErrWorn a change of what was changed too often.
var (
	ErrFull = &models.Error{Kind: models.Invalid, Key: "error.full"}
	ErrWorn = &models.Error{Kind: models.Invalid, Key: "error.worn"}
)

// room is nil while there is room for one record more of a kind.
func (v *visit) room(kind models.Kind) error {
	most := mostRows
	if kind == models.Entries {
		most = mostEntries
	}
	text, args := "SELECT count(*) FROM (SELECT 1 FROM "+string(kind)+" WHERE plan = ? LIMIT ?) found", []any{string(v.plan), most}
	if !v.grant.Owner {
		most = min(most, mostByOthers)
		text, args = "SELECT count(*) FROM (SELECT 1 FROM "+string(kind)+" WHERE plan = ? AND author = ? LIMIT ?) found", []any{string(v.plan), string(v.who.Account), most}
	}
	var n int
	if err := v.tx.One(text, args, &n); err != nil {
		return err
	}
	if n >= most {
		return ErrFull
	}
	return nil
}

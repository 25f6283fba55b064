package models

// Use says that a strength is of use for a goal. Parent is the goal.
type Use struct {
	Record
	Words UseWords
}

// UseWords is the sealed part: the strength's entry.
type UseWords struct{ Strength ID }

// Kind is Uses.
func (u *Use) Kind() Kind { return Uses }

// Body is which strength.
func (u *Use) Body() any { return &u.Words }

// Needs lets whoever sees the goal see that it uses a strength (the strength itself
// they are shown where they see that too); the rest is the owner's.
func (u *Use) Needs(act Act) Right {
	if act == ActSee {
		return RightSee
	}
	return RightOwn
}

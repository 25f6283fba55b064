package models

// DayTick says that something of the daily plan was done on a day. Parent is the
// entry. There is nothing that says that it was not done.
type DayTick struct {
	Record
	Words TickWords
}

// TickWords is the sealed part.
type TickWords struct{ Day Day }

// Kind is Ticks.
func (t *DayTick) Kind() Kind { return Ticks }

// Body is the day.
func (t *DayTick) Body() any { return &t.Words }

// Needs lets whoever sees the entry see its ticks; setting them is the owner's.
func (t *DayTick) Needs(act Act) Right {
	if act == ActSee {
		return RightSee
	}
	return RightOwn
}

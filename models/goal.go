package models

// lookAfter is after how many days without a mark a goal that somebody is on the way to
// could do with a look.
const lookAfter = 28

// DueForALook reports whether a goal in a state, last marked or changed on a day, could
// do with a look today. One that was reached, let go or put to one side is left in peace.
func DueForALook(state string, last, today Day) bool {
	switch state {
	case "", "thinking", "doing":
		return today.Since(last) >= lookAfter
	}
	return false
}

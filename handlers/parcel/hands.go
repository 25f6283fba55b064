package parcel

import (
	"sync"

	"handrail/models"
)

// atOnce is how many files one account may be sending at the same moment: each is held
// in memory until it is kept.
const atOnce = 2

// hands is who is sending how many.
var hands = struct {
	sync.Mutex
	full map[models.ID]int
}{full: make(map[models.ID]int)}

// Hold is asked for before a file is read, and let go once it is kept; with both hands full
// it is TooMany.
func Hold(who models.ID) (letGo func(), err error) {
	hands.Lock()
	defer hands.Unlock()
	if hands.full[who] >= atOnce {
		return nil, &models.Error{Kind: models.TooMany, Key: "error.too_many"}
	}
	hands.full[who]++
	return func() {
		hands.Lock()
		defer hands.Unlock()
		if hands.full[who]--; hands.full[who] == 0 {
			delete(hands.full, who)
		}
	}, nil
}

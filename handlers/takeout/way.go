package takeout

import (
	"handrail/app"
	"handrail/models"
)

// wayJSON is how others may put the crisis plan to use, as the API says it too.
type wayJSON struct {
	Way  string `json:"way"`
	Days int    `json:"days"`
}

func wayOf(w app.CrisisWay) wayJSON {
	if w.Way == models.ByPersonAlone {
		return wayJSON{Way: "person_alone", Days: w.Days}
	}
	return wayJSON{Way: string(w.Way), Days: w.Days}
}

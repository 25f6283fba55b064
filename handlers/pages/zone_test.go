package pages_test

import (
	"net/http"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// Days and times are shown by the reader's own clock; "until 30 June" holds to
// the end of that day there, in summer time too.
func TestTimesByTheReadersClock(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Clock.Forward(-w.Clock.Now().Sub(time.Date(2027, 6, 1, 22, 30, 0, 0, time.UTC)))
	w.Ailsa = w.SignIn(w.Ailsa)
	b, plan := at(w, w.Ailsa), "/plans/"+string(w.Ailsa.Plan)
	path := plan + "/people/" + string(w.Jamie.Account) + "/share"
	b.get("/me").is(http.StatusOK).has("The time where you are", "The same as this service", "France", "United Kingdom").has(`<option value="" selected`)
	b.get("/me/sign-ins").has("1 June 2027", "22:30")
	b.post("/me/zone", "zone", "Europe/London").leads("/me?done=zone")
	b.get("/me?done=zone").has("Times are shown by this clock", `value="Europe/London" selected`)
	b.get("/me/sign-ins").has("1 June 2027", "23:30")
	b.post("/me/zone", "zone", "Europe/Paris").leads("/me?done=zone")
	b.get("/me/sign-ins").has("2 June 2027", "00:30")
	b.post("/me/zone", "zone", "Europe/London").leads("/me?done=zone")

	asked := b.post(path, "s.warnings", "yes", "right", "see", "when", "always", "until", "2027-06-30").is(http.StatusOK).has("until the end of 30 June 2027")
	b.post(path, asked.held()...).is(http.StatusSeeOther)
	given, err := w.App.Consents(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	if want := time.Date(2027, 6, 30, 23, 0, 0, 0, time.UTC); !given[0].Until.Equal(want) {
		t.Errorf("it ends at %s, not %s", given[0].Until, want)
	}
	b.get(plan + "/sharing").has("until the end of 30 June 2027")
	w.Clock.Forward(given[0].Until.Sub(w.Clock.Now()) - time.Minute)
	w.Jamie = w.SignIn(w.Jamie)
	at(w, w.Jamie).get(plan).has("Small signs")
	w.Clock.Forward(time.Minute)
	at(w, w.Jamie).get(plan).lacks("Small signs")
}

func TestAClockThatThereIsNotIsNotTaken(t *testing.T) {
	w := apptest.New(t)
	at(w, w.Ailsa).post("/me/zone", "zone", "Europe/Nowhere").is(http.StatusUnprocessableEntity).has("Error:")
}

// The service's zone is what everybody reads who chose none, signed in or not.
func TestTheServicesClock(t *testing.T) {
	tokyo, _ := models.ZoneNamed("Asia/Tokyo")
	a, err := app.Open(t.Context(), app.Settings{Folder: t.TempDir(), QuickHash: true, Zone: tokyo})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	if a.Zone(nil) != tokyo || a.Zone(&models.Account{}) != tokyo || a.Zone(&models.Account{Zone: "Europe/London"}) == tokyo {
		t.Error("the service's zone is not the one for those who chose none")
	}
}

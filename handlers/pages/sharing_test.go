package pages_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"handrail/app/apptest"
	"handrail/models"
)

// Sharing for the first time: alone?, nothing chosen beforehand, one sentence, the
// password where it is not fresh, and only then is anything shared.
func TestSharingForTheFirstTime(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Write("warnings", "I wake before four.")
	b := at(w, w.Ailsa)
	plan := "/plans/" + string(w.Ailsa.Plan)
	path := plan + "/people/" + string(w.Jamie.Account) + "/share"
	b.get(plan+"/sharing").is(http.StatusOK).has("Jamie sees nothing of your plan just now.", `href="`+path+`"`)
	b.get(path).is(http.StatusOK).has("Are you alone just now?", path+"?alone=yes", "Not now", "About sharing").lacks("Small signs</span>")
	b.get(path+"?alone=yes").is(http.StatusOK).has("Share with Jamie", "Small signs", "See it", "Only in a crisis").
		lacks("checked", "Work on it with you", "This has passed", "Words for now")
	b.post(path).is(http.StatusUnprocessableEntity).has(`href="#sections"`, `href="#right"`, `href="#when"`, "Choose at least one part", "Error:")
	choice := []string{"s.warnings", "yes", "right", "see", "when", "always", "purpose", "So you know."}
	asked := b.post(path, choice...).is(http.StatusOK).
		has("Is this what you want?", "From today Jamie can see: Small signs – always, until you stop it.", "So you know.", "Yes, share this")
	at(w, w.Jamie).get(plan).is(http.StatusOK).lacks("I wake before four.")
	w.Clock.Forward(time.Hour)
	held := b.post(path, asked.held()...).is(http.StatusForbidden).has("Your password, please")
	on := b.post("/step-up", append(held.held(), "password", apptest.Password)...).is(http.StatusOK).has(`action="` + path + `"`)
	b.post(path, on.held()...).leads(plan + "/sharing?done=shared#who-" + string(w.Jamie.Account))
	at(w, w.Jamie).get(plan).has("Small signs", "I wake before four.")
	b.get(plan+"/sharing").has("Noticing changes", "Small signs – can see", "Stop")
	b.get(path).has("Share with Jamie", "Now: can see").lacks("Are you alone")
}

// Every way in which a choice cannot be is said before the sentence, and nothing
// that was typed is lost; a day that cannot be read never means "for ever".
func TestChoicesThatDoNotGoTogether(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	b := at(w, w.Ailsa)
	path := "/plans/" + string(w.Ailsa.Plan) + "/people/" + string(w.Jamie.Account) + "/share"
	for _, c := range []struct{ name, value, field, says string }{
		{"when", "crisis", "right", "For a crisis, choose “See it”."},
		{"until", "30/6/2027", "until", "Please write a date"},
		{"from", "soon", "from", "Please write a date"},
		{"until", "2020-01-01", "until", "The end has to come after the beginning."},
		{"right", "work_together", "right", "Somebody in this role can only see and suggest."},
	} {
		form := []string{"s.warnings", "yes", "right", "suggest", "when", "always", "purpose", "My reason", "yes", "yes"}
		for i := range form {
			if form[i] == c.name {
				form[i+1] = c.value
			}
		}
		b.post(path, append(form, c.name, c.value)...).is(http.StatusUnprocessableEntity).
			has(`href="#`+c.field+`"`, c.says).has("My reason").has(`name="s.warnings" value="yes" checked`)
	}
	people, err := w.App.People(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	if len(people[0].Consents) != 0 {
		t.Errorf("something was shared: %v", people[0].Consents)
	}
}

// A whole chapter is one press, but who must not be involved is never part of it.
func TestSharingAWholeChapter(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	b := at(w, w.Ailsa)
	plan := "/plans/" + string(w.Ailsa.Plan)
	path := plan + "/people/" + string(w.Jamie.Account) + "/share"
	asked := b.post(path, "c.crisis", "yes", "right", "see", "when", "crisis", "until", "2027-06-30").is(http.StatusOK).
		has("From today Jamie can see these 8 parts – only while your crisis plan is in use, until the end of 30 June 2027:", "My medicines").lacks("Who must not be involved")
	b.post(path, asked.held()...).is(http.StatusSeeOther)
	b.get(plan+"/sharing").has("If I can't speak for myself", "all of it – can see it only in a crisis, until the end of 30 June 2027", "Stop all 8")
	b.get(plan+"/sharing/table").has("Who must not be involved", "Not shared", "My medicines", "can see it only in a crisis")
	asked = b.post(path, "s.crisis-places", "yes", "right", "see", "when", "always").has("This takes the place of what Jamie has now:", "Where I want to be – can see it only in a crisis")
	b.post(path, asked.held()...).is(http.StatusSeeOther)
	b.get(plan + "/sharing").has("7 parts – can see it only in a crisis, until the end of 30 June 2027; Where I want to be – can see")
	at(w, w.Jamie).get(plan).is(http.StatusOK).has("Where I want to be").lacks("My medicines")
}

// Sharing less never asks for anything, and takes effect at once: one part, one
// chapter, one person, everything.
func TestStopping(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	given := w.Share(w.Jamie, models.RightSee, "warnings", "triggers", "daily", "toolbox", "goals")
	b, jamie := at(w, w.Ailsa), at(w, w.Jamie)
	plan := "/plans/" + string(w.Ailsa.Plan)
	w.Clock.Forward(time.Hour)
	account := string(w.Jamie.Account)
	var warnings models.ID
	for _, c := range given {
		if c.Section == "warnings" {
			warnings = c.ID
		}
	}
	b.post(plan + "/grants/" + string(warnings) + "/stop").leads(plan + "/sharing?done=stopped")
	b.get(plan + "/sharing?done=stopped").has("Stopped. It took effect at once, and nobody was told.")
	jamie.get(plan).has("What can set me off").lacks("Small signs")
	b.post(plan+"/sharing/stop", "account", account, "chapter", "staying-well").leads(plan + "/sharing?done=stopped")
	jamie.get(plan).has("My goals", "What can set me off").lacks("Every day", "Things that help me")
	b.post(plan+"/sharing/stop", "account", account, "chapter", "nonsense").is(http.StatusNotFound)
	jamie.get(plan).has("My goals")
	b.post(plan + "/people/" + account + "/pause").leads(plan + "/sharing?done=paused")
	jamie.get(plan).is(http.StatusOK).has("There's nothing to show here.").lacks("My goals", "chose these parts")
	b.get(plan + "/sharing").has("Jamie sees nothing just now. They have not been told.")
	b.post(plan + "/people/" + account + "/resume").is(http.StatusForbidden).has("Your password, please")
	w.Must(w.App.ResumePerson(t.Context(), w.SignIn(w.Ailsa).Actor, w.Ailsa.Plan, w.Jamie.Account))
	b.post(plan+"/sharing/stop", "account", account).leads(plan + "/sharing?done=stopped")
	jamie.get(plan).lacks("My goals")
	w.Share(w.Jamie, models.RightSee, "goals")
	b.post(plan + "/sharing/stop").leads(plan + "/sharing?done=stopped_all")
	jamie.get(plan).is(http.StatusOK).lacks("My goals")
	b.post(plan + "/people/" + account + "/end").leads(plan + "/sharing?done=ended")
	b.get(plan + "/sharing").has("Nobody sees any of your plan.").lacks("Jamie")
	jamie.get(plan).is(http.StatusOK).has("There's nothing to show here.")
}

// Each control says what and whom to those who hear it alone.
func TestEveryControlSaysWhoAndWhat(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Jamie, models.RightSee, "warnings", "triggers")
	w.Share(w.Morag, models.RightSuggest, "warnings", "triggers")
	main := at(w, w.Ailsa).get("/plans/" + string(w.Ailsa.Plan) + "/sharing").main()
	names := map[string]bool{}
	for _, m := range regexp.MustCompile(`(?s)<button[^>]*>(.*?)</button>`).FindAllStringSubmatch(main, -1) {
		name := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(m[1], "")), " ")
		if names[name] {
			t.Errorf("two buttons say %q", name)
		}
		names[name] = true
	}
	for _, want := range []string{"Stop Small signs, Jamie", "Stop Small signs, Morag", "Stop all 2 Noticing changes, Jamie", "Stop everything Jamie sees", "Pause what Morag sees", "Stop hearing Jamie's suggestions"} {
		if !names[want] {
			t.Errorf("no button says %q: %v", want, names)
		}
	}
}

func TestOnlyWhomTheServiceConfirmedCanWorkTogether(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Morag, models.Practitioner)
	w.Tie(w.Jamie, models.Practitioner) // says so, and the service does not
	b := at(w, w.Ailsa)
	plan := "/plans/" + string(w.Ailsa.Plan)
	b.get(plan + "/people/" + string(w.Morag.Account) + "/share?alone=yes").has("Work on it with you").lacks("not confirmed by this service")
	jamie := plan + "/people/" + string(w.Jamie.Account) + "/share"
	b.get(jamie + "?alone=yes").has("Jamie is not confirmed by this service. They can only see and suggest.").lacks("Work on it with you")
	b.get(plan + "/sharing").has("not confirmed by this service")
	b.post(jamie, "s.goals", "yes", "right", "work_together", "when", "always", "yes", "yes").is(http.StatusUnprocessableEntity).
		has("This service has not confirmed this person.")
}

func TestReceipts(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	given := w.Share(w.Jamie, models.RightSee, "warnings", "daily")
	w.Clock.Forward(24 * time.Hour)
	w.Must(w.App.Withdraw(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, given[0].ID))
	b := at(w, w.SignIn(w.Ailsa))
	plan := "/plans/" + string(w.Ailsa.Plan)
	b.get(plan+"/receipts").is(http.StatusOK).has("What I have agreed to", "Jamie", "You said yes on 23 November 2026", "Small signs", "stopped 24 November 2026", "Every day")
	b.get(plan+"/receipts/"+string(given[0].ID)).is(http.StatusOK).
		has("From 23 November 2026 Jamie can see: Small signs – always, until you stop it.", "From", "Ailsa", "To", "Jamie", "Small signs", "can see", "2026-1", string(given[0].ID)).
		has("Stopped", "24 November 2026").lacks("/stop\"")
	b.get(plan + "/receipts/" + string(given[1].ID)).has("/grants/" + string(given[1].ID) + "/stop")
	b.get(plan + "/receipts/NONE").is(http.StatusNotFound)
}

// Old receipts are all there, behind one page after another.
func TestReceiptsPageByPage(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	want := 0
	for range 9 {
		w.Clock.Forward(time.Minute)
		want += len(w.Share(w.Jamie, models.RightSee, "warnings", "triggers", "daily", "toolbox", "goals", "hopes", "well", "needs", "connections", "strengths",
			"breaking-down", "crisis-well", "crisis-signs", "crisis-help", "crisis-end", "notes", "check-ins"))
	}
	b := at(w, w.Ailsa)
	seen := map[string]bool{}
	older := regexp.MustCompile(`href="([^"]*/receipts\?before=[^"]*)"`)
	for path := "/plans/" + string(w.Ailsa.Plan) + "/receipts"; path != ""; {
		p := b.get(path).is(http.StatusOK)
		for _, m := range regexp.MustCompile(`/receipts/([A-Z0-9]+)"`).FindAllStringSubmatch(p.body, -1) {
			if seen[m[1]] {
				t.Errorf("%s stands twice", m[1])
			}
			seen[m[1]] = true
		}
		path = ""
		if m := older.FindStringSubmatch(p.text); m != nil {
			path = m[1]
		}
	}
	if len(seen) != want {
		t.Errorf("%d receipts, want %d", len(seen), want)
	}
}

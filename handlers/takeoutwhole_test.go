package handlers_test

import (
	"encoding/json"
	"html"
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// takenAs is under which name the rows of a table are taken along.
var takenAs = map[string]string{
	"own_sections": "own_sections", "entries": "entries", "versions": "versions", "drafts": "drafts", "suggestions": "suggestions",
	"agenda": "agenda", "summaries": "summaries", "session_notes": "session_notes", "afterwards": "afterwards", "reflections": "reflections",
	"statements": "statements", "statement_marks": "statement_marks", "overrides": "overrides", "ticks": "ticks", "reviews": "reviews",
	"steps": "steps", "uses": "uses", "measures": "measures", "marks": "marks", "lookouts": "lookouts", "attachments": "attachments",
	"attachment_parts": "attachment_parts", "relationships": "people", "grants": "grants", "invitations": "invitations", "sessions": "sessions",
	"tasks": "tasks", "witnesses": "witnesses", "crisis_keys": "crisis_keys", "crisis_starts": "crisis_starts", "crisis_uses": "crisis_uses",
	"access_records": "access_records", "reminders": "reminders",
}

// stays is the tables of which nothing is taken along, and why.
var stays = map[string]string{
	"prints":         "finds a print again by marks that only the server can make; the statement and its marks are taken along",
	"crisis_links":   "the hash of a mailed link: a key",
	"calendars":      "the hash of a calendar's link: a key",
	"told_browsers":  "where a browser is told: a key",
	"offline_copies": "the hash by which a device asks; since when it keeps a copy stands with the sign-ins",
	"refusals":       "a count of strangers who were not let in: it has no name, and is for whoever runs the service",
	"erasures":       "numbers about a plan that is gone; its owner is told them",
}

// ofPlans is the columns of plans: under which name each is taken along, or why not.
var ofPlans = map[string]string{
	"id": "account", "owner": "account", "created_at": "made with the account, or when the one before was erased",
	"crisis_way": "crisis_ways", "crisis_days": "crisis_ways", "crisis_since": "crisis_uses", "crisis_until": "crisis_uses",
	"held_at": "account", "held_why": "account", "erase_at": "account", "account_goes": "account",
	"key": "a key", "epoch": "bookkeeping", "privacy": "bookkeeping", "records": "bookkeeping", "chain": "bookkeeping",
}

// everyTable puts a row into each table whose rows are taken along, each text in it
// a word of its own, and gives those words.
func everyTable(s *server) []string {
	words := aWholeLife(s)
	s.Tie(s.Morag, models.Practitioner)
	plantMeeting(s, "meeting-words")
	plantMoves(s, "moves-words")
	plantPaper(s, "paper-words")
	plantSmall(s)
	plantWitness(s)
	plantTask(s)
	plantCrisis(s)
	s.Must(s.App.SaveDraft(s.T.Context(), s.Ailsa.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: s.Ailsa.Plan, Section: "hopes", Form: "own"},
		Fields: models.Fields{{Key: "help", Text: "form-help"}, {Key: "title", Text: "form-title"}}}))
	return append(words, "form-help", "form-title", "meeting-words", "moves-words", "paper-words", "afterwards-words", "board-words", "task-words", "reply-words", "pressed-words")
}

// plantSmall has what hangs on other things: ticks, marks, reminders of signs, strengths in
// use, and what was said after a session.
func plantSmall(s *server) {
	ctx, who, plan := s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan
	today, err := s.App.DayOf(ctx, who)
	s.Must(err)
	s.Must(s.App.Tick(ctx, who, app.Tick{Plan: plan, Day: today, Done: []models.ID{s.Write("daily", "daily-words").ID}}))
	s.Must(s.App.UseStrengths(ctx, who, plan, s.Write("goals", "goal-words").ID, []models.ID{s.Write("strengths", "strength-words").ID}))
	measure, err := s.App.MakeMeasure(ctx, who, app.MakeMeasure{Plan: plan, Words: models.MeasureWords{Name: "measure-words"}})
	s.Must(err)
	value := 4
	s.Must(s.App.MarkMeasure(ctx, who, app.MarkMeasure{Plan: plan, Measure: measure.ID, Day: today, Value: &value}))
	_, err = s.App.SetLookout(ctx, who, app.SetLookout{Plan: plan, Sign: s.Write("warnings", "sign-words").ID,
		Words: models.LookoutWords{Of: measure.ID, Threshold: 3, Days: 2, Within: 5}})
	s.Must(err)
	s.Must(s.App.SaveDraft(ctx, who, app.SaveDraft{DraftOf: app.DraftOf{Plan: plan, Section: "hopes"}, Fields: models.Fields{{Key: "hope", Text: "draft-words"}}}))
	met, err := s.App.Sessions(ctx, who, plan)
	s.Must(err)
	_, err = s.App.AnswerAfterwards(ctx, who, app.AnswerAfterwards{Plan: plan, Session: met[0].ID,
		Answers: app.Answers{Marks: map[string]string{"heard": "partly"}, Words: "afterwards-words"}})
	s.Must(err)
	s.Must(s.App.Reflect(ctx, s.Morag.Actor, app.Reflect{Plan: plan, Session: met[0].ID, Skills: map[string]string{models.Skills[0]: "reflection-words"}}))
}

// plantWitness has somebody asked to witness a statement, and another given to a board.
func plantWitness(s *server) {
	ctx, who, plan := s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan
	asked := signed(s, s.Write("advance", "advance-words").ID, "scotland")
	_, err := s.App.AskWitness(ctx, who, plan, asked.ID, s.Jamie.Account)
	s.Must(err)
	given := signed(s, s.Write("advance", "advance-words").ID, "elsewhere")
	_, err = s.App.MarkStatement(ctx, who, app.MarkStatement{Plan: plan, Statement: given.ID, Kind: models.Lodged, Board: "board-words", On: "2026-11-23"})
	s.Must(err)
}

// plantTask has Jamie asked for two things, of which one was taken back.
func plantTask(s *server) {
	ctx, who, plan := s.T.Context(), s.Ailsa.Actor, s.Ailsa.Plan
	entry := s.Write("crisis-help", "help-words").ID
	task, err := s.App.OfferTask(ctx, who, app.OfferTask{Plan: plan, Entry: entry, Account: s.Jamie.Account, Words: "task-words"})
	s.Must(err)
	_, err = s.App.AnswerTask(ctx, s.Jamie.Actor, plan, task.ID, models.TaskYesBut, "reply-words")
	s.Must(err)
	back, err := s.App.OfferTask(ctx, who, app.OfferTask{Plan: plan, Entry: entry, Account: s.Jamie.Account, Words: "task-words"})
	s.Must(err)
	s.Must(s.App.EndTask(ctx, who, plan, back.ID))
}

// plantCrisis has Jamie put the crisis plan to use with a key, and signs Ailsa in again.
func plantCrisis(s *server) {
	ctx, plan := s.T.Context(), s.Ailsa.Plan
	s.Must(s.App.ChooseCrisisWay(ctx, s.Ailsa.Actor, plan, app.CrisisWay{Way: models.OneAtOnce, Days: 5}))
	s.Must(s.App.GiveKey(ctx, s.Ailsa.Actor, plan, s.Jamie.Account))
	s.Clock.Forward(models.KeyAfter + time.Minute)
	s.Ailsa, s.Jamie = s.SignIn(s.Ailsa), s.SignIn(s.Jamie)
	s.Must(s.App.SomethingIsWrong(ctx, s.Jamie.Actor, plan, "pressed-words"))
}

// takenData is everything of somebody's plan as data.
func takenData(s *server, who apptest.Who) obj {
	s.T.Helper()
	var all obj
	s.Must(json.Unmarshal(s.call(who, "GET", "/plans/"+string(who.Plan)+"/export", "").Body.Bytes(), &all))
	return all
}

// Every row of every table that belongs to a plan is taken along, with the words that are
// sealed in it. Whoever makes a table decides whether it is, here.
func TestEveryTableIsTakenAlong(t *testing.T) {
	s := newServer(t)
	words := everyTable(s)
	all := takenData(s, s.Ailsa)
	theirs := takenData(s, s.SignIn(s.Morag))
	tables := s.Reach().PlanTables()
	for _, table := range tables {
		name, taken := takenAs[table]
		if _, left := stays[table]; left == taken {
			t.Errorf("%s: it is not decided whether people take it along", table)
		}
		if !taken {
			continue
		}
		plan, in := s.Ailsa.Plan, all
		if table == "reflections" {
			plan, in = s.Morag.Plan, theirs
		}
		if n := s.Reach().Rows(table, string(plan)); n == 0 || n != taking(in, name) {
			t.Errorf("%s: %d of %d rows are taken along as %s", table, taking(in, name), n, name)
		}
	}
	for _, table := range slices.Concat(slices.Collect(maps.Keys(takenAs)), slices.Collect(maps.Keys(stays))) {
		if !slices.Contains(tables, table) {
			t.Errorf("there is no table %s", table)
		}
	}
	found := map[string]bool{}
	leaves(all, found)
	for _, text := range words {
		if !found[text] {
			t.Errorf("%q was left behind", text)
		}
	}
	if found["reflection-words"] {
		t.Error("what a practitioner wrote about their own practice was taken along")
	}
}

// taking is how many rows stand behind what is taken along under a name: a record of
// who has looked is unfolded into one a section.
func taking(all obj, name string) int {
	items, _ := all[name].([]any)
	if name != "access_records" {
		return len(items)
	}
	rows := map[string]bool{}
	for _, item := range items {
		number, _, _ := strings.Cut(item.(obj)["id"].(string), ".")
		rows[number] = true
	}
	return len(rows)
}

// What stands on the plan itself is decided too, column by column.
func TestEveryColumnOfThePlanIsDecided(t *testing.T) {
	s := newServer(t)
	if have, said := s.Reach().Columns("plans"), slices.Sorted(maps.Keys(ofPlans)); !slices.Equal(have, said) {
		t.Errorf("plans has %v; decided are %v", have, said)
	}
}

// Both faces say the same: whatever kind of thing is in the data has a place on the page, under
// words of its own, with all its words.
func TestThePageHasAPlaceForAllThatIsInTheData(t *testing.T) {
	s := newServer(t)
	words := everyTable(s)
	all := takenData(s, s.Ailsa)
	page := s.page(s.Ailsa, "/me/take-out", url.Values{"as": {"page"}}).Body.String()
	for name, list := range all {
		items, is := list.([]any)
		if is && len(items) > 0 && name != "attachment_parts" && !strings.Contains(page, `data-of="`+name+`"`) {
			t.Errorf("%s has no place on the page", name)
		}
	}
	if key := regexp.MustCompile(`>[a-z]+\.[a-z0-9_.-]+<`).FindString(page); key != "" {
		t.Errorf("%s has no sentence", key)
	}
	read := html.UnescapeString(page)
	for _, text := range words {
		if !strings.Contains(read, text) {
			t.Errorf("%q is not on the page", text)
		}
	}
}

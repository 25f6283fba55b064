package handlers_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"handrail/app"
	"handrail/models"
)

// journal is a log that many may write to.
type journal struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.buf.Write(b)
}

// A word planted in every field that anybody can fill in is found in no file and
// in no line of the log at its most talkative (SAFETY.md 19).
func TestNoWordIsOnDiskOrInTheLogInClear(t *testing.T) {
	const canary = "zebracanary"
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	var log journal
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })

	s := newServer(t)
	ctx, plan := t.Context(), s.Ailsa.Plan
	nell := s.Person("Nell"+canary, app.NewAccount{})
	for _, c := range models.Catalogue {
		for _, section := range c.Sections {
			form := url.Values{}
			for _, f := range section.Fields {
				form.Set("f."+f.Key, fill(f, canary))
			}
			if w := s.page(s.Ailsa, "/plans/"+string(plan)+"/sections/"+string(section.Key), form); w.Code != 303 {
				t.Fatalf("%s: %d", section.Key, w.Code)
			}
		}
	}
	own, err := s.App.AddSection(ctx, s.Ailsa.Actor, app.AddSection{Plan: plan, Title: canary, Help: canary})
	s.Must(err)
	s.Write(own.Key, canary)
	s.Write(models.HelpLines, canary)
	s.Write(models.HelpText, canary)
	s.Must(s.App.SaveDraft(ctx, s.Ailsa.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: plan, Section: "notes"}, Fields: models.Fields{{Key: "note", Text: canary}}}))
	in, err := s.App.Invite(ctx, s.Ailsa.Actor, app.Invite{Plan: plan, Role: models.Carer, Called: canary, Offers: []models.Offer{{Sections: []models.SectionKey{"daily"}, Right: models.RightSuggest, When: models.Always, Purpose: canary}}})
	s.Must(err)
	_, err = s.App.AcceptInvitation(ctx, nell.Actor, in.Code)
	s.Must(err)
	s.Must(s.App.ConfirmPerson(ctx, s.Ailsa.Actor, plan, nell.Account))
	s.Must(s.App.CallPerson(ctx, s.Ailsa.Actor, plan, nell.Account, canary+" again"))
	for _, form := range []string{"suggest", "weigh"} {
		s.Must(s.App.SaveDraft(ctx, nell.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: plan, Section: "daily", Form: form}, Fields: models.Fields{{Key: "note", Text: canary}}}))
	}
	_, err = s.App.Suggest(ctx, nell.Actor, app.Suggest{Plan: plan, Section: "daily", Fields: models.Fields{{Key: "what", Text: canary}}, Note: canary})
	s.Must(err)
	s.Must(s.App.SomethingIsWrong(ctx, nell.Actor, plan, canary))
	s.Must(s.App.SomethingIsWrong(ctx, s.Ailsa.Actor, plan, canary))
	task, err := s.App.OfferTask(ctx, s.Ailsa.Actor, app.OfferTask{Plan: plan, Entry: s.Write("crisis-help", canary).ID, Account: nell.Account, Words: canary})
	s.Must(err)
	_, err = s.App.AnswerTask(ctx, nell.Actor, plan, task.ID, models.TaskYesBut, canary)
	s.Must(err)
	s.Must(s.App.SaveDraft(ctx, nell.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: plan, Section: models.HelpText, Entry: task.ID, Form: app.ReplyForm}, Fields: models.Fields{{Key: "reply", Text: canary}}}))
	s.Tie(s.Morag, models.Practitioner)
	plantMeeting(s, canary)
	plantMoves(s, canary)
	plantPaper(s, canary)
	everyWordIs(s, canary)
	for _, path := range []string{"", "/sharing", "/looks?section=" + canary, "/sections/" + canary, "/receipts", "/suggestions"} {
		s.page(s.Ailsa, "/plans/"+string(plan)+path, nil)
	}
	s.call(s.Ailsa, "POST", "/plans/"+string(plan)+"/sections/daily/entries", `{"fields":{"`+canary+`":"x"}}`)
	s.page(s.Stranger, "/invitations/"+canary, nil)

	if log.buf.Len() == 0 {
		t.Error("nothing was logged: the log was not looked at")
	}
	if i := strings.Index(log.buf.String(), canary); i >= 0 {
		t.Errorf("the log says %q", log.buf.String()[max(0, i-200):i+40])
	}
	if s.Place == s.Folder {
		nothingInClear(t, s.Folder, canary, strings.ToUpper(canary), nell.Email, "Ailsa", "morag@example.org")
	}
	nothingInFiles(t, temporary, canary, nell.Email, "morag@example.org")
	s.NothingInClear(canary, nell.Email, s.Ailsa.Email, "morag@example.org")
}

// plantMeeting has a session in which each thing that can be said is the word.
func plantMeeting(s *server, canary string) {
	ctx, plan := s.T.Context(), s.Ailsa.Plan
	made, err := s.App.OpenSession(ctx, s.Ailsa.Actor, app.OpenSession{Plan: plan, With: s.Morag.Account})
	s.Must(err)
	_, err = s.App.JoinSession(ctx, s.Morag.Actor, plan, made.ID)
	s.Must(err)
	_, err = s.App.AddToAgenda(ctx, s.Ailsa.Actor, app.AddToAgenda{Plan: plan, Session: made.ID, Text: canary})
	s.Must(err)
	_, err = s.App.WriteSummary(ctx, s.Ailsa.Actor, app.WriteSummary{Plan: plan, Session: made.ID, Text: canary})
	s.Must(err)
	for _, who := range []models.Actor{s.Ailsa.Actor, s.Morag.Actor} {
		_, err = s.App.WriteView(ctx, who, app.WriteView{Plan: plan, Session: made.ID, Text: canary})
		s.Must(err)
	}
	_, err = s.App.AddSessionNote(ctx, s.Ailsa.Actor, app.AddSessionNote{Plan: plan, Session: made.ID, Text: canary})
	s.Must(err)
	_, err = s.App.EndSession(ctx, s.Ailsa.Actor, plan, made.ID)
	s.Must(err)
	_, err = s.App.AnswerAfterwards(ctx, s.Ailsa.Actor, app.AnswerAfterwards{Plan: plan, Session: made.ID, Answers: app.Answers{Words: canary}})
	s.Must(err)
	s.Must(s.App.Reflect(ctx, s.Morag.Actor, app.Reflect{Plan: plan, Session: made.ID, Skills: map[string]string{models.Skills[0]: canary}}))
}

// plantMoves has goals, their steps and looks back at them, strengths' use and measures
// say the word, and notes are tagged with it.
func plantMoves(s *server, canary string) {
	ctx, plan := s.T.Context(), s.Ailsa.Plan
	goal := s.Write("goals", canary)
	_, err := s.App.AddReview(ctx, s.Ailsa.Actor, app.AddReview{Plan: plan, Goal: goal.ID, Words: models.ReviewWords{Mark: 3, Words: canary, More: canary}})
	s.Must(err)
	_, err = s.App.KeepStep(ctx, s.Ailsa.Actor, app.KeepStep{Plan: plan, Goal: goal.ID, Words: models.StepWords{Text: canary, Who: canary, By: canary}})
	s.Must(err)
	_, err = s.App.TurnGoal(ctx, s.Ailsa.Actor, app.TurnGoal{Plan: plan, Goal: goal.ID, State: "changed", Why: canary, NewGoal: canary})
	s.Must(err)
	for _, form := range []string{"review", "step", "turn", "back"} {
		s.Must(s.App.SaveDraft(ctx, s.Ailsa.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: plan, Section: "goals", Entry: goal.ID, Form: form}, Fields: models.Fields{{Key: "words", Text: canary}}}))
	}
	_, err = s.App.MakeMeasure(ctx, s.Ailsa.Actor, app.MakeMeasure{Plan: plan, Words: models.MeasureWords{Name: canary, Low: canary, High: canary, Often: "every_day"}})
	s.Must(err)
	_, err = s.App.AddEntry(ctx, s.Ailsa.Actor, app.AddEntry{Plan: plan, Section: "notes", Fields: models.Fields{{Key: "note", Text: canary}, {Key: "tags", Text: canary}}})
	s.Must(err)
}

// plantPaper signs a statement whose details are the word, with what was done against it,
// and hangs a picture with the word beside it.
func plantPaper(s *server, canary string) {
	ctx, plan := s.T.Context(), s.Ailsa.Plan
	in := app.SignStatement{Plan: plan, Entry: s.Write("advance", canary).ID, Pack: "elsewhere", Details: models.Details{"name": canary, "address": canary}}
	text, err := s.App.PreviewStatement(ctx, s.Ailsa.Actor, in)
	s.Must(err)
	in.Hash = text.Hash
	against, err := s.App.SignStatement(ctx, s.Ailsa.Actor, in)
	s.Must(err)
	_, err = s.App.WriteOverride(ctx, s.Ailsa.Actor, app.WriteOverride{Plan: plan, Statement: against.ID, Words: models.OverrideWords{
		On: "2026-11-23", Measure: canary, Wish: canary, Circumstances: canary, Reasons: canary, By: canary}})
	s.Must(err)
	seen := signed(s, s.Write("advance", canary).ID, "scotland")
	_, err = s.App.WitnessStatement(ctx, s.Ailsa.Actor, app.WitnessStatement{Plan: plan, Statement: seen.ID,
		Name: canary + "witness", Class: "nurse", Address: canary, Certify: []string{"capacity"}, On: "2026-11-23"})
	s.Must(err)
	_, err = s.App.MarkStatement(ctx, s.Ailsa.Actor, app.MarkStatement{Plan: plan, Statement: seen.ID, Kind: models.Lodged, Board: canary, On: "2026-11-23"})
	s.Must(err)
	s.hang(s.Write("toolbox", canary).ID, aPicture(s.T, ""), canary)
}

func fill(f models.Field, canary string) string {
	switch f.Kind {
	case models.Choice:
		return f.Options[0]
	case models.Scale:
		return "5"
	case models.Date:
		return "2026-11-23"
	case models.Tick:
		return "yes"
	}
	return fmt.Sprintf("%s in %s", canary, f.Key)
}

// nothingInClear reads every file of the data folder, the log of the database and
// its index too.
func nothingInClear(t *testing.T, folder string, words ...string) {
	t.Helper()
	if files := nothingInFiles(t, folder, words...); files < 3 {
		t.Errorf("looked at %d files", files)
	}
}

// nothingInFiles reads every file in a folder, of which there may be none.
func nothingInFiles(t *testing.T, folder string, words ...string) (files int) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		data, err := os.ReadFile(path)
		for _, w := range words {
			if bytes.Contains(data, []byte(w)) {
				t.Errorf("%s holds %q in clear", filepath.Base(path), w)
			}
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
	return files
}

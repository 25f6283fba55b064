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
	s.Must(s.App.SaveDraft(ctx, s.Ailsa.Actor, app.SaveDraft{DraftOf: app.DraftOf{Plan: plan, Section: "notes"}, Fields: models.Fields{{Key: "note", Text: canary}}}))
	in, err := s.App.Invite(ctx, s.Ailsa.Actor, app.Invite{Plan: plan, Role: models.Carer, Called: canary, Offers: []models.Offer{{Sections: []models.SectionKey{"daily"}, Right: models.RightSuggest, When: models.Always, Purpose: canary}}})
	s.Must(err)
	_, err = s.App.AcceptInvitation(ctx, nell.Actor, in.Code)
	s.Must(err)
	s.Must(s.App.ConfirmPerson(ctx, s.Ailsa.Actor, plan, nell.Account))
	_, err = s.App.Suggest(ctx, nell.Actor, app.Suggest{Plan: plan, Section: "daily", Fields: models.Fields{{Key: "what", Text: canary}}, Note: canary})
	s.Must(err)
	s.Must(s.App.SomethingIsWrong(ctx, nell.Actor, plan, canary))
	s.Must(s.App.SomethingIsWrong(ctx, s.Ailsa.Actor, plan, canary))
	task, err := s.App.OfferTask(ctx, s.Ailsa.Actor, app.OfferTask{Plan: plan, Entry: s.Write("crisis-help", canary).ID, Account: nell.Account, Words: canary})
	s.Must(err)
	_, err = s.App.AnswerTask(ctx, nell.Actor, plan, task.ID, models.TaskYesBut, canary)
	s.Must(err)
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
	s.NothingInClear(canary, nell.Email, s.Ailsa.Email, "morag@example.org")
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
	files := 0
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
	if err != nil || files < 3 {
		t.Errorf("looked at %d files: %v", files, err)
	}
}

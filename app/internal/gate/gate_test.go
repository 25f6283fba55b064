package gate

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"handrail/app/internal/databasetest"
	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// house is a database with a person, and others tied to her plan.
type house struct {
	t     *testing.T
	place string
	db    *database.DB
	gate  *Gate
	now   time.Time
	plan  models.ID
	owner models.Actor
}

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{t: t, place: databasetest.Place(t, t.TempDir()), now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	ring, err := seal.Open(seal.NewMaster())
	h.must(err)
	h.db, err = database.Open(t.Context(), h.place)
	h.must(err)
	t.Cleanup(func() { _ = h.db.Close() })
	names := func(_ *database.Tx, ids []models.ID) (map[models.ID]string, error) {
		return map[models.ID]string{}, nil
	}
	h.gate = New(h.db, ring, func() time.Time { return h.now }, names)
	h.owner = h.account("owner")
	h.must(h.db.Change(t.Context(), func(tx *database.Tx) error {
		h.plan, err = h.gate.Found(tx, h.owner.Account)
		return err
	}))
	return h
}

func (h *house) must(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) account(name string) models.Actor {
	id := models.ID(name)
	h.must(h.db.Change(h.t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec(`INSERT INTO accounts (id, email_hash, password, recovery, proved, lead, asked_for, works, created_at, disabled_at, body)
			VALUES (?, ?, '', x'', 0, 0, '', '', 0, 0, x'687331')`, name, []byte(name))
		return err
	}))
	return models.Actor{Account: id, Via: models.ByAPI}
}

// confirmed is somebody confirmed in the plan who may see some sections.
func (h *house) confirmed(name string, role models.Role, right models.Right, sections ...models.SectionKey) models.Actor {
	who := h.account(name)
	h.write(func(pen *Pen) error {
		r := &models.Relationship{ID: models.NewID(), Plan: h.plan, Account: who.Account, Role: role, State: models.Confirmed, ConfirmedAt: h.now, AcceptedAt: h.now}
		if err := Relate(pen, r); err != nil {
			return err
		}
		for _, s := range sections {
			if err := Give(pen, &models.Consent{Account: who.Account, Section: s, Right: right, When: models.Always, From: h.now}); err != nil {
				return err
			}
		}
		return nil
	})
	return who
}

func (h *house) write(do func(*Pen) error) {
	h.t.Helper()
	h.must(h.gate.Write(h.t.Context(), h.owner, h.plan, models.ByAPI, do))
}

func (h *house) entry(section models.SectionKey, words string) *models.Entry {
	h.t.Helper()
	e := &models.Entry{Record: models.Record{Section: section}, Fields: models.Fields{{Key: "w", Text: words}}}
	h.write(func(pen *Pen) error { return Save(pen, e) })
	return e
}

// seen is the words of all entries that who gets.
func (h *house) seen(who models.Actor) ([]string, error) {
	var out []string
	err := h.gate.Read(h.t.Context(), who, h.plan, models.ByAPI, func(p *Pass) error {
		entries, err := List[models.Entry](p)
		out = nil
		for _, e := range entries {
			out = append(out, e.Fields.Get("w"))
		}
		return err
	})
	return out, err
}

// carried waits until whatever was queued about the plan stands. An access record takes its
// turn behind it; another write need not, where the database can do several at once.
func (h *house) carried() {
	h.t.Helper()
	h.must(h.db.Append(h.t.Context(), string(h.plan), func(*database.Tx) error { return nil }))
}

func (h *house) looks() []models.Look {
	h.t.Helper()
	var out []models.Look
	h.must(h.gate.Read(h.t.Context(), h.owner, h.plan, models.ByAPI, func(p *Pass) error {
		var err error
		out, err = Looks(p, Filter{Limit: 1000})
		return err
	}))
	return out
}

func TestOnlySharedEntriesAreListed(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "warnings")
	h.entry("warnings", "awake at four")
	h.entry("goals", "the allotment")
	hidden := h.entry("warnings", "not for jamie")
	mine := h.entry("warnings", "only me")
	h.write(func(pen *Pen) error {
		hidden.HiddenFrom = []models.ID{jamie.Account}
		mine.OnlyMe = true
		return errors.Join(Save(pen, hidden), Save(pen, mine))
	})
	got, err := h.seen(jamie)
	h.must(err)
	if strings.Join(got, "|") != "awake at four" {
		t.Errorf("the carer got %q", got)
	}
	if _, err := h.seen(h.account("stranger")); models.KindOf(err) != models.NotFound {
		t.Errorf("a stranger got %v", err)
	}
	if all, _ := h.seen(h.owner); len(all) != 4 {
		t.Errorf("the owner got %q", all)
	}
}

func TestFindIsNotFoundForWhatIsHidden(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "warnings")
	kept := h.entry("goals", "mine")
	for name, id := range map[string]models.ID{"not shared": kept.ID, "never was": models.NewID()} {
		err := h.gate.Read(t.Context(), jamie, h.plan, models.ByAPI, func(p *Pass) error {
			_, err := Find[models.Entry](p, id)
			return err
		})
		if !errors.Is(err, models.ErrNotFound) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestOthersCannotWrite(t *testing.T) {
	h := newHouse(t)
	morag := h.confirmed("morag", models.Practitioner, models.RightWork, "warnings")
	e := h.entry("warnings", "as it was")
	err := h.gate.Write(t.Context(), morag, h.plan, models.ByAPI, func(pen *Pen) error {
		forged := *e
		forged.Author, forged.Fields = h.owner.Account, models.Fields{{Key: "w", Text: "forged"}}
		return Save(pen, &forged)
	})
	if !errors.Is(err, models.ErrNotAllowed) {
		t.Errorf("writing alone gave %v", err)
	}
	if got, _ := h.seen(h.owner); got[0] != "as it was" {
		t.Errorf("the words became %q", got)
	}
	looks := h.looks()
	if len(looks) == 0 || looks[0].Allowed || looks[0].Act != models.ActEdit {
		t.Errorf("the refusal stands as %+v", looks)
	}
}

func TestASuggestionsAuthorIsItsSender(t *testing.T) {
	h := newHouse(t)
	morag := h.confirmed("morag", models.Practitioner, models.RightSuggest, "warnings")
	s := &models.Suggestion{Record: models.Record{Section: "warnings", Author: h.owner.Account}}
	h.must(h.gate.Write(t.Context(), morag, h.plan, models.ByAPI, func(pen *Pen) error { return Save(pen, s) }))
	if s.Author != morag.Account {
		t.Errorf("the author stands as %q", s.Author)
	}
}

func TestSavingKeepsEveryVersionAndRefusesAStaleOne(t *testing.T) {
	h := newHouse(t)
	e := h.entry("warnings", "one")
	first := *e
	for _, words := range []string{"two", "three"} {
		h.write(func(pen *Pen) error {
			e.Fields = models.Fields{{Key: "w", Text: words}}
			return Save(pen, e)
		})
	}
	if e.Version != 3 {
		t.Errorf("version %d after two changes", e.Version)
	}
	err := h.gate.Write(t.Context(), h.owner, h.plan, models.ByAPI, func(pen *Pen) error { return Save(pen, &first) })
	if !errors.Is(err, ErrStale) {
		t.Errorf("an old version gave %v", err)
	}
	h.must(h.gate.Read(t.Context(), h.owner, h.plan, models.ByAPI, func(p *Pass) error {
		past, err := History(p, e.ID, Part{})
		if err != nil || len(past) != 2 || past[0].Fields.Get("w") != "two" || past[1].Fields.Get("w") != "one" {
			t.Errorf("history %+v, %v", past, err)
		}
		return nil
	}))
}

func TestAPassIsDeadOutsideItsVisit(t *testing.T) {
	h := newHouse(t)
	var kept *Pass
	h.must(h.gate.Read(t.Context(), h.owner, h.plan, models.ByAPI, func(p *Pass) error { kept = p; return nil }))
	if _, err := List[models.Entry](kept); err == nil {
		t.Error("a pass lived on")
	}
	if _, err := List[models.Entry](&Pass{}); err == nil {
		t.Error("a zero pass lived")
	}
	var pen *Pen
	h.write(func(p *Pen) error { pen = p; return nil })
	for name, dead := range map[string]*Pen{"one that was kept": pen, "a zero one": {}} {
		if err := Save(dead, &models.Entry{}); err == nil {
			t.Errorf("%s: a pen lived", name)
		}
		if err := Withdrawn(dead, "statement"); err == nil {
			t.Errorf("%s: a pen marked a print", name)
		}
	}
}

func TestALookIsOnDiskBeforeTheAnswer(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "warnings", "daily")
	h.entry("warnings", "x")
	_, err := h.seen(jamie)
	h.must(err)
	looks := h.looks()
	if len(looks) != 2 || !looks[0].Allowed || looks[0].Account != jamie.Account || looks[0].How != models.ByAPI {
		t.Errorf("recorded %+v", looks)
	}
	if _, err := h.seen(h.owner); err != nil || len(h.looks()) != 2 {
		t.Error("the owner's own look was recorded")
	}
}

// A withdrawal that lands between the snapshot and the record makes the answer
// begin again, so that it shows what the withdrawal left.
func TestAWithdrawalUnderAReadIsFelt(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "warnings", "daily")
	h.entry("warnings", "secret")
	h.entry("daily", "walk")
	var got []string
	rounds := 0
	h.must(h.gate.Read(t.Context(), jamie, h.plan, models.ByAPI, func(p *Pass) error {
		entries, err := List[models.Entry](p)
		got = nil
		for _, e := range entries {
			got = append(got, e.Fields.Get("w"))
		}
		if rounds++; rounds == 1 {
			h.write(func(pen *Pen) error { _, err := WithdrawFrom(pen, jamie.Account, "warnings"); return err })
		}
		return err
	}))
	if rounds != 2 || strings.Join(got, "|") != "walk" {
		t.Errorf("%d rounds, got %q", rounds, got)
	}
}

func TestHidingAnEntryUnderAReadIsFelt(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "warnings")
	e := h.entry("warnings", "secret")
	var got int
	rounds := 0
	h.must(h.gate.Read(t.Context(), jamie, h.plan, models.ByAPI, func(p *Pass) error {
		entries, err := List[models.Entry](p)
		got = len(entries)
		if rounds++; rounds == 1 {
			h.write(func(pen *Pen) error { e.OnlyMe = true; return Save(pen, e) })
		}
		return err
	}))
	if got != 0 {
		t.Errorf("after hiding, %d entries went out", got)
	}
}

func TestAGrantThatRunsOutUnderAReadIsFelt(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee)
	h.write(func(pen *Pen) error {
		return Give(pen, &models.Consent{Account: jamie.Account, Section: "warnings", Right: models.RightSee, When: models.Always, From: h.now, Until: h.now.Add(time.Hour)})
	})
	h.entry("warnings", "secret")
	var got int
	h.must(h.gate.Read(t.Context(), jamie, h.plan, models.ByAPI, func(p *Pass) error {
		entries, err := List[models.Entry](p)
		got = len(entries)
		h.now = h.now.Add(2 * time.Hour)
		return err
	}))
	if got != 0 {
		t.Error("an expired grant still gave an answer")
	}
}

func TestRefusalsFoldAndStrangersStayNameless(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	stranger := h.account("stranger")
	peek := func(who models.Actor) {
		_ = h.gate.Read(t.Context(), who, h.plan, models.ByAPI, func(p *Pass) error {
			_, err := List[models.Entry](p, "goals")
			return err
		})
	}
	for range 3 {
		peek(jamie)
		peek(stranger)
	}
	h.carried()
	looks := h.looks()
	if len(looks) != 1 || looks[0].Allowed || looks[0].Section != "goals" {
		t.Errorf("recorded %+v", looks)
	}
	var count int
	h.must(h.db.View(t.Context(), func(tx *database.Tx) error {
		return tx.One("SELECT count FROM refusals WHERE plan = ?", []any{string(h.plan)}, &count)
	}))
	if count != 3 {
		t.Errorf("%d nameless refusals", count)
	}
}

func TestTheChainTellsWhereItWasChanged(t *testing.T) {
	for name, text := range map[string]string{
		"changed":    "UPDATE access_records SET account = 'nobody' WHERE number = 2",
		"taken out":  "DELETE FROM access_records WHERE number = 2",
		"cut short":  "DELETE FROM access_records WHERE number = 3",
		"all gone":   "DELETE FROM access_records",
		"turned yes": "UPDATE access_records SET how = 'print' WHERE number = 2",
	} {
		t.Run(name, func(t *testing.T) {
			h := newHouse(t)
			jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
			for range 3 {
				_, err := h.seen(jamie)
				h.must(err)
			}
			breaches, err := h.gate.CheckChains(t.Context(), silent)
			if err != nil || len(breaches) != 0 {
				t.Fatalf("an honest chain: %v, %v", breaches, err)
			}
			h.must(h.db.Change(t.Context(), func(tx *database.Tx) error { _, err := tx.Exec(text); return err }))
			if breaches, _ = h.gate.CheckChains(t.Context(), silent); len(breaches) != 1 {
				t.Errorf("found %v", breaches)
			}
		})
	}
}

func TestABodyMovedToAnotherRowDoesNotOpen(t *testing.T) {
	h := newHouse(t)
	a, b := h.entry("daily", "a"), h.entry("goals", "b")
	h.must(h.db.Change(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec("UPDATE entries SET body = (SELECT body FROM entries WHERE id = ?) WHERE id = ?", string(a.ID), string(b.ID))
		return err
	}))
	if _, err := h.seen(h.owner); !errors.Is(err, seal.ErrSealed) {
		t.Errorf("a moved body gave %v", err)
	}
	h.must(h.db.Change(t.Context(), func(tx *database.Tx) error {
		_, err := tx.Exec("UPDATE entries SET author = 'somebody', only_me = 1 WHERE id = ?", string(a.ID))
		return err
	}))
	err := h.gate.Read(t.Context(), h.owner, h.plan, models.ByAPI, func(p *Pass) error { _, err := Find[models.Entry](p, a.ID); return err })
	if !errors.Is(err, seal.ErrSealed) {
		t.Errorf("a body under another author gave %v", err)
	}
}

func TestNothingIsOnDiskInClear(t *testing.T) {
	h := newHouse(t)
	const canary = "zebra-canary-words"
	e := h.entry("daily", canary)
	h.write(func(pen *Pen) error {
		e.Fields = models.Fields{{Key: "w", Text: canary + " again"}}
		draft := &models.Draft{Record: models.Record{Section: "daily"}, Words: models.DraftWords{Fields: models.Fields{{Key: "w", Text: canary}}}}
		own := &models.OwnSection{Record: models.Record{Section: models.NewSectionKey()}, Words: models.SectionWords{Title: canary, Help: canary}}
		i := &models.Invitation{Role: models.Carer, Called: canary, Email: canary, Offers: []models.Offer{{Purpose: canary}}}
		return errors.Join(Save(pen, e), Save(pen, draft), Save(pen, own), Invite(pen, i, "CODE"))
	})
	if strings.Contains(string(databasetest.Contents(t, h.place)), canary) {
		t.Error("the database holds words in clear")
	}
}

func TestManyWritersAndReadersAtOnce(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 20 {
				e := &models.Entry{Record: models.Record{Section: "daily"}, Fields: models.Fields{{Key: "w", Text: "x"}}}
				if err := h.gate.Write(context.Background(), h.owner, h.plan, models.ByAPI, func(pen *Pen) error { return Save(pen, e) }); err != nil {
					t.Error(err)
				}
				if _, err := h.seen(jamie); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	if got, _ := h.seen(h.owner); len(got) != 160 {
		t.Errorf("%d of 160 entries", len(got))
	}
	if b, err := h.gate.CheckChains(t.Context(), silent); err != nil || len(b) != 0 {
		t.Errorf("chain %v %v", b, err)
	}
	if n := len(h.looks()); n != 160 {
		t.Errorf("%d of 160 looks", n)
	}
}

func TestAPanicTakesBackItsOwnWriteAlone(t *testing.T) {
	h := newHouse(t)
	err := h.gate.Write(t.Context(), h.owner, h.plan, models.ByAPI, func(pen *Pen) error {
		e := &models.Entry{Record: models.Record{Section: "daily"}}
		if err := Save(pen, e); err != nil {
			return err
		}
		panic("mid-way")
	})
	if models.KindOf(err) != models.Internal {
		t.Errorf("a panic gave %v", err)
	}
	if got, err := h.seen(h.owner); err != nil || len(got) != 0 {
		t.Errorf("left behind %q, %v", got, err)
	}
	h.entry("daily", "goes on")
}

package handlers_test

import (
	"net/http/httptest"
	"testing"

	"handrail/app"
	"handrail/models"
)

// movesFor is the screens of what moves, with something on each.
func movesFor(s *server) []string {
	ctx, plan := s.T.Context(), s.Ailsa.Plan
	goal := s.Write("goals", "Back at the allotment by May.")
	strength := s.Write("strengths", "I can sit with somebody who is upset.")
	s.Write("toolbox", "I know how to make a pot of soup last.")
	for i, mark := range []int{2, 3, 3, 5, 4, 6} {
		_, err := s.App.AddReview(ctx, s.Ailsa.Actor, app.AddReview{Plan: plan, Goal: goal.ID, Words: models.ReviewWords{
			Day: models.Day("2026-09-01").Plus(14 * i), Mark: mark, Words: "Seed tins returned.", More: "Gloves that fit."}})
		s.Must(err)
	}
	_, err := s.App.KeepStep(ctx, s.Ailsa.Actor, app.KeepStep{Plan: plan, Goal: goal.ID, Words: models.StepWords{Text: "Buy gloves that fit.", Who: "Jamie and I", By: "Sunday"}})
	s.Must(err)
	s.Must(s.App.UseStrengths(ctx, s.Ailsa.Actor, plan, goal.ID, []models.ID{strength.ID}))
	low, sleep := 4, models.ID("")
	m, err := s.App.MakeMeasure(ctx, s.Ailsa.Actor, app.MakeMeasure{Plan: plan, Words: models.MeasureWords{Name: "Sleep", Low: "none", High: "right through", Often: "every_day"}})
	s.Must(err)
	sleep = m.ID
	for i := range 14 {
		day := models.Day("2026-11-22").Plus(-i)
		value := (low + i*3) % 11
		s.Must(s.App.MarkMeasure(ctx, s.Ailsa.Actor, app.MarkMeasure{Plan: plan, Measure: sleep, Day: day, Value: &value}))
		_, err := s.App.AddEntry(ctx, s.Ailsa.Actor, app.AddEntry{Plan: plan, Section: "check-ins", Fields: models.Fields{
			{Key: "how", Text: models.Hows[(i*2+1)%5]}, {Key: "words", Text: "Canal. Two swans having a row."}, {Key: "date", Text: string(day)}}})
		s.Must(err)
	}
	_, err = s.App.AddEntry(ctx, s.Ailsa.Actor, app.AddEntry{Plan: plan, Section: "notes", Fields: models.Fields{
		{Key: "note", Text: "A heron at the lock."}, {Key: "date", Text: "2026-10-02"}, {Key: "tags", Text: "canal, good days"}}})
	s.Must(err)
	signs, err := s.App.ReadSection(ctx, s.Ailsa.Actor, plan, "warnings")
	s.Must(err)
	_, err = s.App.SetLookout(ctx, s.Ailsa.Actor, app.SetLookout{Plan: plan, Sign: signs.Sections[0].Entries[0].ID, Words: models.LookoutWords{Of: models.OfCheckIns, Threshold: 2, Days: 2, Within: 7}})
	s.Must(err)
	path := "/plans/" + string(plan)
	return []string{path + "/today", path + "/check-ins", path + "/check-ins?year=2026", path + "/measures", path + "/goals", path + "/goals/" + string(goal.ID),
		path + "/strengths", path + "/notes", path + "/better-days", path + "/noticing", path + "/sections/strengths", path + "/sections/daily"}
}

// A day with the plan in a real browser: ticks, a check-in's measures, a goal's mark
// and step, a note found, wide and at 360 px, with a script and without.
func TestADayInTheBrowser(t *testing.T) {
	chromium(t)
	for _, v := range views {
		t.Run(v.name, func(t *testing.T) {
			s := newServer(t)
			s.Write("daily", "Curtains first.")
			s.Write("daily", "Breakfast before nine.")
			goal := s.Write("goals", "Back at the allotment.")
			s.Write("notes", "A heron at the lock.")
			server := httptest.NewServer(s.echo)
			t.Cleanup(server.Close) // after the window, whose pages hold streams open
			b := window(t, server, v)
			b.signsIn(&s.Ailsa)
			plan := "/plans/" + string(s.Ailsa.Plan)

			b.goes(plan + "/today")
			b.fits()
			b.must(`(() => { const box = document.querySelector('[name=tick]'); box.click(); return box.checked })()`)
			if v.script {
				b.until(`document.querySelector('[data-tick-state]').textContent === 'Kept'`)
				b.must(`(() => { const box = document.querySelectorAll('[name=tick]')[0]; box.click(); box.click(); return box.checked })()`)
			} else {
				b.presses("Keep my ticks")
			}
			b.goes(plan + "/today")
			b.must(`document.querySelectorAll('#today [name=tick]:checked').length === 1`)
			done, err := s.App.Ticks(t.Context(), s.Ailsa.Actor, s.Ailsa.Plan, "", "")
			s.Must(err)
			if len(done) != 1 {
				t.Errorf("%d ticks are kept", len(done))
			}

			b.goes(plan + "/measures")
			b.types("name", "Sleep")
			b.types("low", "none")
			b.ticks("often", "every_day")
			b.presses("Make it")
			b.reads("Sleep", "0: none")
			b.goes(plan + "/check-ins")
			b.must(`(() => { const it = document.querySelector('main [name^="m."][value="7"]'); it.checked = true; return true })()`)
			b.presses("Keep it")
			b.reads("It's kept.", "November 2026")
			b.fits()

			b.goes(plan + "/goals/" + string(goal.ID))
			b.ticks("mark", "4")
			b.types("words", "Seed tins returned.")
			b.types("more", "Gloves that fit.")
			b.presses("Keep this mark")
			b.reads("Your mark is kept.", "Gloves that fit.")
			b.must(`document.querySelectorAll('.chart svg circle').length === 1 && document.querySelectorAll('.numbers tbody tr').length === 1`)
			b.must(`(() => { document.querySelectorAll('details').forEach(d => d.open = true); return true })()`)
			b.types("text", "Buy gloves.")
			b.presses("Add it")
			b.presses("Let it go")
			b.reads("Let go")
			b.fits()

			b.goes(plan + "/notes")
			b.types("words", "HERON")
			b.presses("Find")
			b.reads("1 note", "A heron at the lock.")
			b.fits()
			if path := b.path(); path != plan+"/notes" {
				t.Errorf("what was looked for stands in the address: %s", path)
			}
		})
	}
}

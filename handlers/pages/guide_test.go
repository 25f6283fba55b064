package pages_test

import (
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

func TestTheGuidedWayAsksOneQuestionAPage(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	well := w.Write("well", "I laugh easily.")
	w.Write("toolbox", "Radio on low.")
	b, plan := at(w, w.Ailsa), "/plans/"+string(w.Ailsa.Plan)
	guide := plan + "/crisis/guide"

	b.get(plan+"?chapter=crisis").is(200).has("0 of 9 parts have something in them", "Step by step")
	b.get(guide).is(200).has("0 of 9 parts", "Begin", "Not now", "How I am when I am well", "nothing yet")
	b.get(guide+"/crisis-well").is(200).has("1 of 9", "What should somebody who does not know you know first?", "Is any of this right here too?", "I laugh easily.", "Not now", "Stop here for today").lacks("checked")
	b.post(guide+"/crisis-well", "k."+string(well.ID), "yes").leads(guide + "/crisis-signs")
	b.get(guide+"/crisis-well").has("You have written", "I laugh easily.").lacks("Is any of this right here too?")
	b.post(guide + "/crisis-signs").leads(guide + "/crisis-supporters")
	b.get(guide+"/crisis-supporters").has("Jamie", "Who sees what")
	b.post(guide+"/crisis-supporters", "k."+string(w.Jamie.Account), "yes", "f.who", "Eileen", "f.phone", "0131 496 0000").leads(guide + "/crisis-not-involved")
	b.post(guide+"/crisis-medication", "f.allergies", "Penicillin").is(422).has("Penicillin")
	b.post(plan+"/drafts", "section", "crisis-help", "f.helps", "Sit with").is(204)
	b.get(guide+"/crisis-help").has("Radio on low.", "Sit with")
	b.post(guide+"/crisis-end", "f.know", "I am cross about small things.").leads(guide)
	b.get(guide).has("3 of 9 parts", "Go on", "something is in it")
	b.get(guide + "/warnings").is(404)
	at(w, w.Jamie).get(guide).is(404)
}

func TestLookingBackPutsWhatWasAgreedIntoThePlan(t *testing.T) {
	w := apptest.New(t)
	b, plan := at(w, w.Ailsa), "/plans/"+string(w.Ailsa.Plan)
	help := w.Write("crisis-help", "Say my name.")
	w.Must(w.App.SomethingIsWrong(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, ""))
	_, err := w.App.CloseCrisis(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	b.get("/").is(200).lacks("It's been some days")
	w.Clock.Forward(4 * 24 * time.Hour)
	w.Ailsa = w.SignIn(w.Ailsa)
	b = at(w, w.Ailsa)
	b.get("/").has("It's been some days", "Not now")
	b.post(plan+"/after", "answer", "yes").leads(plan + "/after/helped")
	b.get("/").lacks("It's been some days")

	b.get(plan+"/after/helped").is(200).has("What helped?", "Things that help me", "Not now").lacks("checked")
	b.post(plan+"/after/helped", "words", "Eileen's soup", "also.toolbox", "yes").leads(plan + "/after/worse")
	b.get(plan+"/after/worse").has("What didn't help?", "Say my name.")
	b.post(plan+"/after/worse", "words", "Three people at once", "under", string(help.ID)).leads(plan + "/after/change")
	b.get(plan+"/after/change").has("What do you want to change?", "When others should step in").lacks("Who must not be involved")
	b.post(plan+"/after/change", "words", "Ask sooner", "part", "crisis-signs", "fresh", "Two nights without sleep").leads(plan + "/after/thank")
	b.post(plan + "/after/thank").leads(plan + "/after/done")
	b.get(plan+"/after/done").is(200).has("Ask sooner", "When others should step in")

	for section, words := range map[models.SectionKey]string{"after-learned": "Eileen's soup", "toolbox": "Eileen's soup", "crisis-signs": "Two nights without sleep", "after-changes": "Ask sooner"} {
		b.get(plan + "/sections/" + string(section)).has(words)
	}
	e, err := w.App.ReadEntry(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, help.ID)
	w.Must(err)
	if e.Fields.Get("worse") != "Three people at once" || e.Fields.Get("helps") != "Say my name." || e.Version != 2 {
		t.Errorf("what makes it worse: %+v", e)
	}
	b.get(plan + "/after/nothing").is(404)
}

func TestWhoHasAKeyAndHowItIsChosen(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	b, plan := at(w, w.Ailsa), "/plans/"+string(w.Ailsa.Plan)
	b.get(plan+"/crisis/way").is(200).has("has no key", "Give Jamie a key", "Two people together", "One person, at once", "This means")
	b.post(plan+"/crisis/keys/"+string(w.Jamie.Account), "do", "give").leads(plan + "/crisis/way?done=key_give")
	b.get(plan+"/crisis/way").has("These keys do nothing while only you", "has a key", "It counts from", "Take Jamie's key away", "sends no mail")
	b.post(plan+"/crisis/way", "days", "7").is(422).has("How can others put it to use?")
	b.post(plan+"/crisis/way", "way", "one_after_4h", "days", "3").leads(plan + "/crisis/way?done=way")
	got, err := w.App.Crisis(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	if got.Way != models.OneAfterFour || got.Days != 3 {
		t.Errorf("kept: %+v", got)
	}
	w.Clock.Forward(10 * time.Minute)
	b.post(plan+"/crisis/way", "way", "one_at_once", "days", "3").is(403).has("password")
	b.post(plan+"/crisis/keys/"+string(w.Jamie.Account), "do", "take").leads(plan + "/crisis/way?done=key_take")
}

func TestTheMailedLinkAsksForOnePress(t *testing.T) {
	w := apptest.NewWithMail(t)
	w.Tie(w.Jamie, models.Carer)
	w.Clock.Forward(25 * time.Hour)
	w.Ailsa = w.SignIn(w.Ailsa)
	w.Must(w.App.ChooseCrisisWay(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, app.CrisisWay{Way: models.OneAfterOne, Days: 7}))
	w.Must(w.App.GiveKey(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	w.Mail.Next()
	w.Must(w.App.SomethingIsWrong(t.Context(), w.Jamie.Actor, w.Ailsa.Plan, ""))
	link := w.Mail.Next().Body[len("mail.crisis_begun http://localhost"):]
	nobody := at(w, apptest.Who{})
	form := nobody.get(link).is(200).has("I'm all right, keep it closed").held()
	if c, err := w.App.Crisis(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); err != nil || len(c.Started) != 1 {
		t.Errorf("opening the link closed it: %+v %v", c, err)
	}
	nobody.post("/keep-closed", form...).is(200).has("Done. It is closed.")
	nobody.post("/keep-closed", form...).is(404).has("This link has been used already")
	if c, err := w.App.Crisis(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan); err != nil || len(c.Started) != 0 {
		t.Errorf("it is not closed: %+v %v", c, err)
	}
}

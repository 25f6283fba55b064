package pages_test

import (
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

func TestAskingSomebodyToTakeSomethingOn(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	made, err := w.App.AddEntry(t.Context(), w.Ailsa.Actor, app.AddEntry{Plan: w.Ailsa.Plan, Section: "crisis-help",
		Fields: models.Fields{{Key: "helps", Text: "Say my name."}, {Key: "task", Text: "Feed the cat."}}})
	w.Must(err)
	b, j, plan := at(w, w.Ailsa), at(w, w.Jamie), "/plans/"+string(w.Ailsa.Plan)
	section, ask := plan+"/sections/crisis-help", plan+"/entries/"+string(made.ID)+"/ask"

	b.get(section).has("Nobody has said yes to this yet.", "Ask somebody to take this on")
	b.get(plan + "?chapter=crisis").has("Nobody has said yes to this yet.")
	j.get(plan+"/tasks").is(200).has("What I take on", "Ailsa has not asked you for anything just now.")
	b.get(ask).is(200).has("They see exactly these words", "Feed the cat.").lacks("checked")
	b.post(ask, "words", "").is(422).has("Whom do you ask?")
	b.post(ask, "account", string(w.Jamie.Account), "words", "Feed the cat.").leads(section + "?done=task_asked#entry-" + string(made.ID))
	b.get(section).has("Jamie has been asked and has not answered yet.", "Nobody has said yes to this yet.")

	found, err := w.App.Tasks(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	task := plan + "/tasks/" + string(found[0].ID)
	j.get(plan+"/tasks").has("Feed the cat.", "Will you take this on?", "Yes, but").lacks("Say my name", "checked")
	j.post(task, "answer", "yes_but").is(422).has("Feed the cat.")
	reply := []string{"section", "help-text", "entry", string(found[0].ID), "form", "reply"}
	j.post(plan+"/drafts", append(reply, "answer", "yes_but", "reply", "Not on Mon")...).is(204)
	j.get(plan+"/tasks").has("You were writing this. It's only yours until you press “Tell them”.", "checked", "Not on Mon")
	j.post(plan+"/drafts/drop", append(reply, "next", plan+"/tasks")...).leads(plan + "/tasks")
	j.get(plan+"/tasks").lacks("You were writing this.", "Not on Mon", "checked")
	j.post(plan+"/drafts", append(reply, "answer", "yes_but", "reply", "Not on Mon")...).is(204)
	b.get(section).lacks("Not on Mon")
	j.post(task, "answer", "yes_but", "reply", "Not on Mondays.").leads(plan + "/tasks?done=task_answered")
	j.get(plan+"/tasks").has("You said yes, but:", "Not on Mondays.", "Step back")
	b.get(section).has("Jamie said yes, but:", "Not on Mondays.").lacks("Nobody has said yes")
	b.get(plan + "/looks").has("answered what you asked them to take on")
	j.post(task, "answer", "stepped_back").leads(plan + "/tasks?done=task_answered")
	b.get(section).has("Jamie has stepped back.", "Nobody has said yes to this yet.")
	b.post(task+"/end", "section", "crisis-help").leads(section + "?done=task_ended")
	j.get(plan + "/tasks").lacks("Feed the cat.")
}

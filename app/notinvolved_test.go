package app_test

import (
	"context"
	"testing"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// shares is the error of sharing some sections with somebody.
func shares(w *apptest.World, who apptest.Who, in app.Share) error {
	in.Plan, in.Account, in.Offer.Right = w.Ailsa.Plan, who.Account, models.RightSee
	if in.Offer.When == "" {
		in.Offer.When = models.Always
	}
	_, err := w.App.Share(context.Background(), w.SignIn(w.Ailsa).Actor, in)
	return err
}

func about(t *testing.T, err error, field, key string) {
	t.Helper()
	problem, ok := err.(*models.Error)
	if !ok || len(problem.Fields) != 1 || problem.Fields[0].Field != field || problem.Fields[0].Key != key {
		t.Errorf("%+v, not %s at %s", err, key, field)
	}
}

// Whoever is named as not to be involved loses that section and what is for a
// crisis alone, cannot be given either again, and keeps the rest (RULES.md 24).
func TestWhoMustNotBeInvolvedSeesNothingOfIt(t *testing.T) {
	w := apptest.New(t)
	ctx, plan := context.Background(), w.Ailsa.Plan
	w.Tie(w.Jamie, models.Carer)
	w.Tie(w.Morag, models.Practitioner)
	w.Share(w.Jamie, models.RightSee, "warnings", models.NotInvolved)
	w.Share(w.Morag, models.RightSee, models.NotInvolved)
	w.ShareWhen(w.Jamie, models.RightSee, models.InCrisis, "crisis-medication")
	e := w.Write(models.NotInvolved, "My brother.")
	shown := false
	_, err := w.App.SetPlace(ctx, w.SignIn(w.Ailsa).Actor, plan, e.ID, app.Place{OnlyMe: &shown})
	w.Must(err)
	other := w.Write(models.NotInvolved, "Next door.")
	_, err = w.App.SetPlace(ctx, w.SignIn(w.Ailsa).Actor, plan, other.ID, app.Place{OnlyMe: &shown})
	w.Must(err)

	w.Must(w.App.NameNotInvolved(ctx, w.Ailsa.Actor, plan, e.ID, w.Jamie.Account))
	sections := func(who apptest.Who) (keys []models.SectionKey) {
		seen, err := w.App.ReadPlan(ctx, who.Actor, plan)
		w.Must(err)
		for _, s := range seen.Sections {
			keys = append(keys, s.Key)
		}
		return keys
	}
	if got := sections(w.Jamie); len(got) != 1 || got[0] != "warnings" {
		t.Errorf("Jamie sees %v", got)
	}
	if got := sections(w.Morag); len(got) != 1 || got[0] != models.NotInvolved {
		t.Errorf("Morag sees %v", got)
	}
	given, err := w.App.Consents(ctx, w.Ailsa.Actor, plan)
	w.Must(err)
	if len(given) != 2 {
		t.Errorf("what stands: %+v", given)
	}
	about(t, shares(w, w.Jamie, app.Share{Another: true, Offer: models.Offer{Sections: []models.SectionKey{"crisis-well", models.NotInvolved}}}), "sections", "grant.named_there")
	about(t, shares(w, w.Jamie, app.Share{Offer: models.Offer{Sections: []models.SectionKey{"crisis-well"}, When: models.InCrisis}}), "when", "grant.not_involved")
	w.Must(shares(w, w.Jamie, app.Share{Offer: models.Offer{Sections: []models.SectionKey{"crisis-well"}}}))

	// taken out it names nobody; brought back it does again
	w.Must(w.App.RemoveEntry(ctx, w.Ailsa.Actor, plan, e.ID))
	w.Must(shares(w, w.Jamie, app.Share{Offer: models.Offer{Sections: []models.SectionKey{models.NotInvolved}}}))
	_, err = w.App.BringBack(ctx, w.Ailsa.Actor, plan, e.ID)
	w.Must(err)
	if got := sections(w.Jamie); len(got) != 2 {
		t.Errorf("Jamie sees %v", got)
	}
}

// A name that stands there is asked about before the section goes to somebody who bears it.
func TestANameThatStandsThereIsAskedAbout(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	w.Tie(w.Pete, models.Peer)
	w.Write(models.NotInvolved, "JAMIE from the flat above")
	section := models.Offer{Sections: []models.SectionKey{models.NotInvolved}}
	about(t, shares(w, w.Jamie, app.Share{Offer: section}), "sections", "grant.is_this_them")
	w.Must(shares(w, w.Pete, app.Share{Offer: section}))
	w.Must(shares(w, w.Jamie, app.Share{Offer: section, Another: true}))
}

// What was prepared before somebody was named is not given when they are confirmed.
func TestWhatWasPreparedForSomebodyNamedSince(t *testing.T) {
	w := apptest.New(t)
	ctx, plan := context.Background(), w.Ailsa.Plan
	see := func(when models.Circumstance, keys ...models.SectionKey) models.Offer {
		return models.Offer{Sections: keys, Right: models.RightSee, When: when}
	}
	w.Accept(w.Jamie, models.Carer, see(models.Always, "warnings", models.NotInvolved), see(models.InCrisis, "crisis-places"), see(models.Always, models.NotInvolved))
	e := w.Write(models.NotInvolved, "Him.")
	w.Must(w.App.NameNotInvolved(ctx, w.Ailsa.Actor, plan, e.ID, w.Jamie.Account))
	w.Must(w.App.ConfirmPerson(ctx, w.SignIn(w.Ailsa).Actor, plan, w.Jamie.Account))
	given, err := w.App.Consents(ctx, w.Ailsa.Actor, plan)
	w.Must(err)
	if len(given) != 1 || given[0].Section != "warnings" {
		t.Errorf("what stands: %+v", given)
	}
}

// Whoever is named loses their key too, and can be given none.
func TestWhoMustNotBeInvolvedHoldsNoKey(t *testing.T) {
	w := newCrisisWorld(t, models.OneAtOnce)
	ctx, plan := context.Background(), w.Ailsa.Plan
	e := w.Write(models.NotInvolved, "Him.")
	w.Must(w.App.NameNotInvolved(ctx, w.Ailsa.Actor, plan, e.ID, w.Jamie.Account))
	w.press(w.Jamie)
	if w.state().InUse {
		t.Error("the key of somebody who must not be involved opened the plan")
	}
	err := w.App.GiveKey(ctx, w.SignIn(w.Ailsa).Actor, plan, w.Jamie.Account)
	if models.KindOf(err) != models.Conflict {
		t.Errorf("a key was given to them: %v", err)
	}
}

func TestOnlyAnEntryOfThatSectionNamesSomebody(t *testing.T) {
	w := apptest.New(t)
	w.Tie(w.Jamie, models.Carer)
	e := w.Write("warnings", "I wake before four.")
	err := w.App.NameNotInvolved(context.Background(), w.Ailsa.Actor, w.Ailsa.Plan, e.ID, w.Jamie.Account)
	if models.KindOf(err) != models.NotFound {
		t.Errorf("named by an entry of another section: %v", err)
	}
}

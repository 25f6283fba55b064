package app_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"handrail/app"
	"handrail/app/apptest"
	"handrail/models"
)

// crisisWorld is Ailsa with two supporters, tied to her for more than a day, each with a
// key and something to see in a crisis.
type crisisWorld struct {
	*apptest.World
}

func newCrisisWorld(t *testing.T, way models.CrisisWay) *crisisWorld {
	t.Helper()
	w := apptest.NewWithMail(t)
	for _, who := range []apptest.Who{w.Jamie, w.Pete} {
		w.Tie(who, models.Carer)
		w.ShareWhen(who, models.RightSee, models.InCrisis, "crisis-help", "crisis-signs")
	}
	w.Write("crisis-help", "Sit with me.")
	w.Clock.Forward(25 * time.Hour)
	c := &crisisWorld{World: w}
	c.again()
	w.Must(w.App.ChooseCrisisWay(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, app.CrisisWay{Way: way, Days: 7}))
	for _, who := range []apptest.Who{w.Jamie, w.Pete} {
		w.Must(w.App.GiveKey(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, who.Account))
		if m := w.Mail.Next(); m.To != who.Email || !strings.HasPrefix(m.Body, "mail.key ") {
			t.Errorf("told of the key: %v", m)
		}
	}
	return c
}

// again signs everybody in anew, as the clock has moved.
func (w *crisisWorld) again() {
	for _, who := range []*apptest.Who{&w.Ailsa, &w.Jamie, &w.Pete, &w.Morag} {
		*who = w.SignIn(*who)
	}
}

func (w *crisisWorld) press(who apptest.Who) {
	w.T.Helper()
	w.Must(w.App.SomethingIsWrong(w.T.Context(), who.Actor, w.Ailsa.Plan, "He sounds flat."))
}

func (w *crisisWorld) state() *app.Crisis {
	w.T.Helper()
	c, err := w.App.Crisis(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	return c
}

// sees is how many sections somebody sees now.
func (w *crisisWorld) sees(who apptest.Who) int {
	w.T.Helper()
	p, err := w.App.ReadPlan(w.T.Context(), who.Actor, w.Ailsa.Plan)
	w.Must(err)
	return len(p.Sections)
}

func TestTwoTogetherOpenItAndEachIsOnRecord(t *testing.T) {
	w := newCrisisWorld(t, models.TwoTogether)
	w.press(w.Jamie)
	if c := w.state(); c.InUse || len(c.Started) != 1 || c.Started[0].Name != "Jamie" || c.Started[0].Note != "He sounds flat." || w.sees(w.Jamie) != 0 {
		t.Errorf("after one: %+v", c)
	}
	w.Clock.Forward(23 * time.Hour)
	w.press(w.Pete)
	c := w.state()
	if !c.InUse || len(c.By) != 2 || len(c.Started) != 0 || !c.Until.Equal(w.Clock.Now().Add(7*24*time.Hour)) {
		t.Errorf("after two: %+v", c)
	}
	if w.sees(w.Jamie) != 2 || w.sees(w.Pete) != 2 {
		t.Error("what was shared for a crisis is not seen in it")
	}
	looks, err := w.App.ReadLooks(t.Context(), w.Ailsa.Actor, app.Looks{Plan: w.Ailsa.Plan})
	w.Must(err)
	var acts []string
	for _, l := range looks.Looks {
		acts = append(acts, l.Name+" "+string(l.Act))
	}
	for _, want := range []string{"Jamie crisis_start", "Pete crisis_open", "Jamie see", "Pete see"} {
		if !slices.Contains(acts, want) {
			t.Errorf("%q is not on record: %v", want, acts)
		}
	}
}

func TestASecondWhoComesTooLateOpensNothing(t *testing.T) {
	w := newCrisisWorld(t, models.TwoTogether)
	w.press(w.Jamie)
	w.Clock.Forward(24 * time.Hour)
	w.press(w.Pete)
	if c := w.state(); c.InUse || len(c.Started) != 1 || c.Started[0].Name != "Pete" {
		t.Errorf("%+v", c)
	}
}

func TestOneWhoWaitsOpensItByTimeAlone(t *testing.T) {
	w := newCrisisWorld(t, models.OneAfterFour)
	w.press(w.Jamie)
	w.Clock.Forward(4*time.Hour - time.Second)
	if w.sees(w.Pete) != 0 {
		t.Error("it is open too early")
	}
	w.Clock.Forward(time.Second)
	if c := w.state(); !c.InUse || w.sees(w.Pete) != 2 {
		t.Errorf("it is not open: %+v", c)
	}
	w.Clock.Forward(7*24*time.Hour - time.Second)
	if w.sees(w.Jamie) != 2 {
		t.Error("it closed too early")
	}
	w.Clock.Forward(time.Second)
	if w.sees(w.Jamie) != 0 || w.state().InUse {
		t.Error("it did not close after its days")
	}
}

func TestKeepingItClosedBarsWhoStartedItUntilAllowed(t *testing.T) {
	w := newCrisisWorld(t, models.OneAfterOne)
	w.press(w.Jamie)
	w.Clock.Forward(59 * time.Minute) // Ailsa's sign-in is not fresh any more
	barred, err := w.App.CloseCrisis(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	if len(barred) != 1 || barred[0] != w.Jamie.Account {
		t.Errorf("barred %v", barred)
	}
	w.Clock.Forward(time.Hour)
	w.press(w.Jamie)
	w.Clock.Forward(time.Hour)
	if w.sees(w.Jamie) != 0 {
		t.Error("who was barred has opened it")
	}
	if err := w.App.AllowKey(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account); models.KindOf(err) != models.StepUp {
		t.Errorf("allowing without the password: %v", err)
	}
	w.again()
	w.Must(w.App.AllowKey(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	w.press(w.Jamie)
	w.Clock.Forward(time.Hour)
	if w.sees(w.Jamie) != 2 {
		t.Error("who was allowed cannot open it")
	}
}

func TestAStartIsTakenBackByTakingBackPausingEndingAndTakingTheKey(t *testing.T) {
	for name, undo := range map[string]func(*crisisWorld) error{
		"taken back": func(w *crisisWorld) error {
			return w.App.TakeBackStart(w.T.Context(), w.Jamie.Actor, w.Ailsa.Plan)
		},
		"paused": func(w *crisisWorld) error {
			return w.App.PausePerson(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)
		},
		"ended": func(w *crisisWorld) error {
			return w.App.EndPerson(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)
		},
		"key taken": func(w *crisisWorld) error {
			return w.App.TakeKey(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account)
		},
		"left": func(w *crisisWorld) error { return w.App.LeavePlan(w.T.Context(), w.Jamie.Actor, w.Ailsa.Plan) },
		"another way": func(w *crisisWorld) error {
			w.again()
			return w.App.ChooseCrisisWay(w.T.Context(), w.Ailsa.Actor, w.Ailsa.Plan, app.CrisisWay{Way: models.TwoTogether, Days: 7})
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := newCrisisWorld(t, models.OneAfterOne)
			w.press(w.Jamie)
			w.Clock.Forward(30 * time.Minute)
			w.Must(undo(w))
			w.Clock.Forward(time.Hour)
			if c := w.state(); c.InUse || len(c.Started) != 0 || w.sees(w.Pete) != 0 {
				t.Errorf("it opened all the same: %+v", c)
			}
		})
	}
}

func TestTakingAnOpenersKeyEndsTheirAccessAndNothingElse(t *testing.T) {
	w := newCrisisWorld(t, models.OneAtOnce)
	w.press(w.Jamie)
	w.Must(w.App.TakeKey(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	if w.sees(w.Jamie) != 0 || w.sees(w.Pete) != 2 || !w.state().InUse {
		t.Errorf("Jamie sees %d, Pete %d, in use %v", w.sees(w.Jamie), w.sees(w.Pete), w.state().InUse)
	}
}

func TestWithdrawingInACrisisCountsAsAlways(t *testing.T) {
	w := newCrisisWorld(t, models.OneAtOnce)
	w.press(w.Jamie)
	w.Must(w.App.WithdrawFrom(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Pete.Account, "crisis-help"))
	if w.sees(w.Pete) != 1 || w.sees(w.Jamie) != 2 {
		t.Errorf("Pete sees %d, Jamie %d", w.sees(w.Pete), w.sees(w.Jamie))
	}
}

func TestKeysThatDoNotCount(t *testing.T) {
	t.Run("on the first day", func(t *testing.T) {
		w := newCrisisWorld(t, models.OneAtOnce)
		w.Tie(w.Morag, models.Practitioner)
		w.Must(w.App.GiveKey(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Morag.Account))
		w.Clock.Forward(24*time.Hour - time.Second)
		w.press(w.Morag)
		if w.state().InUse {
			t.Error("a key counted on the first day")
		}
		w.Clock.Forward(time.Second)
		w.press(w.Morag)
		if !w.state().InUse {
			t.Error("a key does not count after a day")
		}
	})
	t.Run("two accounts in one browser", func(t *testing.T) {
		w := newCrisisWorld(t, models.TwoTogether)
		for _, who := range []apptest.Who{w.Jamie, w.Pete} {
			_, err := w.App.SignIn(t.Context(), who.Email, apptest.Password, app.Device{Browser: "one browser"})
			w.Must(err)
		}
		w.press(w.Jamie)
		w.press(w.Pete)
		if c := w.state(); c.InUse || len(c.Keys[0].Alike) != 1 {
			t.Errorf("one browser made two people: %+v", c)
		}
	})
	t.Run("an address that was not proved", func(t *testing.T) {
		w := newCrisisWorld(t, models.TwoTogether)
		isla, _ := unproved(w.World)
		w.Tie(isla, models.Carer)
		w.Must(w.App.GiveKey(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, isla.Account))
		w.Clock.Forward(25 * time.Hour)
		w.again()
		isla = w.SignIn(isla)
		w.press(w.Jamie)
		w.press(isla)
		if w.state().InUse {
			t.Error("an address that was not proved counted")
		}
	})
}

func TestThePersonAloneAndCarryingOn(t *testing.T) {
	w := newCrisisWorld(t, models.TwoTogether)
	w.press(w.Ailsa)
	until := w.state().Until
	w.Clock.Forward(4 * 24 * time.Hour)
	w.press(w.Ailsa)
	if c := w.state(); !c.Until.Equal(until) || c.Ending {
		t.Errorf("it was carried on long before its end: %+v", c)
	}
	w.Must(w.App.Remind(t.Context()))
	w.Clock.Forward(24*time.Hour + time.Minute)
	w.Must(w.App.Remind(t.Context()))
	w.Must(w.App.Remind(t.Context()))
	if m := w.Mail.Next(); m.To != w.Ailsa.Email || m.Body != "mail.crisis_ending" {
		t.Errorf("told before the end: %v", m)
	}
	w.press(w.Jamie)
	w.press(w.Pete)
	if c := w.state(); !c.Until.Equal(until.Add(7*24*time.Hour)) || len(c.By) != 3 {
		t.Errorf("carried on: %+v", c)
	}
	for range 2 { // the first start and what it came to
		if m := w.Mail.Next(); strings.HasPrefix(m.Body, "mail.crisis_ending") {
			t.Error("told twice of the same end")
		}
	}
}

func TestTheMailedLinkClosesAndDoesNothingElse(t *testing.T) {
	w := newCrisisWorld(t, models.OneAfterFour)
	w.press(w.Jamie)
	m := w.Mail.Next()
	found := regexp.MustCompile(`^mail.crisis_begun .*token=([A-Z2-7]+)$`).FindStringSubmatch(m.Body)
	if m.To != w.Ailsa.Email || found == nil {
		t.Fatalf("the mail is %v", m)
	}
	link := found[1]
	if err := w.App.CloseByLink(t.Context(), strings.Repeat("A", len(link))); models.KindOf(err) != models.NotFound {
		t.Errorf("any link: %v", err)
	}
	w.Must(w.App.CloseByLink(t.Context(), link))
	if c := w.state(); len(c.Started) != 0 || !slices.ContainsFunc(c.Keys, func(k app.KeyHolder) bool { return k.Name == "Jamie" && k.Barred }) {
		t.Errorf("the link has not closed it: %+v", c)
	}
	if err := w.App.CloseByLink(t.Context(), link); models.KindOf(err) != models.NotFound {
		t.Errorf("the link works twice: %v", err)
	}
}

func TestOnlyThePersonHearsOfItLive(t *testing.T) {
	w := newCrisisWorld(t, models.OneAtOnce)
	heard := func(who apptest.Who) <-chan string {
		kinds, ready := make(chan string, 8), make(chan bool, 1)
		go func() {
			_ = w.App.Watch(t.Context(), who.Actor, app.Watch{Plan: w.Ailsa.Plan}, func(e app.Event) error { kinds <- e.Kind; return nil }, func() error {
				select {
				case ready <- true:
				default:
				}
				return nil
			})
		}()
		<-ready
		return kinds
	}
	ailsa, pete := heard(w.Ailsa), heard(w.Pete)
	w.press(w.Jamie)
	if kind := <-ailsa; kind != "crisis" {
		t.Errorf("she hears %q", kind)
	}
	w.Write("crisis-signs", "I stop eating.")
	if kind := <-pete; kind != "entry" {
		t.Errorf("he hears %q", kind)
	}
}

func TestLookingBackIsOfferedOnceAndLater(t *testing.T) {
	w := newCrisisWorld(t, models.OneAtOnce)
	offered := func() bool {
		yes, err := w.App.OfferLookingBack(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
		w.Must(err)
		return yes
	}
	w.press(w.Jamie)
	w.Clock.Forward(24 * time.Hour)
	_, err := w.App.CloseCrisis(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan)
	w.Must(err)
	if offered() {
		t.Error("offered at once")
	}
	w.Clock.Forward(3 * 24 * time.Hour)
	if !offered() {
		t.Error("not offered")
	}
	w.Must(w.App.LookedBack(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan))
	if offered() {
		t.Error("offered twice")
	}
}

func TestChoosingAndGivingAskForThePasswordAndTakingNever(t *testing.T) {
	w := newCrisisWorld(t, models.TwoTogether)
	w.Clock.Forward(time.Hour)
	ctx, ailsa, plan := t.Context(), w.Ailsa.Actor, w.Ailsa.Plan
	if err := w.App.ChooseCrisisWay(ctx, ailsa, plan, app.CrisisWay{Way: models.OneAtOnce, Days: 7}); models.KindOf(err) != models.StepUp {
		t.Errorf("choosing: %v", err)
	}
	if err := w.App.TakeKey(ctx, ailsa, plan, w.Jamie.Account); err != nil {
		t.Errorf("taking: %v", err)
	}
	if err := w.App.GiveKey(ctx, ailsa, plan, w.Jamie.Account); models.KindOf(err) != models.StepUp {
		t.Errorf("giving: %v", err)
	}
	if err := w.App.GiveKey(ctx, w.Jamie.Actor, plan, w.Jamie.Account); models.KindOf(err) != models.NotFound {
		t.Errorf("giving oneself a key: %v", err)
	}
	w.again()
	if err := w.App.GiveKey(ctx, w.Ailsa.Actor, plan, w.Stranger.Account); models.KindOf(err) != models.NotFound {
		t.Errorf("a stranger's key: %v", err)
	}
}

func TestPressingManyTimesFillsNobodysBox(t *testing.T) {
	w := newCrisisWorld(t, models.TwoTogether)
	for range 5 {
		w.press(w.Jamie)
		w.Clock.Forward(time.Minute)
		w.Must(w.App.TakeBackStart(t.Context(), w.Jamie.Actor, w.Ailsa.Plan))
	}
	w.press(w.Jamie)
	w.press(w.Pete)
	var kinds []string
	for len(kinds) == 0 || !strings.HasPrefix(kinds[len(kinds)-1], "mail.crisis_opened") {
		kinds = append(kinds, w.Mail.Next().Body)
	}
	if len(kinds) > 2 {
		t.Errorf("mailed %v", kinds)
	}
}

func TestANewInvitationBringsNoKeyBack(t *testing.T) {
	w := newCrisisWorld(t, models.OneAtOnce)
	w.Must(w.App.EndPerson(t.Context(), w.Ailsa.Actor, w.Ailsa.Plan, w.Jamie.Account))
	w.Tie(w.Jamie, models.Carer)
	w.Clock.Forward(25 * time.Hour)
	w.again()
	w.press(w.Jamie)
	if c := w.state(); c.InUse || len(c.Keys) != 1 {
		t.Errorf("the key came back: %+v", c)
	}
}

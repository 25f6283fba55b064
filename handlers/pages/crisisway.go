package pages

import (
	"context"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// wayView is how others may put the crisis plan to use, and who has a key to.
type wayView struct {
	frame
	form
	Now    *app.Crisis
	People []keyLine
	Mails  bool // this server tells by mail
	Notice string
	More   bool // somebody was just let do more
}

// keyLine is somebody confirmed, with their key where they have one.
type keyLine struct {
	app.Person
	Key *app.KeyHolder
	Way models.CrisisWay
}

// personAlone is the way that nobody else has, as the form calls it.
const personAlone = "person_alone"

func (p *Pages) crisisWay(c echo.Context) error {
	return p.showCrisisWay(c, http.StatusOK, nil)
}

func (p *Pages) showCrisisWay(c echo.Context, status int, f *form) error {
	ctx := c.Request().Context()
	now, err := p.app.Crisis(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	v := wayView{Now: now, Mails: p.app.Mails(), Notice: notice(c), More: sharedMore(c), form: form{Values: map[string]string{"way": wayValue(now.Way)}}}
	if f != nil {
		v.form = *f
	}
	people, err := p.app.People(ctx, who(c), planOf(c))
	if err != nil {
		return err
	}
	v.People = keyLines(now, people)
	if v.frame, err = p.frame(c, "chapter:crisis", "way.title"); err != nil {
		return err
	}
	return show(c, status, wayScreen(v))
}

// few reports whether there are fewer keys than the way needs.
func (v wayView) few() bool {
	need := 1
	if v.Now.Way == models.TwoTogether {
		need = 2
	}
	return v.Now.Way != models.ByPersonAlone && len(v.Now.Keys) < need
}

// keyLines is everybody who is confirmed, and who has a key though they are not.
func keyLines(now *app.Crisis, people []app.InPlan) []keyLine {
	var out []keyLine
	for _, one := range people {
		line := keyLine{Person: app.Person{ID: one.Account, Name: one.Name}, Way: now.Way}
		if i := slices.IndexFunc(now.Keys, func(k app.KeyHolder) bool { return k.ID == one.Account }); i >= 0 {
			line.Key = &now.Keys[i]
		}
		if one.State == models.Confirmed || line.Key != nil {
			out = append(out, line)
		}
	}
	return out
}

// keyWords says whether somebody has a key, and what it waits for.
func keyWords(ctx context.Context, one keyLine) []string {
	if one.Key == nil {
		return []string{say.T(ctx, "key.none")}
	}
	out := []string{say.T(ctx, "key.has")}
	k := one.Key
	if k.Resting {
		out = append(out, say.T(ctx, "key.resting"))
	}
	if k.Barred {
		out = append(out, say.T(ctx, "key.barred", "Name", k.Name))
	}
	if !k.From.IsZero() {
		out = append(out, say.T(ctx, "key.counts_from", "Moment", moment(ctx, k.From)))
	}
	if one.Way == models.TwoTogether && !k.Proved {
		out = append(out, say.T(ctx, "key.not_proved"))
	}
	if len(k.Alike) > 0 {
		out = append(out, say.T(ctx, "key.alike", "Names", list(ctx, k.Alike)))
	}
	return out
}

func wayValue(w models.CrisisWay) string {
	if w == models.ByPersonAlone {
		return personAlone
	}
	return string(w)
}

// wayOptions is every way but the one that stands by itself.
func wayOptions(ctx context.Context) []option {
	var out []option
	for _, w := range models.CrisisWays {
		if w != models.OneAtOnce {
			key := "way." + wayValue(w)
			out = append(out, option{Value: wayValue(w), Label: say.T(ctx, key), Hint: say.T(ctx, key+"_hint")})
		}
	}
	return out
}

// wayDayChoices is some days to choose from, and what is chosen already.
func wayDayChoices(now int) []int {
	out := []int{2, 3, 5, 7, 10, 14, 21, 28}
	if i, had := slices.BinarySearch(out, now); !had {
		out = slices.Insert(out, i, now)
	}
	return out
}

func (p *Pages) chooseCrisisWay(c echo.Context) error {
	ctx := c.Request().Context()
	f := typed(c)
	way := models.CrisisWay(f.Get("way"))
	switch way {
	case personAlone:
		way = models.ByPersonAlone
	case "":
		way = noneOfThese
	}
	err := p.app.ChooseCrisisWay(ctx, who(c), planOf(c), app.CrisisWay{Way: way, Days: f.number("days")})
	if err == nil {
		return to(c, planPath(planOf(c), "/crisis/way?done=way"))
	}
	if f.again(ctx, err) {
		return p.showCrisisWay(c, http.StatusUnprocessableEntity, &f)
	}
	return err
}

// changeKey gives a key, takes it away or lets its holder start again.
func (p *Pages) changeKey(c echo.Context) error {
	ctx, account := c.Request().Context(), models.ID(c.Param("account"))
	deeds := map[string]func(context.Context, models.Actor, models.ID, models.ID) error{
		"give": p.app.GiveKey, "take": p.app.TakeKey, "allow": p.app.AllowKey}
	do := typed(c).Get("do")
	deed, known := deeds[do]
	if !known {
		deed, do = p.app.TakeKey, "take"
	}
	if err := deed(ctx, who(c), planOf(c), account); err != nil {
		return err
	}
	return to(c, planPath(planOf(c), "/crisis/way?done=key_"+do))
}

// readKey notes that somebody has read that they were given a key.
func (p *Pages) readKey(c echo.Context) error {
	if err := p.app.KeyRead(c.Request().Context(), who(c), planOf(c)); err != nil {
		return err
	}
	return to(c, "/people")
}

// crisisWords says in one line how it stands.
func crisisWords(ctx context.Context, now *app.Crisis) string {
	switch {
	case now.InUse && len(now.By) == 1 && now.By[0].ID == now.Owner:
		return say.T(ctx, "crisis.in_use_yours", "Since", moment(ctx, now.Since))
	case now.InUse:
		return say.T(ctx, "crisis.in_use", "Since", moment(ctx, now.Since), "Names", namesOf(ctx, now.By, now.Owner))
	case !now.OpensAt.IsZero():
		return say.T(ctx, "crisis.waits_time", "Names", startersOf(ctx, now.Started), "At", moment(ctx, now.OpensAt))
	}
	return say.T(ctx, "crisis.waits_second", "Names", startersOf(ctx, now.Started), "Until", moment(ctx, now.LastsTo))
}

// closeLabel is what the person says with the one button.
func closeLabel(ctx context.Context, now *app.Crisis) string {
	if now.InUse {
		return say.T(ctx, "crisis.close")
	}
	return say.T(ctx, "crisis.keep_closed")
}

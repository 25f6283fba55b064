package pages

import (
	"context"
	"strconv"

	"handrail/handlers/say"
	"handrail/models"
)

// moved is what a record says of how things have gone, each with the words that it
// hangs on.
func (v takenView) moved(ctx context.Context, k models.Kept) takenLine {
	what := wrote(v.What[k.Head().Parent])
	switch k := k.(type) {
	case *models.DayTick:
		return takenLine{says(ctx, "taken.tick", "Day", dayWords(ctx, k.Words.Day)), what}
	case *models.Review:
		return append(takenLine{what}, reviewTaken(ctx, k.Words)...)
	case *models.Step:
		return append(takenLine{says(ctx, "taken.for_goal"), what}, stepTaken(ctx, k.Words)...)
	case *models.Use:
		return takenLine{wrote(v.What[k.Words.Strength]), says(ctx, "taken.for_goal"), what}
	case *models.Measure:
		return measureTaken(ctx, k.Words)
	case *models.Mark:
		return takenLine{wrote(v.What[k.Words.Measure]), says(ctx, "taken.mark", "Day", dayWords(ctx, k.Words.Day), "Mark", k.Words.Value)}
	case *models.Lookout:
		return append(takenLine{what}, v.lookout(ctx, k.Words)...)
	}
	return every(k)
}

func reviewTaken(ctx context.Context, w models.ReviewWords) takenLine {
	out := takenLine{says(ctx, "taken.mark", "Day", dayWords(ctx, w.Day), "Mark", w.Mark), wrote(w.Words)}
	if w.More != "" {
		out = append(out, says(ctx, "goal.more_was"), wrote(w.More))
	}
	return out
}

// stepTaken is a step as it stands, and before that as it stood, newest first.
func stepTaken(ctx context.Context, w models.StepWords) takenLine {
	out := takenLine{says(ctx, "step.text"), wrote(w.Text)}
	if w.Who != "" {
		out = append(out, says(ctx, "step.who"), wrote(w.Who))
	}
	if w.By != "" {
		out = append(out, says(ctx, "step.by"), wrote(w.By))
	}
	out = append(out, says(ctx, "step.state."+string(w.State)))
	for i := len(w.Past) - 1; i >= 0; i-- {
		out = append(append(out, says(ctx, "taken.before")), stepTaken(ctx, w.Past[i].Words)...)
	}
	return out
}

func measureTaken(ctx context.Context, w models.MeasureWords) takenLine {
	out := takenLine{wrote(w.Name)}
	if w.Low != "" {
		out = append(out, takenPart{Said: endWords(ctx, 0, w.Low)})
	}
	if w.High != "" {
		out = append(out, takenPart{Said: endWords(ctx, 10, w.High)})
	}
	if w.Often != "" {
		out = append(out, says(ctx, "measure.often."+w.Often))
	}
	if w.Ended {
		out = append(out, says(ctx, "measure.ended"))
	}
	return out
}

func (v takenView) lookout(ctx context.Context, w models.LookoutWords) takenLine {
	out := takenLine{takenPart{Said: lookoutWords(ctx, w, v.What[w.Of])}}
	if w.Tell != "" {
		out = append(out, says(ctx, "lookout.tells", "Name", v.name(ctx, w.Tell)))
	}
	return out
}

// lookoutWords says in words what somebody set; measure is the name of theirs, where
// it is about one.
func lookoutWords(ctx context.Context, w models.LookoutWords, measure string) string {
	level := strconv.Itoa(w.Threshold)
	if measure == "" {
		measure = say.T(ctx, "lookout.of_how")
	}
	if w.Of == models.OfCheckIns && w.Threshold >= 1 && w.Threshold <= len(models.Hows) {
		level = howWords(ctx, models.Hows[w.Threshold-1])
	}
	key := "lookout.below"
	if w.Above {
		key = "lookout.above"
	}
	return say.T(ctx, key, "Name", measure, "Level", level, "Days", w.Days, "Within", w.Within)
}

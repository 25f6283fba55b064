package pages

import (
	"context"
	"maps"
	"slices"

	"handrail/handlers/say"
	"handrail/handlers/takeout"
	"handrail/models"
)

// words is what a record says, its marks and states in words too. What has no shape of
// its own here is every text in it.
func (v takenView) words(ctx context.Context, k models.Kept) takenLine {
	switch k := k.(type) {
	case *models.Entry:
		return fieldParts(ctx, k.Section, k.Fields)
	case *models.Version:
		return fieldParts(ctx, k.Section, k.Fields)
	case *models.Draft:
		return draftTaken(ctx, k)
	case *models.Suggestion:
		return v.suggestion(ctx, k)
	case *models.AgendaItem:
		return agendaItemTaken(ctx, k)
	case *models.Summary:
		return summaryTaken(ctx, k)
	case *models.SessionNote:
		return v.sessionNote(ctx, k)
	case *models.Answers:
		return answersTaken(ctx, k)
	case *models.Reflection:
		return reflectionTaken(ctx, k)
	case *models.Statement:
		return statementTaken(ctx, k)
	case *models.StatementMark:
		return append(markTaken(ctx, k.Words), v.ofStatement(ctx, k.Parent))
	case *models.Override:
		return append(overrideTaken(ctx, k.Words), v.ofStatement(ctx, k.Parent))
	}
	return v.moved(ctx, k)
}

// fieldParts is a section's fields as the person reads them.
func fieldParts(ctx context.Context, section models.SectionKey, fields models.Fields) takenLine {
	var out takenLine
	for i, d := range shapeOf(section).Fields {
		switch text := fields.Get(d.Key); {
		case text == "":
		case i == 0 && d.Kind != models.Choice:
			out = append(out, wrote(text))
		default:
			out = append(out, says(ctx, "form.says", "Label", fieldLabel(ctx, section, d)), wrote(shownText(ctx, section, d, text)))
		}
	}
	return out
}

// draftTaken is what was typed: the fields of a form are named by it and not by the section.
func draftTaken(ctx context.Context, d *models.Draft) takenLine {
	if d.How == models.Alone {
		return fieldParts(ctx, d.Section, d.Words.Fields)
	}
	var out takenLine
	for _, t := range d.Words.Fields {
		out = append(out, wrote(t.Text))
	}
	return out
}

func (v takenView) suggestion(ctx context.Context, s *models.Suggestion) takenLine {
	name := v.name(ctx, s.Author)
	out := takenLine{says(ctx, suggests(s), "Name", name)}
	if s.Words.Remove {
		out = append(out, wrote(v.What[s.Parent]))
	}
	out = append(out, fieldParts(ctx, s.Section, s.Words.Fields)...)
	if s.Parent != "" && !s.Words.Remove {
		out = append(out, says(ctx, "taken.in_place_of"), wrote(v.What[s.Parent]))
	}
	if s.Words.Note != "" {
		out = append(out, says(ctx, "suggestion.note", "Name", name), wrote(s.Words.Note))
	}
	return append(out, v.became(ctx, s.Words.Outcome))
}

// suggests is the sentence of what somebody suggests.
func suggests(s *models.Suggestion) string {
	switch {
	case s.Words.Remove:
		return "suggestion.they_remove"
	case s.Parent != "":
		return "suggestion.they_change"
	}
	return "suggestion.they_add"
}

// became is what became of something that somebody else put forward.
func (v takenView) became(ctx context.Context, outcome models.Outcome) takenPart {
	switch outcome {
	case "":
		return takenPart{}
	case models.Waiting:
		return says(ctx, "suggestion.has_it", "Name", v.Head.Account.Name)
	}
	return says(ctx, "suggestion."+string(outcome))
}

func agendaItemTaken(ctx context.Context, i *models.AgendaItem) takenLine {
	if i.Words.Done {
		return takenLine{says(ctx, "session.done_sr"), wrote(i.Words.Text)}
	}
	return takenLine{wrote(i.Words.Text)}
}

func summaryTaken(ctx context.Context, s *models.Summary) takenLine {
	out := takenLine{wrote(s.Words.Text)}
	for _, view := range s.Words.Views {
		out = append(out, says(ctx, "taken.view", "Name", view.Name), wrote(view.Text))
	}
	for _, a := range s.Words.Agreed {
		out = append(out, says(ctx, "session.agreed", "Name", a.Name, "When", moment(ctx, a.At)))
	}
	for _, e := range slices.Backward(s.Words.Earlier) {
		if e.Text != "" {
			out = append(out, says(ctx, "taken.before"), wrote(e.Text))
		}
	}
	return out
}

func (v takenView) sessionNote(ctx context.Context, n *models.SessionNote) takenLine {
	return takenLine{wrote(n.Words.Text), v.became(ctx, n.Words.Outcome)}
}

func answersTaken(ctx context.Context, a *models.Answers) takenLine {
	var out takenLine
	for _, question := range slices.Sorted(maps.Keys(a.Words.Marks)) {
		out = append(out, says(ctx, "afterwards."+question), wrote(say.T(ctx, "afterwards.mark."+a.Words.Marks[question])))
	}
	return append(out, wrote(a.Words.Words))
}

func reflectionTaken(ctx context.Context, r *models.Reflection) takenLine {
	out := takenLine{says(ctx, "taken.reflection", "Name", r.Words.With)}
	for _, skill := range slices.Sorted(maps.Keys(r.Words.Skills)) {
		out = append(out, says(ctx, "reflection."+skill), wrote(r.Words.Skills[skill]))
	}
	return out
}

func statementTaken(ctx context.Context, s *models.Statement) takenLine {
	out := takenLine{wrote(s.Words.Text), says(ctx, "taken.signed", "Name", s.Words.Signer, "At", moment(ctx, s.Words.SignedAt))}
	if s.Words.Withdraws != "" {
		out = append(out, says(ctx, "taken.withdraws"))
	}
	return out
}

// ofStatement says when the statement was signed that something is about.
func (v takenView) ofStatement(ctx context.Context, id models.ID) takenPart {
	at, known := v.Signed[id]
	if !known {
		return takenPart{}
	}
	return says(ctx, "taken.of_statement", "At", moment(ctx, at))
}

// markTaken is what happened to something that was signed.
func markTaken(ctx context.Context, w models.SigningWords) takenLine {
	day := writtenDay(ctx, w.On)
	switch w.Kind {
	case models.Lodged, models.BoardConfirmed:
		return takenLine{says(ctx, "taken."+string(w.Kind), "Board", w.Board, "Day", day)}
	case models.StatementReview:
		return takenLine{says(ctx, "taken.reviewed", "Day", day)}
	}
	out := takenLine{says(ctx, "witness.signed", "When", day), wrote(w.Name), wrote(w.Address)}
	for _, text := range w.Certified {
		out = append(out, wrote(text))
	}
	return out
}

func overrideTaken(ctx context.Context, w models.OverrideWords) takenLine {
	var out takenLine
	for _, f := range [][2]string{
		{"override.on", writtenDay(ctx, w.On)}, {"override.measure", w.Measure}, {"override.wish", w.Wish},
		{"override.circumstances", w.Circumstances}, {"override.reasons", w.Reasons}, {"override.who", w.By},
	} {
		if f[1] != "" {
			out = append(out, says(ctx, f[0]), wrote(f[1]))
		}
	}
	for _, s := range w.Sent {
		out = append(out, says(ctx, "override.to."+s.To), wrote(writtenDay(ctx, s.On)))
	}
	return out
}

// every is each text in a record.
func every(k models.Kept) takenLine {
	var out takenLine
	for _, text := range takeout.Words(k) {
		out = append(out, wrote(text))
	}
	return out
}

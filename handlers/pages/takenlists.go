package pages

import (
	"context"
	"strings"
	"time"

	"handrail/app"
	"handrail/handlers/say"
	"handrail/models"
)

// takenPart is a sentence about something, or the words that somebody wrote.
type takenPart struct{ Said, Words string }

// takenLine is all that is said of one thing, in the order of reading.
type takenLine []takenPart

func says(ctx context.Context, key string, args ...any) takenPart {
	return takenPart{Said: say.T(ctx, key, args...)}
}

func wrote(text string) takenPart { return takenPart{Words: text} }

// takenList is one kind of what is no record of the plan: None says that there is
// nothing, where that is worth saying.
type takenList struct {
	Kind  models.Kind
	None  string
	Lines func(takenView, context.Context) []takenLine
}

// takenLists is all of them in the order of reading.
var takenLists = []takenList{
	{app.PeoplePiece, "", takenView.people},
	{app.InvitationsPiece, "", takenView.invitations},
	{app.GrantsPiece, "takeout.nobody", takenView.grants},
	{app.LooksPiece, "looks.none", takenView.looks},
	{app.SessionsPiece, "", takenView.sessions},
	{app.TasksPiece, "", takenView.tasks},
	{app.WaysPiece, "", takenView.ways},
	{app.KeysPiece, "", takenView.keys},
	{app.PressesPiece, "", takenView.presses},
	{app.UsesPiece, "", takenView.uses},
	{app.WitnessesPiece, "", takenView.witnesses},
	{app.RemindersPiece, "", takenView.reminders},
	{"other_plans", "", takenView.otherPlans},
	{"account", "", takenView.account},
	{"sign_ins", "", takenView.signIns},
}

// lines says one thing after the other.
func lines[T any](things []T, say func(T) takenLine) []takenLine {
	out := make([]takenLine, len(things))
	for i, t := range things {
		out[i] = say(t)
	}
	return out
}

// told is a sentence about a time that has come, else nothing.
func (v takenView) told(ctx context.Context, key string, at time.Time) takenPart {
	if at.IsZero() {
		return takenPart{}
	}
	return says(ctx, key, "At", moment(ctx, at))
}

func (v takenView) names(ctx context.Context, ids []models.ID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = v.name(ctx, id)
	}
	return list(ctx, names)
}

func (v takenView) people(ctx context.Context) []takenLine {
	return lines(v.Rest.People, func(r models.Relationship) takenLine {
		line := takenLine{
			says(ctx, "taken.person", "Name", r.Name, "Role", roleIn(ctx, r.Role), "At", moment(ctx, r.AcceptedAt)),
			v.told(ctx, "taken.person_confirmed", r.ConfirmedAt),
		}
		if r.State != models.Confirmed {
			line = append(line, says(ctx, "taken.person_is_"+string(r.State)))
		}
		if r.Muted {
			line = append(line, says(ctx, "taken.person_muted"))
		}
		return append(line, says(ctx, "taken.person_called"), wrote(r.Called))
	})
}

func (v takenView) invitations(ctx context.Context) []takenLine {
	return lines(v.Rest.Invitations, func(i models.Invitation) takenLine {
		line := takenLine{says(ctx, "taken.invitation", "Role", roleIn(ctx, i.Role), "At", moment(ctx, i.CreatedAt)), wrote(i.Called)}
		if i.Email != "" {
			line = append(line, says(ctx, "taken.invitation_email", "Email", i.Email))
		}
		for _, o := range i.Offers {
			c := models.Consent{Right: o.Right, When: o.When, From: o.From, Until: o.Until}
			line = append(line, says(ctx, "taken.offer", "Section", v.Own.titles(ctx, o.Sections), "Name", calledOr(ctx, i), "Right", rightWords(ctx, c, i.CreatedAt)), wrote(o.Purpose))
		}
		return append(line, takenPart{Said: v.outcome(ctx, i)})
	})
}

// outcome is what became of an invitation.
func (v takenView) outcome(ctx context.Context, i models.Invitation) string {
	switch {
	case i.AcceptedBy != "":
		return say.T(ctx, "taken.invitation_accepted", "Name", v.name(ctx, i.AcceptedBy))
	case !i.ClosedAt.IsZero():
		return say.T(ctx, "taken.invitation_closed", "At", moment(ctx, i.ClosedAt))
	case i.ExpiresAt.After(v.Head.At):
		return say.T(ctx, "taken.invitation_waits", "At", moment(ctx, i.ExpiresAt))
	}
	return say.T(ctx, "taken.invitation_over", "At", moment(ctx, i.ExpiresAt))
}

func (v takenView) grants(ctx context.Context) []takenLine {
	return lines(v.Rest.Grants, func(c models.Consent) takenLine { return takenLine{takenPart{Said: v.grant(ctx, c)}, wrote(c.Purpose)} })
}

// grant is one consent in a sentence.
func (v takenView) grant(ctx context.Context, c models.Consent) string {
	key := "takeout.grant"
	if !c.WithdrawnAt.IsZero() {
		key = "takeout.grant_ended"
	}
	return say.T(ctx, key, "Name", v.name(ctx, c.Account), "Right", rightWords(ctx, c, c.GivenAt), "Section", v.Own.title(ctx, c.Section),
		"At", moment(ctx, c.GivenAt), "End", moment(ctx, c.WithdrawnAt))
}

func (v takenView) looks(ctx context.Context) []takenLine {
	return lines(looksInLines(v.Rest.Looks), func(l lookLine) takenLine {
		name := l.Name
		if name == "" {
			name = say.T(ctx, "takeout.somebody")
		}
		return takenLine{says(ctx, "taken.look", "Name", name, "Did", l.words(ctx, v.Own), "At", moment(ctx, l.At))}
	})
}

func (v takenView) reminders(ctx context.Context) []takenLine {
	return lines(v.Rest.Reminders, func(r models.Reminder) takenLine {
		return takenLine{says(ctx, "taken.reminder", "At", r.At.String(), "Days", daysText(ctx, r.Days))}
	})
}

func (v takenView) otherPlans(ctx context.Context) []takenLine {
	return lines(v.Head.Ties, func(t app.PlanTie) takenLine {
		return takenLine{says(ctx, "taken.tie_"+string(t.State), "Name", t.Owner.Name, "Role", roleIn(ctx, t.Role))}
	})
}

func (v takenView) account(ctx context.Context) []takenLine {
	a := v.Head.Account
	out := []takenLine{
		{says(ctx, "taken.account", "Name", a.Name, "Email", a.Email, "At", moment(ctx, a.CreatedAt))},
	}
	for key, role := range map[string]models.Role{"work.asked": a.AskedFor, "work.confirmed": a.Works} {
		if role != "" {
			out = append(out, takenLine{says(ctx, key, "Role", roleIn(ctx, role))})
		}
	}
	if a.Lead {
		out = append(out, takenLine{says(ctx, "taken.lead")})
	}
	if a.Zone != "" {
		out = append(out, takenLine{says(ctx, "taken.zone", "Zone", strings.ReplaceAll(a.Zone, "_", " "))})
	}
	if a.Hold.Holds() {
		out = append(out, takenLine{says(ctx, "hold.band"), v.told(ctx, "erase.waits", a.Hold.EraseAt)})
	}
	return out
}

func (v takenView) signIns(ctx context.Context) []takenLine {
	return lines(v.Head.SignIns, func(s models.SignInRecord) takenLine {
		return takenLine{
			says(ctx, "taken.sign_in", "Device", deviceOf(ctx, s), "At", moment(ctx, s.Begun), "Seen", moment(ctx, s.LastSeen)),
			v.told(ctx, "taken.sign_in_keeps", s.Keeps),
		}
	})
}

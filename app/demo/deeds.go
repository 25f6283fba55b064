package demo

import (
	"context"
	"fmt"

	"handrail/app"
	"handrail/models"
)

// deeds is everything that can be done in a moment.
var deeds = map[string]func(context.Context, *scene) error{
	"joins":       join,
	"signs in":    signIn,
	"asks":        func(ctx context.Context, s *scene) error { return s.app.AskToWork(ctx, s.actor(), s.Role) },
	"recognises":  recognise,
	"writes":      write,
	"drafts":      draft,
	"changes":     change,
	"restores":    restore,
	"places":      place,
	"moves":       move,
	"removes":     remove,
	"brings back": bringBack,
	"adds a part": addPart,
	"invites":     invite,
	"accepts":     accept,
	"confirms":    confirm,
	"shares":      share,
	"stops":       stop,
	"pauses":      pause,
	"ends":        end,
	"reads":       read,
	"is refused":  beRefused,
	"suggests":    suggest,
	"takes in":    takeIn,
	"declines":    decline,

	"chooses a way":    chooseWay,
	"gives a key":      giveKey,
	"reads of the key": readKey,
	"asks to take on":  askToTakeOn,
	"answers":          answerTask,
	"signs":            signStatement,
	"asks to witness":  askWitness,
	"witnesses":        witness,
	"says of it":       lodge,

	"marks a goal":    markGoal,
	"takes a step":    takeStep,
	"ends a step":     endStep,
	"makes a measure": makeMeasure,
	"marks a measure": markMeasure,
	"ticks off":       tickOff,
}

func join(ctx context.Context, s *scene) error {
	account, _, err := s.app.AddAccount(ctx, app.NewAccount{Email: s.who.Email, Name: s.who.Name, Password: Password, Lead: s.who.Lead})
	if err != nil {
		return err
	}
	s.who.plan = account.Plan
	return signIn(ctx, s)
}

func signIn(ctx context.Context, s *scene) error {
	in, err := s.app.SignIn(ctx, s.who.Email, Password, app.Device{Name: s.Device, Own: true})
	if err == nil && s.who.actor.Account == "" {
		s.who.actor = in.Actor
	}
	return err
}

func recognise(ctx context.Context, s *scene) error {
	return s.app.ConfirmWorker(ctx, s.actor(), s.cast[s.To].actor.Account, s.Role)
}

func addPart(ctx context.Context, s *scene) error {
	made, err := s.app.AddSection(ctx, s.actor(), app.AddSection{Plan: s.plan, Title: s.Words["title"], Help: s.Words["help"]})
	if err == nil {
		s.sections[s.As] = made.Key
	}
	return err
}

func read(ctx context.Context, s *scene) error {
	if s.In == "" {
		_, err := s.app.ReadPlan(ctx, s.actor(), s.plan)
		return err
	}
	_, err := s.app.ReadSection(ctx, s.actor(), s.plan, s.section())
	return err
}

// beRefused reads what should not be there. A refusal is recorded in its own time;
// a write of the owner's that changes nothing waits for it, before the clock moves on.
func beRefused(ctx context.Context, s *scene) error {
	if err := read(ctx, s); models.KindOf(err) != models.NotFound {
		return fmt.Errorf("this should not have been found: %w", err)
	}
	return s.app.DropDraft(ctx, s.cast[s.Plan].actor, app.DraftOf{Plan: s.plan, Section: s.section()})
}

func suggest(ctx context.Context, s *scene) error {
	in := app.Suggest{Plan: s.plan, Section: s.section(), Remove: s.Remove, Note: s.Note}
	var base models.Fields
	if s.Entry != "" {
		now, err := s.app.ReadEntry(ctx, s.actor(), s.plan, s.entries[s.Entry].id)
		if err != nil {
			return err
		}
		in.Section, in.Entry, in.Version, base = now.Section, now.ID, now.Version, now.Fields
	}
	if !s.Remove {
		in.Fields = s.fields(in.Section, base)
	}
	made, err := s.app.Suggest(ctx, s.actor(), in)
	if err == nil {
		s.entries[s.As] = thing{id: made.ID}
	}
	return err
}

func takeIn(ctx context.Context, s *scene) error {
	in := app.Accept{Plan: s.plan, Suggestion: s.entries[s.Entry].id, Place: s.place()}
	if s.Words != nil {
		in.Fields = s.fields(s.section(), nil)
	}
	made, err := s.app.Accept(ctx, s.actor(), in)
	if err == nil && made != nil && s.As != "" {
		s.entries[s.As] = thing{id: made.ID}
	}
	return err
}

func decline(ctx context.Context, s *scene) error {
	return s.app.Decline(ctx, s.actor(), s.plan, s.entries[s.Entry].id)
}

package app

import (
	"context"
	"time"

	"handrail/app/internal/gate"
	"handrail/models"
)

// piecesOf is how many records are read, and held in memory, at once.
const piecesOf = 200

// TakenOut is the beginning of what somebody takes along.
type TakenOut struct {
	At      time.Time
	Account models.Account
	SignIns []models.SignInRecord
	Ties    []PlanTie // other people's plans
}

// Piece is some of what somebody takes along: records of one kind, or one of the
// lists below. Pieces of one kind come one after another.
type Piece struct {
	Kind        models.Kind
	Records     []models.Kept
	People      []models.Relationship
	Grants      []models.Consent
	Invitations []models.Invitation
	Sessions    []models.Session
	Tasks       []models.Task
	Witnesses   []models.Witnessing
	Ways        []CrisisWay
	Keys        []models.GivenKey
	Presses     []models.CrisisPress
	Uses        []models.CrisisPast
	Looks       []models.Look
	Reminders   []models.Reminder
}

// The kinds of piece that are no records of the plan.
const (
	PeoplePiece      models.Kind = "people"
	GrantsPiece      models.Kind = "grants"
	InvitationsPiece models.Kind = "invitations"
	SessionsPiece    models.Kind = "sessions"
	TasksPiece       models.Kind = "tasks"
	WitnessesPiece   models.Kind = "witnesses"
	WaysPiece        models.Kind = "crisis_ways"
	KeysPiece        models.Kind = "crisis_keys"
	PressesPiece     models.Kind = "crisis_starts"
	UsesPiece        models.Kind = "crisis_uses"
	LooksPiece       models.Kind = "access_records"
	RemindersPiece   models.Kind = "reminders"
)

// BeginTakeOut is the head of everything that the owner of a plan can take along. It asks
// for a fresh sign-in, and says whether there is anything to take before a byte is given.
func (a *App) BeginTakeOut(ctx context.Context, who models.Actor, plan models.ID) (*TakenOut, error) {
	if err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) error {
		if err := gate.OwnersAlone(p); err != nil {
			return err
		}
		return who.MustBeFresh(p.Now())
	}); err != nil {
		return nil, err
	}
	account, err := a.accounts.Account(ctx, who.Account)
	if err != nil {
		return nil, err
	}
	out := &TakenOut{At: a.now(), Account: account, Ties: []PlanTie{}}
	if out.SignIns, err = a.accounts.SignIns(ctx, who); err != nil {
		return nil, err
	}
	ties, err := a.PlanTies(ctx, who)
	for _, t := range ties {
		if !t.Mine {
			out.Ties = append(out.Ties, t)
		}
	}
	return out, err
}

// TakeOut gives everything behind the head, piece by piece: each is read by
// itself, so that neither memory nor a slow reader's connection is held.
func (a *App) TakeOut(ctx context.Context, who models.Actor, plan models.ID, take func(Piece) error) error {
	for _, kind := range gate.EveryKind() {
		if err := a.takeRecords(ctx, who, plan, kind, take); err != nil {
			return err
		}
	}
	for _, read := range takenAtOnce {
		if err := a.takeOne(ctx, who, plan, read, take); err != nil {
			return err
		}
	}
	if err := a.takeReminders(ctx, who, plan, take); err != nil {
		return err
	}
	return a.takeLooks(ctx, who, plan, take)
}

func (a *App) takeRecords(ctx context.Context, who models.Actor, plan models.ID, kind models.Kind, take func(Piece) error) error {
	for last := (models.Record{}); ; {
		piece := Piece{Kind: kind}
		var next models.Record
		if err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) (err error) {
			piece.Records, next, err = gate.After(p, kind, last, piecesOf)
			return err
		}); err != nil {
			return err
		}
		if last = next; last.ID == "" {
			return take(piece)
		}
		if err := take(piece); err != nil {
			return err
		}
	}
}

// takenAtOnce is what is read in one go, in the order in which it is taken along.
var takenAtOnce = []func(*gate.Pass) (Piece, error){
	takePeople, takeGrants, takeInvitations, takeSessions, takeTasks, takeWitnesses, takeWays, takeKeys, takePresses, takeUses,
}

func (a *App) takeOne(ctx context.Context, who models.Actor, plan models.ID, read func(*gate.Pass) (Piece, error), take func(Piece) error) error {
	var piece Piece
	if err := a.gate.Read(ctx, who, plan, who.Via, func(p *gate.Pass) (err error) {
		piece, err = read(p)
		return err
	}); err != nil {
		return err
	}
	return take(piece)
}

func takePeople(p *gate.Pass) (Piece, error) {
	people, err := gate.People(p)
	return Piece{Kind: PeoplePiece, People: people}, err
}

func takeGrants(p *gate.Pass) (Piece, error) {
	grants, err := gate.Consents(p, gate.Scope{})
	return Piece{Kind: GrantsPiece, Grants: grants}, err
}

func takeInvitations(p *gate.Pass) (Piece, error) {
	sent, err := gate.Invitations(p)
	return Piece{Kind: InvitationsPiece, Invitations: sent}, err
}

// everySession is more than anybody has.
const everySession = 1 << 20

func takeSessions(p *gate.Pass) (Piece, error) {
	held, err := gate.Sessions(p, everySession)
	return Piece{Kind: SessionsPiece, Sessions: held}, err
}

// takeReminders gives the times. The secret of a calendar and the places of browsers stay: they are keys, not words.
func (a *App) takeReminders(ctx context.Context, who models.Actor, plan models.ID, take func(Piece) error) error {
	if err := a.OwnersAlone(ctx, who, plan); err != nil {
		return err
	}
	times, err := a.reminding.Times(ctx, plan)
	if err != nil {
		return err
	}
	return take(Piece{Kind: RemindersPiece, Reminders: times})
}

func (a *App) takeLooks(ctx context.Context, who models.Actor, plan models.ID, take func(Piece) error) error {
	for before := ""; ; {
		page, err := a.ReadLooks(ctx, who, Looks{Plan: plan, Before: before, Limit: mostLooks})
		if err != nil {
			return err
		}
		if err := take(Piece{Kind: LooksPiece, Looks: page.Looks}); err != nil {
			return err
		}
		if before = page.Next; before == "" {
			return nil
		}
	}
}

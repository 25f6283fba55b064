package gate

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

type invitationWords struct {
	Called, Email string
	Offers        []models.Offer
}

func invitationPlace(i *models.Invitation) seal.Place {
	return seal.At(string(i.Plan), "invitations", string(i.ID), string(i.Role))
}

// Invite keeps an invitation under the hash of its code.
func Invite(pen *Pen, i *models.Invitation, code string) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	i.ID, i.Plan, i.CreatedAt, i.ExpiresAt = models.NewID(), v.plan, v.now, v.now.Add(models.InvitationLasts)
	body, err := v.sealJSON(invitationWords{Called: i.Called, Email: i.Email, Offers: i.Offers}, invitationPlace(i))
	if err != nil {
		return err
	}
	_, err = v.tx.Exec(`INSERT INTO invitations (id, plan, code_hash, role, created_at, expires_at, accepted_by, closed_at, body)
		VALUES (?,?,?,?,?,?,'',0,?)`, string(i.ID), string(v.plan), v.gate.ring.CodeHash(code), string(i.Role),
		database.At(i.CreatedAt), database.At(i.ExpiresAt), body)
	return err
}

const invitationText = `SELECT id, plan, role, created_at, expires_at, accepted_by, closed_at, body FROM invitations `

// Invitations is every invitation of the plan for its owner, newest first.
func Invitations(l Leave) ([]models.Invitation, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	rows, err := v.tx.Query(invitationText+"WHERE plan = ? ORDER BY created_at DESC, rowid DESC", string(v.plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.Invitation
	for rows.Next() {
		i, err := v.scanInvitation(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, *i)
	}
	return out, rows.Err()
}

func (v *visit) scanInvitation(rows interface{ Scan(...any) error }) (*models.Invitation, error) {
	i, body, err := scanInvitationRow(rows)
	if err != nil {
		return nil, err
	}
	return i, openInvitation(v.key, i, body)
}

func scanInvitationRow(rows interface{ Scan(...any) error }) (*models.Invitation, seal.Text, error) {
	var i models.Invitation
	var created, expires, closed database.Micros
	var body seal.Text
	err := rows.Scan(&i.ID, &i.Plan, &i.Role, &created, &expires, &i.AcceptedBy, &closed, &body)
	i.CreatedAt, i.ExpiresAt, i.ClosedAt = created.Time(), expires.Time(), closed.Time()
	return &i, body, err
}

func openInvitation(key seal.Key, i *models.Invitation, body seal.Text) error {
	var w invitationWords
	err := openJSON(key, body, invitationPlace(i), &w)
	i.Called, i.Email, i.Offers = w.Called, w.Email, w.Offers
	return err
}

// Invited counts the invitations made since an instant, whatever became of them.
func Invited(pen *Pen, since time.Time) (int, error) {
	v, err := own(pen)
	if err != nil {
		return 0, err
	}
	var n int
	err = v.tx.One("SELECT count(*) FROM invitations WHERE plan = ? AND created_at > ?", []any{string(v.plan), database.At(since)}, &n)
	return n, err
}

// CloseInvitation makes an open invitation of the plan not found for its holder.
func CloseInvitation(pen *Pen, id models.ID) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	n, err := v.tx.Exec("UPDATE invitations SET closed_at = ? WHERE id = ? AND plan = ? AND closed_at = 0 AND accepted_by = ''",
		database.At(v.now), string(id), string(v.plan))
	if err == nil && n == 0 {
		return models.ErrNotFound
	}
	if err != nil {
		return err
	}
	return Narrow(v.tx, v.plan)
}

// Letter is an invitation in the hands of whoever holds its code.
type Letter struct {
	Invitation models.Invitation
	Owner      models.ID
}

// ReadLetter is the open invitation with that code, for somebody who is neither
// its owner nor tied to the plan already; else ErrNotFound.
func (g *Gate) ReadLetter(ctx context.Context, who models.Actor, code string) (*Letter, error) {
	var l *Letter
	err := g.db.View(ctx, func(tx *database.Tx) error {
		var err error
		l, _, err = g.letter(tx, who, code)
		return err
	})
	return l, err
}

func (g *Gate) letter(tx *database.Tx, who models.Actor, code string) (*Letter, *visit, error) {
	rows, err := tx.Query(invitationText+"WHERE code_hash = ? AND closed_at = 0 AND accepted_by = '' AND expires_at > ?",
		g.ring.CodeHash(code), database.At(g.now()))
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return nil, nil, errors.Join(rows.Err(), models.ErrNotFound)
	}
	i, body, err := scanInvitationRow(rows)
	if err != nil {
		return nil, nil, err
	}
	_ = rows.Close()
	v, err := g.inside(tx, who, i.Plan)
	if err != nil {
		return nil, nil, err
	}
	old := v.facts.Relationship
	tied := old.ID != "" && old.State != models.Ended && old.LeftAt.IsZero()
	if v.facts.Owner == who.Account || tied {
		return nil, nil, models.ErrNotFound
	}
	if err := openInvitation(v.key, i, body); err != nil {
		return nil, nil, err
	}
	return &Letter{Invitation: *i, Owner: v.facts.Owner}, v, nil
}

// holdLetter holds the plan that an invitation is to, before it is read: its owner
// may be closing it.
func (g *Gate) holdLetter(tx *database.Tx, code string) error {
	var plan string
	err := tx.One("SELECT plan FROM invitations WHERE code_hash = ?", []any{g.ring.CodeHash(code)}, &plan)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // letter says so
	}
	if err != nil {
		return err
	}
	return tx.Hold(plan)
}

// inside is a visit without rights: the code is what opens an invitation, and
// nothing else of the plan.
func (g *Gate) inside(tx *database.Tx, who models.Actor, plan models.ID) (*visit, error) {
	facts, row, err := readFacts(tx, nil, plan, who.Account, g.now)
	if err != nil {
		return nil, err
	}
	v := &visit{gate: g, who: who, plan: plan, now: g.now(), tx: tx, facts: facts, row: row}
	v.key, err = g.ring.PlanKey(string(plan), row.key)
	return v, err
}

// AnswerLetter closes the invitation with that code in the name of who. fits may refuse the
// holder, which leaves the invitation open; accepting ties them to the plan under name.
func (g *Gate) AnswerLetter(ctx context.Context, who models.Actor, code, name string, answer models.State, fits func(Letter) error) (*models.Relationship, error) {
	if who.As != "" {
		return nil, models.ErrNotAllowed // whoever was handed the screen is not its owner
	}
	var tie *models.Relationship
	err := g.db.Change(ctx, func(tx *database.Tx) error {
		if err := g.holdLetter(tx, code); err != nil {
			return err
		}
		l, v, err := g.letter(tx, who, code)
		if err != nil {
			return err
		}
		if err := fits(*l); err != nil {
			return err
		}
		by := ""
		if answer == models.Accepted {
			by = string(who.Account)
			if tie, err = v.tie(l.Invitation, name); err != nil {
				return err
			}
		}
		_, err = tx.Exec("UPDATE invitations SET accepted_by = ?, closed_at = ? WHERE id = ?", by, database.At(v.now), string(l.Invitation.ID))
		return err
	})
	return tie, err
}

// tie makes the relationship, or takes up one that had ended: none of its grants
// come back.
func (v *visit) tie(i models.Invitation, name string) (*models.Relationship, error) {
	r := &models.Relationship{
		ID: models.NewID(), Plan: v.plan, Account: v.who.Account, Role: i.Role, State: models.Accepted,
		Called: i.Called, Name: name, AcceptedAt: v.now,
	}
	if old := v.facts.Relationship; old.ID != "" {
		r.ID, r.ConfirmedAt = old.ID, old.ConfirmedAt
	}
	if err := v.putRelationship(r); err != nil {
		return nil, err
	}
	if _, err := v.tx.Exec("UPDATE grants SET withdrawn_at = ? WHERE plan = ? AND account = ? AND withdrawn_at = 0",
		database.At(v.now), string(v.plan), string(v.who.Account)); err != nil {
		return nil, err
	}
	return r, v.raise()
}

// Prepared is what was prepared in the invitation that an account accepted.
func Prepared(l Leave, account models.ID) ([]models.Offer, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	rows, err := v.tx.Query(invitationText+"WHERE plan = ? AND accepted_by = ? ORDER BY closed_at DESC LIMIT 1", string(v.plan), string(account))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return nil, rows.Err()
	}
	i, err := v.scanInvitation(rows)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return nil, err
	}
	return i.Offers, nil
}

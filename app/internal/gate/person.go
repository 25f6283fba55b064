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

// personWords is the sealed part of a relationship.
type personWords struct{ Called, Name string }

func personPlace(r *models.Relationship) seal.Place {
	return seal.At(string(r.Plan), string(models.Relationships), string(r.ID), string(r.Account))
}

const peopleText = `SELECT id, account, role, state, muted, accepted_at, confirmed_at, left_at, body
	FROM relationships WHERE plan = ?1 AND (?2 = '' OR account = ?2) ORDER BY accepted_at, id`

// People is everybody tied to the plan, whatever the state, for its owner.
func People(l Leave) ([]models.Relationship, error) { return people(l, "") }

// Person is one account's tie to the plan, for its owner.
func Person(l Leave, account models.ID) (*models.Relationship, error) {
	found, err := people(l, account)
	if err != nil {
		return nil, err
	}
	if account == "" || len(found) != 1 {
		return nil, models.ErrNotFound
	}
	return &found[0], nil
}

func people(l Leave, account models.ID) ([]models.Relationship, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	return v.relationships(account)
}

func (v *visit) relationships(account models.ID) ([]models.Relationship, error) {
	rows, err := v.tx.Query(peopleText, string(v.plan), string(account))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.Relationship
	for rows.Next() {
		r := models.Relationship{Plan: v.plan}
		var accepted, confirmed, left database.Micros
		var body seal.Text
		if err := rows.Scan(&r.ID, &r.Account, &r.Role, &r.State, &r.Muted, &accepted, &confirmed, &left, &body); err != nil {
			return nil, err
		}
		r.AcceptedAt, r.ConfirmedAt, r.LeftAt = accepted.Time(), confirmed.Time(), left.Time()
		var w personWords
		if err := openJSON(v.key, body, personPlace(&r), &w); err != nil {
			return nil, err
		}
		r.Called, r.Name = w.Called, w.Name
		out = append(out, r)
	}
	return out, rows.Err()
}

// Relate writes a tie as it is now; a change of it moves the plan's epoch.
func Relate(pen *Pen, r *models.Relationship) error {
	v, err := own(pen)
	if err != nil {
		return err
	}
	if err := v.putRelationship(r); err != nil {
		return err
	}
	if r.State != models.Confirmed {
		if err := v.dropStarts(r.Account); err != nil {
			return err
		}
	}
	if r.State == models.Ended {
		if err := v.dropKey(r.Account); err != nil {
			return err
		}
	}
	if r.State == models.Paused || r.State == models.Ended {
		return Narrow(v.tx, v.plan)
	}
	return v.raise()
}

func (v *visit) putRelationship(r *models.Relationship) error {
	body, err := v.sealJSON(personWords{Called: r.Called, Name: r.Name}, personPlace(r))
	if err != nil {
		return err
	}
	_, err = v.tx.Exec(`INSERT INTO relationships (id, plan, account, role, state, muted, accepted_at, confirmed_at, left_at, body)
		VALUES (?,?,?,?,?,?,?,?,?,?) ON CONFLICT (plan, account) DO UPDATE SET role = excluded.role, state = excluded.state,
		muted = excluded.muted, accepted_at = excluded.accepted_at, confirmed_at = excluded.confirmed_at, left_at = excluded.left_at, body = excluded.body`,
		string(r.ID), string(r.Plan), string(r.Account), string(r.Role), string(r.State), r.Muted,
		database.At(r.AcceptedAt), database.At(r.ConfirmedAt), database.At(r.LeftAt), body)
	return err
}

// LeavePlan takes a plan off an account's own list, confirmed or not.
func (g *Gate) LeavePlan(ctx context.Context, who models.Actor, plan models.ID) error {
	if who.As != "" {
		return models.ErrNotAllowed // whoever was handed the screen is not its owner
	}
	return g.db.Change(ctx, func(tx *database.Tx) error {
		if err := tx.Hold(string(plan)); err != nil {
			return err
		}
		n, err := tx.Exec("UPDATE relationships SET left_at = ? WHERE plan = ? AND account = ? AND left_at = 0",
			database.At(g.now()), string(plan), string(who.Account))
		if err != nil {
			return err
		}
		if n == 0 {
			return models.ErrNotFound
		}
		v, err := g.inside(tx, who, plan)
		if err != nil {
			return err
		}
		if err := v.dropStarts(who.Account); err != nil {
			return err
		}
		if err := v.dropKey(who.Account); err != nil {
			return err
		}
		return Narrow(tx, plan)
	})
}

// Tie is a plan that an account has to do with, as that account may know of it.
type Tie struct {
	ID         models.ID // of the relationship; empty for one's own plan
	Plan       models.ID
	Owner      models.ID
	Role       models.Role
	State      models.State
	Works      bool
	AcceptedAt time.Time
	MayTell    bool // a consent tells them of a crisis plan; whether it is in force is decided behind the door
}

// Ties is the account's own plan first, then those that they accepted and did
// not take off their list.
func (g *Gate) Ties(ctx context.Context, who models.Actor) ([]Tie, error) {
	var out []Tie
	err := g.db.View(ctx, func(tx *database.Tx) error {
		var mine Tie
		err := tx.One("SELECT id, owner FROM plans WHERE owner = ?", []any{string(who.Account)}, &mine.Plan, &mine.Owner)
		if err == nil {
			out = append(out, mine)
		} else if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		rows, err := tx.Query(`SELECT r.id, r.plan, p.owner, r.role, r.accepted_at, r.confirmed_at, a.works,
			EXISTS (SELECT 1 FROM grants g WHERE g.plan = r.plan AND g.account = r.account AND g.told = 1 AND g.withdrawn_at = 0) FROM relationships r
			JOIN plans p ON p.id = r.plan JOIN accounts a ON a.id = r.account
			WHERE r.account = ? AND r.left_at = 0 ORDER BY r.accepted_at, r.id`, string(who.Account))
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var t Tie
			var accepted, confirmed database.Micros
			var works models.Role
			if err := rows.Scan(&t.ID, &t.Plan, &t.Owner, &t.Role, &accepted, &confirmed, &works, &t.MayTell); err != nil {
				return err
			}
			t.AcceptedAt = accepted.Time()
			t.State = models.Relationship{ConfirmedAt: confirmed.Time()}.AsTold()
			t.Works = works != "" && works == t.Role
			out = append(out, t)
		}
		return rows.Err()
	})
	return out, err
}

// Names gives the names that accounts go by now: of the plan's owner to anyone,
// of others to the owner alone.
func Names(l Leave, ids ...models.ID) (map[models.ID]string, error) {
	v, err := l.behind()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		if id != v.facts.Owner && !v.grant.Owner {
			return nil, models.ErrNotFound
		}
	}
	return v.gate.names(v.tx, ids)
}

// OwnName is the holder's own name as the owner confirmed it (RULES.md 14); empty
// where there is none.
func OwnName(l Leave) string {
	v, err := l.behind()
	if err != nil || v.grant.Owner {
		return ""
	}
	tie, err := v.relationships(v.grant.Account)
	if err != nil || len(tie) == 0 {
		return ""
	}
	return tie[0].Name
}

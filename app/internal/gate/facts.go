package gate

import (
	"database/sql"
	"errors"
	"slices"
	"strings"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// planRow is what a decision needs of the plan's own row.
type planRow struct {
	epoch   database.Number // moves with every change of rights
	privacy database.Number // moves when single entries are hidden or shown
	key     []byte
	bare    bool // nothing was ever attached
}

// factsText is a plan's row, an account's tie to it and, packed as one text, its grants
// that were not withdrawn: without their words, enough to decide.
const factsText = `SELECT p.owner, p.epoch, p.privacy, p.key, p.crisis_since, p.crisis_until, p.held_at,
	coalesce(r.id, ''), coalesce(r.role, ''), coalesce(r.state, ''), coalesce(r.muted, 0),
	coalesce(r.confirmed_at, 0), coalesce(r.left_at, 0), coalesce(a.works, ''),
	coalesce((SELECT string_agg(concat_ws('|', g.id, g.section, g.gives, g.circumstance, g.from_at, g.until_at, g.given_at, g.told), ';')
		FROM grants g WHERE g.plan = p.id AND g.account = ?2 AND g.withdrawn_at = 0), ''),
	NOT EXISTS (SELECT 1 FROM attachments t WHERE t.plan = p.id)
	FROM plans p LEFT JOIN relationships r ON r.plan = p.id AND r.account = ?2
	LEFT JOIN accounts a ON a.id = r.account
	WHERE p.id = ?1`

// readFacts reads all that a decision about one account rests on, in a write with the
// plan held. A plan that is not there is ErrNotFound. now is asked once the plan is held. What
// the transaction is known to have answered is not asked again; nil: nothing is.
func readFacts(tx *database.Tx, known *answers, plan, account models.ID, now func() time.Time) (models.Facts, planRow, error) {
	f := models.Facts{Plan: plan}
	var row planRow
	var since, until, held, confirmed, left database.Micros
	var muted database.Number
	var owner, id, role, state, works, grants string
	if err := tx.Hold(string(plan)); err != nil {
		return f, row, err
	}
	err := tx.One(factsText, []any{string(plan), string(account)},
		&owner, &row.epoch, &row.privacy, &row.key, &since, &until, &held, &id, &role, &state, &muted, &confirmed, &left, &works, &grants, &row.bare)
	if errors.Is(err, sql.ErrNoRows) {
		return f, row, models.ErrNotFound
	}
	if err != nil {
		return f, row, err
	}
	f.Crisis = models.Crisis{Since: since.Time(), Until: until.Time()}
	f.Owner, f.Held = models.ID(owner), held != 0
	f.Relationship = models.Relationship{
		ID: models.ID(id), Plan: plan, Account: account, Role: models.Role(role), State: models.State(state), Muted: muted != 0,
		ConfirmedAt: confirmed.Time(), LeftAt: left.Time(),
	}
	f.Confirmed = works != "" && works == role
	if account != f.Owner && f.Relationship.State == models.Confirmed {
		if f.Consents, err = unpackConsents(plan, account, grants); err == nil && mayMeet(f) {
			var standing []models.Session
			standing, err = known.standing(tx, plan)
			f.Meeting = meetingOf(f, standing, now())
		}
	}
	return f, row, err
}

// mayMeet reports whether being together with the person could give the account
// anything. A practitioner or peer needs the service's word for it (RULES.md 21).
func mayMeet(f models.Facts) bool {
	return (f.Confirmed || !f.Relationship.Role.Works()) && slices.ContainsFunc(f.Consents, hangsOnMeeting)
}

// hangsOnMeeting reports whether what a consent gives may depend on being
// together with the person: for any other nobody asks the sessions.
func hangsOnMeeting(c models.Consent) bool {
	return c.When == models.Together || c.Right >= models.RightWork
}

// unpackConsents reads the grants of factsText, in the order of their sections.
func unpackConsents(plan, account models.ID, packed string) ([]models.Consent, error) {
	if packed == "" {
		return nil, nil
	}
	out := make([]models.Consent, 0, strings.Count(packed, ";")+1)
	for one := range strings.SplitSeq(packed, ";") {
		h := packedHead{rest: one}
		c := models.Consent{
			ID: models.ID(h.text()), Plan: plan, Account: account, Section: models.SectionKey(h.text()), Right: models.Right(h.number()),
			When: models.Circumstance(h.text()), From: h.time(), Until: h.time(), GivenAt: h.time(), Told: h.number() != 0}
		if h.err != nil {
			return nil, h.err
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b models.Consent) int { return strings.Compare(string(a.Section), string(b.Section)) })
	return out, nil
}

package gate

import (
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// record is one line of a plan's access records before it is unfolded.
type record struct {
	number   int64
	at       database.Micros
	account  models.ID
	act      models.Act
	how      models.Via
	allowed  bool
	sections string // keys with a space between
}

// head is the end of a plan's chain, and what moves when rights do.
type head struct {
	epoch, privacy, records database.Number
	chain                   []byte
}

func readHead(tx *database.Tx, plan models.ID) (head, error) {
	var h head
	if err := tx.Hold(string(plan)); err != nil {
		return h, err
	}
	err := tx.One("SELECT epoch, privacy, records, chain FROM plans WHERE id = ?", []any{string(plan)}, &h.epoch, &h.privacy, &h.records, &h.chain)
	return h, err
}

// record writes down what the visit touched; a visit that touched nothing of
// anybody else's leaves no record.
func (v *visit) record(tx *database.Tx) error {
	if len(v.looked) == 0 || v.who.As != "" {
		return nil
	}
	h, err := readHead(tx, v.plan)
	if err != nil {
		return err
	}
	return v.recordOn(tx, h)
}

func (v *visit) recordOn(tx *database.Tx, h head) error {
	return v.gate.append(tx, v.plan, h, record{
		at: database.At(v.gate.now()), account: v.who.Account, act: v.act, how: v.how, allowed: true, sections: joined(v.looked)})
}

// append adds a record to the plan's chain (RULES.md 15): each hash is an HMAC
// over all columns, the number and the hash before.
func (g *Gate) append(tx *database.Tx, plan models.ID, h head, r record) error {
	r.number = int64(h.records) + 1
	chain := g.ring.ChainHash(r.line(plan, h.chain))
	if _, err := tx.Exec(`INSERT INTO access_records (plan, number, at, account, act, how, allowed, sections, hash)
		VALUES (?,?,?,?,?,?,?,?,?)`, string(plan), r.number, int64(r.at), string(r.account), string(r.act), string(r.how), r.allowed, r.sections, chain); err != nil {
		return err
	}
	_, err := tx.Exec("UPDATE plans SET records = ?, chain = ? WHERE id = ?", r.number, chain, string(plan))
	return err
}

// line is the record as the chain hashes it: each part behind its length.
func (r record) line(plan models.ID, before []byte) []byte {
	allowed := "refused"
	if r.allowed {
		allowed = "allowed"
	}
	b := binary.BigEndian.AppendUint64(nil, uint64(r.number))
	b = binary.BigEndian.AppendUint64(b, uint64(r.at))
	for _, part := range []string{string(before), string(plan), string(r.account), string(r.act), string(r.how), allowed, r.sections} {
		b = append(binary.AppendUvarint(b, uint64(len(part))), part...)
	}
	return b
}

// refuseLater queues the record of a refused read. Nothing was given away, and
// waiting would tell a real plan from one that never was.
func (g *Gate) refuseLater(v *visit, err error) {
	if isRefusal(err) {
		g.db.LaterPlan(string(v.plan), func(tx *database.Tx) error { return v.refused(tx, err) })
	}
}

// refused records a refusal: of a confirmed person once for each section, or for the plan
// as a whole, and day, of anybody else only as a number without a name (RULES.md 14). A refusal
// that cannot be recorded is still a refusal, and what was written of it is taken back.
func (v *visit) refused(tx *database.Tx, refusal error) error {
	if !isRefusal(refusal) || v.facts.Owner == "" || v.grant.Owner || v.who.As != "" {
		return nil
	}
	if !v.grant.Known {
		_, err := tx.Exec(`INSERT INTO refusals (plan, day, count) VALUES (?, ?, 1)
			ON CONFLICT (plan, day) DO UPDATE SET count = refusals.count + 1`, string(v.plan), v.now.Format(time.DateOnly))
		return err
	}
	for _, section := range slices.Compact(slices.Sorted(slices.Values(v.about(refusal)))) {
		if err := v.refusedIn(tx, section); err != nil {
			return err
		}
	}
	return nil
}

// wholePlan stands in a record in place of a section where a refusal was about none.
const wholePlan models.SectionKey = ""

// about is what a refusal was about: the sections that were named, else those of the rows
// that they see and may not change, else the plan as a whole. It is nothing where what they
// asked for is not there: nobody was refused.
func (v *visit) about(refusal error) []models.SectionKey {
	notAllowed := models.KindOf(refusal) == models.NotAllowed
	switch {
	case len(v.asked) > 0:
		return v.asked
	case notAllowed && len(v.looked) > 0:
		return v.looked
	case notAllowed && v.found != "":
		return []models.SectionKey{v.found}
	case notAllowed || v.whole:
		return []models.SectionKey{wholePlan}
	}
	return nil
}

// tried is what they wanted to do, where it was refused.
func (v *visit) tried() models.Act {
	if v.writes && v.act == models.ActSee {
		return models.ActEdit
	}
	return v.act
}

func (v *visit) refusedIn(tx *database.Tx, section models.SectionKey) error {
	if today, err := v.refusedToday(tx, section); err != nil || today {
		return err
	}
	h, err := readHead(tx, v.plan)
	if err != nil {
		return err
	}
	return v.gate.append(tx, v.plan, h, record{
		at: database.At(v.gate.now()), account: v.who.Account, act: v.tried(), how: v.how, sections: string(section)})
}

func (v *visit) refusedToday(tx *database.Tx, section models.SectionKey) (bool, error) {
	day := v.now.Truncate(24 * time.Hour)
	var one int
	err := tx.One(`SELECT 1 FROM access_records WHERE plan = ? AND account = ? AND allowed = 0 AND at >= ? AND sections = ? LIMIT 1`,
		[]any{string(v.plan), string(v.who.Account), database.At(day), string(section)}, &one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

func isRefusal(err error) bool {
	kind := models.KindOf(err)
	return kind == models.NotFound || kind == models.NotAllowed
}

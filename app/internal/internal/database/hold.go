package database

import (
	"encoding/json"
	"hash/fnv"
	"log/slog"
	"slices"

	"handrail/models"
)

// Hold keeps every other writer, on this server and on others, from these plans
// until the transaction ends; whoever decides about a plan in a write holds it first. On SQLite
// there is one writer, and a reader holds nothing. Plans are held in the order of their ids,
// so that two that wait for each other do not come about.
func (t *Tx) Hold(plans ...string) error {
	if !t.holds {
		return nil
	}
	var fresh []string
	for _, p := range plans {
		if p != "" && !slices.Contains(t.held, p) {
			fresh = append(fresh, p)
		}
	}
	if len(fresh) == 0 {
		return nil
	}
	t.held = append(t.held, fresh...)
	if len(fresh) == 1 {
		return t.Also("SELECT 1 FROM plans WHERE id = ? FOR UPDATE", fresh[0]) // whatever comes next waits for it over there
	}
	list, err := json.Marshal(fresh)
	if err != nil {
		return err
	}
	_, err = t.Exec("SELECT 1 FROM plans WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id FOR UPDATE", string(list))
	return err
}

// HoldOf holds the plans that an account is tied to.
func (t *Tx) HoldOf(account string) error {
	if !t.holds {
		return nil
	}
	_, err := t.Exec("SELECT 1 FROM plans WHERE id IN (SELECT plan FROM relationships WHERE account = ?) ORDER BY id FOR UPDATE", account)
	return err
}

func plansOf(batch []*job) []string {
	plans := make([]string, 0, len(batch))
	for _, j := range batch {
		plans = append(plans, j.plan)
	}
	slices.Sort(plans)
	return slices.Compact(plans)
}

// laneOf is the lane of a plan: always the same one on one server.
func (db *DB) laneOf(plan string) *lane {
	h := fnv.New32a()
	_, _ = h.Write([]byte(plan))
	return db.lanes[h.Sum32()%uint32(len(db.lanes))]
}

// oneByOne commits each job of a batch by itself, on PostgreSQL in the turn of this
// server among all: what is about no single plan is done as if there were one writer.
func (n *lane) oneByOne(batch []*job) {
	for _, j := range batch {
		n.db.runAlone(n.line, j, n.db.turnAmongServers)
	}
}

// turnAmongServers waits until no other server is in its turn. The number is ours alone.
func (db *DB) turnAmongServers(tx *Tx) error {
	_, err := tx.Exec("SELECT pg_advisory_xact_lock(1215459940, hashtext(current_schema()))")
	return err
}

// runAlone is a transaction for one job, and after an error another one for what
// is kept of that.
func (db *DB) runAlone(l *line, j *job, first func(*Tx) error) {
	j.err = db.inOwn(l, first, j.do)
	if j.err != nil && j.after != nil && models.KindOf(j.err) != models.Unavailable {
		because := j.err
		if err := db.inOwn(l, first, func(tx *Tx) error { return j.after(tx, because) }); err != nil {
			slog.Warn("database: a refusal was not recorded", "error", err)
		}
	}
}

func (db *DB) inOwn(l *line, first, do func(*Tx) error) error {
	if err := db.current(l); err != nil {
		return err
	}
	if _, err := l.exec(beginWrite); err != nil {
		db.wrote.Note(err)
		return err
	}
	tx := db.writing(l)
	err := first(tx)
	if err == nil {
		err = safely(do, tx)
	}
	if err == nil {
		err = tx.commit()
	}
	if db.note(tx, err); err == nil {
		return nil
	}
	if _, failed := l.exec("ROLLBACK"); failed != nil {
		_ = l.mend()
	}
	return err
}

package database

// Narrowing is that something became less: whose (a plan, an account) and the
// epoch that it has now.
type Narrowing struct {
	What, ID string
	Epoch    int64
}

// Keep writes narrowings down outside the database, in the transaction that is
// about to commit. Its error takes back the whole commit.
type Keep func(tx *Tx, less []Narrowing) error

// KeepNarrowings says where narrowings are written down, before the first write.
func (db *DB) KeepNarrowings(keep Keep) { db.keep = keep }

// KeepTime says what else a commit writes, at its very end: the time, so that a
// server that is started again goes on from there.
func (db *DB) KeepTime(keep func(tx *Tx) error) { db.time = keep }

// Narrowed notes that this transaction makes something less. It is written down,
// and on the disk, before the transaction commits; a write that is taken back
// takes it along.
func (t *Tx) Narrowed(what, id string, epoch int64) {
	t.less = append(t.less, Narrowing{What: what, ID: id, Epoch: epoch})
}

// keepNarrowings is the last thing before a commit, but for the time.
func (t *Tx) keepNarrowings() error {
	if t.keep != nil && len(t.less) > 0 {
		if err := t.keep(t, t.less); err != nil {
			return err
		}
	}
	if t.time == nil {
		return nil
	}
	return t.time(t)
}

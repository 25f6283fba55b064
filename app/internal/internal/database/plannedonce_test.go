package database

import "testing"

func TestAPlusStandsBeforeEachPlaceholder(t *testing.T) {
	for text, said := range map[string]string{
		"a = ? AND b IN (?2, ?)":      "a = +? AND b IN (+?2, +?)",
		"a = 'why? x' AND \"b?\" = ?": "a = 'why? x' AND \"b?\" = +?",
		"-- why?\nSELECT ?":           "-- why?\nSELECT +?",
		"a = 'it''s? so' LIMIT ?":     "a = 'it''s? so' LIMIT +?",
	} {
		if got := plannedOnce(text); got != said {
			t.Errorf("%s became %s", text, got)
		}
	}
}

// A text is planned once for a connection, however often it is asked and whatever with: SQLite
// asks its authorizer whenever it plans.
func TestATextIsPlannedOnce(t *testing.T) {
	db := open(t, t.TempDir())
	defer db.Close()
	plans := 0
	err := db.Change(t.Context(), func(tx *Tx) error {
		if err := tx.line.conn.Raw(func(conn any) error {
			return whenPlanning(conn, func() { plans++ })
		}); err != nil {
			return err
		}
		first := 0
		for _, plan := range []string{"a", "b", "c"} {
			var n Number
			err := tx.One(`SELECT count(*) FROM plans p LEFT JOIN relationships r ON r.plan = p.id AND r.account = ?2
				WHERE p.id = ?1 AND p.epoch IN (SELECT value FROM json_each(?3))`, []any{plan, plan, `[0]`}, &n)
			if err != nil {
				return err
			}
			if first == 0 {
				first = plans
			}
		}
		if first == 0 || plans != first {
			t.Errorf("asked %d times at the first run, %d in all", first, plans)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

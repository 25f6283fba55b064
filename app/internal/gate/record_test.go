package gate

import (
	"errors"
	"testing"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// A refusal that cannot be recorded says so, so that what it wrote is taken back and
// nothing else is; whoever was refused is told the same.
func TestARefusalThatCannotBeRecordedFailsAlone(t *testing.T) {
	h := newHouse(t)
	jamie := h.confirmed("jamie", models.Carer, models.RightSee, "daily")
	for who, table := range map[models.Actor]string{jamie: "access_records", h.account("stranger"): "refusals"} {
		h.must(h.db.Change(t.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec("ALTER TABLE " + table + " RENAME TO away")
			return err
		}))
		v := &visit{gate: h.gate, who: who, plan: h.plan, how: models.ByAPI}
		err := h.db.ChangeOr(t.Context(), func(tx *database.Tx) error {
			if err := v.enter(tx); err != nil && !isRefusal(err) {
				return err
			}
			v.asked = []models.SectionKey{"goals"}
			return models.ErrNotAllowed
		}, func(tx *database.Tx, err error) error {
			failed := v.refused(tx, err)
			if failed == nil {
				t.Errorf("%s: nothing was said", table)
			}
			return failed
		})
		if !errors.Is(err, models.ErrNotAllowed) {
			t.Errorf("%s: told %v", table, err)
		}
		h.must(h.db.Change(t.Context(), func(tx *database.Tx) error {
			_, err := tx.Exec("ALTER TABLE away RENAME TO " + table)
			return err
		}))
	}
}

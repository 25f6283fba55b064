package gate

import (
	"slices"

	"handrail/app/internal/internal/database"
	"handrail/models"
)

// EveryPress is, to the owner, all that was ever pressed, oldest first. A start stands
// where time alone has not ended it.
func EveryPress(l Leave) ([]models.CrisisPress, error) {
	now, err := CrisisNow(l)
	if err != nil {
		return nil, err
	}
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	out, err := v.presses(pressText+"WHERE plan = ? ORDER BY at, id", string(v.plan))
	for i, p := range out {
		out[i].Stands = p.Stands && slices.Contains(now.Starts, models.CrisisStart{Account: p.Account, At: p.At})
	}
	return out, err
}

// EveryUse is, to the owner, each time in which the crisis plan was in use, oldest
// first, and the one that the passing of time alone has begun.
func EveryUse(l Leave) ([]models.CrisisPast, error) {
	now, err := CrisisNow(l)
	if err != nil {
		return nil, err
	}
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	out, err := v.uses()
	if err != nil || now.Use.Since.IsZero() {
		return out, err
	}
	if n := len(out); n > 0 && out[n-1].Since.Equal(now.Use.Since) {
		out[n-1].CrisisUse = now.Use
		return out, nil
	}
	return append(out, models.CrisisPast{CrisisUse: now.Use}), nil
}

func (v *visit) uses() ([]models.CrisisPast, error) {
	rows, err := v.tx.Query("SELECT since_at, until_at, opened_by, looked_at FROM crisis_uses WHERE plan = ? ORDER BY since_at", string(v.plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.CrisisPast
	for rows.Next() {
		var u models.CrisisPast
		var since, until, looked database.Micros
		var by string
		if err := rows.Scan(&since, &until, &by, &looked); err != nil {
			return nil, err
		}
		u.Since, u.Until, u.By, u.LookedAt = since.Time(), until.Time(), idsOf(by), looked.Time()
		out = append(out, u)
	}
	return out, rows.Err()
}

// EveryKey is, to the owner, each key that they gave, those too that they took away.
func EveryKey(l Leave) ([]models.GivenKey, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	rows, err := v.tx.Query("SELECT account, given_at, barred_at, taken_at FROM crisis_keys WHERE plan = ? ORDER BY given_at, account", string(v.plan))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.GivenKey
	for rows.Next() {
		var k models.GivenKey
		var given, barred, taken database.Micros
		if err := rows.Scan(&k.Account, &given, &barred, &taken); err != nil {
			return nil, err
		}
		k.GivenAt, k.BarredAt, k.TakenAt = given.Time(), barred.Time(), taken.Time()
		out = append(out, k)
	}
	return out, rows.Err()
}

package gate

import (
	"strconv"
	"strings"

	"handrail/models"
)

// Filter narrows a list of looks; empty fields do not.
type Filter struct {
	Account models.ID
	Section models.SectionKey
	Refused bool
	Before  string // the ID of the last look of the page before
	Limit   int
}

// Looks is a page of the plan's access records for its owner, newest first, a
// look for each section. Names are not filled in.
func Looks(l Leave, f Filter) ([]models.Look, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	number, place := cursor(f.Before)
	rows, err := v.tx.Query(`SELECT number, at, account, act, how, allowed, sections FROM access_records
		WHERE plan = ?1 AND number <= ?2 AND (?3 = '' OR account = ?3) AND (?4 = 0 OR allowed = 0)
		AND (?5 = '' OR instr(' ' || sections || ' ', ' ' || ?5 || ' ') > 0)
		ORDER BY number DESC LIMIT ?6`,
		string(v.plan), number, string(f.Account), f.Refused, string(f.Section), f.Limit+1)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var out []models.Look
	for rows.Next() && len(out) < f.Limit {
		var r record
		if err := rows.Scan(&r.number, &r.at, &r.account, &r.act, &r.how, &r.allowed, &r.sections); err != nil {
			return nil, err
		}
		for i, s := range strings.Split(r.sections, " ") {
			before := r.number < number || i > place
			wanted := f.Section == "" || f.Section == models.SectionKey(s)
			if before && wanted && len(out) < f.Limit {
				out = append(out, r.look(models.SectionKey(s), i))
			}
		}
	}
	return out, rows.Err()
}

func (r record) look(section models.SectionKey, place int) models.Look {
	return models.Look{
		ID: strconv.FormatInt(r.number, 10) + "." + strconv.Itoa(place), At: r.at.Time(), Account: r.account,
		Section: section, Act: r.act, How: r.how, Allowed: r.allowed,
	}
}

// cursor reads where a page before ended; anything else begins at the newest.
func cursor(before string) (number int64, place int) {
	n, p, _ := strings.Cut(before, ".")
	number, err := strconv.ParseInt(n, 10, 64)
	if err != nil {
		return 1<<62 - 1, -1
	}
	if place, err = strconv.Atoi(p); err != nil {
		return number, -1
	}
	return number, place
}

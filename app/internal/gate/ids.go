package gate

import "handrail/app/internal/internal/database"

// idsIn is the only column of the rows that a fixed text asks for; never nil.
func idsIn[T ~string](tx *database.Tx, text string, args ...any) ([]T, error) {
	rows, err := tx.Query(text, args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	out := []T{}
	for rows.Next() {
		var id T
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		out = append(out, id)
	}
	return out, rows.Err()
}

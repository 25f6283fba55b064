package database

import (
	"database/sql/driver"
	"fmt"
	"time"
)

// Micros is a time as the database keeps it: whole microseconds since 1970 in
// UTC, 0 for the zero time.
type Micros int64

// At makes Micros of a time.
func At(t time.Time) Micros {
	if t.IsZero() {
		return 0
	}
	return Micros(t.UnixMicro())
}

// Time is the time in UTC.
func (m Micros) Time() time.Time {
	if m == 0 {
		return time.Time{}
	}
	return time.UnixMicro(int64(m)).UTC()
}

// Value is the number itself.
func (m Micros) Value() (driver.Value, error) { return int64(m), nil }

// Scan takes the number.
func (m *Micros) Scan(from any) error {
	n, ok := from.(int64)
	if !ok {
		return fmt.Errorf("database: a time kept as %T", from)
	}
	*m = Micros(n)
	return nil
}

// Number is a whole number as the database gives it.
type Number int64

// Scan takes the number.
func (n *Number) Scan(from any) error {
	i, ok := from.(int64)
	if !ok {
		return fmt.Errorf("database: a number kept as %T", from)
	}
	*n = Number(i)
	return nil
}

package models

import (
	"math"
	"time"
)

// TooSoon stands behind a TooMany error and says how long to wait.
type TooSoon struct{ Wait time.Duration }

// Error makes it an error.
func (e TooSoon) Error() string { return "models: too soon" }

// Seconds is the wait in whole seconds, at least one.
func (e TooSoon) Seconds() int { return max(1, int(math.Ceil(e.Wait.Seconds()))) }

package app

import (
	"context"
	"time"
)

// ClockBehind is how far the machine's clock is behind the time by which everything
// here is decided: that never goes back (SAFETY.md 23).
func (a *App) ClockBehind() time.Duration { return a.storage.Behind() }

// AcceptClock takes the machine's time though it is behind, on the command line. All
// sharing stands still until each person lets it go on, and every sign-in ends.
func (a *App) AcceptClock(ctx context.Context) error { return a.storage.AcceptClock(ctx) }

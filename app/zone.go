package app

import (
	"context"
	"time"

	"handrail/models"
)

// Zone is the time zone in which somebody reads days and times: their own choice,
// else the service's. What is kept and what the API says is in UTC.
func (a *App) Zone(reader *models.Account) *time.Location {
	if reader != nil {
		if zone, known := models.ZoneNamed(reader.Zone); known {
			return zone
		}
	}
	return a.zone
}

// SetZone keeps the reader's own choice; an empty one is the service's.
func (a *App) SetZone(ctx context.Context, who models.Actor, zone string) error {
	if err := a.accounts.SetZone(ctx, who, zone); err != nil {
		return err
	}
	return a.remindAnew(ctx, who)
}

package models

import (
	"sync"
	"time"
	_ "time/tzdata" // for machines that have no zones of their own
)

// Zones are the time zones that a person is offered, by their names in the IANA
// database, from west to east. Any other of that database can be set too.
var Zones = []string{
	"Pacific/Honolulu", "America/Anchorage", "America/Los_Angeles", "America/Denver", "America/Phoenix", "America/Chicago",
	"America/New_York", "America/Toronto", "America/Halifax", "America/St_Johns", "America/Mexico_City", "America/Bogota",
	"America/Sao_Paulo", "America/Argentina/Buenos_Aires", "Atlantic/Azores", "Atlantic/Reykjavik", "Europe/London", "Europe/Dublin",
	"Europe/Lisbon", "Africa/Casablanca", "Africa/Lagos", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome",
	"Europe/Warsaw", "Africa/Johannesburg", "Africa/Cairo", "Europe/Athens", "Europe/Bucharest", "Europe/Helsinki", "Europe/Kyiv",
	"Asia/Jerusalem", "Europe/Istanbul", "Africa/Nairobi", "Asia/Baghdad", "Asia/Tehran", "Asia/Dubai", "Asia/Kabul",
	"Asia/Karachi", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dhaka", "Asia/Bangkok", "Asia/Hong_Kong", "Asia/Manila",
	"Asia/Singapore", "Australia/Perth", "Asia/Tokyo", "Australia/Adelaide", "Australia/Brisbane", "Australia/Sydney", "Pacific/Auckland",
}

// known keeps zones that were read once: there are some hundreds at most.
var known sync.Map

// ZoneNamed is a time zone by its name in the IANA database, such as "Europe/London".
func ZoneNamed(name string) (*time.Location, bool) {
	if zone, ok := known.Load(name); ok {
		return zone.(*time.Location), true
	}
	if name == "" || name == "Local" {
		return nil, false
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		return nil, false
	}
	known.Store(name, zone)
	return zone, true
}

package pages

import (
	"context"
	"slices"
	"strings"

	"handrail/handlers/say"
	"handrail/models"
)

// zoneOptions is the clocks to choose from, by name; the service's comes first,
// and after it one that was set by other means.
func zoneOptions(ctx context.Context, now string) []option {
	var out []option
	for _, name := range models.Zones {
		out = append(out, option{Value: name, Label: say.T(ctx, "zone."+name)})
	}
	slices.SortFunc(out, func(a, b option) int { return strings.Compare(a.Label, b.Label) })
	first := []option{{Label: say.T(ctx, "me.zone_service")}}
	if now != "" && !slices.Contains(models.Zones, now) {
		first = append(first, option{Value: now, Label: now})
	}
	return append(first, out...)
}

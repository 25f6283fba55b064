package handlers_test

import "maps"

// Who gets in by the routes of what was done against a signed statement.
func init() {
	maps.Copy(matrix, map[string]may{
		"GET /packs/:pack": someone,
		"POST /api/v1/plans/:plan/statements/:statement/against": owners,
		"GET /plans/:plan/statements/:statement/against":         owners, "POST /plans/:plan/statements/:statement/against": owners,
	})
	maps.Copy(bodies, map[string]string{
		"POST /api/v1/plans/:plan/statements/:statement/against": `{"on":"2026-11-23","measure":"x","reasons":"y","by":"z"}`,
		"POST /plans/:plan/statements/:statement/against":        "on=2026-11-23&measure=x&reasons=y&by=z",
	})
}

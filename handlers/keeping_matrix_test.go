package handlers_test

import "maps"

// What becomes of somebody's plan is theirs alone.
func init() {
	maps.Copy(matrix, map[string]may{
		"GET /api/v1/plans/:plan/export": owners, "GET /api/v1/plans/:plan/hold": owners, "DELETE /api/v1/plans/:plan/hold": owners,
		"POST /api/v1/plans/:plan/erase": owners, "DELETE /api/v1/plans/:plan/erase": owners,
		"GET /me/take-out": someone, "POST /me/take-out": someone, "GET /me/hold": someone, "POST /me/hold": someone,
		"GET /me/erase": someone, "POST /me/erase": someone, "POST /me/erase/read": someone, "POST /me/keep": someone,
		"GET /lead/status": leads,
	})
	maps.Copy(bodies, map[string]string{
		"POST /api/v1/plans/:plan/erase": `{"account":"stays"}`,
		"POST /me/erase":                 "account=stays",
	})
}

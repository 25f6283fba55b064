package handlers_test

import "maps"

// Rows for what somebody does with their own account.
func init() {
	maps.Copy(matrix, map[string]may{
		"POST /me/zone": someone, "GET /me/pin": someone, "POST /me/pin": someone, "POST /me/pin/drop": someone,
		"POST /me/recovery-code": someone, "POST /api/v1/me/recovery-code": someone,
	})
}

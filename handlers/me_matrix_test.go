package handlers_test

import "maps"

// Rows for what somebody does with their own account.
func init() {
	maps.Copy(matrix, map[string]may{
		"POST /me/zone": someone,
	})
}

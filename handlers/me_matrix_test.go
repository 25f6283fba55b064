package handlers_test

import "maps"

// senderSees are rows about a suggestion that its sender sees and may not answer.
var senderSees = []string{
	"POST /api/v1/plans/:plan/suggestions/:suggestion/accept", "POST /api/v1/plans/:plan/suggestions/:suggestion/decline", "POST /api/v1/plans/:plan/suggestions/:suggestion/beside",
}

// Rows for what somebody does with their own account.
func init() {
	maps.Copy(matrix, map[string]may{
		"POST /me/zone": someone, "GET /me/pin": someone, "POST /me/pin": someone, "POST /me/pin/drop": someone,
		"POST /plans/:plan/people/:account/again": owners, "GET /plans/:plan/entries/:entry/named": owners, "POST /plans/:plan/entries/:entry/named": owners,
		"POST /me/recovery-code": someone, "POST /api/v1/me/recovery-code": someone,
	})
	bodies["POST /plans/:plan/people/:account/again"] = "answer=keep"
	notForAll = append(notForAll, "GET /plans/:plan/entries/:entry/named", "POST /plans/:plan/entries/:entry/named") // about another section
}

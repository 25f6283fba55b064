package handlers_test

import "maps"

// Rows for what moves: the daily plan, goals, measures, notes, strengths and noticing.
// The entry of the matrix is a sign, so that routes of goals find none; who may what
// there is in moves_door_test.go.
func init() {
	maps.Copy(matrix, map[string]may{
		"GET /plans/:plan/today": owners, "POST /plans/:plan/ticks": owners,
		"GET /plans/:plan/check-ins": free, "POST /plans/:plan/marks": owners,
		"GET /plans/:plan/measures": owners, "POST /plans/:plan/measures": owners, "POST /plans/:plan/measures/:measure": free,
		"GET /plans/:plan/goals": free, "GET /plans/:plan/goals/:goal": free, "POST /plans/:plan/goals/:goal/reviews": free,
		"POST /plans/:plan/goals/:goal/steps": free, "POST /plans/:plan/goals/:goal/turn": free, "POST /plans/:plan/goals/:goal/strengths": free,
		"POST /plans/:plan/goals/:goal/steps/:step": free, "POST /plans/:plan/goals/:goal/reviews/:review/remove": free,
		"GET /plans/:plan/strengths": owners, "GET /plans/:plan/notes": free, "POST /plans/:plan/notes": free,
		"GET /plans/:plan/better-days": owners, "GET /plans/:plan/noticing": owners, "POST /plans/:plan/noticing": owners,
		"POST /plans/:plan/noticing/:lookout/drop": free, "POST /plans/:plan/noticing/:lookout/away": free,

		"GET /api/v1/plans/:plan/today": owners, "PUT /api/v1/plans/:plan/entries/:entry/ticks/:day": free, "DELETE /api/v1/plans/:plan/entries/:entry/ticks/:day": free,
		"GET /api/v1/plans/:plan/ticks": free, "GET /api/v1/plans/:plan/better-days": owners, "GET /api/v1/plans/:plan/check-ins": free,
		"GET /api/v1/plans/:plan/measures": free, "POST /api/v1/plans/:plan/measures": owners, "PUT /api/v1/plans/:plan/measures/:measure": free,
		"PUT /api/v1/plans/:plan/measures/:measure/marks/:day": free, "DELETE /api/v1/plans/:plan/measures/:measure/marks/:day": free,
		"GET /api/v1/plans/:plan/goals": free, "GET /api/v1/plans/:plan/entries/:entry/goal": free, "POST /api/v1/plans/:plan/entries/:entry/reviews": free,
		"DELETE /api/v1/plans/:plan/reviews/:review": free, "POST /api/v1/plans/:plan/entries/:entry/steps": free, "PUT /api/v1/plans/:plan/steps/:step": free,
		"DELETE /api/v1/plans/:plan/steps/:step": free, "POST /api/v1/plans/:plan/entries/:entry/turn": free, "PUT /api/v1/plans/:plan/entries/:entry/strengths": free,
		"GET /api/v1/plans/:plan/strength-hints": owners, "POST /api/v1/plans/:plan/notes/find": free,
		"GET /api/v1/plans/:plan/lookouts": owners, "POST /api/v1/plans/:plan/entries/:entry/lookouts": owners, "DELETE /api/v1/plans/:plan/lookouts/:lookout": free,
	})
	maps.Copy(bodies, map[string]string{
		"POST /api/v1/plans/:plan/measures":                `{"name":"x"}`,
		"POST /api/v1/plans/:plan/entries/:entry/lookouts": `{"of":"how","threshold":2,"days":1,"within":1}`,
		"POST /plans/:plan/marks":                          "m.NONE=5", "POST /plans/:plan/measures": "name=x", "POST /plans/:plan/noticing": "sign=NONE&of=how&threshold=2&days=1&within=1",
	})
	notForAll = append(notForAll, "POST /plans/:plan/marks", "POST /plans/:plan/noticing")
}

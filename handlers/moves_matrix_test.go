package handlers_test

import "maps"

// Rows for what moves: the daily plan, goals, measures, notes, strengths and noticing.
// The entry of the matrix is a sign, so that routes of goals find none; who may what
// there is in moves_door_test.go.
func init() {
	maps.Copy(matrix, map[string]may{
		"GET /plans/:plan/today": owners, "POST /plans/:plan/ticks": owners,
		"GET /plans/:plan/check-ins": owners, "POST /plans/:plan/marks": owners,
		"GET /plans/:plan/measures": owners, "POST /plans/:plan/measures": owners, "POST /plans/:plan/measures/:measure": nothing,
		"GET /plans/:plan/goals": owners, "GET /plans/:plan/goals/:goal": nothing, "POST /plans/:plan/goals/:goal/reviews": nothing,
		"POST /plans/:plan/goals/:goal/steps": nothing, "POST /plans/:plan/goals/:goal/turn": nothing, "POST /plans/:plan/goals/:goal/strengths": nothing,
		"POST /plans/:plan/goals/:goal/steps/:step": nothing, "POST /plans/:plan/goals/:goal/reviews/:review/remove": nothing,
		"GET /plans/:plan/strengths": owners, "GET /plans/:plan/notes": owners, "POST /plans/:plan/notes": owners,
		"GET /plans/:plan/better-days": owners, "GET /plans/:plan/noticing": owners, "POST /plans/:plan/noticing": owners,
		"POST /plans/:plan/noticing/:lookout/drop": nothing, "POST /plans/:plan/noticing/:lookout/away": nothing,

		"GET /api/v1/plans/:plan/today": owners, "PUT /api/v1/plans/:plan/entries/:entry/ticks/:day": placers, "DELETE /api/v1/plans/:plan/entries/:entry/ticks/:day": placers,
		"GET /api/v1/plans/:plan/ticks": owners, "GET /api/v1/plans/:plan/better-days": owners, "GET /api/v1/plans/:plan/check-ins": owners,
		"GET /api/v1/plans/:plan/measures": owners, "POST /api/v1/plans/:plan/measures": owners, "PUT /api/v1/plans/:plan/measures/:measure": nothing,
		"PUT /api/v1/plans/:plan/measures/:measure/marks/:day": nothing, "DELETE /api/v1/plans/:plan/measures/:measure/marks/:day": nothing,
		"GET /api/v1/plans/:plan/goals": owners, "GET /api/v1/plans/:plan/entries/:entry/goal": nothing, "POST /api/v1/plans/:plan/entries/:entry/reviews": nothing,
		"DELETE /api/v1/plans/:plan/reviews/:review": nothing, "POST /api/v1/plans/:plan/entries/:entry/steps": nothing, "PUT /api/v1/plans/:plan/steps/:step": nothing,
		"DELETE /api/v1/plans/:plan/steps/:step": nothing, "POST /api/v1/plans/:plan/entries/:entry/turn": nothing, "PUT /api/v1/plans/:plan/entries/:entry/strengths": nothing,
		"GET /api/v1/plans/:plan/strength-hints": owners, "POST /api/v1/plans/:plan/notes/find": owners,
		"GET /api/v1/plans/:plan/lookouts": owners, "POST /api/v1/plans/:plan/entries/:entry/lookouts": owners, "DELETE /api/v1/plans/:plan/lookouts/:lookout": nothing,
	})
	maps.Copy(bodies, map[string]string{
		"POST /api/v1/plans/:plan/measures":                `{"name":"x"}`,
		"POST /api/v1/plans/:plan/entries/:entry/lookouts": `{"of":"how","threshold":2,"days":1,"within":1}`,
		"POST /plans/:plan/marks":                          "m.NONE=5", "POST /plans/:plan/measures": "name=x", "POST /plans/:plan/noticing": "sign=NONE&of=how&threshold=2&days=1&within=1",
	})
	notForAll = append(notForAll, "POST /plans/:plan/marks", "POST /plans/:plan/noticing")
}

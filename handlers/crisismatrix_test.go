package handlers_test

import "maps"

// Who gets in by the routes of crisis plans: rows and bodies of the matrix.
func init() {
	maps.Copy(matrix, map[string]may{
		"POST /api/v1/plans/:plan/crisis": knowers, "GET /api/v1/plans/:plan/crisis": seers, "DELETE /api/v1/plans/:plan/crisis": knowers,
		"GET /api/v1/plans/:plan/crisis/way": owners, "PUT /api/v1/plans/:plan/crisis/way": owners, "PUT /api/v1/plans/:plan/crisis/keys/:account": owners,
		"DELETE /api/v1/plans/:plan/crisis/keys/:account": owners, "POST /api/v1/plans/:plan/crisis/keys/:account/allow": owners,
		"GET /plans/:plan/crisis": knowers, "POST /plans/:plan/crisis": knowers, "POST /plans/:plan/crisis/close": owners, "POST /plans/:plan/crisis/back": knowers,
		"GET /plans/:plan/crisis/band": owners, "GET /plans/:plan/crisis/way": owners, "POST /plans/:plan/crisis/way": owners,
		"GET /plans/:plan/crisis/guide": owners, "GET /plans/:plan/crisis/guide/:section": owners, "POST /plans/:plan/crisis/guide/:section": owners,
		"POST /plans/:plan/after": owners, "GET /plans/:plan/after/:step": owners, "POST /plans/:plan/after/:step": owners,
		"POST /plans/:plan/crisis/keys/:account": owners, "POST /plans/:plan/crisis/key-read": knowers, "GET /keep-closed": anyone, "POST /keep-closed": strayed,
	})
	notForAll = append(notForAll, "GET /plans/:plan/crisis/guide/:section", "POST /plans/:plan/crisis/guide/:section",
		"GET /plans/:plan/after/:step", "POST /plans/:plan/after/:step")
	maps.Copy(matrix, map[string]may{
		"GET /api/v1/plans/:plan/tasks": knowers, "POST /api/v1/plans/:plan/entries/:entry/tasks": owners,
		"POST /api/v1/plans/:plan/tasks/:task/answer": owners, "DELETE /api/v1/plans/:plan/tasks/:task": owners,
		"GET /plans/:plan/entries/:entry/ask": owners, "POST /plans/:plan/entries/:entry/ask": owners,
		"GET /plans/:plan/tasks": knowers, "POST /plans/:plan/tasks/:task": owners, "POST /plans/:plan/tasks/:task/end": owners,
	})
	notForAll = append(notForAll, "POST /api/v1/plans/:plan/entries/:entry/tasks", "POST /api/v1/plans/:plan/tasks/:task/answer", "DELETE /api/v1/plans/:plan/tasks/:task",
		"GET /plans/:plan/entries/:entry/ask", "POST /plans/:plan/entries/:entry/ask", "POST /plans/:plan/tasks/:task", "POST /plans/:plan/tasks/:task/end")
	maps.Copy(bodies, map[string]string{
		"PUT /api/v1/plans/:plan/crisis/way":     `{"way":"two_together","days":7}`,
		"POST /plans/:plan/crisis/way":           "way=two_together&days=7",
		"POST /plans/:plan/crisis/keys/:account": "do=give",

		"POST /api/v1/plans/:plan/entries/:entry/tasks": `{"account":"ACCOUNT","words":"x"}`, "POST /api/v1/plans/:plan/tasks/:task/answer": `{"answer":"yes"}`,
		"POST /plans/:plan/entries/:entry/ask": "account=ACCOUNT&words=x", "POST /plans/:plan/tasks/:task": "answer=yes",
	})
}

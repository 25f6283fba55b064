package handlers_test

import "maps"

// Reminders are the owner's alone. The calendar opens to whoever has its secret.
func init() {
	maps.Copy(matrix, map[string]may{
		"GET /note-worker.js": anyone, "GET /calendar/:file": strayed,
		"GET /me/reminders": someone, "POST /me/reminders": someone, "POST /me/reminders/not-here": someone, "POST /me/reminders/:reminder/remove": someone,
		"POST /me/calendar": someone, "POST /me/calendar/end": someone,
		"GET /api/v1/plans/:plan/reminders": owners, "POST /api/v1/plans/:plan/reminders": owners, "DELETE /api/v1/plans/:plan/reminders/:reminder": owners,
		"POST /api/v1/plans/:plan/calendar": owners, "DELETE /api/v1/plans/:plan/calendar": owners,
		"PUT /api/v1/plans/:plan/reminders/here": owners, "DELETE /api/v1/plans/:plan/reminders/here": owners,
	})
	bodies["POST /api/v1/plans/:plan/reminders"] = `{"at":"08:30","days":["monday"]}`
	bodies["PUT /api/v1/plans/:plan/reminders/here"] = `{"endpoint":"https://push.example.org/x","key":"x","auth":"x"}`
}

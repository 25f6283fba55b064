package handlers_test

import "maps"

// The copy on a phone is the owner's alone (RULES.md 24); the page that opens it is
// the same for everybody.
func init() {
	maps.Copy(matrix, map[string]may{
		"GET /phone": anyone, "GET /worker.js": anyone, "GET /handrail.webmanifest": anyone,
		"GET /me/phone": someone, "POST /me/phone/drop": someone,
		"GET /api/v1/plans/:plan/offline-copy": owners, "PUT /api/v1/plans/:plan/offline-copy": owners, "DELETE /api/v1/plans/:plan/offline-copy": owners,
		"POST /api/v1/offline-copies/heard": keyed,
	})
	bodies["PUT /api/v1/plans/:plan/offline-copy"] = `{"sections":["toolbox"]}`
	bodies["POST /api/v1/offline-copies/heard"] = `{"secret":"x"}`
}

package storage

import "path/filepath"

// Beside is what lies in the data folder and had better not, where people rely on
// the service (RULES.md 8, 20).
func (s *Storage) Beside() []Finding {
	var found []Finding
	if s.settings.Key == "" {
		found = append(found, Finding{Key: "doctor.key_beside"})
	}
	folder, err := filepath.Abs(s.settings.Folder)
	path, bad := filepath.Abs(s.settings.ledgerPath())
	if err == nil && bad == nil && filepath.Dir(path) == folder {
		found = append(found, Finding{Key: "doctor.ledger_beside"})
	}
	return found
}

package storage

import (
	"bytes"
	"context"
	"crypto/hmac"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"handrail/app/internal/backup"
	"handrail/app/internal/gate"
	"handrail/models"
)

// AnchorsName is the file, beside the ledger, that holds the ends of all lists of
// who has looked, as they were at most an hour ago (RULES.md 15).
const AnchorsName = "handrail.anchors"

var errAnchors = errors.New("storage: the anchors were changed")

func (s Settings) anchorsPath() string {
	return filepath.Join(filepath.Dir(s.ledgerPath()), AnchorsName)
}

// Anchor writes down where every list of who has looked ends now. Of a list that no
// longer holds what was written down before, the old line stays: it is the evidence.
func (s *Storage) Anchor(ctx context.Context) error {
	before, err := s.anchored()
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	lost, err := s.Gate.Lost(ctx, before)
	if err != nil {
		return err
	}
	heads, err := s.Gate.Heads(ctx)
	if err != nil {
		return err
	}
	missing := make(map[models.ID]gate.Head, len(lost))
	for _, h := range lost {
		missing[h.Plan] = h
	}
	text := bytes.NewBufferString("handrail-anchors-1 " + s.settings.Clock().UTC().Format(time.RFC3339) + "\n")
	for _, h := range heads {
		if old, is := missing[h.Plan]; is {
			h = old
			delete(missing, h.Plan)
		}
		writeHead(text, h)
	}
	for _, h := range missing {
		writeHead(text, h) // all of its records are gone
	}
	return s.writeAnchors(text.Bytes())
}

func writeHead(text *bytes.Buffer, h gate.Head) {
	fmt.Fprintf(text, "%s %d %x\n", h.Plan, h.Records, h.Chain)
}

// writeAnchors puts the new file in the place of the old one, whole or not at all.
func (s *Storage) writeAnchors(text []byte) error {
	path := s.settings.anchorsPath()
	f, err := os.OpenFile(path+".part", os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	_, err = fmt.Fprintf(f, "%smac %x\n", text, s.ring.AnchorHash(text))
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	if err := os.Rename(path+".part", path); err != nil {
		return fmt.Errorf("storage: %w", err)
	}
	return backup.SyncFolder(filepath.Dir(path))
}

// anchored is what was written down last; fs.ErrNotExist where nothing was.
func (s *Storage) anchored() ([]gate.Head, error) {
	text, err := os.ReadFile(s.settings.anchorsPath())
	if err != nil {
		return nil, fmt.Errorf("storage: %w", err)
	}
	i := bytes.LastIndex(text, []byte("mac "))
	if i < 0 {
		return nil, errAnchors
	}
	sum, err := hex.DecodeString(strings.TrimSpace(string(text[i+len("mac "):])))
	if err != nil || !hmac.Equal(sum, s.ring.AnchorHash(text[:i])) {
		return nil, errAnchors
	}
	var out []gate.Head
	for _, line := range strings.Split(strings.TrimSpace(string(text[:i])), "\n")[1:] {
		parts := strings.Fields(line)
		if len(parts) != 3 {
			return nil, errAnchors
		}
		records, bad := strconv.ParseInt(parts[1], 10, 64)
		chain, err := hex.DecodeString(parts[2])
		if bad != nil || err != nil {
			return nil, errAnchors
		}
		out = append(out, gate.Head{Plan: models.ID(parts[0]), Records: records, Chain: chain})
	}
	return out, nil
}

// setAnchorsAside keeps the anchors of a database in whose place another is put.
func (s Settings) setAnchorsAside() error {
	path := s.anchorsPath()
	err := os.Rename(path, path+".before-"+s.Clock().UTC().Format("20060102T150405"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("storage: %w", err)
	}
	return nil
}

// examineAnchors holds every list against what was written down outside.
func (s *Storage) examineAnchors(ctx context.Context) ([]Finding, error) {
	heads, err := s.anchored()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if errors.Is(err, errAnchors) {
		return []Finding{{Key: "doctor.anchors"}}, nil
	}
	if err != nil {
		return nil, err
	}
	lost, err := s.Gate.Lost(ctx, heads)
	var found []Finding
	for _, h := range lost {
		found = append(found, Finding{Key: "doctor.anchor", Args: map[string]any{"Plan": string(h.Plan), "Number": h.Records}})
	}
	return found, err
}

// examineLedger reads the whole ledger.
func (s *Storage) examineLedger() []Finding {
	if n, err := s.ledger.Check(); err != nil {
		return []Finding{{Key: "doctor.ledger", Args: map[string]any{"Number": n + 1}}}
	}
	return nil
}

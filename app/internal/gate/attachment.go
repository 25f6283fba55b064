package gate

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"slices"

	"handrail/models"
)

// ErrAttachedFull is more than may hang on the entries of one plan.
var ErrAttachedFull = &models.Error{Kind: models.Invalid, Key: "error.attached_full"}

// errParts says that the bytes that were kept are not those that were brought.
var errParts = errors.New("gate: the parts of an attachment are not whole")

// Attach keeps a new attachment with its bytes, sealed part by part.
func Attach(pen *Pen, a *models.Attachment, content []byte) error {
	v, err := pen.behind()
	if err != nil {
		return err
	}
	hash := sha256.Sum256(content)
	a.Words.Size, a.Words.Hash = len(content), hash[:]
	if a.Position, err = v.nextUnder(a.Parent); err != nil {
		return err
	}
	v.row.bare = false
	if err := Save(pen, a); err != nil {
		return err
	}
	var kept int
	err = v.tx.One("SELECT coalesce(sum(length(body)), 0) FROM attachment_parts WHERE plan = ?", []any{string(v.plan)}, &kept)
	if err != nil {
		return err
	}
	if kept+len(content) > mostAttached {
		return ErrAttachedFull
	}
	position := 0
	for part := range slices.Chunk(content, models.PartSize) {
		position++
		p := &models.AttachmentPart{Record: a.Record, Bytes: part}
		p.ID, p.Parent, p.Position = models.NewID(), a.ID, position
		if err := v.insert(p); err != nil {
			return err
		}
	}
	return nil
}

// nextUnder is the place behind everything that ever hung on an entry.
func (v *visit) nextUnder(entry models.ID) (position int, err error) {
	err = v.tx.One("SELECT coalesce(max(position), 0) + 1 FROM attachments WHERE plan = ? AND parent = ?", []any{string(v.plan), string(entry)}, &position)
	return position, err
}

// Content is an attachment that the holder may see and its bytes. One whose entry was
// taken out is not found, to its owner too.
func Content(l Leave, id models.ID) (*models.Attachment, []byte, error) {
	a, err := Find[models.Attachment](l, id)
	if err != nil {
		return nil, nil, err
	}
	v, _ := l.behind()
	if seen, err := v.seesEntry(a.Parent); err != nil || !seen {
		return nil, nil, orNotFound(err)
	}
	content, err := v.bytesOf(a)
	return a, content, err
}

// TakenContent is, for the owner who takes everything along, the bytes of an
// attachment that they were given, whether it was taken out or not.
func TakenContent(l Leave, a *models.Attachment) ([]byte, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	return v.bytesOf(a)
}

func (v *visit) bytesOf(a *models.Attachment) ([]byte, error) {
	rows, err := v.tx.Query("SELECT "+packed+" FROM attachment_parts WHERE plan = ? AND parent = ? ORDER BY position", string(v.plan), string(a.ID))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	content := make([]byte, 0, a.Words.Size)
	var r row
	var part models.AttachmentPart
	for rows.Next() {
		if err := r.scan(rows); err != nil {
			return nil, err
		}
		if err := v.open(&r, &part); err != nil {
			return nil, err
		}
		content = append(content, part.Bytes...)
	}
	if hash := sha256.Sum256(content); rows.Err() == nil && !bytes.Equal(hash[:], a.Words.Hash) {
		return nil, errParts
	}
	return content, rows.Err()
}

// Unattached is what was taken off one entry and can be brought back, for the owner.
func Unattached(l Leave, entry models.ID) ([]models.Attachment, error) {
	v, err := own(l)
	if err != nil {
		return nil, err
	}
	return records[models.Attachment](v, " WHERE plan = ? AND parent = ? AND removed_at > 0 ORDER BY removed_at DESC, seq DESC", string(v.plan), string(entry))
}

// EmptyAttachment removes for good what the owner took off an entry before.
func EmptyAttachment(pen *Pen, id models.ID) error {
	if _, err := FindRemoved[models.Attachment](pen, id); err != nil {
		return err
	}
	for _, text := range []string{"DELETE FROM attachment_parts WHERE plan = ? AND parent = ?", "DELETE FROM attachments WHERE plan = ? AND id = ?"} {
		if _, err := pen.v.tx.Exec(text, string(pen.v.plan), string(id)); err != nil {
			return err
		}
	}
	return Narrow(pen.v.tx, pen.v.plan)
}

func (v *visit) dropPartsUnder(entry models.ID) error {
	_, err := v.tx.Exec("DELETE FROM attachment_parts WHERE plan = ?1 AND parent IN (SELECT id FROM attachments WHERE plan = ?1 AND parent = ?2)",
		string(v.plan), string(entry))
	return err
}

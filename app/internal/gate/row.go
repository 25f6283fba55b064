package gate

import (
	"encoding"
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"

	"handrail/app/internal/internal/database"
	"handrail/app/internal/internal/seal"
	"handrail/models"
)

// row is the one shape that records of every kind have on disk. One row is used
// for a whole list: what it holds is good until the next scan.
type row struct {
	models.Record
	head  string
	body  seal.Text
	into  []any
	place seal.Place
	plain []byte
	open  bool // plain is what body says
}

const columns = `id, section, parent, version, position, author, how, only_me, hidden_from,
	created_at, updated_at, shown_at, removed_at, body`

// packed is the same columns as two: all that is in clear as one text, since each column of
// each row costs its own value in Go. None of them holds a bar, none is NULL.
const packed = `concat_ws('|', id, section, parent, version, position, author, how, only_me, hidden_from,
	created_at, updated_at, shown_at, removed_at), body`

// scan reads the next row of packed columns.
func (r *row) scan(rows interface{ Scan(...any) error }) error {
	if r.into == nil {
		r.into = []any{&r.head, &r.body}
	}
	r.open = false
	if err := rows.Scan(r.into...); err != nil {
		return err
	}
	return r.unpack()
}

// unpack makes the record's head anew from its text.
func (r *row) unpack() error {
	h := packedHead{rest: r.head}
	r.Record = models.Record{
		ID: models.ID(h.text()), Section: models.SectionKey(h.text()), Parent: models.ID(h.text()), Version: int(h.number()), Position: int(h.number()),
		Author: models.ID(h.text()), How: models.How(h.text()), OnlyMe: h.number() != 0, HiddenFrom: idsOf(h.text()),
		CreatedAt: h.time(), UpdatedAt: h.time(), ShownAt: h.time(), RemovedAt: h.time(),
	}
	return h.err
}

// packedHead takes the columns of one row off their text, one after the other.
type packedHead struct {
	rest string
	err  error
}

func (h *packedHead) text() string {
	column, rest, _ := strings.Cut(h.rest, "|")
	h.rest = rest
	return column
}

func (h *packedHead) number() int64 {
	column := h.text()
	var n int64
	for _, digit := range []byte(column) {
		if digit < '0' || digit > '9' || n > 1<<59 {
			return h.parsed(column)
		}
		n = 10*n + int64(digit-'0')
	}
	if column == "" {
		return h.parsed(column)
	}
	return n
}

func (h *packedHead) parsed(column string) int64 {
	n, err := strconv.ParseInt(column, 10, 64)
	if err != nil {
		h.err = err
	}
	return n
}

func (h *packedHead) time() time.Time { return database.Micros(h.number()).Time() }

func idsOf(joined string) []models.ID {
	if joined == "" {
		return nil
	}
	var ids []models.ID
	for part := range strings.SplitSeq(joined, " ") {
		ids = append(ids, models.ID(part))
	}
	return ids
}

func joined[T ~string](ids []T) string {
	if len(ids) == 0 {
		return ""
	}
	parts := make([]string, len(ids))
	for i, id := range ids {
		parts[i] = string(id)
	}
	return strings.Join(parts, " ")
}

// placed binds a body to its row: moved, replayed or attributed to somebody else,
// it does not open (RULES.md 15). It is appended to a buffer that is used again.
func placed(buffer seal.Place, kind models.Kind, r *models.Record) seal.Place {
	onlyMe := "shown"
	if r.OnlyMe {
		onlyMe = "only me"
	}
	buffer = seal.Append(buffer[:0], string(r.Plan), string(kind), string(r.Section), string(r.ID), strconv.Itoa(r.Version),
		string(r.Author), string(r.How), onlyMe, joined(r.HiddenFrom))
	if kind == models.Attachments || kind == models.AttachmentParts {
		return seal.Append(buffer, string(r.Parent), strconv.Itoa(r.Position)) // hung on an entry that more people see, it does not open
	}
	return buffer
}

// insert writes a new row.
func (v *visit) insert(k models.Kept) error {
	r := k.Head()
	body, err := v.sealed(k)
	if err != nil {
		return err
	}
	return v.tx.Also("INSERT INTO "+string(k.Kind())+" (plan, "+columns+") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
		string(r.Plan), string(r.ID), string(r.Section), string(r.Parent), r.Version, r.Position, string(r.Author), string(r.How), r.OnlyMe,
		joined(r.HiddenFrom), database.At(r.CreatedAt), database.At(r.UpdatedAt), database.At(r.ShownAt), database.At(r.RemovedAt), body)
}

// update writes a row over the version that it came from.
func (v *visit) update(k models.Kept, from int) error {
	r := k.Head()
	body, err := v.sealed(k)
	if err != nil {
		return err
	}
	changed, err := v.tx.Exec("UPDATE "+string(k.Kind())+` SET version = ?, position = ?, author = ?, how = ?, only_me = ?, hidden_from = ?,
		updated_at = ?, shown_at = ?, removed_at = ?, body = ? WHERE id = ? AND plan = ? AND version = ?`,
		r.Version, r.Position, string(r.Author), string(r.How), r.OnlyMe, joined(r.HiddenFrom),
		database.At(r.UpdatedAt), database.At(r.ShownAt), database.At(r.RemovedAt), body, string(r.ID), string(r.Plan), from)
	return newest(changed, err)
}

// rewrite is update for a row that may stay in its place, as nearly all do: a statement that
// names a column writes the indexes with that column anew, whatever it says of it.
func (v *visit) rewrite(k models.Kept, was *models.Record) error {
	r := k.Head()
	if r.Position != was.Position || !samePrivacy(r, was) || !r.ShownAt.Equal(was.ShownAt) {
		return v.update(k, was.Version)
	}
	body, err := v.sealed(k)
	if err != nil {
		return err
	}
	changed, err := v.tx.Exec("UPDATE "+string(k.Kind())+" SET version = ?, author = ?, how = ?, updated_at = ?, body = ? WHERE id = ? AND plan = ? AND version = ?",
		r.Version, string(r.Author), string(r.How), database.At(r.UpdatedAt), body, string(r.ID), string(r.Plan), was.Version)
	return newest(changed, err)
}

// newest is ErrStale where the version that was to be written over is no longer there.
func newest(changed int64, err error) error {
	if err == nil && changed != 1 {
		return ErrStale
	}
	return err
}

func (v *visit) sealed(k models.Kept) (seal.Text, error) {
	plain, err := encode(k.Body())
	if err != nil {
		return seal.Text{}, err
	}
	return v.key.Seal(plain, placed(nil, k.Kind(), k.Head())), nil
}

// open gives a row's words to the record.
func (v *visit) open(r *row, into models.Kept) error {
	r.Plan = v.plan
	*into.Head() = r.Record
	if !r.open {
		r.place = placed(r.place, into.Kind(), into.Head())
		var err error
		if r.plain, err = v.key.OpenInto(r.plain[:0], r.body, r.place); err != nil {
			return err
		}
		r.open = true
	}
	return decode(r.plain, into.Body())
}

func encode(body any) ([]byte, error) {
	if b, ok := body.(encoding.BinaryAppender); ok {
		return b.AppendBinary(nil)
	}
	return json.Marshal(body)
}

func decode(plain []byte, body any) error {
	if b, ok := body.(encoding.BinaryUnmarshaler); ok {
		return b.UnmarshalBinary(plain)
	}
	return json.Unmarshal(plain, body)
}

func samePrivacy(a, b *models.Record) bool {
	return a.OnlyMe == b.OnlyMe && slices.Equal(a.HiddenFrom, b.HiddenFrom)
}

// shownToMore reports whether somebody sees the record now who did not before. Only
// that moves the day that others read: keeping it from one of them must not (RULES.md 10).
func shownToMore(was, is *models.Record) bool {
	return was.OnlyMe && !is.OnlyMe ||
		slices.ContainsFunc(was.HiddenFrom, func(id models.ID) bool { return !slices.Contains(is.HiddenFrom, id) })
}

func (v *visit) sealJSON(words any, at seal.Place) (seal.Text, error) {
	plain, err := json.Marshal(words)
	return v.key.Seal(plain, at), err
}

func openJSON(key seal.Key, body seal.Text, at seal.Place, words any) error {
	plain, err := key.Open(body, at)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, words)
}

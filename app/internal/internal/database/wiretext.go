package database

import (
	"context"
	"database/sql/driver"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
)

// What PostgreSQL calls the types that are used here, by number.
const (
	oidBool   = 16
	oidBytes  = 17
	oidInt8   = 20
	oidInt2   = 21
	oidInt4   = 23
	oidText   = 25
	oidFloat8 = 701
	oidNumber = 1700
)

// prepared is a text that a connection knows, for arguments of certain types.
type prepared struct {
	name    string
	in, out []int16 // 1: as bytes, 0: as text
	types   []uint32
	columns []string
}

// prepare says of each argument what it is: left to guess, PostgreSQL takes ?1 = 0
// for a small number and whatever is compared with an empty text for nothing in particular.
func (w *wire) prepare(pg *pgconn.PgConn, text string, args []driver.Value) (*prepared, error) {
	key := text
	if len(args) > 0 {
		kinds := make([]byte, 0, 32)
		for _, a := range args {
			kinds = append(kinds, kindOf(a))
		}
		key = string(kinds) + text
	}
	if p, had := w.prepared[key]; had {
		return p, nil
	}
	w.number++
	p := &prepared{name: "h" + strconv.Itoa(w.number)}
	oids := make([]uint32, len(args))
	for i, a := range args {
		kind := kindOf(a)
		oids[i] = map[byte]uint32{'i': oidInt8, 's': oidText, 'b': oidBytes, 'f': oidFloat8}[kind]
		p.in = append(p.in, map[byte]int16{'i': 1, 'b': 1, 'f': 1}[kind])
	}
	d, err := pg.Prepare(context.Background(), p.name, text, oids)
	if err != nil {
		return nil, err
	}
	for _, f := range d.Fields {
		asBytes := int16(1)
		if f.DataTypeOID == oidNumber {
			asBytes = 0
		}
		p.out, p.types, p.columns = append(p.out, asBytes), append(p.types, f.DataTypeOID), append(p.columns, f.Name)
	}
	w.prepared[key] = p
	return p, nil
}

func kindOf(a driver.Value) byte {
	switch a.(type) {
	case int64, bool:
		return 'i'
	case string:
		return 's'
	case []byte:
		return 'b'
	case float64:
		return 'f'
	}
	return 'n'
}

// encoded is the arguments as PostgreSQL reads them. Yes and no are 1 and 0, as
// on SQLite.
func encoded(args []driver.Value) [][]byte {
	out := make([][]byte, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case int64:
			out[i] = binary.BigEndian.AppendUint64(nil, uint64(a))
		case bool:
			out[i] = make([]byte, 8)
			if a {
				out[i][7] = 1
			}
		case string:
			out[i] = []byte(holdable(a))
		case []byte:
			out[i] = append([]byte{}, a...) // nil means NULL over there
		case float64:
			out[i] = binary.BigEndian.AppendUint64(nil, math.Float64bits(a))
		}
	}
	return out
}

// holdable is a text without what PostgreSQL cannot hold. No id or key has any of
// it, so that one from a request is still not found.
func holdable(text string) string {
	if strings.IndexByte(text, 0) >= 0 {
		text = strings.ReplaceAll(text, "\x00", "\uFFFD")
	}
	return strings.ToValidUTF8(text, "\uFFFD")
}

// wireText is one text on one connection.
type wireText struct {
	wire *wire
	text string
}

// Close leaves the text prepared: there are as many as the code has.
func (t *wireText) Close() error { return nil }

// NumInput is not counted here.
func (t *wireText) NumInput() int { return -1 }

// Exec runs the text for what it does.
func (t *wireText) Exec(args []driver.Value) (driver.Result, error) {
	r, err := t.wire.run(t.text, args)
	if err != nil {
		return nil, err
	}
	if t.text == "COMMIT" && r.tag == "ROLLBACK" {
		return nil, errCut{errTakenBack} // a statement had failed in it, and somebody went on
	}
	return driver.RowsAffected(r.changed), nil
}

// Query runs the text for its rows.
func (t *wireText) Query(args []driver.Value) (driver.Rows, error) { return t.wire.run(t.text, args) }

// reply is all that came back, in one piece of memory.
type reply struct {
	prepared *prepared
	bytes    []byte
	text     string  // the same, for texts to be cut from
	ends     []int32 // where each value ends; negative: it is NULL
	at, from int
	changed  int64
	tag      string
}

func read(rr *pgconn.ResultReader, p *prepared) (*reply, error) {
	r := &reply{prepared: p}
	for rr.NextRow() {
		for _, v := range rr.Values() {
			r.bytes = append(r.bytes, v...)
			end := int32(len(r.bytes))
			if v == nil {
				end = -end - 1
			}
			r.ends = append(r.ends, end)
		}
	}
	tag, err := rr.Close()
	if err != nil {
		return nil, err
	}
	r.text, r.changed, r.tag = string(r.bytes), tag.RowsAffected(), tag.String()
	return r, nil
}

// Columns is the names of the columns.
func (r *reply) Columns() []string { return r.prepared.columns }

// Close has nothing to close.
func (r *reply) Close() error { return nil }

// Next gives one row.
func (r *reply) Next(dest []driver.Value) error {
	if r.at >= len(r.ends) {
		return io.EOF
	}
	for i := range dest {
		end := r.ends[r.at]
		r.at++
		if end < 0 {
			dest[i] = nil
			continue
		}
		v, err := r.value(r.from, int(end), r.prepared.types[i])
		if err != nil {
			return err
		}
		dest[i], r.from = v, int(end)
	}
	return nil
}

// value makes of what came what SQLite's driver would have given: whole numbers
// are int64, and so are yes and no.
func (r *reply) value(from, end int, oid uint32) (driver.Value, error) {
	b := r.bytes[from:end:end]
	switch oid {
	case oidInt8:
		return int64(binary.BigEndian.Uint64(b)), nil
	case oidInt4:
		return int64(int32(binary.BigEndian.Uint32(b))), nil
	case oidInt2:
		return int64(int16(binary.BigEndian.Uint16(b))), nil
	case oidBool:
		return int64(b[0]), nil
	case oidFloat8:
		return math.Float64frombits(binary.BigEndian.Uint64(b)), nil
	case oidNumber:
		return strconv.ParseInt(r.text[from:end], 10, 64) // the sum of whole numbers
	case oidBytes:
		return b, nil
	case oidText, 1043, 19, 18, 705: // varchar, name, "char", unknown
		return r.text[from:end], nil
	}
	return nil, fmt.Errorf("database: PostgreSQL gave a value of type %d", oid)
}

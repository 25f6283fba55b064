package database

import (
	"database/sql/driver"

	"github.com/jackc/pgx/v5/pgconn"
)

// asked is a statement that nobody waits for.
type asked struct {
	text string
	args []driver.Value
}

// mostAhead is how many bytes may wait to go out with the next statement: a picture is many parts.
const mostAhead = 256 << 10

func (a asked) size() int {
	n := len(a.text)
	for _, v := range a.args {
		switch v := v.(type) {
		case string:
			n += len(v)
		case []byte:
			n += len(v)
		}
	}
	return n
}

// also has a statement go out with the next one, or where much waits already, with this one.
func (l *line) also(text string, args []any) error {
	full, err := l.ahead(text, args)
	if full && err == nil {
		_, err = l.exec(text, args...)
	}
	return err
}

// ahead leaves a statement to the next one, unless there is no more room.
func (l *line) ahead(text string, args []any) (full bool, err error) {
	values := make([]driver.Value, len(args))
	for i, a := range args {
		if values[i], err = driver.DefaultParameterConverter.ConvertValue(a); err != nil {
			return false, err
		}
	}
	err = l.conn.Raw(func(conn any) error {
		w := conn.(*wire)
		waiting := asked{speak(text), values}
		size := waiting.size()
		for _, a := range w.ahead {
			size += a.size()
		}
		if full = size > mostAhead; !full {
			w.ahead = append(w.ahead, waiting)
		}
		return nil
	})
	return full, err
}

// last reads the answer to the statement that went out behind others.
func last(all *pgconn.MultiResultReader, p *prepared) (*reply, error) {
	var r *reply
	var err error
	for all.NextResult() {
		r, err = read(all.ResultReader(), p)
	}
	if closing := all.Close(); closing != nil {
		return nil, closing
	}
	return r, err
}

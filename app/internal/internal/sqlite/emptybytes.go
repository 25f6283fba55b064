//go:build !cgo

package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"

	translated "modernc.org/sqlite"
)

// The translation gives no bytes as nil, which is no value as soon as it is written again: here
// they are given as the other drivers give them. All else goes through as it is.
func init() { sql.Register(Driver, outer{new(translated.Driver)}) }

type outer struct{ inner driver.Driver }

func (o outer) Open(address string) (driver.Conn, error) {
	c, err := o.inner.Open(address)
	if err != nil {
		return nil, err
	}
	return conn{c.(inner)}, nil
}

// inner is what the translation's connections can do.
type inner interface {
	driver.Conn
	driver.ConnBeginTx
	driver.ConnPrepareContext
	driver.ExecerContext
	driver.QueryerContext
	driver.Pinger
	driver.SessionResetter
	driver.Validator
	translated.AuthorizerRegisterer
	NewBackup(into string) (*translated.Backup, error)
}

type conn struct{ inner }

func (c conn) Prepare(text string) (driver.Stmt, error) {
	return c.PrepareContext(context.Background(), text)
}

func (c conn) PrepareContext(ctx context.Context, text string) (driver.Stmt, error) {
	s, err := c.inner.PrepareContext(ctx, text)
	if err != nil {
		return nil, err
	}
	return stmt{s.(innerStmt)}, nil
}

func (c conn) QueryContext(ctx context.Context, text string, args []driver.NamedValue) (driver.Rows, error) {
	r, err := c.inner.QueryContext(ctx, text, args)
	return rows{r}, err
}

type innerStmt interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

type stmt struct{ innerStmt }

func (s stmt) QueryContext(ctx context.Context, args []driver.NamedValue) (driver.Rows, error) {
	r, err := s.innerStmt.QueryContext(ctx, args)
	return rows{r}, err
}

type rows struct{ driver.Rows }

func (r rows) Next(dest []driver.Value) error {
	err := r.Rows.Next(dest)
	for i := range dest {
		if b, is := dest[i].([]byte); is && b == nil {
			dest[i] = []byte{}
		}
	}
	return err
}

package api

import (
	"io"
	"strconv"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"handrail/models"
)

// appender writes itself as JSON, the same bytes as encoding/json would. Only the
// answers that are asked for all day do.
type appender interface{ AppendJSON([]byte) []byte }

// buffers are used again by one answer after another.
var buffers = sync.Pool{New: func() any { b := make([]byte, 0, 64<<10); return &b }}

// format writes an answer: an appender by itself, everything else by encoding/json.
func format(usual huma.Format) huma.Format {
	return huma.Format{Unmarshal: usual.Unmarshal, Marshal: func(w io.Writer, v any) error {
		a, is := v.(appender)
		if !is {
			return usual.Marshal(w, v)
		}
		buffer := buffers.Get().(*[]byte)
		defer buffers.Put(buffer)
		*buffer = append(a.AppendJSON((*buffer)[:0]), '\n')
		_, err := w.Write(*buffer)
		return err
	}}
}

// AppendJSON writes a plan.
func (p planJSON) AppendJSON(b []byte) []byte {
	b = models.AppendQuoted(append(b, `{"id":`...), string(p.ID))
	b = p.Owner.append(append(b, `,"owner":`...))
	b = append(b, `,"sections":[`...)
	for i := range p.Sections {
		if i > 0 {
			b = append(b, ',')
		}
		b = p.Sections[i].AppendJSON(b)
	}
	return append(b, `]}`...)
}

// AppendJSON writes a section.
func (s sectionJSON) AppendJSON(b []byte) []byte {
	b = models.AppendQuoted(append(b, `{"key":`...), string(s.Key))
	b = models.AppendQuoted(append(b, `,"title":`...), s.Title)
	if s.Help != "" {
		b = models.AppendQuoted(append(b, `,"help":`...), s.Help)
	}
	b = models.AppendQuoted(append(b, `,"right":`...), s.Right)
	b = append(b, `,"entries":[`...)
	for i := range s.Entries {
		if i > 0 {
			b = append(b, ',')
		}
		b = s.Entries[i].AppendJSON(b)
	}
	return append(b, `]}`...)
}

// AppendJSON writes an entry.
func (e *Entry) AppendJSON(b []byte) []byte {
	b = models.AppendQuoted(append(b, `{"id":`...), string(e.ID))
	b = models.AppendQuoted(append(b, `,"section":`...), string(e.Section))
	b = strconv.AppendInt(append(b, `,"version":`...), int64(e.Version), 10)
	if e.Position != nil {
		b = strconv.AppendInt(append(b, `,"position":`...), int64(*e.Position), 10)
	}
	b = models.Fields(e.Fields).AppendJSON(append(b, `,"fields":`...))
	if e.Privacy != "" {
		b = models.AppendQuoted(append(b, `,"privacy":`...), e.Privacy)
	}
	if e.HiddenFrom != nil {
		b = appendIDs(append(b, `,"hidden_from":`...), *e.HiddenFrom)
	}
	if e.Author != nil {
		b = e.Author.append(append(b, `,"author":`...))
	}
	if e.How != "" {
		b = models.AppendQuoted(append(b, `,"how":`...), string(e.How))
	}
	if e.With != nil {
		b = e.With.append(append(b, `,"with":`...))
	}
	if e.CreatedAt != nil {
		b = appendTime(append(b, `,"created_at":`...), *e.CreatedAt)
	}
	b = appendTime(append(b, `,"updated_at":`...), e.UpdatedAt)
	if e.RemovedAt != nil {
		b = appendTime(append(b, `,"removed_at":`...), *e.RemovedAt)
	}
	return append(b, '}')
}

func (p personJSON) append(b []byte) []byte {
	b = models.AppendQuoted(append(b, `{"id":`...), string(p.ID))
	b = models.AppendQuoted(append(b, `,"name":`...), p.Name)
	return append(b, '}')
}

func appendIDs(b []byte, ids []models.ID) []byte {
	b = append(b, '[')
	for i, id := range ids {
		if i > 0 {
			b = append(b, ',')
		}
		b = models.AppendQuoted(b, string(id))
	}
	return append(b, ']')
}

func appendTime(b []byte, t time.Time) []byte {
	return append(t.AppendFormat(append(b, '"'), time.RFC3339Nano), '"')
}

package handlers

import (
	"bytes"
	"io"
	"runtime"
	"sync"

	"github.com/klauspost/compress/gzhttp/writer"
	"github.com/klauspost/compress/gzip"
)

// mostKept is how many bytes of an answer are kept until it is whole.
const mostKept = 1 << 20

// compressors is as many as there are cores, and one more for each long answer that is under way.
// Each takes 800 kB and is lent for as long as it computes, not while somebody with a slow line is
// sent what came of it.
type compressors struct {
	turns chan struct{}
	all   sync.Pool
	texts sync.Pool
}

func newCompressors() *compressors {
	return &compressors{
		turns: make(chan struct{}, runtime.GOMAXPROCS(0)),
		all:   sync.Pool{New: newCompressor},
		texts: sync.Pool{New: func() any { return new(bytes.Buffer) }},
	}
}

func newCompressor() any {
	z, err := gzip.NewWriterLevel(nil, level)
	if err != nil {
		panic(err) // the level is wrong
	}
	return z
}

// factory has gzhttp use them.
func (c *compressors) factory() writer.GzipWriterFactory {
	return writer.GzipWriterFactory{
		Levels: func() (least, most int) { return level, level },
		New:    func(to io.Writer, _ int) writer.GzipWriter { return &squeezed{to: to, from: c, kept: c.text()} },
	}
}

func (c *compressors) text() *bytes.Buffer { return c.texts.Get().(*bytes.Buffer) }

func (c *compressors) putBack(text *bytes.Buffer) {
	text.Reset()
	c.texts.Put(text)
}

// squeeze writes a text compressed into memory, where nothing fails.
func (c *compressors) squeeze(into *bytes.Buffer, text []byte) {
	c.turns <- struct{}{}
	defer func() { <-c.turns }()
	z := c.all.Get().(*gzip.Writer)
	defer c.all.Put(z)
	z.Reset(into)
	_, _ = z.Write(text)
	_ = z.Close()
}

// squeezed is one answer. It is kept until it is whole; one that is longer than what is kept,
// or that is to be sent as it comes, has a compressor of its own until it ends.
type squeezed struct {
	to   io.Writer
	from *compressors
	kept *bytes.Buffer // nil: own has it
	own  *gzip.Writer
}

func (s *squeezed) Write(p []byte) (int, error) {
	if s.own == nil && s.kept.Len()+len(p) <= mostKept {
		return s.kept.Write(p)
	}
	if err := s.flow(); err != nil {
		return 0, err
	}
	return s.own.Write(p)
}

// flow begins to send what was kept.
func (s *squeezed) flow() error {
	if s.own != nil {
		return nil
	}
	s.own = s.from.all.Get().(*gzip.Writer)
	s.own.Reset(s.to)
	_, err := s.own.Write(s.kept.Bytes())
	s.letGo()
	return err
}

func (s *squeezed) letGo() {
	s.from.putBack(s.kept)
	s.kept = nil
}

func (s *squeezed) Flush() error {
	if err := s.flow(); err != nil {
		return err
	}
	return s.own.Flush()
}

func (s *squeezed) Close() error {
	if s.own != nil {
		defer s.from.all.Put(s.own)
		return s.own.Close()
	}
	out := s.from.text()
	defer s.from.putBack(out)
	s.from.squeeze(out, s.kept.Bytes())
	s.letGo()
	_, err := s.to.Write(out.Bytes())
	return err
}

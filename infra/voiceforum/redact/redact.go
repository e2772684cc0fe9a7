// Package redact runs the anonymiser over whole files: plain text, CSV and JSON lines. What is not masked stays as it
// stood, byte for byte; what is in doubt is withheld; what cannot be read is refused with its line, and then there is no
// output at all. It holds a bounded part of a file at a time and writes the original nowhere.
package redact

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
)

// Withheld stands in the place of a text that a reviewer must see first.
const Withheld = "[held for a reviewer]"

// Format is how a file is laid out.
type Format string

// The formats.
const (
	Text  Format = "text"  // paragraphs with empty lines between them
	CSV   Format = "csv"   // RFC 4180, UTF-8, with commas
	JSONL Format = "jsonl" // an object on each line
)

// Options says what of a file is read as somebody's words.
type Options struct {
	Format     Format
	Columns    []string // CSV: the columns by name, by number from 1 where NoHeader; every column where empty
	NoHeader   bool     // CSV: the first line is data
	SureHeader bool     // CSV: the first line is a header although it looks like somebody's data
	Fields     []string // JSONL: the members of each object
	Spans      bool     // JSONL: read {"id","text"}, write {"id","spans":[{"start","end","type"}]}
	KeepHeld   bool     // write the masked words of a held text in place of Withheld
}

// Anonymiser masks one response's texts together; *anonymise.Engine is one.
type Anonymiser interface {
	Anonymise(texts []string) ([]anonymise.Result, error)
}

// source is a file in pieces, in order, and the way each goes back.
type source interface {
	// next gives io.EOF after the last piece, a fault.Invalid or fault.TooLarge that names the line where it cannot be read.
	next() (piece, error)
	// render appends a piece with the results for its slots, in their order.
	render(to []byte, p piece, results []anonymise.Result, r *Report) []byte
}

// piece is what belongs together: one response's words, with everything around them.
type piece struct {
	line   int    // where it begins, from 1
	raw    []byte // as it stood
	slots  []slot // the texts in it, in order
	others int    // cells or members beside them that nobody reads
	id     []byte // JSONL with spans: the id as it stood
}

// slot is one text within a piece.
type slot struct {
	start, end int // bytes of raw
	line       int
	where      string // which cell or field of the line; empty for plain text
	text       string
	telling    telling
}

// Run masks what it reads from in and writes the same to out, in order. It ends early when ctx does. On an error what
// was written so far is worth nothing; see ToFile and ToStream, which then show nobody any of it.
func Run(ctx context.Context, engine Anonymiser, in io.Reader, out io.Writer, o Options) (Report, error) {
	src, mark, err := open(engine, in, o)
	if err != nil {
		return Report{}, err
	}
	if _, err := out.Write(mark); err != nil {
		return Report{}, fmt.Errorf("write: %w", err)
	}
	return flow{engine: engine, src: src, out: out, keep: o.KeepHeld || o.Spans}.run(ctx)
}

var byteOrderMark = []byte("\ufeff")

// open makes the source for a format. A byte order mark is no part of the text; it is given back to be written again.
func open(engine Anonymiser, in io.Reader, o Options) (source, []byte, error) {
	lines := NewLines(in)
	start, err := lines.r.Peek(3)
	if err != nil && err != io.EOF {
		return nil, nil, fmt.Errorf("read: %w", err)
	}
	if bytes.HasPrefix(start, []byte("\xff\xfe")) || bytes.HasPrefix(start, []byte("\xfe\xff")) {
		return nil, nil, fault.New(fault.Invalid, "line 1: this is UTF-16; save it as UTF-8 (in a spreadsheet: CSV UTF-8)")
	}
	var mark []byte
	if bytes.Equal(start, byteOrderMark) {
		mark = byteOrderMark
		lines.r.Discard(len(mark)) //nolint:errcheck // it was just looked at
	}
	switch {
	case o.Format == CSV:
		src, err := newCSV(engine, lines.r, o)
		return src, mark, err
	case o.Spans:
		return &spanSource{jsonl: jsonl{lines: lines, fields: []string{"text"}}}, mark, nil
	case o.Format == JSONL:
		if twice := repeated(o.Fields); twice != "" || len(o.Fields) == 0 {
			return nil, nil, fault.New(fault.Invalid, "fields: each is named once, and at least one")
		}
		return &jsonl{lines: lines, fields: o.Fields}, mark, nil
	case o.Format == Text:
		return &text{lines: lines}, mark, nil
	}
	return nil, nil, fault.New(fault.Invalid, "there is no such format; there are text, csv and jsonl")
}

func repeated(names []string) string {
	for i, name := range names {
		if slices.Contains(names[:i], name) {
			return name
		}
	}
	return ""
}

// flow takes pieces through the engine on every core and keeps their order.
type flow struct {
	engine Anonymiser
	src    source
	out    io.Writer
	keep   bool // held texts are written masked
}

// batch is about how many bytes go to a worker at once.
const batch = 64 << 10

type work struct {
	pieces []piece
	done   chan outcome
}

type outcome struct {
	bytes  []byte
	report Report
}

func (f flow) run(ctx context.Context) (Report, error) {
	var report Report
	group, ctx := errgroup.WithContext(ctx)
	workers := runtime.GOMAXPROCS(0)
	todo, order := make(chan work), make(chan work, 2*workers)
	group.Go(func() error {
		defer close(todo)
		defer close(order)
		return f.read(ctx, todo, order)
	})
	for range workers {
		group.Go(func() error {
			for w := range todo {
				done, err := f.mask(w.pieces)
				if err != nil {
					return err
				}
				w.done <- done
			}
			return nil
		})
	}
	group.Go(func() error {
		for w := range order {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case done := <-w.done:
				report.add(done.report)
				if _, err := f.out.Write(done.bytes); err != nil {
					return fmt.Errorf("write: %w", err)
				}
			}
		}
		return nil
	})
	err := group.Wait()
	return report, err
}

// read cuts the source into batches.
func (f flow) read(ctx context.Context, todo, order chan<- work) error {
	for ended := false; !ended; {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		w := work{done: make(chan outcome, 1)}
		for size := 0; size < batch && !ended; {
			p, err := f.src.next()
			if err == io.EOF {
				ended = true
				break
			} else if err != nil {
				return err
			}
			w.pieces = append(w.pieces, p)
			size += len(p.raw)
		}
		for _, to := range []chan<- work{order, todo} {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case to <- w:
			}
		}
	}
	return nil
}

// mask takes each piece as one response.
func (f flow) mask(pieces []piece) (outcome, error) {
	var out outcome
	for _, p := range pieces {
		texts := make([]string, len(p.slots))
		for i, s := range p.slots {
			texts[i] = s.telling.cue + s.text
		}
		results, err := f.engine.Anonymise(texts)
		if err != nil {
			return out, fmt.Errorf("line %d: %w", p.line, err)
		}
		for i, s := range p.slots {
			if s.telling.kind != "" {
				results[i] = s.telling.settled(s.text, results[i])
			}
			out.report.note(s, results[i])
			if results[i].Verdict != anonymise.Clean && !f.keep {
				results[i].Words = Withheld
			}
		}
		out.bytes = f.src.render(out.bytes, p, results, &out.report)
	}
	return out, nil
}

// spliced appends raw with each slot replaced by what put writes for it.
func spliced(to []byte, p piece, put func(to []byte, i int, old []byte) []byte) []byte {
	at := 0
	for i, s := range p.slots {
		to = append(to, p.raw[at:s.start]...)
		to = put(to, i, p.raw[s.start:s.end])
		at = s.end
	}
	return append(to, p.raw[at:]...)
}

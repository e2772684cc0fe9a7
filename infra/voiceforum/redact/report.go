package redact

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"

	"voiceforum/shared/anonymise"
)

// Report says what was masked and what was held. It holds none of the words.
type Report struct {
	Texts      int // read, those without a letter or digit left out
	Masked     int // texts with anything masked
	Kinds      map[anonymise.Kind]int
	Held       int
	HeldAt     []HeldText // the first MostHeld of them, in order
	Formulas   int        // cells that a spreadsheet would have run, made words
	FirstCells []string   // where the first MostHeld of those are
	Parts      int        // plain text: responses that the file was read as
	Untouched  int        // columns, or members of an object, that were not chosen: the most of any line
}

// MostHeld is how many places a report lists.
const MostHeld = 100

// HeldText is where a held text is, and why it is held.
type HeldText struct{ Where, Why string }

func (s slot) place() string {
	if s.where == "" {
		return fmt.Sprintf("line %d", s.line)
	}
	return fmt.Sprintf("line %d, %s", s.line, s.where)
}

// note takes note of one text's result.
func (r *Report) note(s slot, res anonymise.Result) {
	r.Texts++
	if len(res.Spans) > 0 {
		r.Masked++
	}
	if r.Kinds == nil {
		r.Kinds = map[anonymise.Kind]int{}
	}
	for _, span := range res.Spans {
		r.Kinds[span.Kind]++
	}
	if res.Verdict != anonymise.Clean {
		r.Held++
		r.HeldAt = first(append(r.HeldAt, HeldText{s.place(), res.Why}))
	}
}

func (r *Report) formula(s slot) {
	r.Formulas++
	r.FirstCells = first(append(r.FirstCells, s.place()))
}

// add joins the report on what came behind.
func (r *Report) add(next Report) {
	r.Texts += next.Texts
	r.Masked += next.Masked
	r.Held += next.Held
	r.Formulas += next.Formulas
	r.Parts += next.Parts
	r.Untouched = max(r.Untouched, next.Untouched)
	if r.Kinds == nil {
		r.Kinds = map[anonymise.Kind]int{}
	}
	for kind, n := range next.Kinds {
		r.Kinds[kind] += n
	}
	r.HeldAt = first(append(r.HeldAt, next.HeldAt...))
	r.FirstCells = first(append(r.FirstCells, next.FirstCells...))
}

func first[T any](all []T) []T { return all[:min(len(all), MostHeld)] }

// Print writes the report for whoever ran the command with these options.
func (r Report) Print(out io.Writer, o Options) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "kind\tmasked\t\n")
	kinds := slices.SortedFunc(maps.Keys(r.Kinds), func(a, b anonymise.Kind) int {
		return cmp.Or(cmp.Compare(r.Kinds[b], r.Kinds[a]), cmp.Compare(a, b))
	})
	total := 0
	for _, kind := range kinds {
		fmt.Fprintf(table, "%s\t%d\t\n", kind, r.Kinds[kind])
		total += r.Kinds[kind]
	}
	fmt.Fprintf(table, "all\t%d\t\n", total)
	if err := table.Flush(); err != nil {
		return err
	}
	say := &printer{out: out}
	say.line("Texts read: %d. With something masked: %d. Held for a reviewer: %d.", r.Texts, r.Masked, r.Held)
	if r.Untouched > 0 && !o.Spans {
		say.line("Columns or fields not chosen: %d. Nobody looked at them, and they are as they were.", r.Untouched)
	}
	if r.Parts > 1 {
		say.line("Read in %d parts of up to %d KB: people are numbered afresh in each.", r.Parts, anonymise.MaxBytes>>10)
	}
	if r.Formulas > 0 {
		say.line("Cells that began like a formula: %d. An apostrophe now stands before each:", r.Formulas)
		say.lines(r.FirstCells, r.Formulas)
	}
	switch {
	case r.Held == 0 || o.Spans:
		return say.err
	case o.KeepHeld:
		say.line("Held; these may still name somebody. Read each before you send it:")
	default:
		say.line("Held; in the output these are %q. Read each in your own file, and take out what names somebody:", Withheld)
	}
	var where []string
	for _, h := range r.HeldAt {
		where = append(where, h.Where+": "+h.Why)
	}
	say.lines(where, r.Held)
	return say.err
}

// printer prints lines until one cannot be.
type printer struct {
	out io.Writer
	err error
}

func (p *printer) line(format string, args ...any) {
	if p.err == nil {
		_, p.err = fmt.Fprintf(p.out, format+"\n", args...)
	}
}

// lines prints the first of some lines, and how many more there are.
func (p *printer) lines(some []string, all int) {
	for _, line := range some {
		p.line("  %s", line)
	}
	if more := all - len(some); more > 0 {
		p.line("  and %d more", more)
	}
}

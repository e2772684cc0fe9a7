package score

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strings"
	"text/tabwriter"

	"voiceforum/shared/fault"
)

// Print writes the table by type, then the headline figures as one line of JSON. NaN stands as it does in Python's JSON.
func (f Figures) Print(out io.Writer) error {
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "type\tspans\tmasked\t\n")
	for _, kind := range slices.Sorted(maps.Keys(f.ByType)) {
		n := f.ByType[kind]
		fmt.Fprintf(table, "%s\t%d\t%.3f\t\n", kind, n.Spans, share{n.Masked, n.Spans}.ratio())
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(out, f.Line())
	return err
}

// Line gives the headline figures as a line of JSON, rounded to four places.
func (f Figures) Line() string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"texts": %d, "spans": %d`, f.Texts, f.Spans)
	for _, named := range f.headlines() {
		fmt.Fprintf(&b, ", %q: %s", named.name, rounded(*named.value))
	}
	return b.String() + "}"
}

type headline struct {
	name  string
	value *float64
}

func (f *Figures) headlines() []headline {
	return []headline{
		{"masked", &f.Masked},
		{"structured_masked", &f.Structured},
		{"names_masked", &f.Names},
		{"span_precision", &f.SpanPrecision},
		{"kept", &f.Kept},
		{"char_precision", &f.CharPrecision},
		{"char_recall", &f.CharRecall},
		{"char_f1", &f.CharF1},
		{"iou_precision", &f.IOUPrecision},
		{"iou_recall", &f.IOURecall},
		{"iou_f2", &f.IOUF2},
	}
}

// rounded writes a figure as Python's json does after round(x, 4).
func rounded(x float64) string {
	if math.IsNaN(x) {
		return "NaN"
	}
	written := strings.TrimRight(fmt.Sprintf("%.4f", x), "0")
	if strings.HasSuffix(written, ".") {
		written += "0"
	}
	return written
}

// ReadGold reads lines of {"id","text","spans"}.
func ReadGold(in io.Reader) ([]Pair, error) {
	var pairs []Pair
	for dec := json.NewDecoder(in); ; {
		var line struct {
			ID    any
			Text  string
			Spans []Span
		}
		if err := dec.Decode(&line); errors.Is(err, io.EOF) {
			return pairs, nil
		} else if err != nil {
			return nil, fault.Wrap(fault.Invalid, "read labelled texts", err)
		}
		pairs = append(pairs, Pair{ID: fmt.Sprint(line.ID), Text: line.Text, Gold: line.Spans})
	}
}

// Package bench measures the platform, always side by side with something plain in the same run, because a figure from
// a noisy machine says little and a ratio says more.
package bench

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"voiceforum/infra/local"
	"voiceforum/infra/local/build"
	"voiceforum/infra/local/template"
)

// Options says how much is measured.
type Options struct {
	Root      string   // the repository
	Drafts    int      // submissions in each round
	Rounds    int      // rounds of each side, by turns
	Together  int      // submissions at once
	Starts    int      // starts of each function
	Responses int      // in the store for the review queue, and for a quarter that is closed
	Coded     int      // responses that are counted afresh
	Only      []string // the sections to measure, of Sections; all where empty
	Out       io.Writer
}

// sections are what is measured, in this order: the memory is what the submissions took.
var sections = []section{
	{"bytes", (*bench).bytes, false},
	{"submissions", (*bench).submissions, false},
	{"partner", (*bench).partner, false},
	{"memory", (*bench).memory, false},
	{"review", (*bench).review, true},
	{"tallies", (*bench).tallies, true},
	{"quarter", (*bench).quarter, true},
	{"zips", (*bench).zips, false},
	{"starts", (*bench).starts, false},
}

type section struct {
	name    string
	measure func(*bench, context.Context) error
	alone   bool // it needs no platform but, at most, one of its own
}

// chosen gives the sections to be measured.
func chosen(o Options) []section {
	if len(o.Only) == 0 {
		return sections
	}
	return slices.DeleteFunc(slices.Clone(sections), func(s section) bool { return !slices.Contains(o.Only, s.name) })
}

// Sections names what can be measured by itself.
func Sections() []string {
	var names []string
	for _, s := range sections {
		names = append(names, s.name)
	}
	return names
}

// Run measures what it is asked to and prints it. It works in a folder of its own, which it removes.
func Run(ctx context.Context, o Options) error {
	for _, name := range o.Only {
		if !slices.Contains(Sections(), name) {
			return fmt.Errorf("no section is called %q: there are %s", name, strings.Join(Sections(), ", "))
		}
	}
	dir, err := os.MkdirTemp("", "voiceforum-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	b := &bench{Options: o, dir: dir, table: tabwriter.NewWriter(o.Out, 0, 0, 2, ' ', 0)}
	if slices.ContainsFunc(chosen(o), func(s section) bool { return !s.alone }) {
		b.platform, err = local.Start(ctx, local.Options{
			Root: o.Root, Dir: dir, Progress: progress,
		})
		if err != nil {
			return err
		}
		defer b.platform.Stop() //nolint:errcheck // the figures are printed; the process ends
	}
	for _, s := range chosen(o) {
		if err := s.measure(b, ctx); err != nil {
			return err
		}
		if err := b.table.Flush(); err != nil {
			return err
		}
	}
	return nil
}

func progress(what string) { fmt.Fprintln(os.Stderr, what) }

type bench struct {
	Options
	dir      string
	platform *local.Platform
	table    *tabwriter.Writer
}

func (b *bench) section(title string) { fmt.Fprintf(b.table, "\n%s\n", title) }

func (b *bench) row(what string, format string, args ...any) {
	fmt.Fprintf(b.table, "  %s\t%s\n", what, fmt.Sprintf(format, args...))
}

// memory prints the most that one process of each function held while the submissions came in.
func (b *bench) memory(ctx context.Context) error {
	running, err := local.Find(b.dir)
	if err != nil {
		return err
	}
	all, err := running.Stats(ctx)
	if err != nil {
		return err
	}
	b.section("Peak memory of one process of each function, under the load above")
	for _, s := range all {
		b.row(s.Function, "%.0f MB (of %d MB allowed; crashes %d)", float64(s.PeakBytes)/(1<<20), s.MemoryBytes>>20, s.Crashes)
	}
	return nil
}

// zips prints what would be uploaded.
func (b *bench) zips(ctx context.Context) error {
	described, err := b.described()
	if err != nil {
		return err
	}
	zips, err := build.Package(ctx, b.Root, described, filepath.Join(b.dir, "zips"), func(string) {})
	if err != nil {
		return err
	}
	b.section("Zipped size for the cloud (linux/arm64)")
	for _, z := range zips {
		b.row(z.Function, "%.1f MB", float64(z.Bytes)/(1<<20))
	}
	return nil
}

func (b *bench) described() (*template.Platform, error) {
	return template.Load(filepath.Join(b.Root, "template.yaml"),
		map[string]string{"SiteAddress": b.platform.Site, "AlarmEmail": "alarms@voiceforum.example"},
		template.Local(b.Root, template.LocalOptions{Issuer: b.platform.Issuer}))
}

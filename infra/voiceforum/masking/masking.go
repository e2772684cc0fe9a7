// Package masking measures the anonymiser: over labelled texts, how much of what identifies people it masks and how much
// else; and how fast it reads. It prints tables, then the figures beside what is asked of them.
package masking

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"voiceforum/shared/anonymise"
)

// Options says what is measured, and how much of it.
type Options struct {
	Root    string // the repository, for its own labelled texts
	Bench   string // a folder with pii/*.jsonl and score.py; the one beside the repository where empty, if it is there
	Self    string // this program, to time its start; not timed where empty
	Bytes   int    // of text read to measure speed
	Longest int    // bytes of the longer text of each shape, at most anonymise.MaxBytes
	Rounds  int    // of each timing; the median counts
	Out     io.Writer
}

// bench is one run.
type bench struct {
	Options
	engine *anonymise.Engine
	dir    string // for what is handed to score.py
	scorer string // path of score.py; empty where ours prints
	sets   map[string]outcome
	speed  speed
}

// Run measures everything and prints it. What falls short is marked, and is no error.
func Run(ctx context.Context, o Options) error {
	begun := time.Now()
	engine, err := anonymise.New()
	if err != nil {
		return err
	}
	b := &bench{Options: o, engine: engine, sets: map[string]outcome{}, speed: speed{opening: time.Since(begun)}}
	if b.dir, err = os.MkdirTemp("", "voiceforum-bench-"); err != nil {
		return err
	}
	defer os.RemoveAll(b.dir)
	gold, err := b.gold()
	if err != nil {
		return err
	}
	own, texts, err := b.own()
	if err != nil {
		return err
	}
	for _, path := range append(gold, own...) {
		if err := b.measure(ctx, path); err != nil {
			return err
		}
	}
	if err := b.time(ctx, texts); err != nil {
		return err
	}
	return b.summary()
}

// gold finds the labelled sets of the bench's folder, and its scorer.
func (b *bench) gold() ([]string, error) {
	folder := b.Bench
	if folder == "" {
		folder = filepath.Join(b.Root, "..", "shared", "bench")
	}
	paths, err := filepath.Glob(filepath.Join(folder, "pii", "*.jsonl"))
	if err != nil {
		return nil, err
	}
	if len(paths) == 0 {
		if b.Bench != "" {
			return nil, fmt.Errorf("there is no pii/*.jsonl in %s", b.Bench)
		}
		fmt.Fprintln(b.Out, "The folder of labelled sets is not beside the repository (see --bench); measured on the project's own texts only.")
	}
	scorer := filepath.Join(folder, "score.py")
	if _, err := os.Stat(scorer); err == nil {
		b.scorer = scorer
	} else if !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	return paths, nil
}

func nameOf(path string) string { return strings.TrimSuffix(filepath.Base(path), ".jsonl") }

// title prints a heading.
func (b *bench) title(format string, args ...any) { fmt.Fprintf(b.Out, "\n== "+format+"\n", args...) }

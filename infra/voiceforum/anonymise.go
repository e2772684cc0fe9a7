package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/spf13/cobra"

	"voiceforum/infra/voiceforum/redact"
	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
)

// large is from how many bytes on a file's progress is shown.
const large = 1 << 20

// anonymiseOptions are the flags of anonymise.
type anonymiseOptions struct {
	redact.Options
	format, output string
	quiet          bool
}

const anonymiseLong = `Replace what identifies people in a file, before you send it to anybody. Without FILE, or with -, standard input is read.

  text   each paragraph is looked at by itself; a person keeps one number, as in [name 2], through up to 64 KB
  csv    UTF-8 with commas. Every column is looked at unless --columns names some; what is not chosen stays as it is.
         The chosen cells of a row belong to one person's response. Where a cell of theirs would run as a formula when
         opened in a spreadsheet (it begins with = + - @ or a tab, and is no plain number), an apostrophe is put
         before it.
  jsonl  an object on each line; the members named by --fields are one person's response, the others stay as they are

A text that cannot be called clean is not written: "[held for a reviewer]" stands in its place, the report says on which
line, and the command ends with status 3. With --keep-held its masked words are written all the same; then somebody must
read them before they go out.

Nothing is written unless all of it can be: on bad input, an error or Ctrl-C there is no output. Without --output the
masked words wait in a temporary file that only you can read, and are copied to standard output at the end, so have room
for as much again. The original is never written anywhere.

Ends with 0 when all is well, 1 on a failure, 2 on bad input or misuse, 3 when a text was held.`

func anonymiseCommand() *cobra.Command {
	var o anonymiseOptions
	cmd := &cobra.Command{
		Use:   "anonymise [FILE]",
		Short: "Replace what identifies people in text, CSV or JSON lines",
		Long:  anonymiseLong,
		Example: `  voiceforum anonymise feedback.csv --columns name,comments --output safe.csv
  voiceforum anonymise letter.txt > safe.txt
  voiceforum anonymise --format jsonl --fields text,title < in.jsonl > safe.jsonl
  voiceforum anonymise --spans < in.jsonl > spans.jsonl`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			name := "-"
			if len(args) > 0 {
				name = args[0]
			}
			if err := o.settle(name, cmd.Flags().Changed); err != nil {
				return ending{exitUsage, err}
			}
			return o.run(cmd, name)
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.format, "format", "", "text, csv or jsonl (default by the file's ending; text for standard input)")
	f.StringVarP(&o.output, "output", "o", "", "the file to write, put in its place when complete (default standard output)")
	f.StringSliceVar(&o.Columns, "columns", nil, "CSV: only these columns, by name, or by number from 1 with --no-header")
	f.BoolVar(&o.NoHeader, "no-header", false, "CSV: the first row is data too")
	f.BoolVar(&o.SureHeader, "header", false, "CSV: the first row is column names, even if it looks like data")
	f.StringSliceVar(&o.Fields, "fields", []string{"text"}, "JSON lines: the members to look at")
	f.BoolVar(&o.Spans, "spans", false, `JSON lines {"id","text"} in, {"id","spans":[{"start","end","type"}]} out, in code points`)
	f.BoolVar(&o.KeepHeld, "keep-held", false, "write held texts too, masked; somebody must read them before they go out")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "no report and no progress, only errors")
	return cmd
}

// settle finds the format, and refuses flags that would do nothing in it.
func (o *anonymiseOptions) settle(name string, given func(flag string) bool) error {
	ending := strings.ToLower(filepath.Ext(name))
	byEnding := map[string]redact.Format{
		"": redact.Text, ".txt": redact.Text, ".text": redact.Text, ".md": redact.Text,
		".csv": redact.CSV, ".jsonl": redact.JSONL, ".ndjson": redact.JSONL,
	}
	o.Format = redact.Format(o.format)
	if o.Spans {
		o.Format = redact.Format(cmp.Or(o.format, string(redact.JSONL)))
	} else if o.format == "" {
		o.Format = byEnding[ending]
	}
	switch {
	case o.Format == "":
		return fmt.Errorf("files ending in %s are not known here: say --format text, csv or jsonl (save a spreadsheet as CSV UTF-8)", ending)
	case o.Format != redact.Text && o.Format != redact.CSV && o.Format != redact.JSONL:
		return fmt.Errorf("there is no format %q; there are text, csv and jsonl", o.format)
	case o.Spans && (o.Format != redact.JSONL || given("fields")):
		return errors.New(`--spans reads "id" and "text" from JSON lines, and nothing else`)
	case o.Spans && o.KeepHeld, o.SureHeader && o.NoHeader:
		return errors.New("--spans and --keep-held do not go together, nor do --header and --no-header")
	case o.Format != redact.CSV && (given("columns") || o.NoHeader || o.SureHeader):
		return errors.New("--columns, --header and --no-header are for CSV")
	case o.Format != redact.JSONL && given("fields"):
		return errors.New("--fields is for JSON lines")
	case given("columns") && len(o.Columns) == 0:
		return errors.New("--columns names none; leave it out to have every column looked at")
	}
	return nil
}

func (o *anonymiseOptions) run(cmd *cobra.Command, name string) error {
	in, size, err := openInput(cmd.InOrStdin(), name)
	if err != nil {
		return ending{exitUsage, err}
	}
	defer in.Close()
	engine, err := anonymise.New()
	if err != nil {
		return err
	}
	ctx := cmd.Context()
	var report redact.Report
	write := func(out io.Writer) (err error) {
		bar := o.bar(cmd.ErrOrStderr(), size)
		defer bar.Clear() //nolint:errcheck // only a picture of the progress
		read := progressbar.NewReader(interruptible(ctx, in), bar)
		report, err = redact.Run(ctx, engine, &read, out, o.Options)
		return err
	}
	if o.output == "" {
		err = redact.ToStream(cmd.OutOrStdout(), write)
	} else {
		err = redact.ToFile(o.output, in.files(), write)
	}
	switch {
	case err != nil && ctx.Err() != nil:
		return errors.New("interrupted; nothing was written")
	case fault.Is(err, fault.Invalid) || fault.Is(err, fault.TooLarge):
		return ending{exitUsage, err}
	case err != nil:
		return err
	}
	return o.say(cmd.ErrOrStderr(), report)
}

// say prints the report.
func (o *anonymiseOptions) say(errs io.Writer, report redact.Report) error {
	if !o.quiet {
		if err := report.Print(errs, o.Options); err != nil {
			return err
		}
	}
	if report.Held > 0 && !o.Spans {
		return ending{exitHeld, fmt.Errorf("held for a reviewer: %d of %d texts", report.Held, report.Texts)}
	}
	return nil
}

// bar shows how far a large file is, to somebody at a terminal.
func (o *anonymiseOptions) bar(errs io.Writer, size int64) *progressbar.ProgressBar {
	screen, isFile := errs.(*os.File)
	visible := isFile && !o.quiet && (size < 0 || size >= large)
	if visible {
		info, err := screen.Stat()
		visible = err == nil && info.Mode()&os.ModeCharDevice != 0
	}
	return progressbar.NewOptions64(size,
		progressbar.OptionSetDescription("Anonymising"), progressbar.OptionSetWriter(errs), progressbar.OptionShowBytes(true),
		progressbar.OptionSetVisibility(visible), progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish())
}

// input is what is read: a file of ours, or standard input, which is not ours to close.
type input struct {
	io.Reader
	file *os.File
	ours bool
}

// openInput gives the input and its size in bytes, -1 where that cannot be known.
func openInput(stdin io.Reader, name string) (*input, int64, error) {
	in := &input{Reader: stdin}
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return nil, 0, fmt.Errorf("read the input: %w", err)
		}
		in = &input{Reader: file, file: file, ours: true}
	} else if file, ok := stdin.(*os.File); ok {
		in.file = file
	}
	if in.file == nil {
		return in, -1, nil
	}
	info, err := in.file.Stat()
	if err == nil && info.IsDir() {
		err = errors.New("it is a folder")
	}
	if err != nil {
		return nil, 0, errors.Join(fmt.Errorf("read the input: %w", err), in.Close())
	}
	if mode := info.Mode(); mode&os.ModeCharDevice != 0 {
		return in, 0, nil // somebody types it; there is nothing to show
	} else if !mode.IsRegular() {
		return in, -1, nil
	}
	return in, info.Size(), nil
}

func (in *input) files() []*os.File {
	if in.file == nil {
		return nil
	}
	return []*os.File{in.file}
}

// Close closes the file that openInput opened.
func (in *input) Close() error {
	if !in.ours {
		return nil
	}
	return in.file.Close()
}

// interruptible stops reading when ctx ends, even while a terminal or a pipe keeps the read waiting. The read itself
// then waits on by itself, and ends with the process.
func interruptible(ctx context.Context, in *input) io.Reader {
	if in.ours {
		return in
	}
	from, to := io.Pipe()
	go func() {
		_, err := io.Copy(to, in)
		to.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { from.CloseWithError(ctx.Err()) })
	return from
}

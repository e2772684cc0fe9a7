package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
)

const verifyLong = `Check that files taken from the audit's page are whole: that no entry was changed, removed, moved or slipped in.

Give files of one month or of months that follow one another, in any order and either form, as they were downloaded: a
spreadsheet program that saves one again may write it otherwise. The first entry of all is taken to follow from what is
not in the files.

A cut-off end shows only against the heads that are put away each day:

  aws s3 sync s3://BUCKET heads
  voiceforum audit verify --heads heads voiceforum-audit-2026-11-1.jsonl

Fetch the heads first and the files after them, because a head of a later day asks for entries that an earlier file cannot
have. No network is used, and nothing of ours but this program: what is hashed, and how, is told in docs/operations.md.

Ends with 0 when all is whole, 1 on a failure, 2 on misuse or on a file that is no export, 4 when something is broken.`

func auditCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "audit",
		Short: "Check files of the audit",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var heads string
	verify := &cobra.Command{
		Use:     "verify FILE...",
		Short:   "Check that exported entries are as they were made",
		Long:    verifyLong,
		Example: "  voiceforum audit verify --heads heads voiceforum-audit-2026-11-1.csv voiceforum-audit-2026-11-2.csv",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return verifyFiles(cmd.OutOrStdout(), args, heads)
		},
	}
	verify.Flags().StringVar(&heads, "heads", "", "the folder of heads, as they are in their bucket")
	cmd.AddCommand(verify)
	return cmd
}

func verifyFiles(out io.Writer, names []string, folder string) error {
	heads, err := readHeads(folder)
	if err != nil {
		return badInput(err)
	}
	var files [][]audit.Link
	for _, name := range names {
		links, err := readExport(name)
		if err != nil {
			return badInput(err)
		}
		if len(links) > 0 {
			files = append(files, links)
		}
	}
	if len(files) == 0 {
		return ending{exitUsage, errors.New("there are no entries in these files")}
	}
	slices.SortFunc(files, func(a, b []audit.Link) int { return a[0].Compare(b[0]) })
	v := audit.NewVerifier(heads)
	for _, links := range files {
		for _, l := range links {
			v.Add(l)
		}
	}
	first, last := files[0][0], files[len(files)-1][len(files[len(files)-1])-1]
	if broken, ok := v.End(last.Month, ""); !ok {
		return ending{exitBroken, errors.New(inWords(broken))}
	}
	fmt.Fprintf(out, "Whole: %d entries, from %s/%d to %s/%d.\n", v.Read(), first.Month, first.Sequence, last.Month, last.Sequence)
	if folder == "" {
		fmt.Fprintln(out, "No heads were given: whether the end was cut off, or everything made again, does not show.")
	} else {
		fmt.Fprintf(out, "Held to %d heads.\n", len(heads))
	}
	return nil
}

func readExport(name string) ([]audit.Link, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read the entries: %w", err)
	}
	defer file.Close()
	links, err := audit.ReadExport(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return links, nil
}

// readHeads reads every file of a folder and those below it; none where no folder is given.
func readHeads(folder string) ([]audit.Head, error) {
	if folder == "" {
		return nil, nil
	}
	var heads []audit.Head
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		h, err := audit.ReadHead(content)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		heads = append(heads, h)
		return nil
	})
	if err == nil && len(heads) == 0 {
		err = errors.New("there are no heads in that folder")
	}
	return heads, err
}

// badInput gives the exit code of what could not be read: a failure, or a file that is not what it should be.
func badInput(err error) error {
	if fault.Is(err, fault.Unavailable) {
		return err
	}
	return ending{exitUsage, err}
}

// inWords tells a break to whoever checks a file.
func inWords(b audit.Break) string {
	place := fmt.Sprintf("%s/%d", b.Month, b.Sequence)
	switch b.How {
	case audit.Altered:
		return "broken: entry " + place + " is not as it was made"
	case audit.Missing:
		return "broken: entries before " + place + " are missing"
	case audit.OutOfPlace:
		return "broken: entry " + place + " is where another should be"
	case audit.Unlinked:
		return "broken: entry " + place + " does not follow from the one before it; is a file missing between them?"
	case audit.CutOff:
		return "broken: entries from " + place + " on are missing; were the heads fetched before the files?"
	case audit.OtherHead:
		return "broken: entry " + place + " is not the one whose head was put away"
	}
	return "broken: at " + place
}

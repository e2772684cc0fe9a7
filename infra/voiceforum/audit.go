package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
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

  aws s3api list-object-versions --bucket BUCKET --output json > heads.json
  voiceforum audit verify --heads heads.json voiceforum-audit-2026-11-1.jsonl

A head's name says all that it is, and the list of versions has also those that somebody has hidden since. Fetch it
first and the files after it, because a head of a later day asks for entries that an earlier file cannot have. No network
is used, and nothing of ours but this program: what is hashed, and how, is told in docs/operations.md.

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
		Example: "  voiceforum audit verify --heads heads.json voiceforum-audit-2026-11-1.csv voiceforum-audit-2026-11-2.csv",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return verifyFiles(cmd.OutOrStdout(), args, heads)
		},
	}
	verify.Flags().StringVar(&heads, "heads", "", "the list of all versions in the heads' bucket")
	cmd.AddCommand(verify)
	return cmd
}

func verifyFiles(out io.Writer, names []string, listing string) error {
	heads, hidden, err := readHeads(listing)
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
	if hidden > 0 {
		return ending{exitBroken, fmt.Errorf("broken: %d heads were hidden since they were put away", hidden)}
	}
	if listing == "" {
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

// readHeads reads the heads that are named in a list of a bucket's versions, and how many of them are hidden behind a
// delete marker; none where no list is given. What has another name than a head's is none.
func readHeads(listing string) (heads []audit.Head, hidden int, err error) {
	if listing == "" {
		return nil, 0, nil
	}
	content, err := os.ReadFile(listing)
	if err != nil {
		return nil, 0, fmt.Errorf("read the heads: %w", err)
	}
	type version struct{ Key string }
	var listed struct{ Versions, DeleteMarkers []version }
	if err := json.Unmarshal(content, &listed); err != nil {
		return nil, 0, fmt.Errorf("%s: it is no list of a bucket's versions", listing)
	}
	for _, v := range listed.Versions {
		if h, err := audit.ParseHeadName(v.Key); err == nil && !slices.Contains(heads, h) {
			heads = append(heads, h)
		}
	}
	for _, v := range listed.DeleteMarkers {
		if _, err := audit.ParseHeadName(v.Key); err == nil {
			hidden++
		}
	}
	if len(heads) == 0 {
		return nil, 0, fmt.Errorf("%s: it names no heads", listing)
	}
	return heads, hidden, nil
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

// Package pack makes of a release the files that people download: a summary to read and print, a spreadsheet, the tables
// as one for programs, the release as data with its schema, and a manifest with which to check that they are whole. The
// same release always gives the same bytes, so a pack that was written by half can be written again.
package pack

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/pack/summary"
	"voiceforum/shared/pack/workbook"
	"voiceforum/shared/release"
)

// The names of a pack's files.
const (
	Summary  = "summary.html"
	Workbook = "tables.xlsx"
	Tables   = "tables.csv"
	Data     = "release.json"
	Schema   = "release.schema.json"
	Manifest = "manifest.json"
)

// Names gives the names of all files of a pack, those that people want first before the others.
func Names() []string { return []string{Summary, Workbook, Tables, Data, Schema, Manifest} }

// File is one file of a pack.
type File struct {
	Name        string
	ContentType string
	Content     []byte
}

// Key gives the key under which a release's file is stored: packs/2026-Q4/v1/summary.html.
func Key(q calendar.Quarter, version int, name string) string {
	return fmt.Sprintf("packs/%s/v%d/%s", q, version, name)
}

// Disposition gives the Content-Disposition that has browsers save a file, under a name that says what it is.
func Disposition(q calendar.Quarter, version int, name string) string {
	return fmt.Sprintf(`attachment; filename="voiceforum-%s-v%d-%s"`, q, version, name)
}

// Files makes the files of a release's pack, in the order of Names, the manifest last: where it is, the others are.
func Files(r release.Release) ([]File, error) {
	page, err := summary.HTML(r)
	if err != nil {
		return nil, err
	}
	book, err := workbook.XLSX(r)
	if err != nil {
		return nil, err
	}
	data, err := JSON(r)
	if err != nil {
		return nil, err
	}
	files := []File{
		{Summary, "text/html; charset=utf-8", page},
		{Workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", book},
		{Tables, "text/csv; charset=utf-8; header=present", CSV(r)},
		{Data, "application/json", data},
		{Schema, "application/schema+json", schema},
	}
	manifest, err := manifestOf(r, files)
	if err != nil {
		return nil, err
	}
	return append(files, File{Manifest, "application/json", manifest}), nil
}

// manifest names what is in a pack.
type manifest struct {
	Forum   calendar.Quarter `json:"forum"`
	Version int              `json:"version"`
	Made    calendar.Day     `json:"made"`
	Rule    string           `json:"rule"`
	Files   []manifestFile   `json:"files"`
}

type manifestFile struct {
	Name   string `json:"name"`
	Bytes  int    `json:"bytes"`
	SHA256 string `json:"sha256"` // in hexadecimal
}

func manifestOf(r release.Release, files []File) ([]byte, error) {
	m := manifest{
		Forum: r.Forum, Version: r.Version, Made: r.Made,
		Rule: fmt.Sprintf("suppressed below %d, rounded to %d", r.Rule.Threshold, r.Rule.Round),
	}
	for _, f := range files {
		sum := sha256.Sum256(f.Content)
		m.Files = append(m.Files, manifestFile{f.Name, len(f.Content), hex.EncodeToString(sum[:])})
	}
	out, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "write a pack's manifest", err)
	}
	return append(out, '\n'), nil
}

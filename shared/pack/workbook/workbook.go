// Package workbook writes a release as a spreadsheet, the way the Government Statistical Service asks for
// ("Releasing statistics in spreadsheets", Government Analysis Function): a cover, contents with links, notes, then one
// table a sheet, each starting in A1 with its title and what is said about it, its header row marked as a table's. No
// cell is merged or empty, no row or column is blank, nothing is told by colour alone; [c] is a figure that may not be
// shown, [x] one that there is none of, [z] a cell to which nothing belongs.
//
// The same release gives the same bytes. Words that a program might take for a formula stand behind an apostrophe.
package workbook

import (
	"archive/zip"
	"bytes"
	"cmp"
	"io"
	"slices"
	"time"

	"github.com/xuri/excelize/v2"

	"voiceforum/shared/fault"
	"voiceforum/shared/release"
)

// The marks of cells without a figure.
const (
	NotThere   = "[x]" // there is none: nothing to compare with, nothing known
	NotApply   = "[z]" // nothing belongs there
	fontFamily = "Arial"
	fontSize   = 12
)

// sheet is one sheet: text from A1 down, then a table. Cells are strings, ints and float64s.
type sheet struct {
	name   string // at most 31 letters, digits and underscores
	title  string
	about  []string // said between title and table, a row each
	head   []string
	widths []float64 // of the columns; the last is for the rest too
	rows   [][]any
	links  bool // the first column names sheets
}

// XLSX gives a release as a spreadsheet.
func XLSX(r release.Release) ([]byte, error) {
	tables := tableSheets(r)
	sheets := append([]sheet{cover(r), contents(tables), notes(r)}, tables...)
	book := excelize.NewFile()
	defer book.Close()
	if err := write(book, r, sheets); err != nil {
		return nil, fault.Wrap(fault.Internal, "write a pack's spreadsheet", err)
	}
	var b bytes.Buffer
	if err := book.Write(&b); err != nil {
		return nil, fault.Wrap(fault.Internal, "write a pack's spreadsheet", err)
	}
	out, err := settled(b.Bytes())
	if err != nil {
		return nil, fault.Wrap(fault.Internal, "write a pack's spreadsheet", err)
	}
	return out, nil
}

func write(book *excelize.File, r release.Release, sheets []sheet) error {
	if err := book.SetDefaultFont(fontFamily); err != nil {
		return err
	}
	styles, err := newStyles(book)
	if err != nil {
		return err
	}
	for i, s := range sheets {
		if i == 0 {
			err = book.SetSheetName("Sheet1", s.name)
		} else {
			_, err = book.NewSheet(s.name)
		}
		if err != nil {
			return err
		}
	}
	for _, s := range sheets {
		if err := s.write(book, styles); err != nil {
			return err
		}
	}
	book.SetActiveSheet(0)
	day := string(r.Made) + "T00:00:00Z"
	return book.SetDocProps(&excelize.DocProperties{
		Title: titleOf(r), Subject: "Tables of a release", Creator: "Voiceforum", LastModifiedBy: "Voiceforum",
		Language: "en-GB", Created: day, Modified: day, Keywords: "victims, survivors, Victims’ Code, feedback",
		Description: "Disclosure-checked tables of a voice of the victim forum. Cover, contents and notes come first.",
	})
}

// earliest is the first time that a zip archive can say.
var earliest = time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC)

// settled writes a zip archive again, its files in the order of their names after [Content_Types].xml, which readers
// expect first, all of one day.
func settled(archive []byte) ([]byte, error) {
	from, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return nil, err
	}
	slices.SortFunc(from.File, func(a, b *zip.File) int { return cmp.Compare(a.Name, b.Name) })
	var b bytes.Buffer
	to := zip.NewWriter(&b)
	for _, f := range from.File {
		w, err := to.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: earliest})
		if err != nil {
			return nil, err
		}
		content, err := f.Open()
		if err != nil {
			return nil, err
		}
		_, err = io.Copy(w, content) //nolint:gosec // our own archive
		if closed := content.Close(); err == nil {
			err = closed
		}
		if err != nil {
			return nil, err
		}
	}
	if err := to.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

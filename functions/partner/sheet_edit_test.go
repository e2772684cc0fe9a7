package main

import (
	"bytes"
	"testing"

	"github.com/xuri/excelize/v2"

	"voiceforum/shared/sheet"
)

// edited changes cells of a workbook by what they hold, and one by its row's number and its heading.
func edited(t *testing.T, content []byte, change map[string]string, row, heading, value string) []byte {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	book, err := excelize.OpenReader(bytes.NewReader(content))
	must(err)
	rows, err := book.GetRows(sheet.Name)
	must(err)
	for y, cells := range rows {
		for x, heads := range rows[0] {
			name, err := excelize.CoordinatesToCellName(x+1, y+1)
			must(err)
			if x < len(cells) && change[cells[x]] != "" {
				must(book.SetCellStr(sheet.Name, name, change[cells[x]]))
			}
			if cells[0] == row && heads == heading {
				must(book.SetCellStr(sheet.Name, name, value))
			}
		}
	}
	var out bytes.Buffer
	_, err = book.WriteTo(&out)
	must(err)
	return out.Bytes()
}

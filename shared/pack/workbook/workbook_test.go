package workbook_test

import (
	"archive/zip"
	"bytes"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"

	"voiceforum/shared/pack/packtest"
	"voiceforum/shared/pack/workbook"
	"voiceforum/shared/release"
)

func written(t *testing.T, r release.Release) []byte {
	t.Helper()
	content, err := workbook.XLSX(r)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

func opened(t *testing.T, content []byte) *excelize.File {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { book.Close() })
	return book
}

var sheetName = regexp.MustCompile(`^[A-Z][A-Za-z0-9_]{0,30}$`)

// TestTheBookIsAsTheGuidanceAsks goes through every sheet: a title in A1, no cell merged or empty, no row or column blank, a
// header row that is marked as a table's and whose cells differ.
func TestTheBookIsAsTheGuidanceAsks(t *testing.T) {
	for _, people := range []int{0, 25, 400} {
		book := opened(t, written(t, packtest.Release(t, people)))
		names := book.GetSheetList()
		if len(names) < 5 || names[0] != "Cover" || names[1] != "Contents" || names[2] != "Notes" {
			t.Fatalf("the sheets of %d people are %v", people, names)
		}
		for _, name := range names {
			if !sheetName.MatchString(name) {
				t.Errorf("a sheet is called %q", name)
			}
			sound(t, book, name)
		}
	}
}

func sound(t *testing.T, book *excelize.File, name string) {
	t.Helper()
	rows, err := book.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	if merged, err := book.GetMergeCells(name); err != nil || len(merged) > 0 {
		t.Errorf("%s has merged cells: %v %v", name, merged, err)
	}
	if len(rows) == 0 || rows[0][0] == "" {
		t.Fatalf("%s has no title", name)
	}
	tables, err := book.GetTables(name)
	if err != nil {
		t.Fatal(err)
	}
	if name == "Cover" {
		if len(tables) > 0 {
			t.Error("the cover has a table")
		}
		return
	}
	if len(tables) != 1 {
		t.Fatalf("%s has %d tables", name, len(tables))
	}
	first, last, _ := strings.Cut(tables[0].Range, ":")
	_, top, err := excelize.CellNameToCoordinates(first)
	if err != nil {
		t.Fatal(err)
	}
	width, bottom, err := excelize.CellNameToCoordinates(last)
	if err != nil || bottom != len(rows) || !strings.HasPrefix(first, "A") {
		t.Errorf("%s has its table at %s, and %d rows: %v", name, tables[0].Range, len(rows), err)
	}
	heads := map[string]bool{}
	for y, row := range rows {
		want := 1 // title and what is said about the table stand in the first column
		if y+1 >= top {
			want = width
		}
		if len(row) != want {
			t.Errorf("%s has %d cells in row %d, want %d", name, len(row), y+1, want)
		}
		for x, cell := range row {
			if strings.TrimSpace(cell) == "" {
				t.Errorf("%s has an empty cell in row %d, column %d", name, y+1, x+1)
			}
			if y+1 == top && heads[cell] {
				t.Errorf("%s has two columns %q", name, cell)
			}
			heads[cell] = heads[cell] || y+1 == top
		}
	}
}

func TestContentsLeadToEverySheet(t *testing.T) {
	book := opened(t, written(t, packtest.Release(t, 400)))
	rows, err := book.GetRows("Contents")
	if err != nil {
		t.Fatal(err)
	}
	listed := map[string]bool{"Contents": true}
	for y, row := range rows[3:] {
		cell, _ := excelize.CoordinatesToCellName(1, y+4)
		linked, target, err := book.GetCellHyperLink("Contents", cell)
		if err != nil || !linked || target != "'"+row[0]+"'!A1" {
			t.Errorf("%s leads to %q: %v", row[0], target, err)
		}
		listed[row[0]] = true
	}
	for _, name := range book.GetSheetList() {
		if !listed[name] {
			t.Errorf("%s is not in the contents", name)
		}
	}
	for _, needed := range []string{
		"Victims_themes", "Victims_stances", "Rights", "Satisfaction", "Side_by_side", "Victims_who", "Victims_answers", "Victims_two_way",
		"Year_themes", "Year_answers", "Services_answers", "Officers_themes", "Quotes", "New_words", "Promises",
	} {
		if !listed[needed] {
			t.Errorf("there is no %s", needed)
		}
	}
}

func TestTheBookSaysWhatItIs(t *testing.T) {
	book := opened(t, written(t, packtest.Release(t, 12)))
	p, err := book.GetDocProps()
	if err != nil {
		t.Fatal(err)
	}
	if p.Title != "Voice of the victim forum, October to December 2026: tables" || p.Language != "en-GB" || p.Created != "2027-01-04T00:00:00Z" || p.Modified != p.Created {
		t.Errorf("the properties are %+v", p)
	}
}

// The archive tells no time, and its files stand in the order of their names, however the library wrote them.
func TestTheArchiveIsSettled(t *testing.T) {
	content := written(t, packtest.Release(t, 12))
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	before := ""
	for _, f := range archive.File {
		if f.Modified.Year() != 1980 || f.Name <= before {
			t.Errorf("%s follows %s, of %s", f.Name, before, f.Modified)
		}
		before = f.Name
	}
}

func TestFiguresAreNumbersAndTheOthersMarked(t *testing.T) {
	r := packtest.Release(t, 400)
	book := opened(t, written(t, r))
	themes, _ := r.Table("victim", release.AllThemes)
	for y, row := range themes.Rows {
		cell, _ := excelize.CoordinatesToCellName(3, y+4)
		value, err := book.GetCellValue("Victims_themes", cell)
		if err != nil {
			t.Fatal(err)
		}
		kind, err := book.GetCellType("Victims_themes", cell)
		if err != nil {
			t.Fatal(err)
		}
		if isText := kind == excelize.CellTypeSharedString; value != release.Print(row.Count) || isText != row.Count.Suppressed {
			t.Errorf("%s is %q, of type %d, for %+v", row.ID, value, kind, row.Count)
		}
	}
}

func TestNoWordsBecomeAFormula(t *testing.T) {
	r := packtest.Release(t, 12)
	hostile := []string{"=1+1", "+1-1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", `=HYPERLINK("http://x","y")`, "\x00\x1b[31m", strings.Repeat("é", 40000)}
	r.Quotes = nil
	for _, words := range hostile {
		r.Quotes = append(r.Quotes, release.Quote{View: "victim", Theme: "safety", Words: words, From: words})
	}
	r.Promises[0].What = "=1+1"
	book := opened(t, written(t, r))
	for _, name := range book.GetSheetList() {
		rows, err := book.GetRows(name)
		if err != nil {
			t.Fatal(err)
		}
		for y, row := range rows {
			for x, value := range row {
				cell, _ := excelize.CoordinatesToCellName(x+1, y+1)
				if formula, err := book.GetCellFormula(name, cell); err != nil || formula != "" {
					t.Errorf("%s %s holds the formula %q: %v", name, cell, formula, err)
				}
				if strings.IndexAny(value, "=+@\t\r＝") == 0 || utf8.RuneCountInString(value) > 32767 {
					t.Errorf("%s %s begins %.5q", name, cell, value)
				}
			}
		}
	}
}

func TestOfficersAreNotQuoted(t *testing.T) {
	r := packtest.Release(t, 12)
	r.Quotes = append(r.Quotes, release.Quote{View: "officer", Theme: "safety", Words: "I rang her myself"})
	book := opened(t, written(t, r))
	if found, err := book.SearchSheet("Quotes", "I rang her myself"); err != nil || len(found) > 0 {
		t.Errorf("an officer is quoted at %v: %v", found, err)
	}
}

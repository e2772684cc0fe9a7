package workbook

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"voiceforum/shared/disclosure"
)

// styles are the looks of cells: by font size, weight and place, never by colour alone.
type styles struct{ title, text, head, word, number, link int }

func newStyles(book *excelize.File) (s styles, err error) {
	font := func(size float64, bold bool) *excelize.Font {
		return &excelize.Font{Family: fontFamily, Size: size, Bold: bold}
	}
	link := font(fontSize, false)
	link.Underline, link.Color = "single", "0B3D91"
	for _, x := range []struct {
		into  *int
		style excelize.Style
	}{
		{&s.title, excelize.Style{Font: font(15, true), Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.text, excelize.Style{Font: font(fontSize, false), Alignment: &excelize.Alignment{Vertical: "top"}}},
		{&s.head, excelize.Style{Font: font(fontSize, true), Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&s.word, excelize.Style{Font: font(fontSize, false), Alignment: &excelize.Alignment{Vertical: "top", WrapText: true}}},
		{&s.number, excelize.Style{Font: font(fontSize, false), Alignment: &excelize.Alignment{Vertical: "top", Horizontal: "right"}}},
		{&s.link, excelize.Style{Font: link, Alignment: &excelize.Alignment{Vertical: "top"}}},
	} {
		if *x.into, err = book.NewStyle(&x.style); err != nil {
			return s, err
		}
	}
	return s, nil
}

// write fills a sheet of the book that is there already.
func (s sheet) write(book *excelize.File, st styles) error {
	for i := range max(1, len(s.head)) {
		column, err := excelize.ColumnNumberToName(i + 1)
		if err != nil {
			return err
		}
		if err := book.SetColWidth(s.name, column, column, s.widths[min(i, len(s.widths)-1)]); err != nil {
			return err
		}
	}
	for y, line := range append([]string{s.title}, s.about...) {
		style := st.text
		switch {
		case y == 0:
			style = st.title
		case len(s.head) == 0: // a sheet of text alone is as wide as is easy to read
			style = st.word
		}
		if err := put(book, s.name, 1, y+1, line, style); err != nil {
			return err
		}
	}
	if len(s.head) == 0 {
		return nil
	}
	return s.table(book, st, len(s.about)+2)
}

// table writes the header row and the rows under it, and marks them as a table.
func (s sheet) table(book *excelize.File, st styles, top int) error {
	for x, h := range s.head {
		if err := put(book, s.name, x+1, top, h, st.head); err != nil {
			return err
		}
	}
	for y, row := range s.rows {
		for x, value := range row {
			style := st.word
			if _, isWord := value.(string); !isWord || isMark(value) {
				style = st.number
			}
			if err := put(book, s.name, x+1, top+1+y, value, style); err != nil {
				return err
			}
			if s.links && x == 0 {
				if err := link(book, s.name, top+1+y, value.(string), st.link); err != nil {
					return err
				}
			}
		}
	}
	first, err := excelize.CoordinatesToCellName(1, top)
	if err != nil {
		return err
	}
	last, err := excelize.CoordinatesToCellName(len(s.head), top+max(1, len(s.rows)))
	if err != nil {
		return err
	}
	return book.AddTable(s.name, &excelize.Table{Range: first + ":" + last, Name: strings.ToLower(s.name), StyleName: "TableStyleLight1"})
}

func put(book *excelize.File, name string, x, y int, value any, style int) error {
	cell, err := excelize.CoordinatesToCellName(x, y)
	if err != nil {
		return err
	}
	if words, ok := value.(string); ok {
		err = book.SetCellStr(name, cell, Harmless(words))
	} else {
		err = book.SetCellValue(name, cell, value)
	}
	if err != nil {
		return err
	}
	return book.SetCellStyle(name, cell, cell, style)
}

// link makes the name of a sheet, in the first column, lead there.
func link(book *excelize.File, name string, y int, to string, style int) error {
	cell, err := excelize.CoordinatesToCellName(1, y)
	if err != nil {
		return err
	}
	tip := "Go to the sheet " + to
	if err := book.SetCellHyperLink(name, cell, fmt.Sprintf("'%s'!A1", to), "Location", excelize.HyperlinkOpts{Display: &to, Tooltip: &tip}); err != nil {
		return err
	}
	return book.SetCellStyle(name, cell, cell, style)
}

// isMark reports whether a word stands where a number would.
func isMark(value any) bool {
	switch value {
	case disclosure.Mark, NotThere, NotApply:
		return true
	}
	return false
}

// Harmless guards a cell against being taken for a formula, here or once the sheet is saved as CSV. A whole number is
// none. See OWASP, "CSV Injection".
func Harmless(cell string) string {
	if n, err := strconv.Atoi(cell); err == nil && strconv.Itoa(n) == cell {
		return cell
	}
	if strings.IndexAny(cell, "=+-@\t\r＝＋－＠") == 0 {
		return "'" + cell
	}
	return cell
}

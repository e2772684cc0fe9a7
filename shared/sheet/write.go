package sheet

import (
	"bytes"
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
)

// The other sheets of a template.
const (
	answersName = "Answers" // every question with the answers to choose from; the drop-downs show them from here
	guideName   = "Read me"
)

// Texts are the words of a template beside the questionnaire's own.
type Texts struct {
	Guide    []string // a paragraph a row
	Several  string   // beside a cell that takes several answers
	Choose   string   // what the program says of an answer that is none
	Question string   // the heading of what stands beside a column's in the list of answers
}

// Fix is one row that is to be put right, with what is wrong with it in words.
type Fix struct {
	Row   Row
	Words string
}

// Bytes is how many bytes of text a row takes in a file.
func (f Fix) Bytes() int {
	n := len(f.Words)
	for _, cell := range f.Row.Cells {
		n += len(cell)
	}
	return n
}

// Template writes the sheet to fill in as XLSX: a column for each of the layout's, with the answers to choose from in
// a list under each cell. With rows to put right it has those, as they were typed, each with its number and what to
// change. Nothing in it is a formula: what was typed is written as text.
func (l *Layout) Template(texts Texts, fixes []Fix) ([]byte, error) {
	w := writer{book: excelize.NewFile(), layout: l, texts: texts}
	defer w.book.Close() //nolint:errcheck // nothing of it is in a file
	w.do(w.book.SetSheetName("Sheet1", Name))
	first := 1
	if fixes != nil {
		first = 3
		w.do(w.book.SetCellStr(Name, "A1", RowHeading))
		w.do(w.book.SetCellStr(Name, "B1", ProblemHeading))
	}
	w.headings(first)
	w.answers(first)
	for i, fix := range fixes {
		w.text(Name, 1, i+2, strconv.Itoa(fix.Row.Number))
		w.text(Name, 2, i+2, fix.Words)
		for k, cell := range fix.Row.Cells {
			w.text(Name, first+k, i+2, cell)
		}
	}
	w.guide()
	var out bytes.Buffer
	if w.err == nil {
		_, w.err = w.book.WriteTo(&out)
	}
	if w.err != nil {
		return nil, fault.New(fault.Internal, "write a spreadsheet")
	}
	return out.Bytes(), nil
}

// CSV writes the headings alone, for programs that write the rows: UTF-8 with its mark, which older spreadsheet
// programs need.
func (l *Layout) CSV() []byte {
	var out bytes.Buffer
	out.WriteString("\ufeff")
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	w.Write(l.Headings()) //nolint:errcheck // a buffer takes everything
	w.Flush()
	return out.Bytes()
}

// writer writes one workbook and keeps the first thing that went wrong.
type writer struct {
	book   *excelize.File
	layout *Layout
	texts  Texts
	err    error
}

func (w *writer) do(err error) {
	if w.err == nil {
		w.err = err
	}
}

// text writes a text into a cell, as a text whatever it begins with.
func (w *writer) text(name string, column, row int, text string) {
	if text == "" {
		return
	}
	cell, err := excelize.CoordinatesToCellName(column, row)
	w.do(err)
	w.do(w.book.SetCellStr(name, cell, text))
}

func (w *writer) style(s excelize.Style) int {
	id, err := w.book.NewStyle(&s)
	w.do(err)
	return id
}

// headings writes the first row, and makes every cell below a text, so that no program makes a date of a reference.
func (w *writer) headings(first int) {
	bold := w.style(excelize.Style{
		Font: &excelize.Font{Bold: true}, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"},
	})
	const asText = 49 // the number format "@"
	plain := w.style(excelize.Style{NumFmt: asText, Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})
	last, err := excelize.ColumnNumberToName(first + len(w.layout.columns) - 1)
	w.do(err)
	w.do(w.book.SetColStyle(Name, "A:"+last, plain))
	w.do(w.book.SetRowStyle(Name, 1, 1, bold))
	w.do(w.book.SetColWidth(Name, "A", last, 24))
	for i, c := range w.layout.columns {
		w.text(Name, first+i, 1, c.heading)
		if c.question != nil && c.question.Kind == questionnaire.Text {
			name, err := excelize.ColumnNumberToName(first + i)
			w.do(err)
			w.do(w.book.SetColWidth(Name, name, name, 60))
		}
	}
	w.do(w.book.SetPanes(Name, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}))
}

// answers writes the sheet of answers, a column for each of ours that has some, and puts the lists under the cells.
func (w *writer) answers(first int) {
	_, err := w.book.NewSheet(answersName)
	w.do(err)
	at := 0
	for i, c := range w.layout.columns {
		choices := c.choices()
		if len(choices) == 0 {
			continue
		}
		at++
		w.text(answersName, at, 1, c.heading)
		title := w.texts.Question
		if c.question != nil {
			title = c.question.Title[questionnaire.English]
		}
		w.text(answersName, at, 2, title)
		for k, choice := range choices {
			w.text(answersName, at, k+3, choice)
		}
		w.list(first+i, at, len(choices), c)
	}
	if at > 0 {
		last, err := excelize.ColumnNumberToName(at)
		w.do(err)
		w.do(w.book.SetColWidth(answersName, "A", last, 40))
		w.do(w.book.SetColStyle(answersName, "A:"+last, w.style(excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})))
	}
}

// list puts a list under the cells of a column. Where several answers may stand in one cell, others than the list's are
// let through.
func (w *writer) list(column, at, choices int, c column) {
	name, err := excelize.ColumnNumberToName(column)
	w.do(err)
	from, err := excelize.ColumnNumberToName(at)
	w.do(err)
	v := excelize.NewDataValidation(true)
	v.SetSqref(name + "2:" + name + strconv.Itoa(MostRows+1))
	v.SetSqrefDropList("'" + answersName + "'!$" + from + "$3:$" + from + "$" + strconv.Itoa(choices+2))
	if c.question != nil && c.question.Kind == questionnaire.Several {
		v.SetInput(c.heading, w.texts.Several)
		v.ShowErrorMessage = false
	} else {
		v.SetError(excelize.DataValidationErrorStyleStop, c.heading, w.texts.Choose)
	}
	w.do(w.book.AddDataValidation(Name, v))
}

func (w *writer) guide() {
	_, err := w.book.NewSheet(guideName)
	w.do(err)
	for i, paragraph := range w.texts.Guide {
		w.text(guideName, 1, i+1, paragraph)
	}
	w.do(w.book.SetColWidth(guideName, "A", "A", 100))
	w.do(w.book.SetColStyle(guideName, "A", w.style(excelize.Style{Alignment: &excelize.Alignment{WrapText: true, Vertical: "top"}})))
}

// choices are the answers to choose from, in words.
func (c column) choices() []string {
	switch {
	case c.purpose != "":
		return []string{"Yes", "No"}
	case c.question == nil:
		return nil
	}
	var all []string
	for _, o := range c.question.Options {
		all = append(all, strings.TrimSpace(o.Label[questionnaire.English]))
	}
	return all
}

// Package sheet reads the feedback of a service or of officers out of a spreadsheet, a row a piece, and writes the
// sheet that they fill in. It takes CSV and XLSX, evaluates nothing, follows no link, and refuses what could do more
// than hold text. It says what is wrong by row and column, in codes whose words are web/translations' business.
package sheet

import (
	"voiceforum/shared/consent"
	"voiceforum/shared/questionnaire"
)

// Limits of a file.
const (
	MostBytes    = 20 << 20 // as it is uploaded
	MostUnpacked = 96 << 20 // bytes of all parts of an XLSX file together
	MostParts    = 500      // in an XLSX file
	MostTags     = 3 << 19  // in its parts beside the sheets, which are read whole: each takes some hundred bytes of memory
	MostRows     = 20_000   // with something in them, the headings' row apart
	MostCells    = 200      // in a row
	MostInCell   = 32_767   // characters, as spreadsheet programs have it
	MostInRow    = 32 << 10 // bytes of all its cells together: more than all texts at their longest
)

// Row is one row that has something in it.
type Row struct {
	Number    int      `json:"number"` // as spreadsheet programs count, from 1 for the headings
	Reference string   `json:"reference,omitempty"`
	Cells     []string `json:"cells"` // as they were typed, one for each of the layout's columns

	// What was read, where there are no problems.
	Answers questionnaire.Answers    `json:"answers,omitempty"`
	Given   map[consent.Purpose]bool `json:"given,omitempty"` // what was not said is not there

	Problems []Problem `json:"problems,omitempty"`
}

// Code names what is wrong with a cell, a row or a file: one of these, or one of questionnaire's.
type Code string

// What is wrong with a row, beside what questionnaire.Check and handover find.
const (
	Formula        Code = "formula"           // it begins with =, as formulas do
	TooManyCells   Code = "too-many-cells"    // Detail says how many more than there are headings
	TooFewCells    Code = "too-few-cells"     // Detail says how many fewer; of a CSV file only
	CellTooLong    Code = "cell-too-long"     // more than MostInCell
	YesOrNo        Code = "yes-or-no"         // a permission that is neither
	MayItBeCounted Code = "may-it-be-counted" // nothing says whether it may be
	ReferenceTwice Code = "reference-twice"   // Detail is the row that has it already
	RowTooLong     Code = "row-too-long"      // more than MostInRow; its cells are cut
	TooMuchFound   Code = "too-much-found"    // more was found in its texts than can be kept until it is sent
)

// Problem is one thing to put right in a row.
type Problem struct {
	Column string   `json:"column,omitempty"` // its heading; empty where it is about the whole row
	Code   Code     `json:"code"`
	Detail int      `json:"detail,omitempty"`
	Others []string `json:"others,omitempty"` // headings of the columns that it depends on, or the id of what stands in the way
}

// Refusal is why a file cannot be read at all. It is an error; as one it says its code and nothing of the file's.
type Refusal struct {
	Code    Code     `json:"code"`
	Detail  int      `json:"detail,omitempty"`  // a row or a number, as the code has it
	Columns []string `json:"columns,omitempty"` // headings or cells, as the code has it; they may be anything that was typed
}

// Error implements error.
func (r *Refusal) Error() string { return "spreadsheet refused: " + string(r.Code) }

// Why a file is refused.
const (
	Empty           Code = "empty"            // no bytes, or no rows under the headings
	NotASheet       Code = "not-a-sheet"      // neither CSV nor XLSX
	OldOrLocked     Code = "old-or-locked"    // a file of Excel before 2007, or one with a password
	TooLarge        Code = "too-large"        // it unpacks to more than is read
	Broken          Code = "broken"           // an XLSX file that does not read
	Macros          Code = "macros"           // Columns has nothing
	Links           Code = "links"            // to other files or addresses
	Embedded        Code = "embedded"         // other files within
	Formulas        Code = "formulas"         // Columns has the first cells
	WhichSheet      Code = "which-sheet"      // none is called as ours, and more than one is to be seen
	Hidden          Code = "hidden"           // the sheet, or the row Detail of it, which has something in it
	Quotes          Code = "quotes"           // CSV whose quotation marks do not close; Detail is the line
	NoText          Code = "no-text"          // CSV in an encoding that cannot be told
	NoHeadings      Code = "no-headings"      // none of the first row's cells is a heading that we know
	UnknownHeadings Code = "unknown-headings" // Columns has them
	SameHeadings    Code = "same-headings"    // Columns has those that are there twice
	MissingHeadings Code = "missing-headings" // Columns has those that must be there
	TooManyRows     Code = "too-many-rows"    // Detail says how many are taken
	Lost            Code = "lost"             // it was gone before it was read
	NoRows          Code = "no-rows"          // of a file of rows put right: a row that does not say which it is
	RowTwice        Code = "row-twice"        // the same: the row Detail is there twice
	RowUnknown      Code = "row-unknown"      // the same: Columns has numbers of rows that are none, or are sent already
	NoForum         Code = "no-forum"         // of rows that were to be sent: no forum takes them now
)

package pages

import (
	"slices"
	"strconv"
)

// FieldKind says how a Field is answered.
type FieldKind string

// The kinds of field, each with its component; {{template "field" .}} picks the right one.
const (
	One     FieldKind = "one"     // radios
	Several FieldKind = "several" // checkboxes
	Scale   FieldKind = "scale"   // radios, five points from one end to the other
	Text    FieldKind = "text"    // a text area
	Line    FieldKind = "line"    // one line of text
	Pick    FieldKind = "pick"    // one of a list that opens
	Month   FieldKind = "month"   // month and year, in two boxes named NAME-month and NAME-year
)

// Field is one question of a form: its words, its answers to choose from, what has been answered, and what is wrong
// with that.
type Field struct {
	Kind    FieldKind
	Name    string   // of the form's field, and the id that an error links to; neutral
	Legend  string   // the question
	Heading bool     // the question is the page's heading, its h1
	Hint    string   // under the question
	Options []Option // of One, Several, Scale and Pick
	Values  []string // what was chosen or typed, as it was sent; of Month the month and the year
	Error   string   // what to change, in plain words; "" where nothing is wrong

	Limit     int    // of Text: characters accepted; none where 0
	Rows      int    // of Text: lines shown; 6 where 0
	InputMode string // of Line: "tel", "email", "numeric"; plain text where empty
	Width     int    // of Line: 2, 3, 4, 5, 10, 20 or 30 characters; the whole width where 0
}

// Option is one answer to choose.
type Option struct {
	Value, Label, Hint string
	Exclusive          bool // set apart by "or", as "none of these" and "prefer not to say" are
}

// Chosen reports whether value is among the field's values.
func (f Field) Chosen(value string) bool { return slices.Contains(f.Values, value) }

// Value is what was typed into the n-th box, "" where nothing was.
func (f Field) Value(n int) string {
	if n < len(f.Values) {
		return f.Values[n]
	}
	return ""
}

// OptionID is the id of the n-th option's input. The first has the field's name, so that an error links to it.
func (f Field) OptionID(n int) string {
	if n == 0 {
		return f.Name
	}
	return f.Name + "-" + strconv.Itoa(n+1)
}

// FirstID is the id of the input that an error links to.
func (f Field) FirstID() string {
	if f.Kind == Month {
		return f.Name + "-month"
	}
	return f.Name
}

// DescribedBy lists the ids of the hint, the error and the count, for aria-describedby; "" where there are none.
func (f Field) DescribedBy() string {
	var ids string
	for _, part := range []struct {
		there  bool
		suffix string
	}{{f.Hint != "", "-hint"}, {f.Error != "", "-error"}, {f.Limit > 0, "-count"}} {
		if part.there {
			if ids != "" {
				ids += " "
			}
			ids += f.Name + part.suffix
		}
	}
	return ids
}

// Lines is the number of lines a Text field shows.
func (f Field) Lines() int {
	if f.Rows == 0 {
		return 6
	}
	return f.Rows
}

// ErrorSummary lists what is wrong with a form, each error linked to its field. Empty, it is not shown.
type ErrorSummary []Link

// Summarise gives the errors of fields, in their order, for View.Errors.
func Summarise(fields ...Field) ErrorSummary {
	var errs ErrorSummary
	for _, f := range fields {
		if f.Error != "" {
			errs = append(errs, Link{Text: f.Error, Href: "#" + f.FirstID()})
		}
	}
	return errs
}

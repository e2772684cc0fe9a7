package pages

// Look is how a button looks.
type Look string

// The looks of a button, besides the usual one.
const (
	Secondary Look = "secondary"
	Warning   Look = "warning"
)

// Button submits the form it stands in: {{template "button" (button (t "survey.continue"))}}. Name and Value go with
// the form where Name is not empty.
type Button struct {
	Text, Name, Value string
	Look              Look
}

// Details hides paragraphs behind a summary: {{template "details" (details "Summary" "First" "Second")}}.
type Details struct {
	Summary string
	Texts   []string
}

// Tag is a short status: {{template "tag" (tag "Open" "green")}}. Colour is "", "green", "yellow" or "grey".
type Tag struct{ Text, Colour string }

// Banner tells of something that is not about the page's own content.
type Banner struct {
	Text    string
	Success bool // it went well; otherwise it is only important
}

// Panel confirms, in large letters, that something is done.
type Panel struct{ Title, Text string }

// SummaryRow is one row of a summary list: {{template "summary-list" .Rows}} with a []SummaryRow.
type SummaryRow struct {
	Key    string
	Values []string // one paragraph each, with line breaks kept
	Action Action   // none where its Href is empty
}

// Action is a link at the end of a row. Hidden completes its text for those who hear it out of its row.
type Action struct{ Text, Href, Hidden string }

// Table is {{template "table" .Table}}.
type Table struct {
	Caption string
	Head    []Cell
	Rows    [][]Cell // the first cell of each heads its row
}

// Cell is one cell of a table.
type Cell struct {
	Text    string
	Href    string // makes the text a link; none where it is empty
	Numeric bool   // aligned by its digits
	Tag     bool   // shown as a tag
	Colour  string // of the tag
}

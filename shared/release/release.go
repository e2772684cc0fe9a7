// Package release makes what may be seen of a forum: protected tables with their titles, the Victims' Code rights,
// the agency and the stage that each speaks to. A release holds no exact count; what it is made from stays with
// whoever makes it. The live figures of an open forum are a release too, of version 0.
package release

import (
	"strconv"

	"voiceforum/shared/calendar"
	"voiceforum/shared/disclosure"
	"voiceforum/shared/response"
)

// Figure is a count as it may be seen.
type Figure = disclosure.Figure

// Kind says what a table's rows are to each other.
type Kind string

// The kinds of table.
const (
	Parts   Kind = "parts"   // each person of the base is in exactly one row
	Choices Kind = "choices" // each person of the base may be in several rows; each row is out of the base
)

// AllThemes is the id of the table that has a row for every theme.
const AllThemes = "themes"

// Whom a table is about, in words.
const (
	EveryoneCounted = "people whose answers may be counted"
	BaseWidened     = "people, among them some who were not asked this"
	Pieces          = "pieces of feedback that may be counted"
	BaseSaid        = "people to whom it applies and who said whether it was done" // in a RightRow: Met, Partly and NotMet
	BaseAsked       = "people asked, among them the few who did not know"          // in a RightRow: Asked
)

// The notes that tables bear.
const (
	NoteWithheld = "Not shown: it would describe too few people, by itself or when taken from another figure."
	NoteWidened  = "The base includes people who were not asked, because how few they are would show otherwise. Percentages are of all of them."
	NoteChoices  = "People could choose more than one answer, so the rows can add up to more than the base."
	NoteServices = "Kinds of service are counted together where fewer than three organisations of the kind handed in feedback, or one of them most of it."
	NoteYear     = "The forums named are added up. Somebody who answered at two of them counts twice. It stays as it was when this forum’s first release was made."
	NoteThemes   = "One person can write about several themes, and many write nothing. Each theme counts once for a person."
)

// The parts of a release that a table belongs to, in the order in which they are shown.
const (
	WhoAnswered = "who-answered" // the channel, and what people chose to say about themselves
	Themes      = "themes"       // "themes" (all of them, Choices) and "theme.ID" (the stances on one, Parts)
	Questions   = "questions"    // "q.ID"
)

// Release is a frozen, disclosure-checked set of tables. The same release always gives the same JSON.
type Release struct {
	Forum         calendar.Quarter              `json:"forum"`
	Version       int                           `json:"version"` // from 1; 0 are live figures
	Made          calendar.Day                  `json:"made"`
	Questionnaire response.QuestionnaireVersion `json:"questionnaire"`
	Codebook      int                           `json:"codebook"` // the version of the theme codebook by which the victims' figures were counted
	Rule          disclosure.Rule               `json:"rule"`
	Views         []View                        `json:"views"`
	Tables        []Table                       `json:"tables"` // in the order in which they are shown, view by view

	Crosses      []Cross        `json:"crosses,omitempty"`
	Rights       []RightRow     `json:"rights,omitempty"`
	Satisfaction []Satisfaction `json:"satisfaction,omitempty"`
	Beside       []Beside       `json:"beside,omitempty"`
	Quotes       []Quote        `json:"quotes,omitempty"`
	Fresh        []Fresh        `json:"fresh,omitempty"`
	Year         *Year          `json:"year,omitempty"`
	Promises     []Promise      `json:"promises,omitempty"`
	TakenBack    bool           `json:"takenBack,omitempty"` // whether quotes were taken out since version 1; how many would be a count of people
}

// View is whose voice some tables are of. Views are never added together.
type View struct {
	ID          string `json:"id"` // victim, partner, officer
	Title       string `json:"title"`
	Respondents Figure `json:"respondents"` // people whose answers may be counted

	Questionnaire response.QuestionnaireVersion `json:"questionnaire,omitzero"` // what they were asked

	// Counted is the day on which these figures were counted. It is before Made where fewer people than the threshold
	// have been counted differently since figures were last shown, which is when those stay.
	Counted calendar.Day `json:"counted,omitempty"`

	Codebook int `json:"codebook,omitempty"` // the version that these figures were counted by; the release's where it is not said
}

// Table is one protected table.
type Table struct {
	ID     string   `json:"id"` // channel, themes, theme.ID or q.ID
	View   string   `json:"view"`
	Part   string   `json:"part"` // WhoAnswered, Themes or Questions
	Kind   Kind     `json:"kind"`
	Title  string   `json:"title"`
	Base   Figure   `json:"base"`   // how many people the table is about
	BaseOf string   `json:"baseOf"` // who they are, in words: "people asked this question"
	Rows   []Row    `json:"rows"`
	Rights []int    `json:"rights,omitempty"` // of the Victims' Code in force as the forum's quarter began
	Agency string   `json:"agency,omitempty"`
	Stage  string   `json:"stage,omitempty"`
	Theme  string   `json:"theme,omitempty"`
	Notes  []string `json:"notes,omitempty"`
}

// Row is one line of a table. Percent is of the table's base, whole, and computed from the rounded figures.
type Row struct {
	ID      string `json:"id"`
	Label   string `json:"label"`
	Count   Figure `json:"count"`
	Percent *int   `json:"percent,omitempty"`

	Within *Interval `json:"within,omitempty"` // Wilson's 95% interval of Percent; in Parts and Choices tables whose figures may be seen
	Change *Change   `json:"change,omitempty"` // since the forum before, under the same codebook and questionnaire
}

// Print gives a figure as it is printed: the number, or [c].
func Print(f Figure) string {
	if f.Suppressed {
		return disclosure.Mark
	}
	return strconv.Itoa(f.Value)
}

// Table finds a table of a view.
func (r Release) Table(view, id string) (Table, bool) {
	for _, t := range r.Tables {
		if t.View == view && t.ID == id {
			return t, true
		}
	}
	return Table{}, false
}

// InPart gives the tables of a part of a view, in their order.
func (r Release) InPart(view, part string) []Table {
	var found []Table
	for _, t := range r.Tables {
		if t.View == view && t.Part == part {
			found = append(found, t)
		}
	}
	return found
}

// Row finds a row of a table.
func (t Table) Row(id string) (Row, bool) {
	for _, r := range t.Rows {
		if r.ID == id {
			return r, true
		}
	}
	return Row{}, false
}

// Suppressed reports whether nothing of the table may be seen.
func (t Table) Suppressed() bool {
	for _, r := range t.Rows {
		if !r.Count.Suppressed {
			return false
		}
	}
	return t.Base.Suppressed
}

// Edition names a release without its tables.
type Edition struct {
	Forum   calendar.Quarter `json:"forum"`
	Version int              `json:"version"`
	Made    calendar.Day     `json:"made"`

	SupersededBy int  `json:"supersededBy,omitempty"` // the next version; 0 for the newest
	Recalled     bool `json:"recalled,omitempty"`     // words in it were taken back: they are gone from it, and its files with them
}

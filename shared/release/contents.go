package release

import (
	"voiceforum/shared/calendar"
	"voiceforum/shared/themes"
)

// Interval is a range of whole percentage points. It is worked out from protected figures alone.
type Interval struct {
	Low  int `json:"low"`
	High int `json:"high"`
}

// Verdict says in a word how a share differs from the forum before.
type Verdict string

// The verdicts.
const (
	Up            Verdict = "up"
	Down          Verdict = "down"
	NoClearChange Verdict = "no-clear-change"
	TooFew        Verdict = "too-few" // a change that matters could not have been told at these bases
)

// Change is how a row's share differs from that of the forum before, both from protected figures. Only changes that
// are left once the whole family of a release's changes is judged together (see shared/statistics) are Up or Down.
type Change struct {
	Since   calendar.Quarter `json:"since"`
	Verdict Verdict          `json:"verdict"`
	Points  int              `json:"points"` // whole percentage points, this forum's less the other's
	Within  Interval         `json:"within"` // 95% interval of Points
}

// Cross is one protected two-way table: the people of each column, by the rows of another table.
type Cross struct {
	ID    string                       `json:"id"` // x.ROWS.COLS, e.g. x.q.overall.q.age
	View  string                       `json:"view"`
	Title string                       `json:"title"`
	Base  string                       `json:"baseOf"` // who they are, in words
	Rows  []Heading                    `json:"rows"`
	Cols  []Heading                    `json:"cols"`
	Bases map[string]Figure            `json:"bases"` // by column: how many people the column is about
	Cells map[string]map[string]Figure `json:"cells"` // by row, by column
	Notes []string                     `json:"notes,omitempty"`
}

// Heading names a row or a column of a Cross.
type Heading struct {
	ID    string `json:"id"`
	Label string `json:"label"`
}

// RightRow is what people of one view said of one right of the Victims' Code at one agency, by one question. It is the
// experience of those who chose to answer, and no measure of compliance. Every figure is worked out from protected figures
// of the question's table alone, and suppressed where one that it needs is.
type RightRow struct {
	View     string    `json:"view"`
	Right    int       `json:"right"`
	Title    string    `json:"title"` // of the right
	Agency   string    `json:"agency"`
	Stage    string    `json:"stage"`
	Question string    `json:"question"`     // its table's id, e.g. q.updates
	Of       string    `json:"of,omitempty"` // the answer that the row is about, in words, where people could choose several
	Asked    Figure    `json:"asked"`
	Met      Figure    `json:"met"`
	Partly   Figure    `json:"partly"`
	NotMet   Figure    `json:"notMet"`
	NotApply Figure    `json:"notApply"`          // does not apply to them
	DontKnow Figure    `json:"dontKnow"`          // do not know, or gave no answer
	Base     Figure    `json:"base"`              // see BaseOf
	BaseOf   string    `json:"baseOf"`            // who Percent is out of, in words: BaseSaid or BaseAsked
	Percent  *int      `json:"percent,omitempty"` // Met of Base
	Within   *Interval `json:"within,omitempty"`
}

// Satisfaction is the mean of a five-point scale, from protected figures.
type Satisfaction struct {
	View     string   `json:"view"`
	Question string   `json:"question"` // its table's id
	Title    string   `json:"title"`
	Base     Figure   `json:"base"`           // those who chose a point
	Mean     *float64 `json:"mean,omitempty"` // 1 to 5, one decimal; none where any point is suppressed
	Low      *float64 `json:"low,omitempty"`  // 95% interval
	High     *float64 `json:"high,omitempty"`
	Change   *Change  `json:"change,omitempty"` // of the share of the two best points
}

// Beside is one question that more than one questionnaire asks, with the table of each view: victims, services and officers
// side by side, never added.
type Beside struct {
	Key    string            `json:"key"`
	Title  string            `json:"title"`
	Tables map[string]string `json:"tables"` // by view: the table's id
}

// Quote is a person's own words, anonymised, permitted for a use, and approved by a reviewer. Nothing in a release says
// which response it is of.
type Quote struct {
	View   string        `json:"view"`
	Theme  string        `json:"theme"`
	Stance themes.Stance `json:"stance"`
	Words  string        `json:"words"`
	From   string        `json:"from,omitempty"` // what may be said of who speaks, in words; empty where that would describe too few
}

// Fresh is a group of words that no theme claims and that people use more than in the forums before. It has no name until
// a facilitator gives it one.
type Fresh struct {
	Words  []string `json:"words"`  // most telling first
	People Figure   `json:"people"` // who used one of them
	Name   string   `json:"name,omitempty"`
}

// Year is the last four forums together, of which this is the last. Its tables are those of victims' themes and questions.
type Year struct {
	Forums      []calendar.Quarter `json:"forums"` // earliest first; fewer than four at the beginning
	Respondents Figure             `json:"respondents"`
	Tables      []Table            `json:"tables"`
	Notes       []string           `json:"notes,omitempty"`
}

// Promise is what an agency said it would do about a theme, as it stood when the release was made.
type Promise struct {
	Theme  string           `json:"theme"`
	Agency string           `json:"agency"`
	What   string           `json:"what"`
	By     calendar.Day     `json:"by"`
	State  string           `json:"state"`
	Forum  calendar.Quarter `json:"forum"` // at which it was made
}

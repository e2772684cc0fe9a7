// Package questionnaire has the questions that people are asked: versioned YAML files, embedded in the binary, read by
// a strict loader. A file says what each question is called in each language, how it may be answered, when it applies,
// and which Victims' Code right, agency, stage and theme it speaks to. Published versions never change: a new wording
// is a new file, and an answer names the version it answered. questionnaire.schema.json describes the format for
// editors.
//
// A questionnaire is read once, on first use, and shared: nobody may change what Get, Latest or Parse returned.
package questionnaire

// PreferNot is the id of the option "Prefer not to say", which every question has as its last option, unless it is a
// free text or required.
const PreferNot = "prefer-not"

// MaxTexts is how many free-text questions a questionnaire may have.
const MaxTexts = 3

// ScalePoints is how many points a scale has.
const ScalePoints = 5

// Kind says how a question is answered.
type Kind string

// The kinds of question.
const (
	One     Kind = "one"     // one of its options
	Several Kind = "several" // any number of its options, or one exclusive option by itself
	Scale   Kind = "scale"   // one of five points, or one of its other options
	Text    Kind = "text"    // words of the person's own, up to Limit characters
	Month   Kind = "month"   // a month and year, either of which may be left out, or one of its options
)

// Part says to whom and where a question is put.
type Part string

// The parts. AboutYou questions are always last; Support questions may be answered by the survivor alone where an
// advocate helps with the rest, because they are about that advocate's own service.
const (
	Main     Part = "main"
	Support  Part = "support"
	AboutYou Part = "about-you"
)

// View is whose voice the answers are. Views are counted apart and put side by side, see Beside.
type View string

// The views: a victim's own, a specialist service's of its clients, and that of whoever worked on the case.
const (
	Victim  View = "victim"
	Partner View = "partner"
	Officer View = "officer"
)

// LongestColumn is how many characters a question's column heading has at most, so that it could name a sheet too.
const LongestColumn = 31

// Answers holds what was answered, by question id: the ids of the options chosen, in the options' order; for a free
// text, one string; for a month, one string as Date.String writes it, or an option's id. An unanswered question has
// no entry. What forms send becomes an answer by Question.Read, and what programs send by Questionnaire.Check.
type Answers map[string][]string

// Questionnaire is one version of one set of questions.
type Questionnaire struct {
	ID        string    // e.g. rasso-adult
	Version   int       // from 1
	View      View      // Victim where the file names none
	Title     Words     // what it is called
	Audience  Words     // for whom it is
	Minutes   int       // how long it takes, about
	Languages []string  // BCP 47; every text is given in each of them; English is always one
	Sections  []Section // in the order in which they are asked
	Questions []*Question

	index map[string]*Question
}

// Section is a run of questions under one heading.
type Section struct {
	ID    string
	Title Words
	Part  Part
}

// Question is one thing asked, on a page of its own.
type Question struct {
	ID        string
	Key       string // the same in every questionnaire that asks the same thing, see Beside; the id where the file names none
	Column    string // its heading in a spreadsheet, for good and in no language but this; empty for victims' questions
	Required  bool   // a program's submission without an answer is refused, because the answer decides what others mean; never a victim's question
	Kind      Kind
	Part      Part
	Section   string     // the id of its section
	Title     Words      // the question
	Hint      Words      // help with it; nil where there is none
	Why       Words      // why it is asked; only, and always, for about-you questions
	Before    *Before    // what to read before writing; only, and always, for free texts
	Options   []Option   // in the order in which they are shown; nil for free texts
	Limit     int        // of a free text, in characters
	When      *Condition // its section's condition included; nil where it always applies
	DependsOn []string   // ids of the questions that When reads, in the questionnaire's order

	Rights []int  // numbers in the Victims' Code; nil for about-you questions
	Agency string // one of Agencies; empty for about-you questions
	Stage  string // one of Stages; empty for about-you questions
	Theme  string // one of Themes, or empty
}

// Option is one answer to choose.
type Option struct {
	ID        string
	As        string // the id of the option that says the same in other questionnaires, see Beside; its own where the file names none
	Label     Words
	Hint      Words // nil where there is none
	Exclusive bool  // cannot be chosen together with others: "none of these", "prefer not to say"
	Point     int   // 1 to 5 for the points of a scale, where 5 is always best; 0 for every other option
}

// Before is what a person reads before a free text.
type Before struct {
	Lead Words // what to write about, and what not to
	Note Words // that it is optional and not evidence, who might still ask for it, and to leave names out
}

// Question finds a question by its id.
func (q *Questionnaire) Question(id string) (*Question, bool) {
	qu, ok := q.index[id]
	return qu, ok
}

// Option finds one of the question's options by its id.
func (qu *Question) Option(id string) (Option, bool) {
	for _, o := range qu.Options {
		if o.ID == id {
			return o, true
		}
	}
	return Option{}, false
}

// Labels gives the words of an answer's options in a language. What is no option, such as the words of a free text or
// a date, is left out.
func (qu *Question) Labels(answer []string, language string) []string {
	var labels []string
	for _, id := range answer {
		if o, ok := qu.Option(id); ok {
			labels = append(labels, o.Label.In(language))
		}
	}
	return labels
}

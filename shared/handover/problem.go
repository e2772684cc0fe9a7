package handover

import (
	"fmt"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/questionnaire"
)

// Field is the part of an item that a problem is in.
type Field string

// The fields.
const (
	InAnswers       Field = "answers"       // Name is the question's id
	InPermissions   Field = "permissions"   // Name is the purpose
	InReference     Field = "reference"     // Name is empty
	InQuestionnaire Field = "questionnaire" // Name is empty
)

// Code names what is wrong. Besides those here it is one of questionnaire's, for an answer that cannot be taken.
type Code string

// The codes.
const (
	Identifier           Code = "identifier"            // a text holds something that shows who somebody is: Start, End, Kind
	NeedsPerson          Code = "needs-person"          // a text may hold it, and only a person could tell
	AnotherQuestionnaire Code = "another-questionnaire" // not the one for this organisation, or a version that there is not
	PermissionMissing    Code = "permission-missing"    // nothing says whether it may be counted
	PermissionNotTaken   Code = "permission-not-taken"  // for a purpose that this organisation does not ask about
	ReferenceMalformed   Code = "reference-malformed"
	ReferenceTwice       Code = "reference-twice"     // two items of the same request
	ReferenceClosed      Code = "reference-closed"    // what stands under it belongs to a forum that has ended
	ReferenceWithdrawn   Code = "reference-withdrawn" // what stood under it was withdrawn
	ReferenceSpent       Code = "reference-spent"     // its permissions were changed too often
	HandedInOtherwise    Code = "handed-in-otherwise" // without a reference: it is stored already, and says something else
	HandedInWithdrawn    Code = "handed-in-withdrawn" // the same: it was stored, and was withdrawn
)

// Problem is one thing to put right in an item. It holds nothing that was sent but ids of ours: it may be shown, and
// kept as long as what it is about. It belongs in no log, because the places of identifiers tell something of them.
type Problem struct {
	Row        int // Item.Row
	Field      Field
	Name       string // what in the field, by an id of ours; empty for a question that there is not
	Code       Code
	Detail     int    // of questionnaire.TextTooLong: by how many characters
	Words      string // what to change, in plain English
	Start, End int    // of Identifier: code points of the text as it was sent; End is the first after it
	Kind       string // of Identifier: as anonymise.Kind has them
}

func (i Item) problem(f Field, name string, c Code, words string) Problem {
	return Problem{Row: i.Row, Field: f, Name: name, Code: c, Words: words}
}

func (i Item) finding(f questionnaire.Finding) Problem {
	p := i.problem(InAnswers, f.Question, Code(f.Code), f.Words)
	p.Detail = f.Detail
	return p
}

func (i Item) identifier(m Mask) Problem {
	p := i.problem(InAnswers, m.Question, Identifier, fmt.Sprintf(
		"Characters %d to %d look like %s. Take this out or say it another way; or send again and accept our redaction.",
		m.Start+1, m.End, kindWords(m.Kind)))
	p.Start, p.End, p.Kind = m.Start, m.End, m.Kind
	return p
}

func (i Item) needsPerson(question string) Problem {
	return i.problem(InAnswers, question, NeedsPerson,
		"This text may show who somebody is, or is not in English, and a program cannot tell: a person must look at it "+
			"first. Write it again without names, places or dates, or leave it out.")
}

var kinds = map[anonymise.Kind]string{
	anonymise.Name: "a name", anonymise.Place: "a place", anonymise.Address: "an address", anonymise.Postcode: "a postcode",
	anonymise.Phone: "a telephone number", anonymise.Email: "an email address", anonymise.URL: "a web address or an account",
	anonymise.Date: "a date", anonymise.Age: "an age", anonymise.Reference: "a reference number",
	anonymise.NHS: "an NHS number", anonymise.NI: "a National Insurance number", anonymise.Vehicle: "a number plate",
	anonymise.Org: "a place of work, study or worship", anonymise.Job: "a job that names its holder",
}

// kindWords names a kind of identifier in a sentence.
func kindWords(kind string) string {
	if w, ok := kinds[anonymise.Kind(kind)]; ok {
		return w
	}
	return "something that shows who somebody is"
}

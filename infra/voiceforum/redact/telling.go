package redact

import (
	"regexp"
	"strings"

	"voiceforum/shared/anonymise"
)

// telling is what the name of a column tells about its cells. A cell that says only "Hope" is a name where the column is
// called Name, and nothing in the cell says so. Such a cell is masked whole, whatever it holds.
type telling struct {
	kind anonymise.Kind
	// cue goes before the cell when the engine reads it, so that it knows the name in the rest of the row, and the age
	// its band.
	cue string
}

// tells gives what the name of a column tells; nothing where it is of words in general.
func tells(header string) telling {
	words := strings.Fields(strings.Map(func(c rune) rune {
		if c == '_' || c == '-' || c == '/' || c == '.' {
			return ' '
		}
		return c
	}, plain(header)))
	name := strings.Join(words, " ")
	for _, t := range columnsThatTell {
		if t.header.MatchString(name) {
			return t.telling
		}
	}
	return telling{}
}

var columnsThatTell = []struct {
	header *regexp.Regexp
	telling
}{
	{regexp.MustCompile(`^(?:.*(?:first|last|middle|family|given|maiden|full|preferred|sur|client|victim|survivor|officer|worker|person|child|contact|suspect|your|my|s) ?)?names?$|^forenames?$|^initials$`), telling{anonymise.Name, "My name is "}},
	{regexp.MustCompile(`^(?:.* )?(?:dob|d o b|date of birth|birth ?day|birth ?date)$`), telling{kind: anonymise.Date}},
	{regexp.MustCompile(`^(?:.* )?age$`), telling{anonymise.Age, "I am aged "}},
	{regexp.MustCompile(`^(?:.* )?(?:tele)?phone(?: (?:no|number))?$|^(?:.* )?(?:mobile|tel|contact)(?: (?:no|number))?$`), telling{kind: anonymise.Phone}},
	{regexp.MustCompile(`^(?:.* )?e ?mail(?: address)?$`), telling{kind: anonymise.Email}},
	{regexp.MustCompile(`^(?:.* )?post ?code$`), telling{kind: anonymise.Postcode}},
	{regexp.MustCompile(`^(?:(?:home|full|postal|street|current|previous) )?address(?: (?:line )?\d)?$`), telling{kind: anonymise.Address}},
	{regexp.MustCompile(`^nhs(?: (?:no|number|id))?$`), telling{kind: anonymise.NHS}},
	{regexp.MustCompile(`^(?:ni|nino|national insurance)(?: (?:no|number))?$`), telling{kind: anonymise.NI}},
	{regexp.MustCompile(`^(?:case|crime|client|custody|court|urn)(?: (?:ref|reference|no|number|id))+$|^urn$`), telling{kind: anonymise.Reference}},
}

// onlyMasked matches words of which nothing but a title is left.
var onlyMasked = regexp.MustCompile(`^(?:(?i:mr|mrs|ms|miss|mx|dr|pc|dc|ds|dci|di|sgt|rev)\.? )?(?:\[(?:name(?: \d+)?|age [a-z0-9 ]+)\][ ,]*)+$`)

// settled gives the result for a cell of such a column: all of it is masked, and nothing is in doubt.
func (t telling) settled(text string, found anonymise.Result) anonymise.Result {
	words := strings.TrimPrefix(found.Words, t.cue)
	if t.cue == "" || !onlyMasked.MatchString(words) {
		words = "[" + string(t.kind) + "]"
	}
	return anonymise.Result{
		Words:   words,
		Spans:   []anonymise.Span{{Start: 0, End: len([]rune(text)), Kind: t.kind, Why: "its column's name"}},
		Verdict: anonymise.Clean,
	}
}

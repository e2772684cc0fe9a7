package questionnaire

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/calendar"
)

const today calendar.Day = "2026-11-24"

// long is a text at the limit of the question about words.
var long = strings.Repeat("é", 100)

// reads are forms sent to questions of the whole questionnaire, and what becomes of them.
var reads = []struct {
	name     string
	question string
	values   []string
	answer   []string
	problem  Problem
}{
	{"nothing sent", "pick", nil, nil, Problem{}},
	{"nothing chosen", "pick", []string{""}, nil, Problem{}},
	{"one", "pick", []string{"red"}, []string{"red"}, Problem{}},
	{"one, sent twice", "pick", []string{"red", "red"}, []string{"red"}, Problem{}},
	{"two for one", "pick", []string{"red", "blue"}, nil, Problem{Code: OneOnly}},
	{"prefer not to say", "pick", []string{PreferNot}, []string{PreferNot}, Problem{}},
	{"unknown", "pick", []string{"green"}, nil, Problem{Code: UnknownOption}},
	{"unknown beside a known one", "pick", []string{"red", "green"}, nil, Problem{Code: UnknownOption}},
	{"not even text", "pick", []string{"\xff\x00"}, nil, Problem{Code: UnknownOption}},
	{"known in capitals", "pick", []string{"RED"}, nil, Problem{Code: UnknownOption}},

	{"several, in the options' order", "many", []string{"rain", "sun", "rain"}, []string{"sun", "rain"}, Problem{}},
	{"exclusive by itself", "many", []string{"none"}, []string{"none"}, Problem{}},
	{"exclusive with another", "many", []string{"sun", "none"}, nil, Problem{Code: NotTogether}},
	{"prefer not to say with another", "many", []string{"sun", PreferNot}, nil, Problem{Code: NotTogether}},
	{"two exclusive ones", "many", []string{"none", PreferNot}, nil, Problem{Code: NotTogether}},

	{"point of a scale", "often", []string{"5"}, []string{"5"}, Problem{}},
	{"no point of a scale", "often", []string{"6"}, nil, Problem{Code: UnknownOption}},
	{"two points", "often", []string{"1", "5"}, nil, Problem{Code: OneOnly}},

	{"no text", "words", []string{""}, nil, Problem{}},
	{"blank text", "words", []string{" \r\n\t "}, nil, Problem{}},
	{"text", "words", []string{"Kind.\r\nAnd quick."}, []string{"Kind.\nAnd quick."}, Problem{}},
	{"two texts", "words", []string{"a", "b"}, nil, Problem{Code: OneOnly}},
	{"text at the limit", "words", []string{long}, []string{long}, Problem{}},
	{"text three over the limit", "words", []string{long + "abc"}, nil, Problem{TextTooLong, 3}},
	{"line's end counts once", "words", []string{long[2:] + "\r\na"}, nil, Problem{TextTooLong, 1}},
	{"what is removed does not count", "words", []string{long + "\x00\u202e\u200b"}, []string{long}, Problem{}},
	{"text that is not UTF-8", "words", []string{"caf\xe9"}, nil, Problem{Code: TextUnreadable}},
	{"a megabyte", "words", []string{strings.Repeat("a", 1<<20)}, nil, Problem{TextTooLong, 1<<20 - 100}},
	{"an option's name as text", "words", []string{PreferNot}, []string{PreferNot}, Problem{}},

	{"no month", "when", []string{"", ""}, nil, Problem{}},
	{"month and year", "when", []string{"3", "2025"}, []string{"2025-03"}, Problem{}},
	{"in one value", "when", []string{"2025-03"}, []string{"2025-03"}, Problem{}},
	{"month by name", "when", []string{" march ", " 2025 "}, []string{"2025-03"}, Problem{}},
	{"month by short name", "when", []string{"SEP", "2025"}, []string{"2025-09"}, Problem{}},
	{"digits of another script", "when", []string{"٠٣", "۲۰۲۵"}, []string{"2025-03"}, Problem{}},
	{"digits of a block of many", "when", []string{"𝟛", "𝟚𝟘𝟚𝟝"}, []string{"2025-03"}, Problem{}},
	{"year alone", "when", []string{"", "2025"}, []string{"2025"}, Problem{}},
	{"month alone", "when", []string{"03", ""}, []string{"--03"}, Problem{}},
	{"month 0", "when", []string{"0", "2025"}, nil, Problem{Code: MonthInvalid}},
	{"month 13", "when", []string{"13", "2025"}, nil, Problem{Code: MonthInvalid}},
	{"month minus one", "when", []string{"-1", "2025"}, nil, Problem{Code: MonthInvalid}},
	{"no such month", "when", []string{"Smarch", "2025"}, nil, Problem{Code: MonthInvalid}},
	{"year of two digits", "when", []string{"3", "25"}, nil, Problem{Code: YearInvalid}},
	{"year long ago", "when", []string{"3", "1899"}, nil, Problem{Code: YearInvalid}},
	{"year with a sign", "when", []string{"3", "+202"}, nil, Problem{Code: YearInvalid}},
	{"this month", "when", []string{"11", "2026"}, []string{"2026-11"}, Problem{}},
	{"next month", "when", []string{"12", "2026"}, nil, Problem{Code: MonthFuture}},
	{"this year", "when", []string{"", "2026"}, []string{"2026"}, Problem{}},
	{"next year", "when", []string{"", "2027"}, nil, Problem{Code: MonthFuture}},
	{"I don't know", "when", []string{"", "", "dont-know"}, []string{"dont-know"}, Problem{}},
	{"I don't know, in one value", "when", []string{"dont-know"}, []string{"dont-know"}, Problem{}},
	{"I don't know, and a year", "when", []string{"", "2025", "dont-know"}, nil, Problem{Code: NotTogether}},
	{"two options of a month", "when", []string{"", "", "dont-know", PreferNot}, nil, Problem{Code: OneOnly}},
	{"unknown option of a month", "when", []string{"", "", "soon"}, nil, Problem{Code: UnknownOption}},
	{"one value that is no date", "when", []string{"2025-3"}, nil, Problem{Code: UnknownOption}},
}

func TestRead(t *testing.T) {
	q, err := Parse("whole.yaml", []byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range reads {
		t.Run(c.name, func(t *testing.T) {
			qu, _ := q.Question(c.question)
			answer, problem := qu.Read(c.values, today)
			if problem == nil {
				problem = &Problem{}
			}
			if !slices.Equal(answer, c.answer) || *problem != c.problem {
				t.Errorf("Read = %q, %+v; want %q, %+v", answer, *problem, c.answer, c.problem)
			}
		})
	}
}

func TestAMonthWithoutADayToCompareWithIsRefused(t *testing.T) {
	qu := &Question{Kind: Month}
	if answer, problem := qu.Read([]string{"3", "2025"}, ""); problem == nil || problem.Code != MonthFuture {
		t.Errorf("Read = %q, %v", answer, problem)
	}
}

func TestDateSurvivesWriting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date{
			Year:  rapid.OneOf(rapid.Just(0), rapid.IntRange(EarliestYear, 9999)).Draw(t, "year"),
			Month: rapid.IntRange(0, 12).Draw(t, "month"),
		}
		if got, ok := ParseDate(d.String()); ok != (d != Date{}) || got != d {
			t.Fatalf("%+v became %q and then %+v, %v", d, d.String(), got, ok)
		}
	})
}

func TestCleanText(t *testing.T) {
	for _, c := range []struct{ name, typed, kept string }{
		{"line ends", "a\r\nb\rc\u0085d\u2028e\u2029f", "a\nb\nc\nd\ne\nf"},
		{"blanks at the ends", "\n  a  b \t\n", "a  b"},
		{"NUL, bell, escape, delete", "a\x00b\x07c\x1bd\x7fe\u009ff", "abcdef"},
		{"overrides and isolates", "a\u202eb\u202cc\u2066d\u2069e", "abcde"},
		{"direction marks", "\u05d0\u200f \u0627\u061c", "\u05d0\u200f \u0627\u061c"},
		{"zero-width space and friends", "Sam\u200bple\u2060 Per\ufeffson\u00ad", "Sample Person"},
		{"joiners in a Latin name", "Sa\u200dmp\u200cle", "Sample"},
		{"joiners in a telephone number", "07\u200d70\u200c0", "07700"},
		{"joiners at the start", "\u200d\u200ca", "a"},
		{"variation selector in a Latin name", "Sa\ufe0fmple", "Sample"},
		{"joiner in Persian", "می\u200cخواهم", "می\u200cخواهم"},
		{"joiner in Sinhala", "ශ්\u200dරී", "ශ්\u200dරී"},
		{"family emoji", "👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"},
		{"heart on fire", "❤\ufe0f\u200d🔥", "❤\ufe0f\u200d🔥"},
		{"skin tone and sex", "🤦🏽\u200d♀\ufe0f", "🤦🏽\u200d♀\ufe0f"},
		{"keycap", "1\ufe0f\u20e3", "1\ufe0f\u20e3"},
		{"keycap on a blank", "a \ufe0f\u20e3", "a \u20e3"},
		{"flag of a nation", "🇬🇧", "🇬🇧"},
		{"flag of England", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"},
		{"tags that are no flag", "a\U000e0067\U000e0062b", "ab"},
		{"noncharacter", "a\ufdd0b\U0001ffffc", "abc"},
		{"other scripts", "Zażółć, ਪੰਜਾਬੀ, 中文, سلام", "Zażółć, ਪੰਜਾਬੀ, 中文, سلام"},
	} {
		if got := CleanText(c.typed); got != c.kept {
			t.Errorf("%s: %+q, want %+q", c.name, got, c.kept)
		}
	}
}

func FuzzReadText(f *testing.F) {
	for _, s := range []string{"", "Kind.\r\n", "a\u202eb", "👩\u200d👩", "🏴\U000e0067\U000e007f", "\xff", "1\ufe0f\u20e3", "\r\u200b\n", " \ufe0f\u20e3"} {
		f.Add(s)
	}
	qu := &Question{Kind: Text, Limit: 50}
	f.Fuzz(func(t *testing.T, s string) {
		answer, problem := qu.Read([]string{s}, today)
		switch {
		case problem != nil && answer != nil:
			t.Fatal("an answer and a problem")
		case problem != nil && problem.Code == TextTooLong && utf8.RuneCountInString(CleanText(s)) != qu.Limit+problem.Detail:
			t.Fatalf("over by %d, counted %d", problem.Detail, utf8.RuneCountInString(CleanText(s)))
		case answer == nil:
			return
		}
		if text := answer[0]; !utf8.ValidString(text) || utf8.RuneCountInString(text) > qu.Limit || strings.ContainsAny(text, "\x00\r\u202e\u200b") {
			t.Fatalf("kept %+q", text)
		}
		again, problem := qu.Read(answer, today)
		if problem != nil || !slices.Equal(again, answer) {
			t.Fatalf("reading again: %+q, %v after %+q", again, problem, answer)
		}
	})
}

// codes are all the codes of problems that there are.
var codes = []Code{
	UnknownOption, OneOnly, NotTogether, TextTooLong, TextUnreadable, MonthInvalid, YearInvalid, MonthFuture,
}

// Whatever a form sends to any question, what comes back is an answer that would be read as itself, or a problem.
func FuzzReadOptions(f *testing.F) {
	f.Add("reported-how", "online", "", "")
	f.Add("reported-when", "3", "2025", "prefer-not")
	f.Add("told-about", "rights", "none", "x")
	q, err := Latest("rasso-adult")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, id, a, b, c string) {
		qu, ok := q.Question(id)
		if !ok {
			return
		}
		answer, problem := qu.Read([]string{a, b, c}, today)
		if problem != nil {
			if answer != nil || !slices.Contains(codes, problem.Code) {
				t.Fatalf("answer %q with problem %+v", answer, problem)
			}
			return
		}
		again, problem := qu.Read(answer, today)
		if problem != nil || cmp.Diff(again, answer) != "" {
			t.Fatalf("%q was read as %q, %v", answer, again, problem)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	for _, b := range broken {
		if b.old == "" {
			f.Add([]byte(b.new))
			continue
		}
		f.Add([]byte(strings.Replace(whole, b.old, b.new, 1)))
	}
	for _, s := range []string{"", "&a [*a]", "? {a: b}\n: c", "<<: {id: a}", "%YAML 9", "\xff\xfe", "id: !!binary aGk="} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		q, err := Parse("fuzz.yaml", text)
		if (q == nil) == (err == nil) {
			t.Fatalf("questionnaire %v with error %v", q != nil, err)
		}
		if q != nil && len(q.Applies(nil)) > len(q.Questions) {
			t.Fatal("more questions apply than there are")
		}
	})
}

package labelled_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/anonymise/labelled"
	"voiceforum/shared/fault"
)

func TestTextsAndTheirMarksAreRead(t *testing.T) {
	const file = "# Invented.\n\n" +
		"--- first victim\n\nI rang {{name|Jaswinder Kaur}} — twice —\nbefore the {{keep|Crown Court}}.\n\n" +
		"--- second advocate-assisted\n{{name|Zoë}}{{age|34}}\r\n"
	got, err := labelled.Parse("words.txt", []byte(file))
	if err != nil {
		t.Fatal(err)
	}
	want := []labelled.Text{
		{
			ID: "first", Channel: "victim", Text: "I rang Jaswinder Kaur — twice —\nbefore the Crown Court.",
			Spans: []labelled.Span{{7, 21, "name"}, {43, 54, labelled.Keep}},
		},
		{ID: "second", Channel: "advocate-assisted", Text: "Zoë34", Spans: []labelled.Span{{0, 3, "name"}, {3, 5, "age"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestWhatIsWrongIsSaidWithItsLine(t *testing.T) {
	for _, c := range []struct{ file, says string }{
		{"hello\n", "w:1: words before"},
		{"--- a\nhello\n", "w:1: want --- id channel"},
		{"--- a victim\nhello\n--- a victim\nhello\n", "w:3: this id was given before"},
		{"--- a victim\n\n\n--- b victim\nhello\n", "w:1: a text without words"},
		{"--- a victim\n\nhello\n{{name|Zorbin", "w:4: {{ without"},
		{"--- a victim\nhello {{name Zorbin}}", "w:2: want {{kind|words}}"},
		{"--- a victim\nhello {{name|my {{name|Zorbin}}", "w:2: want {{kind|words}}"},
		{"--- a victim\nhello\n\nZorbin}} {{name|Zorbin}}", "w:4: }} without"},
		{"--- a victim\n{{person|Zorbin}}", "w:2: no kind is called that"},
		{"--- a victim\n{{name| Zorbin}}", "w:2: marked words"},
		{"--- a victim\n{{name|}}", "w:2: marked words"},
		{"--- a victim\nhel\rlo", "w:2: a carriage return"},
		{"--- a victim\n\xff", "w: not UTF-8"},
	} {
		texts, err := labelled.Parse("w", []byte(c.file))
		if !fault.Is(err, fault.Invalid) || !strings.HasPrefix(err.Error(), c.says) || strings.Contains(err.Error(), "Zorbin") || texts != nil {
			t.Errorf("%q gives %v, want %q", c.file, err, c.says)
		}
	}
}

// marked writes a text as a file has it.
func marked(text labelled.Text) string {
	runes, at := []rune(text.Text), 0
	var b strings.Builder
	for _, s := range text.Spans {
		b.WriteString(string(runes[at:s.Start]) + "{{" + s.Type + "|" + string(runes[s.Start:s.End]) + "}}")
		at = s.End
	}
	return "--- " + text.ID + " " + text.Channel + "\n" + b.String() + string(runes[at:]) + "\n"
}

func FuzzParse(f *testing.F) {
	f.Add("--- a victim\nI rang {{name|Zoë}} before {{keep|May}}.\n--- b officer\nhello")
	f.Add("--- a victim\n{{name|a}}b}}")
	f.Add("--- a victim\n{{{name|a}}}")
	f.Fuzz(func(t *testing.T, file string) {
		texts, err := labelled.Parse("w", []byte(file))
		if err != nil {
			return
		}
		var again strings.Builder
		for _, text := range texts {
			at, n := 0, utf8.RuneCountInString(text.Text)
			for _, s := range text.Spans {
				if s.Start < at || s.End <= s.Start || s.End > n {
					t.Fatalf("span %+v overlaps or leaves the text of %d code points", s, n)
				}
				at = s.End
			}
			again.WriteString(marked(text))
		}
		got, err := labelled.Parse("w", []byte(again.String()))
		if diff := cmp.Diff(texts, got); err != nil || diff != "" {
			t.Fatalf("written and read again: %v\n%s", err, diff)
		}
	})
}

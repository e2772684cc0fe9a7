package redact_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"voiceforum/infra/voiceforum/redact"
	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
)

// plainly stands for the engine where the test is of files: Zorbin is a name, and what says "doubtful" is held.
type plainly struct{}

func (plainly) Anonymise(texts []string) ([]anonymise.Result, error) {
	out := make([]anonymise.Result, len(texts))
	for i, text := range texts {
		if len(text) > anonymise.MaxBytes || !utf8.ValidString(text) {
			return nil, errors.New("the engine was given what it cannot read")
		}
		out[i] = anonymise.Result{Words: strings.ReplaceAll(text, "Zorbin", "[name]"), Verdict: anonymise.Clean}
		for at := 0; ; {
			k := strings.Index(text[at:], "Zorbin")
			if k < 0 {
				break
			}
			start := utf8.RuneCountInString(text[:at+k])
			out[i].Spans = append(out[i].Spans, anonymise.Span{Start: start, End: start + 6, Kind: anonymise.Name})
			at += k + 6
		}
		if strings.Contains(text, "doubtful") {
			out[i].Verdict, out[i].Why = anonymise.Held, "in doubt"
		}
	}
	return out, nil
}

func run(t testing.TB, in string, o redact.Options) (string, redact.Report, error) {
	t.Helper()
	var out bytes.Buffer
	report, err := redact.Run(t.Context(), plainly{}, strings.NewReader(in), &out, o)
	return out.String(), report, err
}

func TestFilesKeepTheirFormAroundWhatIsMasked(t *testing.T) {
	csv := func(columns ...string) redact.Options { return redact.Options{Format: redact.CSV, Columns: columns} }
	jsonl := redact.Options{Format: redact.JSONL, Fields: []string{"text"}}
	text := redact.Options{Format: redact.Text}
	for _, c := range []struct {
		what     string
		o        redact.Options
		in, want string
	}{
		{"text", text, "I rang Zorbin.\r\n\r\n\r\n  Zorbin rang. \n", "I rang [name].\r\n\r\n\r\n  [name] rang. \n"},
		{"a byte order mark", text, "\ufeffZorbin rang", "\ufeff[name] rang"},
		{"nothing", text, "", ""},
		{"only empty lines", text, "\n\r\n\n", "\n\r\n\n"},
		{"a held paragraph", text, "Zorbin rang.\n\ndoubtful\nZorbin\n\nfine\n", "[name] rang.\n\n" + redact.Withheld + "\n\nfine\n"},
		{"a column", csv("Words "), "id,words\nZorbin,Zorbin rang\n", "id,words\nZorbin,[name] rang\n"},
		{"every column", csv(), "id,words\nZorbin,Zorbin rang\n", "id,words\n[name],[name] rang\n"},
		{
			"quotes, newlines and CRLF", csv("words"),
			"\ufeffid,\"words\",z\r\n\"1\",\"Zorbin, \"\"kind\"\",\r\nrang\",\"y\"\r\n\r\n\"2\",\"as \"\"it\"\" was\",\r\n",
			"\ufeffid,\"words\",z\r\n\"1\",\"[name], \"\"kind\"\",\r\nrang\",\"y\"\r\n\r\n\"2\",\"as \"\"it\"\" was\",\r\n",
		},
		{"a last row without an ending", csv("b"), "a,b\n1,Zorbin", "a,b\n1,[name]"},
		{"names of columns that begin like a formula, not chosen or plain numbers", csv("-5"), "=a,-5\n1,Zorbin\n", "=a,-5\n1,[name]\n"},
		{"formulas", csv("b"), "a,b\n=1,=cmd|x\n2,\"@SUM(1,2)\"\n3,-5\n4,\"\tx\"\n5,- late\n", "a,b\n=1,'=cmd|x\n2,\"'@SUM(1,2)\"\n3,-5\n4,\"'\tx\"\n5,'- late\n"},
		{"columns by number", redact.Options{Format: redact.CSV, NoHeader: true, Columns: []string{"2"}}, "Zorbin,Zorbin\n", "Zorbin,[name]\n"},
		{"no header, every column", redact.Options{Format: redact.CSV, NoHeader: true}, "Zorbin,Zorbin\n", "[name],[name]\n"},
		{"a held cell", csv(), "a,b\ndoubtful,Zorbin\n", "a,b\n" + redact.Withheld + ",[name]\n"},
		{"held and kept", redact.Options{Format: redact.CSV, KeepHeld: true}, "a\ndoubtful Zorbin\n", "a\ndoubtful [name]\n"},
		{"a header that looks like data", redact.Options{Format: redact.CSV, SureHeader: true}, "Zorbin\nZorbin\n", "Zorbin\n[name]\n"},
		{
			"lines of JSON", jsonl,
			"\ufeff{ \"n\": 1.50, \"text\":\"Zorbin \\u00e9 <b>\\n\", \"t\\u0065xts\": [\"Zorbin\"] }\r\n\n{\"text\":\"\\u00e9\"}",
			"\ufeff{ \"n\": 1.50, \"text\":\"[name] é <b>\\n\", \"t\\u0065xts\": [\"Zorbin\"] }\r\n\n{\"text\":\"\\u00e9\"}",
		},
		{"no words", jsonl, "{\"text\":null}\n{\"text\":\"\"}\n", "{\"text\":null}\n{\"text\":\"\"}\n"},
		{
			"several fields",
			redact.Options{Format: redact.JSONL, Fields: []string{"b", "a"}},
			`{"a":"Zorbin","c":"Zorbin","b":"Zorbin!"}`, `{"a":"[name]","c":"Zorbin","b":"[name]!"}`,
		},
		{
			"spans",
			redact.Options{Format: redact.JSONL, Spans: true},
			"{\"id\":\"a<\\u00e9\",\"text\":\"é😀 Zorbin\"}\n\n{\"text\":\"doubtful\",\"id\":12.0}",
			"{\"id\":\"a<\\u00e9\",\"spans\":[{\"start\":3,\"end\":9,\"type\":\"name\"}]}\n{\"id\":12.0,\"spans\":[]}\n",
		},
	} {
		got, _, err := run(t, c.in, c.o)
		if err != nil || got != c.want {
			t.Errorf("%s: %v\n got %q\nwant %q", c.what, err, got, c.want)
		}
	}
}

func TestWhatCannotBeReadIsNamedByItsLine(t *testing.T) {
	csv, text := redact.Options{Format: redact.CSV}, redact.Options{Format: redact.Text}
	jsonl := redact.Options{Format: redact.JSONL, Fields: []string{"text"}}
	spans := redact.Options{Format: redact.JSONL, Spans: true}
	long := strings.Repeat("a", anonymise.MaxBytes+1)
	for _, c := range []struct {
		o        redact.Options
		in, says string
	}{
		{text, "fine\nbro\xffken Zorbin", "line 2, column 4: not UTF-8"},
		{text, "fine\nZo\x00rbin", "line 2, column 3: a NUL byte"},
		{text, "fine\n" + long + "\n", "line 2: longer than the 64 KB"},
		{text, "\xff\xfeh\x00", "line 1: this is UTF-16"},
		{csv, "", "line 1: there is no row"},
		{csv, "\n\r\n", "line 1: there is no row"},
		{csv, "a,b\n1,2\n\n1,\"2\nbro\xffken\"\n", "line 5, column 4: not UTF-8"},
		{csv, "a,b\n1,\x00\n", "line 2, column 3: a NUL byte"},
		{csv, "a,b\n1,Zorbin \"x\"\n", "line 2, column 10: a quote within a cell that does not begin with one"},
		{csv, "a,b\n1,\"Zorbin\nnever ends\n", "in the row that begins on line 2"},
		{csv, "a,b\n1,\"Zorbin\"s\n", "line 2, column 10: a quoted cell does not end"},
		{csv, "a,b\n1,\"2\né\"\n\"é\",é\"\n", "line 4, column 6: a quote within"},
		{csv, "a,b\n1,2\n1,2,3\n", "line 3: a row of 3 cells, where the first row has 2"},
		{csv, "a,b\n\n\"1\n\",2\n1\n", "line 5: a row of 1 cells"},
		{csv, "a,B,b \n1,2,3\n", "line 1: columns 2 and 3 have the same name"},
		{csv, "a,Zorbin\n1,2\n", "line 1: the name of column 2 looks like somebody's data (name)"},
		{csv, "a,=cmd|x\n1,2\n", "line 1: the name of column 2 begins like a formula"},
		{redact.Options{Format: redact.CSV, SureHeader: true}, "\"\t@x\",b\n1,2\n", "line 1: the name of column 1 begins like a formula"},
		{csv, "a,b\n1," + long + "\n", "line 2, column 3: the cell is over 64 KB"},
		{redact.Options{Format: redact.CSV, Columns: []string{"c"}}, "\na,b\n1,2\n", `line 2: there is no column "c"`},
		{redact.Options{Format: redact.CSV, Columns: []string{"3"}, NoHeader: true}, "a,b\n", `there is no column "3"`},
		{redact.Options{Format: redact.CSV, Columns: []string{"b"}, NoHeader: true}, "a,b\n", `there is no column "b"`},
		{jsonl, "{\"text\":\"a\"}\n{\"text\":\"Zorbin", "line 2: ends in the middle"},
		{jsonl, "{\"text\":\"a\"}\n{\"text\":Zorbin}\n", "line 2, column 9: not JSON"},
		{jsonl, "{\"text\":\"a\"} x\n", "line 1, column 14: not JSON"},
		{jsonl, "[\"text\"]\n", "line 1: not a JSON object"},
		{jsonl, "{\"text\":\"a\",\"text\":\"Zorbin\"}", "line 1, column 19: the object has two members"},
		{jsonl, "{\"text\":\"a\",\"t\\u0065xt\":\"Zorbin\"}", "the object has two members"},
		{jsonl, "{\"words\":\"Zorbin\"}", `line 1: there is no "text"`},
		{jsonl, "\n{\"text\":[\"Zorbin\"]}", `line 2, column 9: "text" is not a text`},
		{jsonl, "{\"text\":\"\\ud83d Zorbin\"}", `line 1, column 9: "text" holds half of a character`},
		{jsonl, "{\"text\":\"" + long + "\"}", `"text" is over 64 KB`},
		{redact.Options{Format: redact.JSONL, Fields: []string{"a", "a"}}, "", "fields: each is named once"},
		{spans, "{\"text\":\"Zorbin\"}", `line 1: there is no "id"`},
		{spans, "{\"id\":null,\"text\":\"Zorbin\"}", `line 1: there is no "id"`},
		{spans, "{\"id\":1,\"text\":null}", `line 1: "text" is not a text`},
		{redact.Options{Format: "docx"}, "", "there is no such format"},
	} {
		_, _, err := run(t, c.in, c.o)
		if !fault.Is(err, fault.Invalid) && !fault.Is(err, fault.TooLarge) || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "Zorbin") {
			t.Errorf("%.40q gives %v, want %q", c.in, err, c.says)
		}
	}
}

// never is a reader that gives some CSV for ever, as a file with a quote missing would.
type never struct {
	begun bool
	given int // bytes
}

func (n *never) Read(p []byte) (int, error) {
	n.given += len(p)
	if !n.begun {
		n.begun = true
		return copy(p, "a\n1\n\""), nil
	}
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestAQuoteThatIsNeverClosedTakesNoMoreThanARow(t *testing.T) {
	file := &never{}
	_, err := redact.Run(t.Context(), plainly{}, file, io.Discard, redact.Options{Format: redact.CSV})
	if !fault.Is(err, fault.TooLarge) || !strings.Contains(err.Error(), "line 3: a row longer than 8 MB") || file.given > 9<<20 {
		t.Errorf("after %d bytes: %v", file.given, err)
	}
}

// A long text is read in parts, each of whole paragraphs or lines, and none of it is lost.
func TestALongTextIsReadInParts(t *testing.T) {
	paragraph := strings.Repeat("They told Zorbin, and then told me the same.\n", 40) + "\n"
	wall := strings.Repeat("They told Zorbin and nobody else of it,\nand nobody told me.\n", 2000)
	in := strings.Repeat(paragraph, 100) + wall + "\n" + paragraph
	got, report, err := run(t, in, redact.Options{Format: redact.Text})
	if want := strings.ReplaceAll(in, "Zorbin", "[name]"); err != nil || got != want {
		t.Fatalf("%v; %d bytes, want %d", err, len(got), len(want))
	}
	if want := 101*40 + 2000; report.Parts < 4 || report.Kinds[anonymise.Name] != want || report.Texts < 102 {
		t.Errorf("%d parts, %d names, %d texts; %d names are in it", report.Parts, report.Kinds[anonymise.Name], report.Texts, want)
	}
}

func TestTheReportSaysWhereAndNeverWhat(t *testing.T) {
	in := "a,b,c\nZorbin,=x,1\n\"doubtful\nZorbin\",-,2\nfine,\"doubtful\",3\n"
	_, report, err := run(t, in, redact.Options{Format: redact.CSV, Columns: []string{"a", "b"}})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.Print(&out, redact.Options{}); err != nil {
		t.Fatal(err)
	}
	const want = `  kind  masked
  name       2
   all       2
Texts read: 6. With something masked: 2. Held for a reviewer: 2.
Columns or fields not chosen: 1. Nobody looked at them, and they are as they were.
Cells that began like a formula: 2. An apostrophe now stands before each:
  line 2, column 2
  line 4, column 2
Held; in the output these are "[held for a reviewer]". Read each in your own file, and take out what names somebody:
  line 3, column 1: in doubt
  line 5, column 2: in doubt
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestAReportListsTheFirstPlacesAndCountsTheRest(t *testing.T) {
	_, report, err := run(t, "a\n"+strings.Repeat("doubtful\n", 40_000), redact.Options{Format: redact.CSV})
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := report.Print(&out, redact.Options{KeepHeld: true}); err != nil {
		t.Fatal(err)
	}
	if len(report.HeldAt) != redact.MostHeld || report.HeldAt[99].Where != "line 101, column 1" || !strings.Contains(out.String(), "and 39900 more") {
		t.Errorf("%d places, then\n%s", len(report.HeldAt), out.String())
	}
}

// stops is an engine at which somebody presses Ctrl-C.
type stops struct{ cancel context.CancelFunc }

func (s stops) Anonymise(texts []string) ([]anonymise.Result, error) {
	s.cancel()
	return plainly{}.Anonymise(texts)
}

func TestItEndsWhenItIsAskedTo(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := redact.Run(ctx, stops{cancel}, &never{begun: true}, io.Discard, redact.Options{Format: redact.Text})
	if !fault.Is(err, fault.TooLarge) { // a line without end is refused before anything is asked of the engine
		t.Errorf("got %v", err)
	}
	_, err = redact.Run(ctx, stops{cancel}, strings.NewReader(strings.Repeat("Zorbin rang.\n\n", 200_000)), io.Discard, redact.Options{Format: redact.Text})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

package redact_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/infra/voiceforum/redact"
	"voiceforum/shared/anonymise"
)

// silent masks nothing; shout masks everything, with words that need quotes.
type (
	silent struct{}
	shout  struct{}
)

const shouted = "[\"a\",\r\nb]"

func (silent) Anonymise(texts []string) ([]anonymise.Result, error) {
	out := make([]anonymise.Result, len(texts))
	for i, text := range texts {
		out[i] = anonymise.Result{Words: text, Verdict: anonymise.Clean}
	}
	return out, nil
}

func (shout) Anonymise(texts []string) ([]anonymise.Result, error) {
	out := make([]anonymise.Result, len(texts))
	for i := range texts {
		out[i] = anonymise.Result{Words: shouted, Verdict: anonymise.Clean}
	}
	return out, nil
}

func through(t *testing.T, engine redact.Anonymiser, in string, o redact.Options) (string, redact.Report, error) {
	t.Helper()
	var out bytes.Buffer
	report, err := redact.Run(t.Context(), engine, strings.NewReader(in), &out, o)
	return out.String(), report, err
}

func rows(t *testing.T, file string) [][]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(file, "\ufeff"))).ReadAll()
	if err != nil {
		t.Fatalf("what was written is no CSV: %v\n%q", err, file)
	}
	return all
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"a,b\n1,2\n", "\ufeffa,b\r\n\"1\",\"x \"\"y\"\"\r\nz\"\r\n\r\n2,", "a\n=1\n", "a,b\n1\n", "a\n\"", "a,b\n \"x\",y\n", "a\n\"\"\n\r", "a,b\n\"\n\n\",\"\"\n\n\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, file string) {
		o := redact.Options{Format: redact.CSV, NoHeader: true}
		same, report, err := through(t, silent{}, file, o)
		if err != nil {
			return
		}
		if report.Formulas == 0 && same != file {
			t.Fatalf("nothing was masked, and %q became %q", file, same)
		}
		before := rows(t, file)
		for i, row := range rows(t, same) {
			for k, cell := range row {
				if strings.TrimPrefix(cell, "'") != strings.TrimPrefix(before[i][k], "'") {
					t.Fatalf("row %d, cell %d: %q became %q", i, k, before[i][k], cell)
				}
			}
		}
		o.Columns = []string{"1"}
		masked, _, err := through(t, shout{}, file, o)
		if err != nil {
			t.Fatal(err)
		}
		for i, row := range before {
			if strings.TrimSpace(row[0]) != "" {
				before[i][0] = strings.ReplaceAll(shouted, "\r\n", "\n") // as encoding/csv reads it
			}
		}
		if diff := cmp.Diff(before, rows(t, masked)); diff != "" {
			t.Fatalf("%q became %q\n%s", file, masked, diff)
		}
	})
}

func objects(t *testing.T, file string) []map[string]any {
	t.Helper()
	var all []map[string]any
	for line := range strings.Lines(strings.TrimPrefix(file, "\ufeff")) {
		if strings.TrimSpace(line) == "" {
			continue
		}
		var o map[string]any
		if err := json.Unmarshal([]byte(line), &o); err != nil {
			t.Fatalf("what was written is no JSON: %v\n%q", err, line)
		}
		all = append(all, o)
	}
	return all
}

func FuzzJSONL(f *testing.F) {
	for _, s := range []string{
		"{\"text\":\"a\"}\n", "\ufeff { \"n\" : 1e3, \"te\\u0078t\" :\"\\u00e9\\ud83d\\ude00\" , \"o\":{\"text\":\"b\"}} \r\n\n", "{\"text\":\"a\",\"text\":\"b\"}",
		"{\"text\":\"\\ud83d\"}", "{\"text\":null}", "[]", "{\"text\":\"", "{\"id\":\"<\",\"text\":\"\"}",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, file string) {
		o := redact.Options{Format: redact.JSONL, Fields: []string{"text"}}
		same, _, err := through(t, silent{}, file, o)
		if err != nil {
			return
		}
		if same != file {
			t.Fatalf("nothing was masked, and %q became %q", file, same)
		}
		masked, _, err := through(t, shout{}, file, o)
		if err != nil {
			t.Fatal(err)
		}
		want := objects(t, file)
		for _, object := range want {
			if object["text"] != nil {
				object["text"] = shouted
			}
		}
		if diff := cmp.Diff(want, objects(t, masked)); diff != "" {
			t.Fatalf("%q became %q\n%s", file, masked, diff)
		}
		o.Spans = true
		if spans, _, err := through(t, silent{}, file, o); err == nil {
			for i, object := range objects(t, spans) {
				if diff := cmp.Diff(want[i]["id"], object["id"]); diff != "" {
					t.Fatalf("the id changed: %s", diff)
				}
			}
		}
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"a\n\nb", "\r\n\r\n a \r\n", "\ufeff", "\ufeff\ufeffa", "\r"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, file string) {
		if same, _, err := through(t, silent{}, file, redact.Options{Format: redact.Text}); err == nil && same != file {
			t.Fatalf("nothing was masked, and %q became %q", file, same)
		}
	})
}

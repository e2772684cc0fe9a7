package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
)

// coded runs themes with lines on standard input.
func coded(t *testing.T, in string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = execute(t.Context(), []string{"themes"}, strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

func TestThemesAnswersEveryLine(t *testing.T) {
	code, out, errs := coded(t, `{"id":"a","text":"é nobody rang me for three months"}
{"id":7,"text":"n/a","question":"one-change"}

{"id":"c","text":"nikt do mnie nie zadzwonił przez trzy miesiące i nikt nie powiedział dlaczego"}
`)
	if code != exitOK || errs != "" {
		t.Fatalf("exit code %d, says %q", code, errs)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d lines: %s", len(lines), out)
	}
	var first struct {
		ID       string
		Mentions []struct {
			Theme, Stance, Rule string
			Evidence            []struct{ Start, End int }
			Score               float64
		}
	}
	if err := json.Unmarshal([]byte(lines[0]), &first); err != nil {
		t.Fatal(err)
	}
	m := first.Mentions[0]
	if m.Theme != "kept-informed" || m.Stance != "negative" || !strings.HasPrefix(m.Rule, "kept-informed:") || m.Score <= 0 || m.Evidence[0].End != 33 {
		t.Errorf("the first is %s", lines[0])
	}
	if lines[1] != `{"id":7,"mentions":[]}` {
		t.Errorf("the second is %s", lines[1])
	}
	if lines[2] != `{"id":"c","mentions":[],"review":"not English: for a reviewer"}` {
		t.Errorf("the third is %s", lines[2])
	}
}

func TestThemesNamesTheLineOfBadInput(t *testing.T) {
	const fine = `{"id":"a","text":"secretive"}` + "\n"
	for _, c := range []struct{ name, in, want string }{
		{"not JSON", fine + "secretive\n", "line 2: is not a JSON object"},
		{"cut off", fine + `{"id":"b","text":"secretive`, "line 2: is not a JSON object"},
		{"no id", `{"text":"secretive"}`, `line 1: has no "id"`},
		{"an object for an id", `{"id":{},"text":"secretive"}`, `line 1: has no "id"`},
		{"no text", fine + fine[:8] + `b"}`, `line 2: has no "text"`},
		{"a number for a text", fine + `{"id":"b","text":3}`, "line 2: wants"},
		{"twice", fine + "\n" + fine, "line 3: has the id of line 1"},
		{"too long", fine + `{"id":"b","text":"` + strings.Repeat("secretive ", 7000) + `"}`, "line 2: the text is over 64 KB"},
		{"a line without an end", fine + strings.Repeat("secretive", 200_000), "line 2: longer than"},
	} {
		code, out, errs := coded(t, c.in)
		if code != exitUsage || out != "" || !strings.Contains(errs, c.want) || strings.Contains(errs, "secretive") {
			t.Errorf("%s: exit code %d, %q, says %.200q, want %q", c.name, code, out, errs, c.want)
		}
	}
}

func TestBenchThemesPrintsEverySet(t *testing.T) {
	var out, errs bytes.Buffer
	code := execute(t.Context(), []string{"bench-themes", "--texts", "20", "--rounds", "1"}, strings.NewReader(""), &out, &errs)
	for _, want := range []string{"The project's own texts", "withdrawing", "macro F1", "a second"} {
		if code != exitOK || !strings.Contains(out.String(), want) {
			t.Fatalf("exit code %d, no %q in %s; says %s", code, want, out.String(), errs.String())
		}
	}
}

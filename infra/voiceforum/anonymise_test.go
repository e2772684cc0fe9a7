package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voiceforum/infra/voiceforum/redact"
)

// anonymised runs anonymise with a text on standard input.
func anonymised(t *testing.T, in string, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = execute(t.Context(), append([]string{"anonymise"}, args...), strings.NewReader(in), &o, &e)
	return code, o.String(), e.String()
}

func written(t *testing.T, name, words string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const plainWords = "They were kind to me and rang me back every week."

func TestAnonymiseReadsTheFormatByTheFilesEnding(t *testing.T) {
	for _, c := range []struct{ name, in, want string }{
		{
			"letter.txt", plainWords + "\n\nplease write to me at sample.person@mail.example because they never rang me back\n", plainWords + "\n\nplease write to me at [email] because they never rang me back\n",
		},
		{"sheet.CSV", "id,comments\n1,\"please write to me at sample.person@mail.example, because they never rang me back\"\n", "id,comments\n1,\"please write to me at [email], because they never rang me back\"\n"},
		{"lines.jsonl", `{"id": 1, "text": "please write to me at sample.person@mail.example because they never rang me back"}`, `{"id": 1, "text": "please write to me at [email] because they never rang me back"}`},
	} {
		code, out, errs := command(t, "anonymise", written(t, c.name, c.in))
		if code != exitOK || out != c.want || !strings.Contains(errs, "email       1") {
			t.Errorf("%s: exit code %d, %q, want %q; says %s", c.name, code, out, c.want, errs)
		}
	}
}

func TestAnonymiseReadsStandardInput(t *testing.T) {
	code, out, errs := anonymised(t, `{"id": "a", "text": "é please write to me at sample.person@mail.example because they never rang me back"}`, "--spans", "--quiet")
	if want := `{"id":"a","spans":[{"start":24,"end":50,"type":"email"}]}` + "\n"; code != exitOK || out != want || errs != "" {
		t.Errorf("exit code %d, %q, want %q; says %q", code, out, want, errs)
	}
}

func TestAnonymiseWithholdsWhatIsInDoubt(t *testing.T) {
	const foreign = "nikt do mnie nie zadzwonił przez trzy miesiące i nikt nie powiedział dlaczego"
	code, out, errs := anonymised(t, plainWords+"\n\n"+foreign+"\n")
	if code != exitHeld || out != plainWords+"\n\n"+redact.Withheld+"\n" || !strings.Contains(errs, "  line 3: ") {
		t.Errorf("exit code %d, %q; says %s", code, out, errs)
	}
	code, out, errs = anonymised(t, foreign, "--keep-held", "-q")
	if code != exitHeld || strings.Contains(out, redact.Withheld) || !strings.Contains(errs, "held for a reviewer: 1 of 1 texts") {
		t.Errorf("kept: exit code %d, %q; says %s", code, out, errs)
	}
}

func TestAnonymiseRefusesMisuseAndBadInput(t *testing.T) {
	sheet := written(t, "sheet.csv", "a,b\n1,2\n1\n")
	good := written(t, "good.csv", "a,b\n1,2\n")
	output := filepath.Join(t.TempDir(), "out.csv")
	for _, c := range []struct {
		args, says string
	}{
		{sheet, "line 3: a row of 1 cells"},
		{sheet + " --output " + output, "line 3: a row of 1 cells"},
		{good + " --columns c", `there is no column "c"`},
		{good + " --columns=", "--columns names none"},
		{good + " --output " + good, "would replace the input"},
		{good + " --output " + filepath.Dir(good), "not a plain file"},
		{good + " --format text --columns a", "are for CSV"},
		{good + " --fields a", "for JSON lines"},
		{good + " --spans --format csv", "--spans reads"},
		{good + " --header --no-header", "do not go together"},
		{good + " " + good, "at most 1 arg"},
		{written(t, "sheet.xlsx", "PK"), "save a spreadsheet as CSV UTF-8"},
		{good + " --format word", `there is no format "word"`},
		{filepath.Join(t.TempDir(), "nothing.csv"), "no such file"},
		{t.TempDir() + " --format text", "folder"},
	} {
		code, out, errs := command(t, append([]string{"anonymise"}, strings.Fields(c.args)...)...)
		if code != exitUsage || out != "" || !strings.Contains(errs, c.says) {
			t.Errorf("%s: exit code %d, %q written, says %q, want %q", c.args, code, out, errs, c.says)
		}
	}
	if left, err := os.ReadDir(filepath.Dir(output)); err != nil || len(left) != 0 {
		t.Errorf("after bad input there is %v, %v", left, err)
	}
}

// terminal is one at which somebody has typed a line and then presses Ctrl-C.
type terminal struct {
	io.Reader
	cancel context.CancelFunc
}

func (w terminal) Read(p []byte) (int, error) {
	if n, err := w.Reader.Read(p); err == nil {
		return n, nil
	}
	w.cancel()
	select {}
}

func TestCtrlCLeavesNoOutput(t *testing.T) {
	output := filepath.Join(t.TempDir(), "out.txt")
	for _, args := range [][]string{nil, {"--output", output}} {
		ctx, cancel := context.WithCancel(t.Context())
		typed := terminal{strings.NewReader("please write to me at sample.person@mail.example because they never rang me back\n"), cancel}
		var out, errs bytes.Buffer
		if code := execute(ctx, append([]string{"anonymise"}, args...), typed, &out, &errs); code != exitFailure || out.Len() > 0 || !strings.Contains(errs.String(), "interrupted; nothing was written") {
			t.Errorf("%v: exit code %d, %q written, says %q", args, code, out.String(), errs.String())
		}
	}
	if left, err := os.ReadDir(filepath.Dir(output)); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

package pages

import (
	"bytes"
	"fmt"
	"io/fs"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"voiceforum/web/assets"
	"voiceforum/web/translations"
)

// overlay is the embedded pages and, beside them, the samples.
type overlay struct{ under, over fs.FS }

func (o overlay) Open(name string) (fs.File, error) {
	if f, err := o.over.Open(name); err == nil {
		return f, nil
	}
	return o.under.Open(name)
}

func set(t *testing.T, layout Layout) *Set {
	t.Helper()
	built, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	s := New(layout, built.Path, "https://example.org/weather")
	s.files = overlay{files, os.DirFS("testdata")}
	return s
}

var yesNo = []Option{
	{Value: "yes", Label: "Yes", Hint: "Every time, or nearly"},
	{Value: "no", Label: "No"},
	{Value: "prefer-not", Label: "I would rather not say", Exclusive: true},
}

func fields(wrong string) []Field {
	return []Field{
		{Kind: One, Name: "a", Legend: "Did somebody agree with you how to keep in touch?", Hint: "By phone, text or letter", Options: yesNo, Values: []string{"yes"}, Error: wrong},
		{Kind: Several, Name: "b", Legend: "Who told you?", Options: yesNo, Values: []string{"yes", "no"}, Error: wrong},
		{Kind: Scale, Name: "c", Legend: "How satisfied are you?", Options: yesNo, Error: wrong},
		{Kind: Text, Name: "d", Legend: "What one thing should change?", Hint: "Do not tell us what happened.", Limit: 2000, Values: []string{"\nfirst <b>line</b>\nsecond"}, Error: wrong},
		{Kind: Line, Name: "e", Legend: "Your code", Values: []string{`"quoted"`}, Width: 20, Error: wrong},
		{Kind: Pick, Name: "g", Legend: "Which month?", Options: yesNo[:2], Values: []string{"no"}, Error: wrong},
		{Kind: Month, Name: "f", Legend: "When was it?", Hint: "For example, 3 2025", Values: []string{"3", "2025"}, Error: wrong},
	}
}

type sampleData struct {
	Fields []Field
	Rows   []SummaryRow
	Table  Table
}

func data(wrong string) sampleData {
	return sampleData{
		Fields: fields(wrong),
		Rows: []SummaryRow{
			{Key: "Did somebody agree with you how to keep in touch?", Values: []string{"Yes"}, Action: Action{"Change", "/q", "how to keep in touch"}},
			{Key: "What one thing should change?", Values: []string{"first\nsecond"}},
		},
		Table: Table{
			Caption: "People who answered",
			Head:    []Cell{{Text: "Theme"}, {Text: "Count", Numeric: true}, {Text: "State"}},
			Rows: [][]Cell{
				{{Text: "Kept informed", Href: "/t"}, {Text: "45", Numeric: true}, {Text: "Open", Tag: true, Colour: "green"}},
				{{Text: "Believed"}, {Text: "[c]", Numeric: true}, {Text: "Closed", Tag: true, Colour: "grey"}},
			},
		},
	}
}

// samples renders every component, every error page and every layout.
func samples(t *testing.T) map[string]string {
	t.Helper()
	out := make(map[string]string)
	render := func(name string, layout Layout, page string, v View) {
		var b bytes.Buffer
		v.CSRF = "masked"
		if err := set(t, layout).Execute(&b, page, v); err != nil {
			t.Fatal(err)
		}
		out[name] = b.String()
	}
	const wrong = "Choose one answer"
	nav := []NavLink{{Text: "Forums", Href: "/portal", Current: true}, {Text: "People", Href: "/portal/people"}}
	render("components", Public, "sample/components", View{Title: "Page", Exit: true, Back: "/", Data: data("")})
	render("errors", Public, "sample/components", View{
		Title: "Page", Exit: true, Back: "/", Data: data(wrong), Errors: Summarise(fields(wrong)...), Banner: Banner{Text: "Saved", Success: true},
	})
	render("portal", Portal, "sample/components", View{
		Title: "Page", SignedIn: "Sample Person", Nav: nav, Home: "/portal", Wide: true, Data: data(""), Banner: Banner{Text: "A forum closes tomorrow"},
	})
	render("done", Public, "sample/done", View{Title: "Done", Exit: true, Data: Panel{"Thank you", "Your code: AB12 CD34"}})
	for _, f := range fields(wrong) {
		f.Heading = true
		render("question-"+string(f.Kind), Public, "sample/question", View{Title: "Page", Exit: true, Back: "/", Data: f, Errors: Summarise(f)})
	}
	names, err := allNames()
	if err != nil {
		t.Fatal(err)
	}
	again := Again{Action: "/q?x=1", Home: "/", Fields: []Sent{{"d", "typed"}, {"token", "x"}}}
	for _, name := range names {
		if strings.HasPrefix(name, "errors/") {
			render(strings.ReplaceAll(name, "/", "-"), Public, name, View{Title: "Page", Exit: true, Data: again})
		}
	}
	return out
}

func TestSamplesAreValid(t *testing.T) {
	dir := os.Getenv("SAMPLE_PAGES") // to look at them
	if dir == "" {
		dir = t.TempDir()
	}
	arguments := []string{"validate.mjs"}
	for name, html := range samples(t) {
		file := filepath.Join(dir, name+".html")
		if err := os.WriteFile(file, []byte(html), 0o600); err != nil {
			t.Fatal(err)
		}
		arguments = append(arguments, file)
	}
	out, err := exec.Command("node", arguments...).CombinedOutput()
	if err != nil {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestWhatWasTypedIsKeptAndEscaped(t *testing.T) {
	html := samples(t)["errors"]
	for _, part := range []string{
		"\n\nfirst &lt;b&gt;line&lt;/b&gt;\nsecond</textarea>", `value="&#34;quoted&#34;"`,
		`value="yes" checked`, `value="3" autocomplete`, `value="2025" autocomplete`,
		`data-two="Shift, press 2 more times to exit." data-last="Shift, press 1 more time to exit."`, // as words, not as code
		`aria-describedby="d-hint d-error d-count"`, `<a href="#f-month">Choose one answer</a>`, `<title>Error: Page</title>`,
	} {
		if !strings.Contains(html, part) {
			t.Errorf("no %s", part)
		}
	}
}

// allNames lists every page, without layouts and components, in alphabetical order, e.g. "errors/gone".
func allNames() ([]string, error) {
	found, err := fs.Glob(files, "*/*.html")
	if err != nil {
		return nil, fmt.Errorf("list pages: %w", err)
	}
	var names []string
	for _, name := range found {
		if !strings.HasPrefix(name, "components/") {
			names = append(names, strings.TrimSuffix(name, ".html"))
		}
	}
	return names, nil
}

func TestEveryPageParsesInEveryLanguage(t *testing.T) {
	names, err := allNames()
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		for _, lang := range translations.Languages() {
			for _, layout := range []Layout{Public, Portal} {
				if _, err := set(t, layout).parse(name, lang); err != nil {
					t.Error(err)
				}
			}
		}
	}
}

var (
	classes = regexp.MustCompile(`class="([^"]*)"`)
	actions = regexp.MustCompile(`\{\{-?[^}]*\}\}`)
)

// unstyled are classes that mark something for reading or for tests and need no style.
var unstyled = map[string]bool{
	"govuk-radios": true, "govuk-checkboxes": true, "govuk-table__head": true, "govuk-table__body": true, "govuk-table__row": true,
}

// The styles hold only the components that pages use, so a page that uses another must be noticed.
func TestEveryClassIsInTheStyles(t *testing.T) {
	built, err := assets.Load()
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	built.ServeHTTP(w, httptest.NewRequest("GET", built.Path("style.css"), nil))
	styles := w.Body.String()
	err = fs.WalkDir(os.DirFS("."), ".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".html" {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, m := range classes.FindAllStringSubmatch(actions.ReplaceAllString(string(content), " "), -1) {
			for _, class := range strings.Fields(m[1]) {
				if !strings.HasSuffix(class, "-") && !unstyled[class] && !strings.Contains(styles, "."+class) {
					t.Errorf("%s: no style for %s; see `unused` in web/assets/build.mjs", path, class)
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

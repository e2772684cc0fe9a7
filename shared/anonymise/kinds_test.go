package anonymise

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"testing"

	"voiceforum/shared/anonymise/labelled"
)

// kinds gives the kinds that this package declares.
func kinds(t *testing.T) (all []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "anonymise.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			if of, named := spec.Type.(*ast.Ident); named && of.Name == "Kind" {
				value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				all = append(all, value)
			}
		}
		return true
	})
	return all
}

// What texts are marked with by hand is what the anonymiser finds, and what must stay.
func TestTextsAreMarkedWithOurKinds(t *testing.T) {
	want := append(kinds(t), labelled.Keep)
	_, err := labelled.Parse("words.txt", []byte("--- a victim\n{{nothing|of the sort}}\n"))
	if err == nil {
		t.Fatal("a kind that there is not was accepted")
	}
	_, list, _ := strings.Cut(err.Error(), "there are ")
	got := strings.Split(list, ", ")
	slices.Sort(want)
	slices.Sort(got)
	if !slices.Equal(got, want) || len(got) != 17 {
		t.Errorf("texts may be marked with %q, and the kinds are %q", got, want)
	}
}

// Whatever stands in for a kind is known again as ours, and holds nothing to find.
func TestEveryStandInIsKnownAgain(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range kinds(t) {
		written := newReading("12 x").standIn(match{0, 2, Kind(kind), 1, ""}, 0, newPeople())
		if found := placeholder.FindString(written); found != written {
			t.Errorf("%s is written as %q, of which %q is known again", kind, written, found)
		}
		if r := e.read("and then " + written + " came"); len(r.found) > 0 {
			t.Errorf("within %q something is found", written)
		}
	}
}

// Why is one of the recognisers' own phrases, and no word of the text.
func TestWhyNamesTheRecogniser(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"they wrote to b15 2tt instead":           "postcode",
		"my ex zorbin came round":                 "name",
		"I told Sarah. the zorb and sarah left":   "name",
		"ring me on 07700 900123 please":          "telephone number",
		"it is 943 476 5919 on the letter":        "NHS number",
		"nhs no 943 476 591 they wrote":           "NHS number, named",
		"pay GB82 WEST 1234 5698 7654 32 please":  "IBAN",
		"pay GB82 WEST 1234 5698 7654 33 please":  "IBAN, mistyped",
		"it is AB 12 34 56 C on the form":         "national insurance",
		"it is QQ 12 34 56 C on the form":         "national insurance, unlikely prefix",
		"i live in handsworth now":                "list of West Midlands places",
		"at Fenbury Primary School it was":        "name of a school",
		"it was on 03/03/2024 they said":          "date, in numbers",
		"reach me at sample.person@mail.example.": "e-mail address",
	} {
		res, err := e.Anonymise([]string{text})
		if err != nil {
			t.Fatal(err)
		}
		if len(res[0].Spans) == 0 || res[0].Spans[0].Why != want {
			t.Errorf("%q: %+v, want %q", text, res[0].Spans, want)
		}
	}
}

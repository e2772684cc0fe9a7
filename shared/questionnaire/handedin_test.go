package questionnaire

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"voiceforum/shared/fault"
)

// wholePartner is whole as a service would hand it in: with a column for each question, and the first one required.
var wholePartner = strings.Replace(
	regexp.MustCompile(`(?m)^(      - id: )(\w+)$`).ReplaceAllString(
		strings.Replace(whole, "version: 1", "version: 1\nview: partner", 1), "$1$2\n        column: To $2"),
	"column: To pick", "column: To pick\n        required: true", 1)

func TestWhatIsHandedInHasColumns(t *testing.T) {
	q, err := Parse("whole.yaml", []byte(strings.Replace(wholePartner, "[red, prefer-not]", "[red]", 1)))
	if err != nil {
		t.Fatal(err)
	}
	pick, _ := q.Question("pick")
	if _, preferNot := pick.Option(PreferNot); q.View != Partner || pick.Column != "To pick" || !pick.Required || preferNot {
		t.Errorf("view %s, question %+v", q.View, pick)
	}
	if err := validate(t, compiledSchema(t), []byte(wholePartner)); err != nil {
		t.Error(err)
	}
}

func TestAVictimMayLeaveOutEverything(t *testing.T) {
	for _, name := range publishedNames(t) {
		q, err := Parse(name, read(t, name))
		if err != nil {
			t.Fatal(err)
		}
		for _, qu := range q.Questions {
			if q.View == Victim && (qu.Required || qu.Column != "") || q.View != Victim && qu.Column == "" {
				t.Errorf("%s: %s is required: %v, column %q", name, qu.ID, qu.Required, qu.Column)
			}
		}
	}
}

func TestBrokenFilesOfServicesAreRefused(t *testing.T) {
	schema := compiledSchema(t)
	for _, c := range []struct {
		name, old, new string
		reason         string
		schema         bool
	}{
		{"unknown view", "view: partner", "view: nobody", `unknown view "nobody"`, true},
		{"victim's question with a column", "view: partner\n", "", `a victim's question has no key "column"`, true},
		{"victim's question that is required", "view: partner", "view: victim", `a victim's question has no key "required"`, true},
		{"no column", "        column: To many\n", "", `question "many" lacks the key "column"`, true},
		{"column twice", "column: To many", "column: To Pick", `column "To Pick" is there twice`, false},
		{"column too long", "column: To many", "column: T" + strings.Repeat("o", LongestColumn), "at most 31 characters", true},
		{"column that is a formula", "column: To many", `column: "=1+1"`, "must begin with a capital", true},
		{"column with blanks around", "column: To many", `column: "To many "`, "must begin with a capital", true},
		{"required where several are chosen", "column: To many", "column: To many\n        required: true", "only a question of the kind one can be required", true},
		{"required neither true nor false", "required: true", "required: always", "required must be true or false", true},
		{"preferring not to answer what is required", "is: [red, prefer-not]", "is: [prefer-not]", `question "pick" has no option "prefer-not"`, false},
		{"key twice", "column: To many", "key: pick\n        column: To many", `key "pick" is there twice`, false},
		{"as itself", "{id: red,", "{id: red, as: red,", `option "red" cannot stand beside "red"`, false},
		{"as preferring not to say", "{id: red,", "{id: red, as: prefer-not,", `option "red" cannot stand beside "prefer-not"`, true},
		{"as no id", "{id: red,", "{id: red, as: Red,", "an option's as", true},
		{"two as one where both may be chosen", "{id: rain,", "{id: rain, as: sun,", "people may choose both", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(wholePartner, c.old) {
				t.Fatal("nothing to replace")
			}
			text := []byte(strings.Replace(wholePartner, c.old, c.new, 1))
			_, err := Parse("broken.yaml", text)
			var mistakes Mistakes
			if !fault.Is(err, fault.Invalid) || !errors.As(err, &mistakes) || !strings.Contains(mistakes.Error(), c.reason) {
				t.Errorf("want %s, got:\n%v", c.reason, err)
			}
			if err := validate(t, schema, text); (err != nil) != c.schema {
				t.Errorf("the schema says %v", err)
			}
		})
	}
}

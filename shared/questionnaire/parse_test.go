package questionnaire

import (
	"errors"
	"strings"
	"testing"

	"voiceforum/shared/fault"
)

// whole is a questionnaire with one of everything, from which the broken ones are made.
const whole = `id: sample
version: 1
title: {en: Sample}
audience: {en: Everybody}
minutes: 5
languages: [en]
prefer-not: {en: Prefer not to say}
before-text: {lead: {en: How were you treated}, note: {en: No names}}
scales:
  often: [{en: A}, {en: B}, {en: C}, {en: D}, {en: E}]
sections:
  - id: first
    title: {en: First}
    part: main
    questions:
      - id: pick
        kind: one
        title: {en: Pick one}
        options: [{id: red, label: {en: Red}}, {id: blue, label: {en: Blue}}]
        rights: [1]
        agency: police
        stage: report
        theme: respect
      - id: many
        kind: several
        title: {en: Pick some}
        when: {question: pick, is: [red, prefer-not]}
        options: [{id: sun, label: {en: Sun}}, {id: rain, label: {en: Rain}}, {id: none, label: {en: None}, exclusive: true}]
        rights: [1, 12]
        agency: cps
        stage: trial
      - id: often
        kind: scale
        scale: often
        title: {en: How often}
        when: {not: {any: [{question: pick, is: [blue]}, {all: [{question: many, is: [sun]}]}]}}
        rights: [2]
        agency: courts
        stage: charge
      - id: when
        kind: month
        title: {en: When}
        options: [{id: dont-know, label: {en: I do not know}}]
        rights: [3]
        agency: support
        stage: after
      - id: words
        kind: text
        title: {en: Say}
        limit: 100
        when: {question: often, is: [1, "2"]}
        rights: [4]
        agency: all
        stage: all
  - id: you
    title: {en: You}
    part: about-you
    questions:
      - id: age
        key: age-band
        kind: one
        title: {en: Age}
        why: {en: To compare}
        options: [{id: young, label: {en: Young}}, {id: old, label: {en: Old}}]
`

// brokenFile is whole with old replaced by new, and what the loader says about it.
type brokenFile struct {
	name     string
	old, new string
	line     int
	reason   string
	schema   bool // whether the schema refuses it as well
}

func (b brokenFile) text(t *testing.T) string {
	t.Helper()
	if b.old == "" {
		return b.new
	}
	if strings.Count(whole, b.old) == 0 {
		t.Fatalf("%s: nothing to replace", b.name)
	}
	return strings.Replace(whole, b.old, b.new, 1)
}

var broken = []brokenFile{
	{"empty file", "", "# nothing\n", 0, "the file is empty", true},
	{"list for a questionnaire", "", "- a\n", 1, "the questionnaire must be a mapping", true},
	{"not YAML", "minutes: 5", "minutes: [5", 5, "this is not YAML", true},
	{"two documents", "", whole + "---\nid: other\n", 65, "one document", false},
	{"unknown key at the top", "minutes: 5", "minutes: 5\ncolour: red", 6, `the questionnaire has no key "colour"`, true},
	{"unknown key of a question", "        theme: respect", "        mood: respect", 23, `a question has no key "mood"`, true},
	{"key given twice", "minutes: 5", "minutes: 5\nminutes: 6", 6, `the key "minutes" twice`, true},
	{"missing key", "minutes: 5\n", "", 1, `lacks the key "minutes"`, true},
	{"minutes out of bounds", "minutes: 5", "minutes: 500", 5, "whole number from 1 to 60", true},
	{"version as text", "version: 1", `version: "1"`, 2, "whole number from 1", true},
	{"version zero", "version: 1", "version: 0", 2, "whole number from 1", true},
	{"id with capitals", "id: sample", "id: Sample", 1, "lower-case words joined by hyphens", true},
	{"number for a text", "{en: Everybody}", "{en: 5}", 4, "must be text; put it in quotes", true},
	{"no English text", "{en: Everybody}", "{}", 4, "lacks its English text (en)", true},
	{"text in a language not listed", "{en: Everybody}", "{en: Everybody, ur: سب}", 4, `has no key "ur"`, false},
	{"listed language without its text", "languages: [en]", "languages: [en, ur]", 3, "the title lacks its text in ur", false},
	{"English not listed", "languages: [en]", "languages: [ur]", 6, "languages must include English", true},
	{"no such language", "languages: [en]", "languages: [en, nonsense-tag]", 6, "not a BCP 47 tag", true},
	{"language in an unusual form", "languages: [en]", "languages: [en, pa-arab]", 6, "not a BCP 47 tag in its usual form", false},
	{"language twice", "languages: [en]", "languages: [en, en]", 6, "listed twice", true},
	{"empty text", "{en: Everybody}", `{en: ""}`, 4, "must be one line of text", true},
	{"text of two lines", "{en: Everybody}", `{en: "a\nb"}`, 4, "must be one line of text", false},
	{"text with a hidden turn of direction", "{en: Everybody}", `{en: "a\u202eb"}`, 4, "must be one line of text", false},
	{"text too long", "{en: Everybody}", "{en: " + strings.Repeat("a", 601) + "}", 4, "at most 600 characters", true},
	{"anchor", "{en: Everybody}", "&a {en: Everybody}", 4, "anchor or alias", false},
	{"alias", "{en: Everybody}", "&a {en: Everybody}\nbefore-texts: *a", 4, "anchor or alias", true},
	{"type tag", "{en: Everybody}", "{en: !!str Everybody}", 4, "type tag", false},
	{"scale of four points", ", {en: E}]", "]", 10, `scale "often" must have exactly 5 points, not 4`, true},
	{"scale of six points", "{en: E}]", "{en: E}, {en: F}]", 10, `scale "often" must have exactly 5 points, not 6`, true},
	{"unknown scale", "scale: often", "scale: seldom", 34, `unknown scale "seldom"`, false},
	{"no scale", "        scale: often\n", "", 32, `lacks the key "scale"`, true},
	{"section twice", "- id: you", "- id: first", 55, `section "first" is there twice`, false},
	{"section without questions", "    questions:\n      - id: age", "    questions: []\n    x:\n      - id: age", 58, "a section's questions must be 1 to 100, not 0", true},
	{"unknown part", "part: main", "part: back", 14, `unknown part "back"`, true},
	{"about-you not last", "", whole + "  - id: late\n    title: {en: Late}\n    part: main\n    questions: []\n", 65, "comes after an about-you section", true},
	{"question twice", "- id: many", "- id: pick", 24, `question "pick" is there twice`, false},
	{"unknown kind", "kind: several", "kind: lots", 25, `unknown kind "lots"`, true},
	{"question without a title", "        title: {en: When}\n", "", 40, `a question lacks the key "title"`, true},
	{"option twice", "{id: blue,", "{id: red,", 19, `option "red" is there twice`, false},
	{"one option only", ", {id: blue, label: {en: Blue}}", "", 19, "options must be 2 to 25, not 1", true},
	{"option with a name of ours", "{id: blue,", "{id: prefer-not,", 19, `option id "prefer-not" is taken`, true},
	{"option of a truth value", "{id: blue,", "{id: true,", 19, "must be text; put it in quotes", true},
	{"option without a label", "{id: blue, label: {en: Blue}}", "{id: blue}", 19, `an option lacks the key "label"`, true},
	{"exclusive where one is chosen anyway", "label: {en: Blue}", "label: {en: Blue}, exclusive: true", 19, "only a question of the kind several", true},
	{"exclusive neither true nor false", "exclusive: true", "exclusive: always", 28, "exclusive must be true or false", true},
	{"options of a text", "        limit: 100", "        limit: 100\n        options: [{id: a, label: {en: A}}]", 51, "kind text has no key \"options\"", true},
	{"limit of a month", "        title: {en: When}", "        title: {en: When}\n        limit: 100", 43, "kind month has no key \"limit\"", true},
	{"no limit", "        limit: 100\n", "", 47, `lacks the key "limit"`, true},
	{"limit too small", "limit: 100", "limit: 10", 50, "limit must be a whole number from 50 to 5000", true},
	{"limit too large", "limit: 100", "limit: 50000", 50, "limit must be a whole number from 50 to 5000", true},
	{"free text without what comes before", "before-text: {lead: {en: How were you treated}, note: {en: No names}}\n", "", 46, "needs before-text", false},
	{"right 13", "rights: [2]", "rights: [13]", 37, "a right must be a whole number from 1 to 12", true},
	{"right 0", "rights: [2]", "rights: [0]", 37, "a right must be a whole number from 1 to 12", true},
	{"right twice", "rights: [2]", "rights: [2, 2]", 37, "right 2 is there twice", true},
	{"no right", "        rights: [2]\n", "", 32, `question "often" lacks the key "rights"`, true},
	{"unknown agency", "agency: courts", "agency: army", 38, `unknown agency "army"`, true},
	{"unknown stage", "stage: charge", "stage: later", 39, `unknown stage "later"`, true},
	{"unknown theme", "theme: respect", "theme: weather", 23, `unknown theme "weather"`, true},
	{"about-you question with a right", "        why: {en: To compare}", "        why: {en: To compare}\n        rights: [1]", 64, `has no key "rights"`, true},
	{"about-you question without why", "        why: {en: To compare}\n", "", 59, `question "age" lacks the key "why"`, true},
	{"why of another question", "        limit: 100", "        limit: 100\n        why: {en: Because}", 51, `has no key "why"`, true},
	{"condition about an unknown question", "{question: pick, is: [red, prefer-not]}", "{question: pack, is: [red]}", 27, `unknown question "pack"`, false},
	{"condition about an unknown option", "[red, prefer-not]", "[green]", 27, `question "pick" has no option "green"`, false},
	{"condition about a later question", "        theme: respect", "        theme: respect\n        when: {question: when, is: [dont-know]}", 24, `question "when", which comes later`, false},
	{"conditions in a circle", "        theme: respect", "        theme: respect\n        when: {question: many, is: [sun]}", 24, "in a circle", false},
	{"conditions in a wide circle", "        theme: respect", "        theme: respect\n        when: {not: {question: often, is: [3]}}", 24, "in a circle", false},
	{"condition about itself", "{question: pick, is: [red, prefer-not]}", "{question: many, is: [sun]}", 27, `question "many" depends on itself`, false},
	{"condition about a free text", "        title: {en: Age}", "        title: {en: Age}\n        when: {question: words, is: [x]}", 63, "which is a free text", false},
	{"condition about an option twice", "[red, prefer-not]", "[red, red]", 27, `option "red" is there twice`, true},
	{"condition without options", "{question: pick, is: [red, prefer-not]}", "{question: pick}", 27, "a condition is one of", true},
	{"condition of two forms", "{question: pick, is: [red, prefer-not]}", "{question: pick, is: [red], not: {question: pick, is: [red]}}", 27, "a condition is one of", true},
	{"empty condition", "{question: pick, is: [red, prefer-not]}", "{}", 27, "a condition is one of", true},
	{"condition of a bare word", "{question: pick, is: [red, prefer-not]}", "always", 27, "a condition must be a mapping", true},
	{"condition without parts", "{question: pick, is: [red, prefer-not]}", "{all: []}", 27, "conditions must be 1 to 20, not 0", true},
	{"condition too deep", "{question: pick, is: [red, prefer-not]}", "{not: {not: {not: {not: {not: {question: pick, is: [red]}}}}}}", 27, "at most 5 deep", false},
}

func TestWholeQuestionnaireIsRead(t *testing.T) {
	q, err := Parse("whole.yaml", []byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	many, _ := q.Question("many")
	if last := many.Options[len(many.Options)-1]; last.ID != PreferNot || !last.Exclusive {
		t.Errorf("last option of a question = %+v", last)
	}
	often, _ := q.Question("often")
	if got := strings.Join(often.DependsOn, " "); got != "pick many" {
		t.Errorf("often depends on %q", got)
	}
	age, _ := q.Question("age")
	if often.Key != "often" || age.Key != "age-band" || often.Options[4].Point != 5 || often.Options[5].Point != 0 {
		t.Errorf("keys and points: %q %q %+v", often.Key, age.Key, often.Options)
	}
	words, _ := q.Question("words")
	if words.Before == nil || words.Before.Lead.In("ur") != "How were you treated" || words.Options != nil {
		t.Errorf("a free text lacks what comes before it, or has options: %+v", words)
	}
}

func TestBrokenFilesAreRefusedWithLineAndReason(t *testing.T) {
	for _, b := range broken {
		t.Run(b.name, func(t *testing.T) {
			_, err := Parse("broken.yaml", []byte(b.text(t)))
			var mistakes Mistakes
			if !fault.Is(err, fault.Invalid) || !errors.As(err, &mistakes) {
				t.Fatalf("error = %v, not a fault.Invalid with mistakes", err)
			}
			for _, m := range mistakes {
				if m.File == "broken.yaml" && m.Line == b.line && strings.Contains(m.Reason, b.reason) {
					return
				}
			}
			t.Errorf("want line %d: %s\ngot:\n%v", b.line, b.reason, err)
		})
	}
}

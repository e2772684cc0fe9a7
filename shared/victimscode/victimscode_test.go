package victimscode

import (
	"strings"
	"testing"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
)

func TestTheCodeInForce(t *testing.T) {
	for day, want := range map[calendar.Day]string{
		"2021-03-31": "", "2021-04-01": "2020", "2026-11-24": "2020", "": "",
	} {
		c, err := Current(day)
		if c.Version != want || fault.Is(err, fault.NotFound) != (want == "") {
			t.Errorf("on %q: version %q, %v", day, c.Version, err)
		}
	}
	if _, err := Get("1990"); !fault.Is(err, fault.NotFound) {
		t.Errorf("a Code of 1990: %v", err)
	}
}

func TestTheCodeOf2020HasTwelveRights(t *testing.T) {
	c, err := Get("2020")
	if err != nil || len(c.Rights) != 12 {
		t.Fatal(len(c.Rights), err)
	}
	for n, want := range map[int]string{
		1: "being able to understand and be understood", 7: "making a Victim Personal Statement", 12: "complaining when rights are not met",
	} {
		if r, ok := c.Right(n); !ok || r.Number != n || r.Title != want {
			t.Errorf("right %d is %v", n, r)
		}
	}
	for _, n := range []int{-1, 0, 13} {
		if r, ok := c.Right(n); ok {
			t.Errorf("there is a right %d: %v", n, r)
		}
	}
}

func TestABrokenCodeIsRefused(t *testing.T) {
	const good = "version: \"2030\"\nfrom: 2031-01-01\nrights:\n  - {number: 1, title: one}\n  - {number: 2, title: two}\n"
	if c, err := parse("2030.yaml", []byte(good)); err != nil || len(c.Rights) != 2 || c.From != "2031-01-01" {
		t.Fatal(c, err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"another file's version", `"2030"`, `"2031"`, "2031.yaml"},
		{"no version", `"2030"`, `""`, "holds version"},
		{"no such day", "2031-01-01", "2031-13-01", "YYYY-MM-DD"},
		{"no day", "from: 2031-01-01\n", "", "YYYY-MM-DD"},
		{"a number left out", "number: 2", "number: 3", "right 3 must have the number 2"},
		{"a number twice", "number: 2", "number: 1", "right 1 must have the number 2"},
		{"no title", "title: two", "title: ' '", "and a title"},
		{"unknown key", "title: two", "title: two, about: it", "about"},
		{"no rights", "  - {number: 1, title: one}\n  - {number: 2, title: two}\n", "  []\n", "no rights"},
		{"two documents", "title: two}\n", "title: two}\n---\n{}\n", "one document"},
		{"a broken second document", "title: two}\n", "title: two}\n---\n[\n", "one document"},
		{"no YAML", good, "[", "2030.yaml"},
	} {
		if _, err := parse("2030.yaml", []byte(strings.Replace(good, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

func TestBrokenMeasuresAreRefused(t *testing.T) {
	const good = "version: 7\ncode: \"2020\"\nfrom: 2031-01-01\nquestions:\n" +
		"  - {key: a, measures: [{right: 1}], met: [x], not-met: [z]}\n  - {key: b, left-out: why}\n" +
		"  - {key: c, measures: [{right: 2, choice: x}, {right: 3, choice: y}], not-met: [none]}\n"
	if m, err := parseMeasures("7.yaml", []byte(good)); err != nil || len(m.Questions) != 3 {
		t.Fatal(m, err)
	}
	for _, c := range []struct{ name, old, new, want string }{
		{"another file's version", "version: 7", "version: 8", "8.yaml"},
		{"no version", "version: 7\n", "", "holds version 0"},
		{"no such day", "2031-01-01", "2031-13-01", "YYYY-MM-DD"},
		{"no such Code", `"2020"`, `"1990"`, "no Code of"},
		{"no such right", "right: 1}", "right: 13}", "no right 13"},
		{"a question twice", "key: b", "key: a", "a is there twice"},
		{"no key", "key: a, ", "", "no key"},
		{"neither", ", left-out: why", "", "either measured or left out"},
		{"both", "[x], not-met: [z]", "[x], left-out: why", "either measured or left out"},
		{"left out and placing", "left-out: why", "left-out: why, met: [x]", "places options"},
		{"an option twice", "not-met: [z]", "not-met: [x]", "places an option twice"},
		{"choices and more", "not-met: [none]", "partly: [none]", "with choices there is nothing else"},
		{"a choice and none", "right: 3, choice: y", "right: 3", "with choices there is nothing else"},
		{"rights without choices", "[{right: 1}]", "[{right: 1}, {right: 2}]", "says of none by which choice"},
		{"unknown key", "key: b", "about: b", "about"},
		{"two documents", "left-out: why}\n", "left-out: why}\n---\n{}\n", "7.yaml"},
		{"no YAML", good, "[", "7.yaml"},
	} {
		if _, err := parseMeasures("7.yaml", []byte(strings.Replace(good, c.old, c.new, 1))); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

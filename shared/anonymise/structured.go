package anonymise

import (
	"regexp"
	"strings"
)

const months = `jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?`

const streets = `street|st|road|rd|avenue|ave|lane|ln|close|drive|crescent|court|way|place|grove|gardens|terrace|square|hill|walk|mews|parade|rise|croft|row|green`

// structured gives the recognisers of identifiers that have a form of their own.
func structured() []recogniser {
	re := func(p string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + p) }
	return []recogniser{
		{"email", Email, re(`[a-z0-9._%+'-]+\s?@\s?[a-z0-9-]+(?:\.[a-z0-9-]+)+`), 0.99, nil},
		{"email-spelt", Email, re(`\b[a-z0-9._-]+ (?:at|\(at\)|\[at\]) [a-z0-9-]+ (?:dot|\(dot\)) [a-z]{2,}(?: (?:dot) [a-z]{2,})?\b`), 0.95, nil},
		{"web-address", URL, re(`\b(?:https?://|www\.)[^\s<>"')\]]+`), 0.99, nil},
		{"web-domain", URL, re(`\b[a-z0-9-]{2,}(?:\.[a-z0-9-]+)*\.(?:com|org|net|info|uk|me|io|co|tv)(?:/[^\s<>"')\]]*)?\b`), 0.9, nil},
		{"handle", URL, re(`(?:^|[\s(])(@[a-z0-9_.]{3,30})`), 0.9, nil},
		{"postcode", Postcode, re(`\b(?:gir ?0aa|[a-pr-uwyz](?:[0-9]{1,2}|[a-hk-y][0-9]{1,2}|[0-9][a-hjkps-uw]|[a-hk-y][0-9][abehmnprv-y]) ?[0-9][abd-hjlnp-uw-z]{2})\b`), 0.97, nil},
		{"national-insurance", NI, re(`\b[a-ceghj-prstw-z][a-ceghj-nprstw-z][ -]?\d{2}[ -]?\d{2}[ -]?\d{2}[ -]?[a-d]\b`), 0.98, nil},
		{"national-insurance-named", NI, re(`\bnational insurance(?: (?:no|number|num))?[.:]?(?: is)? ([a-z]{2}[0-9 -]{6,12}[a-z]?)\b`), 0.98, hasDigit},
		{"nhs-number", NHS, re(`\b\d{3}[ -]?\d{3}[ -]?\d{4}\b`), 0.96, nhsNumber},
		{"nhs-number-named", NHS, re(`\bnhs(?: (?:no|number|num))?[.:]?(?: is)? (\d[\d -]{6,14}\d)\b`), 0.98, nil},
		{"phone", Phone, re(`(?:\+\s?44|\b0044|\b0|\(0)[\d\s().-]{8,16}\d\b`), 0.9, phoneNumber},
		{"vehicle-current", Vehicle, re(`\b[a-hj-pr-y][a-hj-pr-y][0-9]{2} ?[a-hj-pr-z]{3}\b`), 0.9, nil},
		{"vehicle-prefix", Vehicle, regexp.MustCompile(`\b[A-HJ-NPR-TV-Y][0-9]{1,3} ?[A-HJ-PR-Y]{3}\b`), 0.85, nil},
		{"vehicle-suffix", Vehicle, regexp.MustCompile(`\b[A-HJ-PR-Y]{3} ?[0-9]{1,3}[A-HJ-NPR-TV-Y]\b`), 0.85, nil},
		{"crime-reference", Reference, re(`\b\d{2}[a-z]{0,2}[/-]\d{3,7}(?:[/-]\d{2,4})?(?:[/-][a-z]{1,2})?\b`), 0.88, nil},
		{"reference-named", Reference, re(`\b(?:crime|log|incident|case|court|custody|collar|badge|warrant|occurrence|reference|ref|urn|client|file|hospital|patient|operation)(?: (?:ref|reference))?[ .:#-]*(?:no|number|num|id|ref)?[ .:#-]*(?:is|was)?[ :]*([a-z]{0,4}[/-]?\d[a-z0-9/-]{2,})\b`), 0.92, nil},
		{"reference-mixed", Reference, regexp.MustCompile(`\b(?:[A-Z]{1,4}[-/]?\d{4,}[A-Z0-9/-]*|\d{2}[A-Z]{2}\d{5,}[A-Z0-9]*)\b`), 0.87, nil},
		{"long-number", Reference, re(`\b\d(?:[ -]?\d){5,}\b`), 0.7, nil},
		{"address", Address, re(`\b(?:flat \d+[a-z]?,? )?\d{1,4}[a-z]? (?:[a-z'-]+ ){1,3}(?:` + streets + `)\b`), 0.9, notCounted},
		{"flat", Address, re(`\b(?:flat|apartment|unit|room) \d+[a-z]?\b`), 0.8, nil},
		{"date-numeric", Date, re(`\b\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})\b`), 0.95, nil},
		{"date-iso", Date, re(`\b\d{4}-\d{2}-\d{2}\b`), 0.96, nil},
		{"date-day-month", Date, re(`\b\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:` + months + `)(?:,? \d{4})?\b`), 0.93, nil},
		{"date-month-day", Date, re(`\b(?:` + months + `) \d{1,2}(?:st|nd|rd|th)?\b(?:,? \d{4})?`), 0.92, nil},
		{"age", Age, re(`\b\d{1,3}[ -]?(?:years?|yrs?)[ -]?old\b`), 0.95, nil},
		{"age-aged", Age, re(`\b(?:aged?|turned|turning) \d{1,3}\b`), 0.9, nil},
		{"age-i-am", Age, re(`\b(?:i am|i'm|i’m|im|she is|he is|she's|he's) (\d{2})\b`), 0.8, nil},
	}
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

func digits(s string) []int {
	var out []int
	for _, c := range s {
		if c >= '0' && c <= '9' {
			out = append(out, int(c-'0'))
		}
	}
	return out
}

// nhsNumber checks the modulus 11 check digit of the NHS Data Dictionary.
func nhsNumber(s string) bool {
	d := digits(s)
	if len(d) != 10 {
		return false
	}
	sum := 0
	for i := range 9 {
		sum += (10 - i) * d[i]
	}
	c := 11 - sum%11
	return c%11 == d[9] && c != 10
}

// phoneNumber accepts what has as many digits as a number of the UK's plan.
func phoneNumber(s string) bool {
	n := len(digits(s))
	return n >= 10 && n <= 14
}

// notCounted tells "12 years on the road" from "12 Mill Road".
func notCounted(s string) bool {
	f := strings.Fields(strings.ToLower(s))
	for _, w := range f[1:] {
		switch w {
		case "year", "years", "month", "months", "week", "weeks", "day", "days", "hour", "hours", "minutes", "times", "of", "the", "in", "on", "at", "by", "my", "a", "to", "and":
			return false
		}
	}
	return true
}

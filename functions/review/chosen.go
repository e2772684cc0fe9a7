package main

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/audit"
	"voiceforum/shared/consent"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
	"voiceforum/web/pages"
)

// The fields of a text's page.
const (
	doName       = "do"
	versionName  = "version"
	openedName   = "opened" // the reason for which the sealed words were opened
	reasonName   = "reason" // the reason to open them
	offName      = "off"
	moreName     = "more"
	maskName     = "mask"
	kindName     = "kind"
	quoteName    = "quote"
	approveName  = "approve"
	sureName     = "sure"
	holdName     = "hold"
	wholeName    = "whole"
	wrongName    = "wrong"
	addedName    = "added"
	themeName    = "theme"
	stanceName   = "stance"
	mostMore     = 60
	mostQuotes   = 5
	longestWords = 200 // characters of what can be masked at once
)

// What the buttons of the page do.
const (
	doOpen  = "open"
	doMask  = "mask"
	doClear = "clear"
	doHold  = "hold"
)

// kinds are what a reviewer can say that words are, in the order in which they are offered.
var kinds = []anonymise.Kind{
	anonymise.Name, anonymise.Place, anonymise.Address, anonymise.Org, anonymise.Job, anonymise.Phone, anonymise.Email,
	anonymise.Reference, anonymise.Date, anonymise.Age, anonymise.Vehicle, anonymise.URL, anonymise.Postcode, anonymise.NHS,
	anonymise.NI, anonymise.Other,
}

// chosen is what a reviewer chose on a text's page, as it was sent. Nothing of it is stored before they decide.
type chosen struct {
	do      string
	version int
	opened  audit.Reason
	reason  audit.Reason
	off     []int
	more    []review.More
	mask    review.More // to be added to more
	quotes  []string
	whole   bool // quote the whole text
	approve []consent.Purpose
	sure    bool // what may still be an identifier was looked at
	hold    audit.Reason
	wrong   []string              // themes that the text is not about
	added   []response.ThemeLabel // themes that it is about besides
	theme   response.ThemeLabel   // to be added to them when the words are cleared
}

func chosenOf(form url.Values) chosen {
	c := chosen{
		do: form.Get(doName), opened: audit.Reason(form.Get(openedName)), reason: audit.Reason(form.Get(reasonName)),
		mask:  review.More{Words: oneLine(form.Get(maskName)), Kind: known(form.Get(kindName))},
		whole: form.Get(wholeName) != "", sure: form.Get(sureName) != "", hold: audit.Reason(form.Get(holdName)),
	}
	c.version, _ = strconv.Atoi(form.Get(versionName))
	for _, value := range form[offName] {
		if n, err := strconv.Atoi(value); err == nil {
			c.off = append(c.off, n)
		}
	}
	for _, value := range form[moreName] {
		kind, words, ok := strings.Cut(value, " ")
		if ok && len(c.more) < mostMore {
			c.more = append(c.more, review.More{Words: oneLine(words), Kind: known(kind)})
		}
	}
	for n := range mostQuotes {
		if value := strings.TrimSpace(form.Get(quoteNameOf(n))); value != "" {
			c.quotes = append(c.quotes, value)
		}
	}
	c.wrong = form[wrongName]
	c.theme = response.ThemeLabel{Theme: form.Get(themeName), Stance: form.Get(stanceName)}
	for _, value := range form[addedName] {
		if theme, stance, ok := strings.Cut(value, " "); ok {
			c.added = append(c.added, response.ThemeLabel{Theme: theme, Stance: stance})
		}
	}
	for _, value := range form[approveName] {
		c.approve = append(c.approve, consent.Purpose(value))
	}
	return c
}

// quoteNameOf gives the name of the n-th field for a quote.
func quoteNameOf(n int) string {
	if n == 0 {
		return quoteName
	}
	return quoteName + "-" + strconv.Itoa(n+1)
}

// oneLine gives what was typed with its white space as single spaces, as masks are looked for.
func oneLine(words string) string { return strings.Join(strings.Fields(words), " ") }

// known gives the kind that was sent, or "other" for what is none.
func known(kind string) string {
	if slices.Contains(kinds, anonymise.Kind(kind)) {
		return kind
	}
	return string(anonymise.Other)
}

// reasonField asks for one of the reasons that the audit knows of a verb.
func reasonField(name, legend string, verb audit.Verb, value audit.Reason) pages.Field {
	t := texts()
	f := pages.Field{Kind: pages.Pick, Name: name, Legend: t.T(legend), Values: []string{string(value)}}
	f.Options = append(f.Options, pages.Option{Label: t.T("review.reason.choose")})
	for _, reason := range verb.Reasons() {
		f.Options = append(f.Options, pages.Option{Value: string(reason), Label: t.T("review.reason." + string(reason))})
	}
	return f
}

func kindField(value string) pages.Field {
	f := pages.Field{Kind: pages.Pick, Name: kindName, Legend: texts().T("review.text.kind"), Values: []string{value}}
	for _, k := range kinds {
		f.Options = append(f.Options, pages.Option{Value: string(k), Label: texts().T("review.kind." + string(k))})
	}
	return f
}

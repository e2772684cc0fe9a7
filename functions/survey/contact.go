package main

import (
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"unicode/utf8"

	"voiceforum/shared/consent"
	"voiceforum/shared/draft"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/web"
	"voiceforum/web/pages"
)

// The ways to be contacted.
const (
	byCall  = "call"
	byText  = "text"
	byEmail = "email"
)

// Names and limits (in characters) of the contact page's fields. The names are not those that browsers fill in.
const (
	howName, whereName, callName, whenName, voicemailName = "how", "where", "call", "when", "message"

	maxContactName, maxWhere, maxWhen = 60, 120, 200
)

const thenNone = "none" // rather not be contacted

// contact asks how the person can be reached, only where she agreed to it.
func (s *service) contact(w http.ResponseWriter, r *http.Request, v *visit) error {
	if to := v.unready(); to != "" {
		return web.SeeOther(w, to)
	}
	if !v.draft.Permits(consent.Contact) {
		return web.SeeOther(w, v.unsent())
	}
	details := v.draft.Contact
	if v.posted {
		details = readContact(v.form.Get)
	}
	fields := v.contactFields(details)
	if v.posted {
		fields[len(fields)-1].Values = v.form[voicemailName]
	}
	switch {
	case !v.sent():
	case v.form.Get(thenName) == thenNone:
		if err := s.save(r.Context(), v, func(d *draft.Draft) { d.Refuse(consent.Contact) }); err != nil {
			return err
		}
		return web.SeeOther(w, v.unsent())
	case v.faulty(details, fields):
	default:
		if err := s.save(r.Context(), v, func(d *draft.Draft) { d.Contact = details }); err != nil {
			return err
		}
		return web.SeeOther(w, v.unsent())
	}
	page := view(v, "survey.contact.title")
	page.Back = "/permissions"
	return s.show(w, r, v, "survey/contact", page, form{Fields: fields})
}

func readContact(get func(string) string) draft.Contact {
	line := func(name string) string {
		return strings.Join(strings.Fields(questionnaire.CleanText(get(name))), " ")
	}
	return draft.Contact{
		How: get(howName), Where: line(whereName), Name: line(callName), When: line(whenName),
		Voicemail: get(voicemailName) == "yes",
	}
}

// contactFields makes the page's fields, in the order in which they are asked.
func (v *visit) contactFields(c draft.Contact) []pages.Field {
	t := v.texts()
	option := func(key, value string) pages.Option {
		return pages.Option{Value: value, Label: t.T(key + "." + value)}
	}
	const how, voicemail = "survey.contact.how", "survey.contact.voicemail"
	fields := []pages.Field{
		{
			Kind: pages.One, Name: howName, Legend: t.T(how), Values: []string{c.How},
			Options: []pages.Option{option(how, byCall), option(how, byText), option(how, byEmail)},
		},
		{
			Kind: pages.Line, Name: whereName, Legend: t.T("survey.contact.where"),
			Hint: t.T("survey.contact.where.hint"), Values: []string{c.Where},
		},
		{
			Kind: pages.Line, Name: callName, Legend: t.T("survey.contact.name"), Hint: t.T("survey.contact.name.hint"),
			Values: []string{c.Name}, Width: 20,
		},
		{
			Kind: pages.Line, Name: whenName, Legend: t.T("survey.contact.when"), Hint: t.T("survey.contact.when.hint"),
			Values: []string{c.When},
		},
		{
			Kind: pages.One, Name: voicemailName, Legend: t.T(voicemail), Hint: t.T(voicemail + ".hint"),
			Options: []pages.Option{option(voicemail, "yes"), option(voicemail, "no")},
		},
	}
	if c.Voicemail {
		fields[len(fields)-1].Values = []string{"yes"}
	}
	return fields
}

// faulty marks the fields that have to be changed, and reports whether there is one.
func (v *visit) faulty(c draft.Contact, fields []pages.Field) bool {
	t := v.texts()
	if !slices.Contains([]string{byCall, byText, byEmail}, c.How) {
		fields[0].Error = t.T("survey.contact.how.error")
	}
	switch {
	case c.Where == "":
		fields[1].Error = t.T("survey.contact.where.error")
	case c.How == byEmail && !isEmail(c.Where):
		fields[1].Error = t.T("survey.contact.email.error")
	case (c.How == byCall || c.How == byText) && !isPhone(c.Where):
		fields[1].Error = t.T("survey.contact.phone.error")
	}
	for i, limit := range map[int]int{1: maxWhere, 2: maxContactName, 3: maxWhen} {
		if utf8.RuneCountInString(fields[i].Value(0)) > limit {
			fields[i].Error = t.T("survey.contact.long", limit)
		}
	}
	return slices.ContainsFunc(fields, func(f pages.Field) bool { return f.Error != "" })
}

func isEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Address == s
}

// isPhone accepts what somebody could dial, from anywhere: it is read by a person, not by a machine.
func isPhone(s string) bool {
	digits := 0
	for _, c := range s {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case !strings.ContainsRune(" +()-./", c):
			return false
		}
	}
	return 7 <= digits && digits <= 15
}

package main

import (
	"net/http"
	"slices"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/frontdesk"
	"voiceforum/shared/handover"
	"voiceforum/shared/questionnaire"
	"voiceforum/web/pages"
)

// namesPage shows what was found in the texts that somebody wants to send.
type namesPage struct {
	Texts   []foundText
	Accept  bool // our redactions can be taken: nothing is in doubt
	Carried []pages.Sent
}

// foundText is one text with what was found in it.
type foundText struct {
	Title string
	Parts []part
	Doubt bool // a program cannot tell, and a person would have to look
	Field pages.Field
}

// part is a run of a text: as it is, or found to be something.
type part struct{ Text, Kind string }

// names shows each text with what was found in it marked, to be written again or sent with our redactions. The words
// are on this page and nowhere else.
func (s *service) names(w http.ResponseWriter, r *http.Request, v frontdesk.Visitor, p *piece, problems []handover.Problem) error {
	more := namesPage{Accept: true}
	var errors []pages.Link
	shown := map[string]bool{}
	for _, qu := range p.q.Questions {
		of := slices.DeleteFunc(slices.Clone(problems), func(x handover.Problem) bool { return x.Name != qu.ID || !inWords(x) })
		if qu.Kind != questionnaire.Text || len(of) == 0 {
			continue
		}
		typed := p.answers[qu.ID][0]
		found := foundText{Title: qu.Title[questionnaire.English], Parts: marked(typed, masksOf(of))}
		found.Doubt = slices.ContainsFunc(of, func(x handover.Problem) bool { return x.Code == handover.NeedsPerson })
		more.Accept = more.Accept && !found.Doubt
		found.Field = p.field(qu)
		found.Field.Values = []string{typed}
		found.Field.Legend = texts().T("partner.names.again", qu.Title[questionnaire.English])
		found.Field.Hint = ""
		found.Field.Error = texts().N("partner.names.found", len(masksOf(of)))
		if len(masksOf(of)) == 0 {
			found.Field.Error = texts().T("partner.names.doubt")
		}
		errors = append(errors, pages.Link{Text: found.Field.Error, Href: "#" + found.Field.FirstID()})
		shown[found.Field.Name] = true
		more.Texts = append(more.Texts, found)
	}
	more.Carried = p.carried(r.PostForm, shown)
	return s.show(w, r, v, "names", "partner.names.title", "", formed{More: more}, errors...)
}

// masksOf gives where problems say that something was found.
func masksOf(problems []handover.Problem) []handover.Mask {
	var masks []handover.Mask
	for _, x := range problems {
		if x.Code == handover.Identifier {
			masks = append(masks, handover.Mask{Question: x.Name, Start: x.Start, End: x.End, Kind: x.Kind})
		}
	}
	return masks
}

// marked parts a text at its masks, which are in code points, in order and apart.
func marked(text string, masks []handover.Mask) []part {
	runes := []rune(text)
	var parts []part
	at := 0
	for _, m := range masks {
		if m.Start < at || m.End > len(runes) || m.Start >= m.End {
			continue
		}
		if m.Start > at {
			parts = append(parts, part{Text: string(runes[at:m.Start])})
		}
		parts = append(parts, part{string(runes[m.Start:m.End]), kindWords(m.Kind)})
		at = m.End
	}
	if at < len(runes) {
		parts = append(parts, part{Text: string(runes[at:])})
	}
	return parts
}

// kindWords names a kind of identifier.
func kindWords(kind string) string {
	switch anonymise.Kind(kind) {
	case anonymise.Name, anonymise.Place, anonymise.Address, anonymise.Postcode, anonymise.Phone, anonymise.Email,
		anonymise.URL, anonymise.Date, anonymise.Age, anonymise.Reference, anonymise.NHS, anonymise.NI,
		anonymise.Vehicle, anonymise.Org, anonymise.Job:
		return texts().T("partner.kind." + kind)
	}
	return texts().T("partner.kind.other")
}

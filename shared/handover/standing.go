package handover

import (
	"maps"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/consent"
	"voiceforum/shared/response"
)

// Standing is what there is under an id already.
type Standing struct {
	Forum     calendar.Quarter
	Decisions int  // events of consent
	Withdrawn bool // it is gone, and its id stays taken for a while
}

// Clashes says which pieces cannot take the place of what stands under their ids: a correction goes into the forum
// that the piece was counted in, so that forum must be the one that takes answers now; and nothing comes back by itself
// that was withdrawn.
func Clashes(pieces []Piece, standing map[response.ID]Standing) []Problem {
	var problems []Problem
	for _, p := range pieces {
		was, there := standing[p.Response.ID]
		i := Item{Row: p.Row}
		switch {
		case !there || !p.Corrects:
		case was.Withdrawn:
			problems = append(problems, i.problem(InReference, "", ReferenceWithdrawn,
				"What you sent under this reference was withdrawn. Use another reference for new feedback."))
		case was.Forum != p.Response.Forum:
			problems = append(problems, i.problem(InReference, "", ReferenceClosed,
				"This reference belongs to feedback for an earlier forum, which has ended. Use another reference for new feedback."))
		case was.Decisions >= consent.MostEvents:
			problems = append(problems, i.problem(InReference, "", ReferenceSpent,
				"The permissions under this reference were changed too often. Withdraw it, and use another reference."))
		}
	}
	return problems
}

// Says reports whether a piece answers the same questions with the same as what is stored.
func (p Piece) Says(stored response.Response) bool {
	return p.Response.Questionnaire == stored.Questionnaire && maps.EqualFunc(p.Response.Answers, stored.Answers, slices.Equal) &&
		maps.Equal(p.Response.Texts, stored.Texts)
}

// After gives a piece as it is stored in the place of what stands under its id. What was permitted before stays on
// record; only what is decided differently is added.
func (p Piece) After(was response.Response) response.Response {
	next := p.Response.Clone()
	next.Version = was.Version + 1
	next.Consents = was.Clone().Consents
	for _, e := range p.Response.Consents {
		if changed := e.Changes(consent.Current(was.Consents...)); len(changed) > 0 {
			next.Consents = append(next.Consents, changed)
		}
	}
	return next
}

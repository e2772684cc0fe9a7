package handover

import (
	"maps"
	"slices"

	"voiceforum/shared/consent"
	"voiceforum/shared/response"
)

// Standing is what there is under an id already.
type Standing struct {
	Response  response.Response // empty where it was withdrawn
	Withdrawn bool              // it is gone, and its id stays taken for a while
}

// Clashes says which pieces cannot take the place of what stands under their ids. A correction goes into the forum that
// the piece was counted in, so that forum must be the one that takes answers now. A piece without a reference takes no
// other's place: it must say what is stored already. Nothing comes back by itself that was withdrawn, and of two pieces
// under one id the second clashes.
func Clashes(pieces []Piece, standing map[response.ID]Standing) []Problem {
	var problems []Problem
	seen := make(map[response.ID]bool, len(pieces))
	for _, p := range pieces {
		was, there := standing[p.Response.ID]
		code, words := Code(""), ""
		switch {
		case seen[p.Response.ID]:
			code, words = ReferenceTwice, "This reference stands before another piece too; each needs its own."
		case there:
			code, words = p.clash(was)
		}
		seen[p.Response.ID] = true
		if code != "" {
			problems = append(problems, Item{Row: p.Row}.problem(InReference, "", code, words))
		}
	}
	return problems
}

// clash says why a piece cannot take the place of what there is under its id; "" where it can.
func (p Piece) clash(was Standing) (Code, string) {
	switch {
	case !p.Corrects && was.Withdrawn:
		return HandedInWithdrawn, "This was handed in before, and withdrawn. To hand it in again, give it a reference."
	case !p.Corrects && !p.Says(was.Response):
		return HandedInOtherwise, "This was handed in before, and what is stored says something else. What is stored stays."
	case !p.Corrects:
		return "", ""
	case was.Withdrawn:
		return ReferenceWithdrawn, "What you sent under this reference was withdrawn. Use another reference for new feedback."
	case was.Response.Forum != p.Response.Forum:
		return ReferenceClosed, "This reference belongs to feedback for an earlier forum, which has ended. Use another reference for new feedback."
	case len(was.Response.Consents) >= consent.MostEvents:
		return ReferenceSpent, "The permissions under this reference were changed too often. Withdraw it, and use another reference."
	}
	return "", ""
}

// Says reports whether a piece answers the same questions with the same as what is stored, and permits the same.
func (p Piece) Says(stored response.Response) bool {
	return p.Response.Questionnaire == stored.Questionnaire && maps.EqualFunc(p.Response.Answers, stored.Answers, slices.Equal) &&
		maps.Equal(p.Response.Texts, stored.Texts) &&
		maps.Equal(consent.Current(p.Response.Consents...), consent.Current(stored.Consents...))
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

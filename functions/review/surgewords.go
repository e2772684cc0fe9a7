package main

import (
	"net/http"
	"net/url"
	"slices"

	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/surge"
)

// surgeWords is how many responses' words stand on a page: few, because each is a person's, or may be.
const surgeWords = 10

type surgeWordsPage struct {
	Day       string
	Responses []surgeResponse
	Next      string // the address of the next page; empty where there is none
}

// surgeResponse is one response's anonymised words, and nothing else of it.
type surgeResponse struct {
	Reference, Address string
	Texts              []surgeText
}

type surgeText struct {
	Question string
	Words    []stretch // none where they are held
}

func wordsAddress(w surge.Window, pile surge.Pile, after response.ID) string {
	query := url.Values{"pile": {string(pile)}}
	if after != "" {
		query.Set("after", string(after))
	}
	return surgeAddress(w) + "/words?" + query.Encode()
}

// surgeWords shows the anonymised words of a surge, a few responses at a time. That each is looked at is recorded first.
func (s *service) surgeWords(w http.ResponseWriter, r *http.Request, v visitor) error {
	state, err := s.state(r)
	if err != nil {
		return err
	}
	pile, after := surge.Pile(r.URL.Query().Get("pile")), r.URL.Query().Get("after")
	if pile == "" {
		pile = surge.PileWaiting
	}
	if !slices.Contains(surge.Piles, pile) || after != "" && !idForm.MatchString(after) {
		return fault.New(fault.Invalid, "a surge has no such words")
	}
	looked, err := s.windows.Look(r.Context(), state.Window, pile, response.ID(after), surgeWords)
	if err != nil {
		return err
	}
	page := surgeWordsPage{Day: state.Day.Words()}
	for _, one := range looked {
		if err := s.record(r, v, audit.ViewText, one, "", ""); err != nil {
			return err
		}
		shown := surgeResponse{Reference: reference(one.ID), Address: responseAddress(one.ID)}
		for _, question := range questionsOf(one) {
			text := surgeText{Question: asked(one, question)}
			if words := one.Texts[question].Words; words != "" {
				text.Words = runs(words)
			}
			shown.Texts = append(shown.Texts, text)
		}
		page.Responses = append(page.Responses, shown)
	}
	if len(looked) >= surgeWords {
		page.Next = wordsAddress(state.Window, pile, looked[len(looked)-1].ID)
	}
	view := s.desk.View(v, "review.surge.words.title", surgesAddress, page)
	view.Back = surgeAddress(state.Window)
	return s.site.Render(w, r, http.StatusOK, "review/surge-words", view)
}

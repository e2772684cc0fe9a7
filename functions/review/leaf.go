package main

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/audit"
	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/review"
	"voiceforum/shared/seal"
	"voiceforum/shared/themes"
)

// leaf is one text on a reviewer's desk, with what they have chosen laid over it.
type leaf struct {
	resp     response.Response
	question string
	chosen   chosen
	sheet    review.Sheet
	result   review.Result
	written  string        // the words as written; empty unless they are opened
	gone     bool          // they can no longer be opened
	long     bool          // the words are too long for their masks to be found
	doubts   []string      // what the anonymiser still finds in the result
	coding   themes.Coding // what the rules find the result to be about
}

// waitsUnread reports whether the text is held and nobody has opened it yet: there are no words to decide on.
func (l *leaf) waitsUnread() bool { return l.result.Words == "" }

// lay makes the leaf of a text. That its words are shown is recorded first, and opening what was written with its
// reason, before anything is decrypted.
func (s *service) lay(r *http.Request, v visitor, resp response.Response, question string, c chosen) (*leaf, error) {
	text, ok := resp.Texts[question]
	if !ok {
		return nil, fault.New(fault.NotFound, "the response has no such text")
	}
	if err := s.record(r, v, audit.ViewText, resp, question, ""); err != nil {
		return nil, err
	}
	l := &leaf{resp: resp, question: question, chosen: c, sheet: review.Closed(text.Words, resp.Reviews[question].Labels)}
	if c.opened != "" {
		if err := s.open(r, v, l, text); err != nil {
			return nil, err
		}
	}
	s.apply(l)
	return l, nil
}

// apply lays what was chosen over the text, and has the anonymiser read what comes of it.
func (s *service) apply(l *leaf) {
	l.result = l.sheet.Words(l.chosen.off, l.chosen.more)
	l.doubts = s.doubts(l.result.Words)
	var err error
	if l.coding, err = coded(l); err != nil { // the words can be decided on all the same
		s.log.Error("response-uncoded", "function", "review", "error", err)
	}
}

// open decrypts what was written, and finds the masks over it. Of a text that is held, they are the anonymiser's.
func (s *service) open(r *http.Request, v visitor, l *leaf, text response.Text) error {
	if !slices.Contains(audit.OpenSealed.Reasons(), l.chosen.opened) {
		return fault.New(fault.Invalid, "words opened for no reason that is known")
	}
	if err := s.record(r, v, audit.OpenSealed, l.resp, l.question, l.chosen.opened); err != nil {
		return err
	}
	all, err := s.sealed(r, l.resp.ID)
	if fault.Is(err, fault.NotFound) {
		l.gone, l.chosen.opened = true, ""
		return nil
	}
	if err != nil {
		return err
	}
	l.written = all[l.question]
	words := text.Words
	if text.State == response.Held {
		if words, err = s.proposed(all, l.question); err != nil {
			return err
		}
	}
	sheet, ok := review.Open(l.written, words, l.resp.Reviews[l.question].Labels)
	l.sheet, l.long = sheet, !ok
	return nil
}

// sealed gives the words as written, by question.
func (s *service) sealed(r *http.Request, id response.ID) (map[string]string, error) {
	ciphertext, wrapped, err := s.reviews.Sealed(r.Context(), id)
	if err != nil {
		return nil, err
	}
	plain, err := s.words.Open(r.Context(), seal.Words, id, ciphertext, wrapped)
	if err != nil {
		return nil, err
	}
	var all map[string]string
	if err := json.Unmarshal(plain, &all); err != nil {
		return nil, fault.New(fault.Internal, "sealed words do not read") // the cause may quote them
	}
	return all, nil
}

// proposed gives the anonymiser's words for a text that it would not vouch for. All texts of the response are read
// together, as they were when they came.
func (s *service) proposed(all map[string]string, question string) (string, error) {
	ids := slices.Sorted(maps.Keys(all))
	written := make([]string, len(ids))
	for i, id := range ids {
		written[i] = all[id]
	}
	results, err := s.anonymiser.Anonymise(written)
	if at := slices.Index(ids, question); err == nil && at >= 0 && len(results) == len(ids) {
		return results[at].Words, nil
	}
	return "", fault.New(fault.Unavailable, "the anonymiser did not read the words")
}

// doubts reads words once more, as if somebody had sent them, and gives what may still tell who is meant.
func (s *service) doubts(words string) []string {
	if words == "" {
		return nil
	}
	results, err := s.anonymiser.Anonymise([]string{words})
	if err != nil || len(results) != 1 {
		return []string{texts().T("review.doubt.unread")}
	}
	var doubts []string
	runes := []rune(words)
	for _, span := range results[0].Spans {
		if span.Start < span.End && span.End <= len(runes) {
			found := texts().T("review.doubt.found", string(runes[span.Start:span.End]), texts().T("review.kind."+string(span.Kind)))
			doubts = append(doubts, found)
		}
	}
	if len(doubts) == 0 && results[0].Verdict != anonymise.Clean {
		doubts = append(doubts, texts().T("review.doubt.unsure"))
	}
	return doubts
}

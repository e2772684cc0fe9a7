package tally

import (
	"maps"
	"slices"

	"voiceforum/shared/fault"
	"voiceforum/shared/response"
	"voiceforum/shared/themes"
)

// Coder finds the themes of a text that was given in answer to a question.
type Coder interface {
	Code(text, question string) ([]themes.Mention, error)
}

// Code finds what a response's texts are about, by question. Only texts that are clean are read: what is held has no
// words here until a reviewer has seen it. Texts of a response that may not be counted are not read either, because
// nothing would come of it. A coder that fails or panics is an error without anything of the text in it, with no
// mentions at all, so that nobody is counted by half of what they wrote.
func Code(coder Coder, r response.Response) (map[string][]themes.Mention, error) {
	if !r.Counts() {
		return nil, nil
	}
	found := map[string][]themes.Mention{}
	for _, question := range slices.Sorted(maps.Keys(r.Texts)) {
		text := r.Texts[question]
		if text.State != response.Clean || text.Words == "" {
			continue
		}
		mentions, err := guarded(coder, text.Words, question)
		if err != nil {
			return nil, err
		}
		if mentions = Corrected(mentions, r.Reviews[question].Themes); len(mentions) > 0 {
			found[question] = mentions
		}
	}
	return found, nil
}

func guarded(coder Coder, words, question string) (mentions []themes.Mention, err error) {
	defer func() {
		if recover() != nil { // its value may quote the text
			mentions, err = nil, fault.New(fault.Internal, "theme coder panicked")
		}
	}()
	mentions, err = coder.Code(words, question)
	if err != nil {
		return nil, fault.New(fault.Internal, "theme coder failed: %s", fault.KindOf(err))
	}
	return mentions, nil
}

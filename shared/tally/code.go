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

// Reader is a Coder that also says which texts a reviewer must read.
type Reader interface {
	Read(text themes.Text) (themes.Coding, error)
}

// Coded is what a response's texts are about.
type Coded struct {
	Mentions map[string][]themes.Mention // by question
	Review   map[string]string           // by question, why a reviewer must read its text: what it lacks is not nothing
}

// Code finds what a response's texts are about, by question; see Read.
func Code(coder Coder, r response.Response) (map[string][]themes.Mention, error) {
	coded, err := Read(coder, r)
	return coded.Mentions, err
}

// Read finds what a response's texts are about, and which of them a reviewer must read. Only texts that are clean are
// read: what is held has no words here until a reviewer has seen it. Texts of a response that may not be counted are not
// read either, because nothing would come of it. What a reviewer has said of a text's themes settles it. A coder that
// fails or panics is an error without anything of the text in it, with nothing found at all, so that nobody is counted
// by half of what they wrote.
func Read(coder Coder, r response.Response) (Coded, error) {
	if !r.Counts() {
		return Coded{}, nil
	}
	all := Coded{Mentions: map[string][]themes.Mention{}}
	for _, question := range slices.Sorted(maps.Keys(r.Texts)) {
		text := r.Texts[question]
		if text.State != response.Clean || text.Words == "" {
			continue
		}
		coding, err := guarded(coder, themes.Text{Words: text.Words, Question: question})
		if err != nil {
			return Coded{}, err
		}
		labels := r.Reviews[question].Themes
		if mentions := Corrected(coding.Mentions, labels); len(mentions) > 0 {
			all.Mentions[question] = mentions
		}
		if coding.Review != "" && len(labels) == 0 {
			if all.Review == nil {
				all.Review = map[string]string{}
			}
			all.Review[question] = coding.Review
		}
	}
	return all, nil
}

func guarded(coder Coder, text themes.Text) (coding themes.Coding, err error) {
	defer func() {
		if recover() != nil { // its value may quote the text
			coding, err = themes.Coding{}, fault.New(fault.Internal, "theme coder panicked")
		}
	}()
	if reader, ok := coder.(Reader); ok {
		coding, err = reader.Read(text)
	} else {
		coding.Mentions, err = coder.Code(text.Words, text.Question)
	}
	if err != nil {
		return themes.Coding{}, fault.New(fault.Internal, "theme coder failed: %s", fault.KindOf(err))
	}
	return coding, nil
}

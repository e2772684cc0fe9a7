package anonymise

import (
	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/language"
)

// Why a text is held, beside the reasons of package language.
const (
	leftOver  = "something is left after the first pass"
	mayBeName = "a word may be a name"
)

// doubt gives the reason to hold a text for a reviewer, or nothing where there is none. The second pass reads the
// outcome as if somebody had sent it, so that a clean text is one in which nothing more is found.
func (e *Engine) doubt(r *reading, words string) string {
	if len(r.found) > 0 {
		again := e.readKnowing(words, r.known)
		if again.norm != words || len(again.found) > 0 {
			return leftOver
		}
		if len(again.doubts) > 0 {
			return mayBeName
		}
	} else if r.origin != nil && r.norm != words {
		return leftOver
	}
	if r.uncovered() {
		return mayBeName
	}
	if why := language.Check(r.tokens, r.written()); why != "" {
		return why
	}
	return ""
}

// written gives what the lists say of each token of the text as it was written: a word of another language that was
// masked for a name still shows the language. Our own placeholders show nothing, nor do addresses, numbers and the
// net's, nor the names that have a capital inside a sentence, which are names in any language. It is asked in order.
func (r *reading) written() func(i int) gazetteer.Class {
	at := 0
	return func(i int) gazetteer.Class {
		for at < len(r.found) && r.found[at].end <= r.tokens[i].Start {
			at++
		}
		switch masked := at < len(r.found) && r.found[at].start <= r.tokens[i].Start; {
		case r.own[i] || r.taken[i]:
			return gazetteer.Field
		case masked && r.found[at].kind == Name && r.caseOf(i) == inside:
			return r.class[i] | gazetteer.StrongName
		}
		return r.class[i]
	}
}

// uncovered says that a word that comes near a name was not masked after all.
func (r *reading) uncovered() bool {
	at := 0
	for _, i := range r.doubts {
		for at < len(r.found) && r.found[at].end <= r.tokens[i].Start {
			at++
		}
		if at == len(r.found) || r.found[at].start > r.tokens[i].Start {
			return true
		}
	}
	return false
}

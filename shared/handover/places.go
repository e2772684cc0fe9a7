package handover

import "voiceforum/shared/anonymise"

// masksOf gives what was found in a clean text by its places in the text as it was sent.
func masksOf(question, sent, clean string, spans []anonymise.Span) []Mask {
	if len(spans) == 0 {
		return nil
	}
	starts, ends := places(sent, clean)
	masks := make([]Mask, len(spans))
	for n, s := range spans {
		masks[n] = Mask{Question: question, Start: starts[s.Start], End: ends[s.End-1], Kind: string(s.Kind)}
	}
	return masks
}

// places gives where each code point of a cleaned text begins and ends in the text as it was sent, in code points.
// Cleaning takes code points out and writes line ends as one; see questionnaire.CleanText.
func places(sent, clean string) (starts, ends []int) {
	from := []rune(sent)
	at := 0
	for _, c := range clean {
		for at < len(from) && lineEnd(from[at]) != c {
			at++
		}
		starts = append(starts, min(at, len(from)))
		if c == '\n' && at+1 < len(from) && from[at] == '\r' && from[at+1] == '\n' {
			at++
		}
		at++
		ends = append(ends, min(at, len(from)))
	}
	return starts, ends
}

// lineEnd gives a rune as cleaning writes it.
func lineEnd(r rune) rune {
	switch r {
	case '\r', '\u0085', '\u2028', '\u2029':
		return '\n'
	}
	return r
}

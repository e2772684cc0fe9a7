package train

import (
	"strings"

	"voiceforum/shared/anonymise/tagger"
)

// swapped has other people, places and organisations in the names' stead. The corpora's names are those that were in the
// news when they were made; what matters is what stands around them.
func (f *filler) swapped(s sentence) sentence {
	var b strings.Builder
	var out sentence
	at := 0
	for _, sp := range s.spans {
		b.WriteString(s.text[at:sp.start])
		start := b.Len()
		b.WriteString(f.like(s.text[sp.start:sp.end], sp.tag))
		out.spans = append(out.spans, span{start, b.Len(), sp.tag})
		at = sp.end
	}
	out.text = b.String() + s.text[at:]
	return out
}

// like gives another name of the same kind, of one word or more as the first was.
func (f *filler) like(name string, tag tagger.Tag) string {
	long := strings.Contains(name, " ")
	var other string
	switch {
	case tag == tagger.Person && long:
		other = f.full()
	case tag == tagger.Person && f.chance(30):
		other = f.family()
	case tag == tagger.Person:
		other = f.given()
	case tag == tagger.Place:
		other = f.place()
	case long:
		other = f.organisation()
	default:
		other = f.coined()
	}
	if name == strings.ToLower(name) {
		return strings.ToLower(other)
	}
	return other
}

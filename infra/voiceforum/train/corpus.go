package train

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"voiceforum/shared/anonymise/tagger"
)

// sentence is a text whose names are marked.
type sentence struct {
	text  string
	spans []span // in order, apart
}

// span is a name, by bytes of its sentence.
type span struct {
	start, end int
	tag        tagger.Tag
}

// kinds are the corpora's words for what we mask. Products and works are left to themselves.
var kinds = map[string]tagger.Tag{
	"PER": tagger.Person, "person": tagger.Person,
	"LOC": tagger.Place, "location": tagger.Place,
	"ORG": tagger.Org, "group": tagger.Org, "corporation": tagger.Org,
	"product": tagger.Outside, "creative-work": tagger.Outside,
}

// readCorpus reads one file: a token, a tab and a tag on each line, an empty line after a sentence. Its tokens are put
// together again as they may have been typed, because we split texts in our own way. Names like @JaneDoe are left out, since
// they are found by their form, or become names like Jane Doe where handles are wanted.
func readCorpus(in io.Reader, handles bool) ([]sentence, error) {
	var all []sentence
	b := builder{handles: handles}
	finish := func() {
		if s := b.done(); s.text != "" {
			all = append(all, s)
		}
	}
	lines := bufio.NewScanner(in)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" {
			finish()
			continue
		}
		word, mark, ok := strings.Cut(lines.Text(), "\t")
		if !ok {
			return nil, fmt.Errorf("line %d: not a token and a tag with a tab between", n)
		}
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		prefix, kind, _ := strings.Cut(mark, "-")
		tag, known := kinds[kind]
		if prefix != "O" && (!known || prefix != "B" && prefix != "I") {
			return nil, fmt.Errorf("line %d: unknown tag", n)
		}
		b.add(word, tag, prefix == "B")
	}
	finish()
	return all, lines.Err()
}

// builder puts a sentence together from words.
type builder struct {
	handles bool // make names of handles
	text    strings.Builder
	spans   []span
	last    string
}

func (b *builder) add(word string, tag tagger.Tag, begins bool) {
	if word[0] == '@' && len(word) > 1 {
		if tag != tagger.Person || !b.handles {
			return
		}
		word = splitHandle(word[1:])
	}
	joins := b.text.Len() == 0 || attaches(word) || strings.HasSuffix(b.last, "(")
	if !joins {
		b.text.WriteByte(' ')
	}
	b.last = word
	start := b.text.Len()
	b.text.WriteString(word)
	if tag == tagger.Outside {
		return
	}
	if n := len(b.spans); n > 0 && !begins && b.spans[n-1].tag == tag && b.spans[n-1].end+1 >= start {
		b.spans[n-1].end = b.text.Len()
		return
	}
	b.spans = append(b.spans, span{start, b.text.Len(), tag})
}

func (b *builder) done() sentence {
	s := sentence{b.text.String(), b.spans}
	*b = builder{handles: b.handles}
	return s
}

// attaches says that a token was typed right after the one before it.
func attaches(word string) bool {
	switch word {
	case ".", ",", "!", "?", ";", ":", ")", "'s", "’s", "n't", "'m", "'re", "'ve", "'ll", "'d", "%", "...":
		return true
	}
	return false
}

// splitHandle makes words of a handle's humps and underscores: JaneDoe_1 is Jane Doe.
func splitHandle(word string) string {
	var out strings.Builder
	small := false
	for _, c := range word {
		switch {
		case c == '_' || c >= '0' && c <= '9':
			small = true
			continue
		case small && (c >= 'A' && c <= 'Z'):
			out.WriteByte(' ')
		}
		out.WriteRune(c)
		small = c >= 'a' && c <= 'z'
	}
	if out.Len() == 0 {
		return "Jo"
	}
	return out.String()
}

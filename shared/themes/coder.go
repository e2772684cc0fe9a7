package themes

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/fault"
)

// MaxBytes is the longest text that is coded; a longer one is a fault.TooLarge.
const MaxBytes = 64 << 10

// clause is a stretch of a text with one thought in it, made plain: lower case, straight apostrophes, no punctuation.
type clause struct {
	plain string
	span  Span // of the text as given
}

// Code finds what a text, given in answer to a question, is about: at most one mention a theme, with the clauses that
// show it as evidence. A theme spoken well of in one clause and badly in another is mixed.
func (c *Codebook) Code(text, question string) ([]Mention, error) {
	switch {
	case len(text) > MaxBytes:
		return nil, fault.New(fault.TooLarge, "text to code is over %d bytes", MaxBytes)
	case !utf8.ValidString(text):
		return nil, fault.New(fault.Invalid, "text to code is not UTF-8")
	}
	clauses := split(text)
	var mentions []Mention
	for i := range c.Themes {
		if m, found := c.Themes[i].in(clauses); found {
			mentions = append(mentions, m)
		}
	}
	return mentions, nil
}

// in reads the clauses for one theme.
func (t *Theme) in(clauses []clause) (Mention, bool) {
	m := Mention{Theme: t.ID, Stance: Neutral}
	var good, bad bool
	for _, c := range clauses {
		stance, rule, found := t.stance(c.plain)
		if !found {
			continue
		}
		m.Evidence = append(m.Evidence, c.span)
		good = good || stance == Positive || stance == Mixed
		bad = bad || stance == Negative || stance == Mixed
		if m.Rule == "" || m.Rule == "topic" {
			m.Rule = rule
		}
	}
	switch {
	case good && bad:
		m.Stance = Mixed
	case good:
		m.Stance = Positive
	case bad:
		m.Stance = Negative
	}
	m.Score = map[string]float64{"topic": 0.5, "positive": 0.8, "negative": 0.8}[m.Rule]
	return m, len(m.Evidence) > 0
}

// stance reads one clause: a phrase that says both theme and stance comes before one that says the theme alone.
func (t *Theme) stance(plain string) (stance Stance, rule string, found bool) {
	if before, ok := matchIn(t.negative, plain); ok {
		if isNegated(before) {
			return Positive, "negative", true
		}
		return Negative, "negative", true
	}
	if before, ok := matchIn(t.positive, plain); ok {
		if isNegated(before) || wished.MatchString(plain) {
			return Negative, "positive", true
		}
		return Positive, "positive", true
	}
	if _, ok := matchIn(t.topic, plain); ok {
		return tone(plain), "topic", true
	}
	return "", "", false
}

// matchIn gives the words of a clause before the phrase that a pattern finds in it.
func matchIn(phrases func() *regexp.Regexp, plain string) (before string, ok bool) {
	if phrases == nil {
		return "", false
	}
	loc := phrases().FindStringSubmatchIndex(plain)
	if loc == nil {
		return "", false
	}
	return plain[:loc[2]], true
}

var (
	// negated matches words that end in a negation of what follows.
	negated = regexp.MustCompile(`(?:^| )(?:not|never|no|nobody|without|hardly|\p{L}+n't|didnt|wasnt|werent|dont|couldnt|wouldnt)(?: +[^ ]+){0,2} *$`)
	// wished matches what was hoped for and did not come.
	wished = regexp.MustCompile(`(?:^| )(?:if (?:only |they |he |she |someone |somebody |the |my )|wish|should have|should've|could have|would have|would've|supposed to|promised to)`)
	good   = regexp.MustCompile(`(?:^| )(?:good|great|excellent|brilliant|amazing|kind|kindly|helpful|helped|supportive|lovely|clear|clearly|well|quick|quickly|easy|best|fantastic|wonderful|caring|patient|gentle|thank|thankful|grateful|happy|pleased|promptly|properly|reassuring|offered|worked|relieved)(?: |$)`)
	bad    = regexp.MustCompile(`(?:^| )(?:bad|badly|awful|terrible|poor|poorly|slow|late|lost|ignored|horrible|disgrace\p{L}*|disgusting|worst|worse|hard|confus\p{L}+|useless|never|nobody|no|not|none|nothing|without|fail\p{L}*|wrong|rude|cold|scared|stress\p{L}*|upset\p{L}*|distress\p{L}*|shock\p{L}*|traumati\p{L}+|cancelled|refused|forgot\p{L}*|dismiss\p{L}*|\p{L}+n't|didnt|wasnt|couldnt)(?: |$)`)
)

// negationReach is how far before a phrase its negation can stand, in words, itself included.
const negationReach = 3

// isNegated reports whether what stands before a phrase negates it. Only the last words are read: a text of nothing
// but such phrases would otherwise be read once for each of them.
func isNegated(before string) bool {
	from := len(before)
	for range negationReach {
		from = len(strings.TrimRight(before[:from], " "))
		from = strings.LastIndexByte(before[:from], ' ') + 1
	}
	return negated.MatchString(before[from:])
}

// tone weighs the words of a clause that speaks of a theme without saying how.
func tone(plain string) Stance {
	g, b := 0, 0
	for _, loc := range good.FindAllStringIndex(plain, -1) {
		if isNegated(plain[:loc[0]]) {
			b++
		} else {
			g++
		}
	}
	if g == 0 && b == 0 && bad.MatchString(plain) {
		b++
	}
	switch {
	case g > 0 && b > 0:
		return Mixed
	case g > 0 && wished.MatchString(plain):
		return Negative
	case g > 0:
		return Positive
	case b > 0:
		return Negative
	}
	return Neutral
}

// turn matches the words at which a thought turns.
var turn = regexp.MustCompile(` (?:but|however|although|though|whereas|until) `)

// split cuts a text into clauses at the ends of sentences and where a thought turns.
func split(text string) []clause {
	runes := []rune(text)
	plain := make([]rune, len(runes))
	for i, r := range runes {
		plain[i] = plainRune(r)
	}
	var out []clause
	from := 0
	for i := 0; i <= len(plain); i++ {
		if i == len(plain) || plain[i] == '\n' {
			out = append(out, atTurns(plain[from:i], from)...)
			from = i + 1
		}
	}
	return out
}

// atTurns cuts one sentence, which starts at code point offset, where its thought turns.
func atTurns(sentence []rune, offset int) []clause {
	s := string(sentence)
	var out []clause
	add := func(from, to int) {
		part := s[from:to]
		lead := len(part) - len(strings.TrimLeft(part, " "))
		body := strings.Trim(part, " ")
		if body == "" {
			return
		}
		start := offset + utf8.RuneCountInString(s[:from+lead])
		out = append(out, clause{body, Span{start, start + utf8.RuneCountInString(body)}})
	}
	from := 0
	for _, loc := range turn.FindAllStringIndex(s, -1) {
		add(from, loc[0])
		from = loc[0]
	}
	add(from, len(s))
	return out
}

// plainRune gives one rune for one rune, so that offsets stay true; a newline ends a sentence.
func plainRune(r rune) rune {
	switch {
	case r == '’' || r == '‘' || r == '`':
		return '\''
	case r == '.' || r == '!' || r == '?' || r == ';' || r == '\n' || r == '…':
		return '\n'
	case unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '-' || r == '&':
		return unicode.ToLower(r)
	case unicode.Is(unicode.Mn, r):
		return r
	}
	return ' '
}

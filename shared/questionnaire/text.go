package questionnaire

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText makes of a text as typed the text that is kept. It
//   - writes every kind of line's end (CR LF, CR, NEL, U+2028, U+2029) as one LF;
//   - removes control characters, NUL among them, except LF and tab;
//   - removes what turns the direction of text that follows (U+202A to U+202E, U+2066 to U+2069), because it can make
//     words read as others to whoever checks them; the marks U+200E, U+200F and U+061C stay, as Arabic, Persian, Urdu
//     and Hebrew need them;
//   - removes what cannot be seen and belongs to no spelling (soft hyphens, zero-width spaces, word joiners, byte order
//     marks, tags, noncharacters), because it can hide a name or a number from the anonymiser. Joiners and variation
//     selectors stay where a script or an emoji is written with them, which is never after a Latin, Greek or Cyrillic
//     letter, a blank, another joiner or plain ASCII, keycaps apart; tags stay within a flag;
//   - cuts blanks off both ends.
//
// It expects UTF-8. Cleaning a clean text changes nothing.
func CleanText(text string) string {
	kept := make([]rune, 0, len(text))
	runes := []rune(lineEnds.Replace(text))
	flag := false // within a flag that is written with tags
	for i, r := range runes {
		if unwanted(r) || tag(r) && !flag || attached(r) && !carries(kept, runes[i:]) {
			continue
		}
		flag = r == blackFlag || flag && tag(r)
		kept = append(kept, r)
	}
	return strings.TrimSpace(string(kept))
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

const (
	zeroWidthNonJoiner = '\u200c'
	zeroWidthJoiner    = '\u200d'
	emojiStyle         = '\ufe0f'     // asks for the coloured form of what stands before it
	keycap             = '\u20e3'     // draws a key around the digit before it
	blackFlag          = '\U0001f3f4' // the flags of England, Scotland and Wales begin with it
)

// unwanted reports whether no text needs r.
func unwanted(r rune) bool {
	switch {
	case r == '\n' || r == '\t':
		return false
	case unicode.IsControl(r),
		'\u202a' <= r && r <= '\u202e', '\u2066' <= r && r <= '\u2069', // direction
		'\u2060' <= r && r <= '\u2064', '\u206a' <= r && r <= '\u206f', // invisible operators, long deprecated controls
		'\ufff9' <= r && r <= '\ufffb', // interlinear annotation
		unicode.Is(unicode.Noncharacter_Code_Point, r):
		return true
	}
	return r == '\u00ad' || r == '\u034f' || r == '\u180e' || r == '\u200b' || r == '\ufeff'
}

// attached reports whether r is invisible and only means something after what it stands behind.
func attached(r rune) bool {
	return r == zeroWidthJoiner || r == zeroWidthNonJoiner || unicode.Is(unicode.Variation_Selector, r)
}

// tag reports whether r is one of the invisible letters that flags of parts of a country are written with.
func tag(r rune) bool { return '\U000e0000' <= r && r <= '\U000e007f' }

// carries reports whether the first of coming, which is invisible, may stand behind what was kept.
func carries(kept, coming []rune) bool {
	if len(kept) == 0 {
		return false
	}
	last := kept[len(kept)-1]
	if last < utf8.RuneSelf {
		key := '0' <= last && last <= '9' || last == '#' || last == '*'
		return key && len(coming) > 1 && coming[0] == emojiStyle && coming[1] == keycap
	}
	return last != zeroWidthJoiner && last != zeroWidthNonJoiner && !unicode.IsSpace(last) &&
		!unicode.In(last, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

func (qu *Question) readText(values []string) ([]string, *Problem) {
	switch {
	case len(values) == 0:
		return nil, nil
	case len(values) > 1:
		return nil, &Problem{Code: OneOnly}
	case !utf8.ValidString(values[0]):
		return nil, &Problem{Code: TextUnreadable}
	}
	text := CleanText(values[0])
	if over := utf8.RuneCountInString(text) - qu.Limit; over > 0 {
		return nil, &Problem{Code: TextTooLong, Detail: over}
	}
	if text == "" {
		return nil, nil
	}
	return []string{text}, nil
}

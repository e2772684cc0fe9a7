package train

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// peoples are the kinds of names that parts.txt has parts for.
var peoples = []string{
	"english", "english", "english", "polish", "romanian", "slavic", "african", "african", "indian", "indian", "muslim", "muslim",
	"german", "nordic", "latin", "greek", "turkish", "chinese",
}

// invented is a name that no list has.
func (f *filler) invented() string {
	people := f.one(peoples)
	return f.pick(people+".front") + f.pick(people+".back")
}

// given is a first name or a nickname.
func (f *filler) given() string {
	switch {
	case f.chance(12):
		return f.invented()
	case f.chance(2):
		return f.one([]string{"Big ", "Little ", "Aunty ", "Uncle "}) + f.name(f.first, "first")
	case f.chance(2):
		return f.name(f.first, "first") + " " + string(rune('A'+f.draw.IntN(26)))
	}
	return f.name(f.first, "first")
}

func (f *filler) family() string {
	switch {
	case f.chance(35):
		return f.invented()
	case f.chance(4):
		return f.name(f.last, "surname") + "-" + f.name(f.last, "surname")
	}
	return f.name(f.last, "surname")
}

func (f *filler) full() string {
	first, last := f.given(), f.family()
	switch f.draw.IntN(14) {
	case 0:
		return first + " " + f.letter() + ". " + last
	case 1:
		return first + " " + f.given() + " " + last
	case 2:
		return first + " " + f.family() + " " + last
	case 3:
		return first + " " + f.letter() + " " + last
	case 4:
		return f.one([]string{"van ", "de ", "al ", "bin ", "von ", "Mc", "O'"}) + last
	}
	return first + " " + last
}

func (f *filler) letter() string { return string(rune('A' + f.draw.IntN(26))) }

// initials is a name of which some letters stand for the rest.
func (f *filler) initials() string {
	switch f.draw.IntN(8) {
	case 0:
		return f.letter() + "." + f.letter() + ". " + f.family()
	case 1:
		return f.letter() + " " + f.family()
	case 2:
		return f.letter() + "." + f.letter() + "."
	case 3:
		return f.given() + " " + f.letter() + "."
	}
	return f.letter() + ". " + f.family()
}

func (f *filler) place() string {
	switch {
	case f.chance(8):
		return f.pick("english.front") + f.one([]string{"ton", "ham", "bury", "ford", "ley", "wick", "by", "field", "stead", "ingham", "bourne"})
	case f.chance(5):
		return f.pick("slavic.front") + f.one([]string{"grad", "ovo", "ice", "sk", "ow", "ice", "ov"})
	case f.chance(3):
		return proper(f.one(f.places)) + ", " + proper(f.one(f.places))
	}
	return proper(f.one(f.places))
}

func (f *filler) street() string {
	name := f.family()
	switch {
	case f.chance(30):
		name = f.pick("english.front") + f.pick("english.back")
	case f.chance(15):
		name = f.pick("adjective") + " " + f.pick("noun")
	case f.chance(15):
		name = proper(f.one(f.places))
	}
	return name + " " + f.pick("street")
}

func (f *filler) abroad() string {
	if f.chance(50) {
		return f.pick("abroad.street") + " " + f.invented()
	}
	return f.invented() + f.pick("abroad.tail")
}

// coined is a firm's made-up word.
func (f *filler) coined() string {
	word := f.pick("coined.front") + f.pick("coined.back")
	if f.chance(15) {
		word = f.pick("coined.front") + proper(f.pick("coined.back"))
	}
	return word
}

func (f *filler) organisation() string {
	switch f.draw.IntN(13) {
	case 0, 1:
		return f.coined()
	case 2:
		return f.coined() + " " + f.pick("trade")
	case 3:
		return f.coined() + " " + f.pick("suffix")
	case 4:
		return f.family() + " " + f.pick("suffix")
	case 5:
		return f.family() + "-" + f.family()
	case 6:
		return f.family() + ", " + f.family() + " and " + f.family()
	case 7:
		return f.family() + " " + f.pick("trade")
	case 8:
		return f.family() + " & " + f.family()
	case 9:
		return f.pick("adjective") + f.one([]string{"", " "}) + strings.ToLower(f.pick("noun")) + " " + f.pick("trade")
	case 10:
		return f.pick("adjective") + " " + f.pick("noun") + " " + f.pick("trade")
	case 11:
		return f.pick("adjective") + " " + f.pick("noun")
	}
	return proper(f.one(f.places)) + " " + f.pick("trade") + " " + f.pick("suffix")
}

func (f *filler) school() string {
	switch f.draw.IntN(4) {
	case 0:
		return f.pick("saint") + f.one([]string{"", "'s", "s"}) + " " + f.pick("school")
	case 1:
		return f.pick("english.front") + f.pick("english.back") + " " + f.pick("school")
	case 2:
		return f.family() + " " + f.pick("school")
	}
	return proper(f.one(f.places)) + " " + f.pick("school")
}

// venue is a place of worship, a ward, a surgery, a pub.
func (f *filler) venue() string {
	name := f.pick("english.front") + f.pick("english.back")
	switch f.draw.IntN(6) {
	case 0:
		return name + " " + f.pick("clinic")
	case 1:
		return f.pick("saint") + f.one([]string{"", "'s"}) + " " + f.one([]string{f.pick("clinic"), f.pick("faithplace")})
	case 2:
		return proper(f.one(f.places)) + " " + f.one([]string{f.pick("clinic"), f.pick("faithplace")})
	case 3:
		return f.pick("adjective") + " " + f.pick("noun") + " " + f.pick("clinic")
	case 4:
		return "the " + f.pick("noun") + " and " + f.pick("noun")
	}
	return f.invented() + " " + f.pick("faithplace")
}

// proper writes each word with a capital, and the letter after O' and a hyphen.
func proper(name string) string {
	var b strings.Builder
	up := true
	for _, r := range name {
		if up {
			r = unicode.ToUpper(r)
		}
		b.WriteRune(r)
		up = r == ' ' || r == '-' || r == '\''
	}
	out := b.String()
	if strings.HasPrefix(out, "Mc") && len(out) > 3 {
		first, width := utf8.DecodeRuneInString(out[2:])
		out = "Mc" + string(unicode.ToUpper(first)) + out[2+width:]
	}
	return out
}

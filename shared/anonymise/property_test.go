package anonymise_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// digit draws text in the form of a pattern: 9 is a digit, 8 one from 2 to 9, A a letter of a postcode or plate.
func digit(t *rapid.T, form string) string {
	var b strings.Builder
	for _, c := range form {
		switch c {
		case '9':
			b.WriteByte(byte('0' + rapid.IntRange(0, 9).Draw(t, "digit")))
		case '8':
			b.WriteByte(byte('0' + rapid.IntRange(2, 9).Draw(t, "digit")))
		case 'A':
			b.WriteByte(rapid.SampledFrom([]byte("ABDEFGHJLNPRSTUW")).Draw(t, "letter"))
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// nhs draws a number with its check digit.
func nhs(t *rapid.T) string {
	for {
		d := digit(t, "888999999")
		sum := 0
		for i := range d {
			sum += (10 - i) * int(d[i]-'0')
		}
		if c := (11 - sum%11) % 11; c != 10 {
			return fmt.Sprintf("%s %s %s%d", d[:3], d[3:6], d[6:], c)
		}
	}
}

// identifiers are drawn with the cue that makes them one, where they need one. What is between braces must be masked.
var identifiers = map[string]func(t *rapid.T) string{
	"postcode": func(t *rapid.T) string {
		return "{" + rapid.SampledFrom([]string{"B", "WV", "DY", "CV", "WS"}).Draw(t, "area") + digit(t, "89") + rapid.SampledFrom([]string{" ", ""}).Draw(t, "space") + digit(t, "8AA") + "}"
	},
	"mobile":     func(t *rapid.T) string { return "{" + digit(t, "07700 900999") + "}" },
	"landline":   func(t *rapid.T) string { return "{" + digit(t, "0121 496 0999") + "}" },
	"abroad":     func(t *rapid.T) string { return "{" + digit(t, "+44 7700 900 999") + "}" },
	"nhs":        func(t *rapid.T) string { return "{" + nhs(t) + "}" },
	"nhs, named": func(t *rapid.T) string { return "NHS number {" + digit(t, "899 999 9999") + "}" },
	"ni":         func(t *rapid.T) string { return "{" + digit(t, "AB 89 99 99 ") + "C}" },
	"ni, named":  func(t *rapid.T) string { return "national insurance {" + digit(t, "QQ999999C") + "}" },
	"plate":      func(t *rapid.T) string { return "{" + digit(t, "BD59 RHJ") + "}" },
	"old plate":  func(t *rapid.T) string { return "a car {" + digit(t, "Y899 WHP") + "}" },
	"crime":      func(t *rapid.T) string { return "{" + digit(t, "20/899999/24") + "}" },
	"force":      func(t *rapid.T) string { return "{" + digit(t, "20WV/89999/24") + "}" },
	"log":        func(t *rapid.T) string { return "log {" + digit(t, "8999") + "}" },
	"collar":     func(t *rapid.T) string { return "collar number {" + digit(t, "89999") + "}" },
	"file":       func(t *rapid.T) string { return "client ref {" + digit(t, "WQ-99999") + "}" },
	"card":       func(t *rapid.T) string { return "card {" + digit(t, "4999 9999 9999 9999") + "}" },
	"email":      func(t *rapid.T) string { return "{" + digit(t, "sample.person99@mail.example") + "}" },
	"web":        func(t *rapid.T) string { return "{" + digit(t, "https://site.example/me99") + "}" },
	"handle":     func(t *rapid.T) string { return "{" + digit(t, "@sample_person99") + "}" },
	"date":       func(t *rapid.T) string { return "{" + digit(t, "13/0") + digit(t, "8/2028") + "}" },
	"birth":      func(t *rapid.T) string { return "born in {" + "19" + digit(t, "89") + "}" },
	"age":        func(t *rapid.T) string { return "aged {" + digit(t, "89") + "}" },
	"address":    func(t *rapid.T) string { return "{" + digit(t, "89") + " Tannersmill Road}" },
	"iban":       func(t *rapid.T) string { return "{" + digit(t, "GB89 RHJW 9999 9999 9999 99") + "}" },
	"sort code":  func(t *rapid.T) string { return "sort code {" + digit(t, "89-99-99") + "}" },
	"passport":   func(t *rapid.T) string { return "passport {" + digit(t, "AA9999999") + "}" },
	"licence": func(t *rapid.T) string {
		return "{" + digit(t, "THORN") + digit(t, "8") + "05129" + digit(t, "AA9AA") + "}"
	},
	"custody":  func(t *rapid.T) string { return "custody number {" + digit(t, "AA/8999/24") + "}" },
	"birthday": func(t *rapid.T) string { return "my birthday on {the " + digit(t, "2") + "4th}" },
	"place": func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"in ", "from ", "near "}).Draw(t, "where") + "{" +
			rapid.SampledFrom([]string{"Smethwick", "Chelmsley Wood", "Wolverhampton", "Bearwood", "Cradley Heath"}).Draw(t, "place") + "}"
	},
	"org": func(t *rapid.T) string {
		return "at {" + rapid.SampledFrom([]string{"Fenbury", "Larkmoor", "Marlowfield"}).Draw(t, "name") + " " +
			rapid.SampledFrom([]string{"Primary School", "Academy", "Medical Centre", "Methodist Church"}).Draw(t, "head") + "}"
	},
	"first name": func(t *rapid.T) string {
		return "{" + rapid.SampledFrom([]string{"Kirandeep", "Katarzyna", "Olumide", "Chidinma", "Siobhan", "Shanice", "Bilal", "Andreea"}).Draw(t, "name") + "}"
	},
	"cued name": func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"my ex ", "a man called ", "my sister ", "Mrs "}).Draw(t, "cue") + "{" +
			rapid.SampledFrom([]string{"Zorblat", "Thornquist", "Vellimore", "Kasprova"}).Draw(t, "name") + "}"
	},
}

// clauses are of what people write; a sentence is one to three of them. Marks stand apart, so that an identifier may come
// before them.
var (
	clauses = []string{
		"they said nobody would ring me before the trial", "I waited for months", "the officer never wrote back to me about any of it",
		"Nobody believed me", "it was only my support worker who listened", "it was moved again", "the interpreter was late and they carried on without one",
		"i had to ask three times", "we were told to wait outside the court room", "My phone was kept for a year", "the nurse explained each step",
		"THEY NEVER RANG", "he was let out on bail", "I still dont know what happens next", "she left before the end",
	}
	joints = []string{" , and ", " . ", " , ", " because ", " ! ", " and then "}
)

func sentence(t *rapid.T) string {
	said := rapid.SampledFrom(clauses).Draw(t, "clause")
	for range rapid.IntRange(0, 2).Draw(t, "more") {
		said += rapid.SampledFrom(joints).Draw(t, "joint") + rapid.SampledFrom(clauses).Draw(t, "clause")
	}
	return said + rapid.SampledFrom([]string{"", " .", " !"}).Draw(t, "end")
}

func TestAnIdentifierIsMaskedAnywhereInASentence(t *testing.T) {
	e := engine(t)
	for what, draw := range identifiers {
		t.Run(what, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				words := strings.Fields(sentence(t))
				at := rapid.IntRange(0, len(words)).Draw(t, "at")
				marked := draw(t)
				switch rapid.SampledFrom([]string{"as it is", "lower", "upper"}).Draw(t, "case") {
				case "lower":
					marked = strings.ToLower(marked)
				case "upper":
					marked = strings.ToUpper(marked)
				}
				text := strings.Join(append(append(append([]string{}, words[:at]...), marked), words[at:]...), " ")
				from := utf8.RuneCountInString(text[:strings.Index(text, "{")])
				to := from + utf8.RuneCountInString(text[strings.Index(text, "{"):strings.Index(text, "}")]) - 1
				text = strings.NewReplacer("{", "", "}", "").Replace(text)
				res, err := e.Anonymise([]string{text})
				if err != nil {
					t.Fatal(err)
				}
				covered := map[int]bool{}
				for _, s := range res[0].Spans {
					for i := s.Start; i < s.End; i++ {
						covered[i] = true
					}
				}
				for i, c := range []rune(text) {
					if i >= from && i < to && (unicode.IsLetter(c) || unicode.IsDigit(c)) && !covered[i] {
						t.Fatalf("%q became %q", text, res[0].Words)
					}
				}
			})
		})
	}
}

// kept gives the phrases that are never masked, as the hand-written lists have them.
func kept(t *testing.T) (all []string) {
	t.Helper()
	for _, file := range []string{"keep-field.txt", "big-places.txt"} {
		list, err := os.ReadFile("gazetteer/words/" + file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(list)) {
			if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
				all = append(all, line)
			}
		}
	}
	return all
}

func TestWhatIsKeptStaysAnywhereInASentence(t *testing.T) {
	e := engine(t)
	for _, phrase := range kept(t) {
		text := "they told me about " + phrase + " before it was moved again"
		if res, err := e.Anonymise([]string{text}); err != nil || res[0].Words != text {
			t.Errorf("%q became %q, %v", text, res[0].Words, err)
		}
	}
	all := kept(t)
	rapid.Check(t, func(t *rapid.T) {
		words := strings.Fields(sentence(t))
		at := rapid.IntRange(0, len(words)).Draw(t, "at")
		phrase := rapid.SampledFrom(all).Draw(t, "phrase")
		text := strings.Join(slices.Concat(words[:at], []string{phrase}, words[at:]), " ")
		if res, err := e.Anonymise([]string{text}); err != nil || res[0].Words != text {
			t.Fatalf("%q became %q, %v", text, res[0].Words, err)
		}
	})
}

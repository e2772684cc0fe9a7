package anonymise_test

import (
	"fmt"
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
	"first name": func(t *rapid.T) string {
		return "{" + rapid.SampledFrom([]string{"Kirandeep", "Katarzyna", "Olumide", "Chidinma", "Siobhan", "Shanice", "Bilal", "Andreea"}).Draw(t, "name") + "}"
	},
	"cued name": func(t *rapid.T) string {
		return rapid.SampledFrom([]string{"my ex ", "a man called ", "my sister ", "Mrs "}).Draw(t, "cue") + "{" +
			rapid.SampledFrom([]string{"Zorblat", "Thornquist", "Vellimore", "Kasprova"}).Draw(t, "name") + "}"
	},
}

var sentences = []string{
	"they said nobody would ring me before the trial and then it was moved again",
	"I waited for months , and the officer never wrote back to me about any of it .",
	"Nobody believed me . It was only my support worker who listened , and she left",
}

func TestAnIdentifierIsMaskedAnywhereInASentence(t *testing.T) {
	e := engine(t)
	for what, draw := range identifiers {
		t.Run(what, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				words := strings.Fields(rapid.SampledFrom(sentences).Draw(t, "sentence"))
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

package questionnaire

import "golang.org/x/text/language"

// English is the language that every text is written in first, and the one shown where another is missing.
const English = "en"

// Words is one text by language, under BCP 47 tags.
type Words map[string]string

// In gives the text in a language, in the language that it is a variety of (en for en-GB), or else in English.
func (w Words) In(lang string) string {
	if s, ok := w[lang]; ok {
		return s
	}
	if tag, err := language.Parse(lang); err == nil {
		for ; tag != language.Und; tag = tag.Parent() {
			if s, ok := w[tag.String()]; ok {
				return s
			}
		}
	}
	return w[English]
}

// rightToLeft lists the scripts written from right to left that have living readers.
var rightToLeft = map[string]bool{
	"Adlm": true, "Arab": true, "Aran": true, "Hebr": true, "Mand": true, "Nkoo": true,
	"Rohg": true, "Samr": true, "Syrc": true, "Thaa": true, "Yezi": true,
}

// Dir gives the direction of a language's writing as HTML's dir attribute has it, "ltr" or "rtl". Where the tag names
// no script, the language's usual one decides: ur and pa-PK are right-to-left, pa is not.
func Dir(lang string) string {
	tag, err := language.Parse(lang)
	if err != nil {
		return "ltr"
	}
	if script, _ := tag.Script(); rightToLeft[script.String()] {
		return "rtl"
	}
	return "ltr"
}

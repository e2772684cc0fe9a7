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

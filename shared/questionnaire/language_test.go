package questionnaire

import "testing"

func TestWordsFallBackToEnglish(t *testing.T) {
	w := Words{"en": "Yes", "cy": "Ydw", "pa-Arab": "ہاں"}
	for lang, want := range map[string]string{
		"en": "Yes", "cy": "Ydw", "cy-GB": "Ydw", "pa-Arab": "ہاں", "pa-Arab-PK": "ہاں",
		"pa": "Yes", "ur": "Yes", "": "Yes", "not a language": "Yes",
	} {
		if got := w.In(lang); got != want {
			t.Errorf("In(%q) = %q, want %q", lang, got, want)
		}
	}
	if got := Words(nil).In("en"); got != "" {
		t.Errorf("no words at all give %q", got)
	}
}

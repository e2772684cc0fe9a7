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
	if got := (Words)(nil).In("en"); got != "" {
		t.Errorf("no words at all give %q", got)
	}
}

func TestDir(t *testing.T) {
	for lang, want := range map[string]string{
		"ar": "rtl", "ur": "rtl", "fa": "rtl", "he": "rtl", "ps": "rtl", "ckb": "rtl", "yi": "rtl", "dv": "rtl",
		"pa-Arab": "rtl", "pa-PK": "rtl", "ks": "rtl", "ar-GB": "rtl", "az-Arab": "rtl",
		"en": "ltr", "cy": "ltr", "pa": "ltr", "bn": "ltr", "pl": "ltr", "so": "ltr", "zh-Hant": "ltr", "ur-Latn": "ltr",
		"": "ltr", "not a language": "ltr",
	} {
		if got := Dir(lang); got != want {
			t.Errorf("Dir(%q) = %s, want %s", lang, got, want)
		}
	}
}

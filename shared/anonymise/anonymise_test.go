package anonymise_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"voiceforum/shared/anonymise"
	"voiceforum/shared/fault"
)

func engine(t testing.TB) *anonymise.Engine {
	t.Helper()
	e, err := anonymise.New()
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func one(t testing.TB, text string) anonymise.Result {
	t.Helper()
	res, err := engine(t).Anonymise([]string{text})
	if err != nil {
		t.Fatal(err)
	}
	return res[0]
}

func TestIdentifiersAreReplacedByTheirKind(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"please email me at sample.person@mail.example thanks", "please email me at [email] thanks"},
		{"they wrote to b15 2tt instead", "they wrote to [postcode] instead"},
		{"They wrote to B152TT instead", "They wrote to [postcode] instead"},
		{"my number is 07700 900123 and it was wrong", "my number is [phone] and it was wrong"},
		{"rang me on +44 7700 900123 twice", "rang me on [phone] twice"},
		{"my NI is QQ 12 34 56 C was on it", "my NI is [ni] was on it"}, // QQ is no prefix, but it is named
		{"my ni is ab 12 34 56 c was on it", "my ni is [ni] was on it"},
		{"my nhs number is 943 476 5919 they said", "my nhs number is [nhs] they said"},
		{"the nhs number 943 476 5910 was wrong", "the nhs number [nhs] was wrong"}, // mistyped, but named
		{"their crime number was 20/123456/24 then", "their crime number was [reference] then"},
		{"log 1234 of that day", "log [reference] of that day"},
		{"he drives a bd51 smr and waits", "he drives a [vehicle] and waits"},
		{"it happened at 12 Mill Road last year", "it happened at [address] last year"},
		{"I waited 12 years on the road", "I waited 12 years on the road"},
		{"reported on 3rd March 2024 and then", "reported on March 2024 and then"},
		{"reported on 03/03/2024 and then", "reported on March 2024 and then"},
		{"I am 34 and alone", "I am [age 25 to 34] and alone"},
		{"amarjits coat was kept, my auntie tulla said", "[name 1] coat was kept, my auntie [name 2] said"},
		{"My caseworker, Will Tarrowby, met me there", "My caseworker, [name], met me there"},
		{"my ex dave kept coming", "my ex [name] kept coming"},
		{"DC Thorngate was kind to me", "DC [name] was kind to me"},
		{"the officer, Priya, was kind. priya rang back", "the officer, [name], was kind. [name] rang back"},
		{"I told Sarah and then Mohammed", "I told [name 1] and then [name 2]"},
		{"I live in handsworth and they came", "I live in [place] and they came"},
		{"West Midlands Police told me the CPS would ring in May", "West Midlands Police told me the CPS would ring in May"},
		{"i hope they will. it may help", "i hope they will. it may help"},
		{"Zorblat never rang me back about it", "[name] never rang me back about it"},
		{"NOBODY EVER RANG ME BACK ABOUT BETHANY", "NOBODY EVER RANG ME BACK ABOUT [name]"},
		{"d\u200bave rang me about it", "[name] rang me about it"},
		{"my ex called zorbin and \u0130 then zorbin rang", "my ex called [name] and \u0130 then [name] rang"}, // İ has a longer lower case
	} {
		if got := one(t, c.in).Words; got != c.want {
			t.Errorf("%q\n got %q\nwant %q", c.in, got, c.want)
		}
	}
}

func TestTheSamePersonIsTheSamePlaceholderInAllTexts(t *testing.T) {
	res, err := engine(t).Anonymise([]string{"I told Sarah first.", "Then Mohammed came, and sarah left."})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := res[0].Words+res[1].Words, "I told [name 1] first.Then [name 2] came, and [name 1] left."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Somebody who is named only within a longer find is masked where they are named again, and takes no number from anybody.
func TestANameWithinALongerFindIsMaskedElsewhere(t *testing.T) {
	res, err := engine(t).Anonymise([]string{"I was the woman whose goat my ex zorbin sold in the paper.", "Sarah wrote to me, and there was a zorbin sticker on it."})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := res[0].Words+res[1].Words, "I was [other].[name] wrote to me, and there was a [name] sticker on it."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestDoubtHoldsATextForAReviewer(t *testing.T) {
	for _, c := range []struct {
		in   string
		want anonymise.Verdict
	}{
		{"nobody rang me for three months. not once.", anonymise.Clean},
		{"The officer was kind and kept me informed.", anonymise.Clean},
		{"", anonymise.Clean},
		{"nikt do mnie nie zadzwonił przez trzy miesiące", anonymise.Held},
		{"کسی نے مجھے فون نہیں کیا", anonymise.Held},
		{"nimeni nu m-a sunat timp de trei luni", anonymise.Held},
		{"kisi ne mujhe phone nahi kiya teen mahine tak", anonymise.Held},
	} {
		if got := one(t, c.in); got.Verdict != c.want {
			t.Errorf("%q is %s (%s), want %s", c.in, got.Verdict, got.Why, c.want)
		}
	}
}

// Brackets that somebody typed around or behind an identifier hide it from no recogniser.
func TestPlaceholdersThatWereTypedHideNothing(t *testing.T) {
	for in, hidden := range map[string]string{
		"they told me [age Sarah] would ring and that was good of them": "Sarah",
		"they told me [ jaswinder [name] would ring, and that was good": "jaswinder",
		"she wrote [sic] that jaswinder and [name] would ring us then":  "jaswinder",
		"they wrote to [age 07700 900123] and that was wrong of them":   "07700",
		"I saw it on www.site.example/thorngate/[name] and told them":   "thorngate",
		"I saw it on https://site.example/sarah/[name] and told them":   "sarah",
	} {
		if got := one(t, in); strings.Contains(got.Words, hidden) && got.Verdict == anonymise.Clean {
			t.Errorf("%q is clean as %q", in, got.Words)
		}
	}
}

func TestWhatCannotBeReadIsAFault(t *testing.T) {
	e := engine(t)
	if _, err := e.Anonymise([]string{"fine", "bro\xffken"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("invalid UTF-8 gives %v", err)
	}
	if _, err := e.Anonymise([]string{strings.Repeat("a", anonymise.MaxBytes+1)}); !fault.Is(err, fault.TooLarge) {
		t.Errorf("a huge text gives %v", err)
	}
}

// sound checks what must hold of any text.
func sound(t interface {
	Helper()
	Fatalf(string, ...any)
}, e *anonymise.Engine, text string,
) {
	t.Helper()
	res, err := e.Anonymise([]string{text})
	if err != nil {
		return // refused whole, which is safe
	}
	at, n := 0, utf8.RuneCountInString(text)
	for _, s := range res[0].Spans {
		if s.Start < at || s.End <= s.Start || s.End > n {
			t.Fatalf("span %+v overlaps or leaves the text of %d code points", s, n)
		}
		at = s.End
		if s.Kind == "" || s.Why == "" {
			t.Fatalf("span %+v has no kind or no reason", s)
		}
	}
	if (res[0].Verdict == anonymise.Held) != (res[0].Why != "") {
		t.Fatalf("%s for %q", res[0].Verdict, res[0].Why)
	}
	again, err := e.Anonymise([]string{res[0].Words})
	if err != nil {
		t.Fatalf("the outcome cannot be read again: %v", err)
	}
	// Only a text of which it is said that something is left may have something left.
	if res[0].Why != "something is left after the first pass" && again[0].Words != res[0].Words {
		t.Fatalf("anonymising twice changes more, of a text that is %s (%s)", res[0].Verdict, res[0].Why)
	}
}

func TestSpansAreSoundInAnyText(t *testing.T) {
	e := engine(t)
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOf(rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
			"Sarah", "dave", " DC Thorngate ", "B15 2TT", "07700 900123", "20/123456/24", "3 March 2024", "[name 1]", "I am 34", "ﬁ", "e\u0301", "\u202e", ". ",
		}))).Draw(t, "parts")
		sound(t, e, strings.Join(parts, " "))
	})
}

func FuzzAnonymise(f *testing.F) {
	e := engine(f)
	for _, s := range []string{"", "I told Sarah", "b15 2tt", "\u202eabc", "ﬁ\u0301", "[name", "1 January 2020 20/123456/24"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) { sound(t, e, text) })
}

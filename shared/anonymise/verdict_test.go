package anonymise

import "testing"

// The second pass is there for what the first lost; here it has lost something.
func TestTheSecondPassFindsWhatTheFirstLost(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"I told Sarah and then Mohammed came", "DC Thorngate rang me on 07700 900123 about it", "my ex Darren lives in Handsworth they said"} {
		r := e.read(text)
		all := newPeople()
		all.meet(r)
		if len(r.found) != 2 {
			t.Fatalf("%q has %d finds", text, len(r.found))
		}
		r.found = r.found[:1]
		if why := e.doubt(r, r.replace(all)); why != leftOver {
			t.Errorf("%q without its second find is held for %q", text, why)
		}
	}
}

func TestTheSecondPassDoubtsWhatTheFirstDidNot(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	r := e.read("I told Sarah and they said we got no bassaragh here and she drove us")
	all := newPeople()
	all.meet(r)
	r.doubts = nil
	if why := e.doubt(r, r.replace(all)); why != mayBeName {
		t.Errorf("held for %q", why)
	}
}

// Each recogniser has a text that it reads, by itself.
func TestEachRecogniserReadsItsForm(t *testing.T) {
	texts := map[string]string{
		"postcode":                               "they wrote to b15 2tt",
		"postcode, mistyped":                     "postcode B1O 2TT it is",
		"postcode district":                      "my postcode is B15 they said",
		"postcode district, in a place's place":  "i was living in b15 then",
		"national insurance":                     "it is ab 12 34 56 c on the form",
		"national insurance, unlikely prefix":    "it is QQ123456C on the form",
		"national insurance, named":              "national insurance AB 12345 they wrote",
		"plate, current":                         "a grey bd51smr outside",
		"plate, spaced":                          "a grey BD 51 SMR outside",
		"plate, prefix":                          "the A123 BCD outside",
		"plate, suffix":                          "the ABC 123D outside",
		"plate, dateless":                        "his van reg abc 12 outside",
		"driving licence":                        "it says MORGA753116SM9IJ on it",
		"passport":                               "my passport KP5508316 it is",
		"exhibit":                                "exhibit KT/14 was lost",
		"IBAN":                                   "pay GB82 WEST 1234 5698 7654 32 they said",
		"IBAN, mistyped":                         "pay GB82 WEST 1234 5698 7654 33 they said",
		"letters and a long number":              "it is HMX20817 on the letter",
		"letters, a mark, a number":              "it is RM/4471/23 on the letter",
		"date, in numbers":                       "on 03/03/2024 it was",
		"date, ISO":                              "on 2024-03-03 it was",
		"day of this month or the last":          "your letter of the 2nd inst came",
		"date, without a year":                   "it came on 3/4 and then",
		"date, spaced":                           "my dob is 2 9 91 they said",
		"year of birth":                          "born in 1971 i was",
		"day and month":                          "on 3rd of march it was",
		"birthday":                               "my birthday on the 6th was spoilt",
		"network address":                        "from 198.51.100.7 it was",
		"crime number":                           "it is 20CR/12345/24 they said",
		"crime number, short":                    "it is 20WV46203 they said",
		"number and year":                        "it is 18403/91 they said",
		"unique reference number":                "it is 20WV0001234 they said",
		"sort code":                              "it is 08-63-52 at the bank",
		"sort code, spaced":                      "sort code 08 63 52 it is",
		"exhibit, in numbers":                    "exhibit 4/11 was lost",
		"reference, spaced":                      "URN 20 WV 46203 24 it is",
		"day and month, in numbers":              "i gave it in 29/04 and then",
		"plate, dateless, digits before letters": "his van reg 12 abc outside",
	}
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	all := append(digitFirst(), letterFirst()...)
	if len(all) != len(texts) {
		t.Errorf("%d recognisers have %d texts", len(all), len(texts))
	}
	for i := range all {
		text, there := texts[all[i].name]
		if !there {
			t.Errorf("%s has no text", all[i].name)
			continue
		}
		r := newReading(text)
		r.known = map[string]known{}
		r.know(e)
		for j := range r.tokens {
			all[i].try(r, j, r.window(j))
		}
		if len(r.found) == 0 {
			t.Errorf("%s does not read %q", all[i].name, text)
		}
		if whole := e.read(text); len(whole.found) == 0 {
			t.Errorf("%q is not masked", text)
		}
	}
}

// What is found twice in parts is one address, and bands and cards are what they are by their sums.
func TestPartsBandsAndSums(t *testing.T) {
	e, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"send it to Flat 4, 39 Long Meadow Lane now":   "send it to [address] now",
		"it was [name 1] of [place] who said so then":  "it was [name 1] of [place] who said so then",
		"my nhs number 943 476 5918 was mistyped then": "my nhs number [nhs] was mistyped then",
		"it is 943 476 5919 and 943 476 5918 they say": "it is [nhs] and [reference] they say",
		"I live at 12 Larch Road, Tipton, DY4 8QX now": "I live at [address] now",
		"I am 17 and he is 18 and she is 24":           "I am [age under 18] and he is [age 18 to 24] and she is [age 18 to 24]",
		"I am 25 and he is 64 and she is 65":           "I am [age 25 to 34] and he is [age 55 to 64] and she is [age 65 or over]",
	} {
		res, err := e.Anonymise([]string{text})
		if err != nil {
			t.Fatal(err)
		}
		if res[0].Words != want {
			t.Errorf("%q became %q, want %q", text, res[0].Words, want)
		}
	}
	if !luhn("4111111111111111") || luhn("4111111111111112") {
		t.Error("luhn does not tell a card from a mistyped one")
	}
	if !nhsNumber("9434765919") || nhsNumber("9434765918") {
		t.Error("modulus 11 does not tell an NHS number from a mistyped one")
	}
}

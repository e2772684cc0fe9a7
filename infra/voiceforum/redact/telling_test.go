package redact

import (
	"bytes"
	"strings"
	"testing"

	"voiceforum/shared/anonymise"
)

func TestTheNameOfAColumnTellsWhatItsCellsAre(t *testing.T) {
	for header, want := range map[string]anonymise.Kind{
		"Name": anonymise.Name, "first_name": anonymise.Name, "Surname": anonymise.Name, "Client's name": anonymise.Name, "Officer name": anonymise.Name,
		"FORENAME": anonymise.Name, "Your full name": anonymise.Name, "D.O.B.": anonymise.Date, "Date of birth": anonymise.Date, "Age": anonymise.Age,
		"Mobile number": anonymise.Phone, "telephone": anonymise.Phone, "E-mail": anonymise.Email, "Email address": anonymise.Email,
		"Post code": anonymise.Postcode, "Address line 2": anonymise.Address, "NHS no.": anonymise.NHS, "NI number": anonymise.NI,
		"Crime reference number": anonymise.Reference, "URN": anonymise.Reference,
		"Comments": "", "What did they call you?": "", "Stage": "", "Date": "", "Service": "", "Language": "", "How were you addressed?": "",
		"Agency": "", "Contact with the officer": "", "Column": "", "Forum name": "", "Police force": "",
	} {
		if got := tells(header).kind; got != want {
			t.Errorf("%q tells %q, want %q", header, got, want)
		}
	}
}

func TestACellOfATellingColumnIsMaskedWhole(t *testing.T) {
	engine, err := anonymise.New()
	if err != nil {
		t.Fatal(err)
	}
	const in = "Name,age,Phone,Comments\nHope,,,They were kind to me.\nZorbin,34,ring my sister,They told me that zorbin would never ring me back.\n" +
		"\"not, known\",,,They were kind to me.\n"
	var out bytes.Buffer
	report, err := Run(t.Context(), engine, strings.NewReader(in), &out, Options{Format: CSV})
	const want = "Name,age,Phone,Comments\n[name],,,They were kind to me.\n[name],[age 25 to 34],[phone],They told me that [name] would never ring me back.\n" +
		"[name],,,They were kind to me.\n"
	if got := strings.ReplaceAll(out.String(), `"`, ""); err != nil || got != want {
		t.Errorf("%v, got\n%s\nwant\n%s", err, got, want)
	}
	if report.Held != 0 || report.Kinds[anonymise.Age] != 1 || report.Kinds[anonymise.Phone] != 1 {
		t.Errorf("reported %+v", report)
	}
}

package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/token"
)

// group is one token of a row of digits.
type group struct {
	token  int
	digits string
}

// maxDigits is more than any number that people write has.
const maxDigits = 34

// row reads the digits that begin at a token and go on over single spaces, hyphens, stops and brackets.
func (r *reading) row(i int) []group {
	var out []group
	n := 0
	for j := i; j < len(r.tokens) && n <= maxDigits && len(out) < 24; {
		d := asDigits(r.at(j))
		if d == "" {
			break
		}
		if len(d) > maxDigits {
			d = d[:maxDigits]
		}
		out, n = append(out, group{j, d}), n+len(d)
		j++
		marks := "-.()"
		if out[0].digits[0] == '0' {
			marks = "-.()/"
		}
		for n := 0; n < 2 && r.at(j).Text != "" && r.at(j).Kind == token.Mark && strings.Contains(marks, r.at(j).Text); n++ {
			j++
		}
	}
	return out
}

// asDigits gives the digits of a number, in which an O is the nought that people mistype; "" for anything else.
func asDigits(k token.Token) string {
	if k.Kind == token.Number {
		return k.Text
	}
	if k.Kind != token.Mixed || len(k.Text) > maxDigits || strings.Trim(k.Lower, "0123456789o") != "" {
		return ""
	}
	return strings.ReplaceAll(k.Lower, "o", "0")
}

var (
	phoneCues = set("phone", "phoned", "tel", "telephone", "mobile", "mob", "number", "no", "call", "ring", "rang", "text", "txt", "whatsapp", "landline",
		"contact", "fax", "fone", "cell", "ext")
	cardCues = set("card", "cards", "visa", "mastercard", "amex", "debit", "credit", "account", "acc")
	// quantities follow a number that counts something.
	quantities = set("pounds", "pound", "quid", "euros", "euro", "dollars", "people", "miles", "metres", "meters", "km", "views", "followers", "words",
		"times", "percent", "mg", "ml", "kg", "liras", "lira", "schillings", "marks", "francs", "per", "k", "grand", "hours", "days", "years")
	// currencies stand before one.
	currencies = set("£", "$", "€", "eur", "gbp", "try", "trl", "dem", "ats", "pln", "usd", "sek", "frf", "cyp", "nok", "chf", "ff")
)

// digits reads a row of digits: a telephone number, an NHS number, a card, or a long number of whatever kind.
func (r *reading) digits(i int) {
	if i > 0 && r.insideRow(i) {
		return
	}
	row := r.row(i)
	if len(row) == 0 || currencies[r.at(i-1).Lower] {
		return
	}
	all := ""
	for n, g := range row {
		all += g.digits
		if n+1 < len(row) && len(all) < maxDigits && r.complete(i, all, row[:n+1]) {
			r.rowFound(i, all, row[:n+1])
			return
		}
	}
	r.rowFound(i, all, row)
}

// insideRow says that a number goes on from one that was read with it.
func (r *reading) insideRow(i int) bool {
	n := len(r.found)
	return n > 0 && r.found[n-1].start < r.tokens[i].Start && r.tokens[i].End <= r.found[n-1].end &&
		(r.found[n-1].kind == Phone || r.found[n-1].kind == NHS || r.found[n-1].kind == Reference)
}

// complete says that the groups so far are a whole number, so that a year or a count behind it is not taken with it.
func (r *reading) complete(i int, all string, row []group) bool {
	last := row[len(row)-1].token
	if next := r.at(last + 1); !next.Space {
		return false
	}
	return len(all) == 10 && nhsNumber(all) || len(all) == 11 && all[0] == '0' && len(row) > 1 && r.phone(i, all)
}

func (r *reading) rowFound(i int, all string, row []group) {
	last := row[len(row)-1].token
	first := r.phoneStart(i)
	grouped := len(row) > 1 && r.tokens[last].End-r.tokens[i].Start > len(all)
	switch {
	case len(all) == 10 && (nhsNumber(all) || r.near(i, 8, 0, nhsCues) && all[0] != '0'):
		r.add(i, last, NHS, 0.97, "NHS number")
	case len(all) >= 6 && len(all) <= 12 && r.near(i, 5, 0, nhsCues) && r.at(i-1).Lower != "0":
		r.add(i, last, NHS, 0.9, "NHS number, named")
	case r.phone(i, all):
		r.add(first, r.extension(last), Phone, 0.92, "telephone number")
	case len(all) >= 12 && len(all) <= 19 && luhn(all):
		r.add(i, last, Reference, 0.9, "card number")
	case len(all) >= 7 && (all[0] == '0' || first < i):
		r.add(first, last, Phone, 0.7, "telephone number, perhaps mistyped")
	case len(all) >= 4 && r.near(i, 4, 0, cardCues):
		r.add(i, last, Reference, 0.85, "account number")
	case len(all) >= 6 && r.notCount(i, last) && r.notYearRow(row) && (!grouped || len(all) >= 7):
		r.add(i, last, Reference, 0.7, "long number")
	case len(all) >= 3 && len(all) < 6 && len(row) == 1 && (r.at(i-1).Text == "," || r.at(i-1).Text == "(") && r.near(i, 5, 0, ranks) && r.at(i+1).Kind == token.Mark && r.at(i+1).Text != "":
		r.add(i, last, Reference, 0.75, "number after a rank and a name")
	case len(all) >= 3 && len(row) == 1 && r.at(i-1).Text == ":" && r.at(i+1).Kind == token.Mark && r.near(i, 8, 0, numberCues):
		r.add(i, last, Reference, 0.7, "number behind a colon")
	case len(all) >= 5 && len(row) == 1 && r.near(i, 4, 0, phoneCues):
		r.add(i, last, Reference, 0.6, "number, named")
	}
}

// phoneStart takes in the bracket and the plus before a telephone number.
func (r *reading) phoneStart(i int) int {
	for n := 0; n < 2 && i > 0; n++ {
		if t := r.at(i - 1).Text; (t == "+" || t == "(") && !r.tokens[i].Space {
			i--
		}
	}
	return i
}

// extension takes in "ext 12" after a telephone number.
func (r *reading) extension(last int) int {
	j := last + 1
	switch r.lower(j) {
	case "ext", "extension", "x":
	default:
		return last
	}
	if r.at(j+1).Text == "." {
		j++
	}
	if r.at(j+1).Kind == token.Number {
		return j + 1
	}
	return last
}

// phone says that digits can be a telephone number: one of the UK (Ofcom's numbering plan: 10 digits behind the 0, or 9, or
// 7 as in 0800 1111), where a word announces it without its 0; or of any country behind a plus or 00 (ITU-T E.164: at most
// 15). Which numbers are in use says nothing here: a mistyped one must be masked too.
func (r *reading) phone(i int, all string) bool {
	plus := r.at(r.phoneStart(i)).Text == "+" || r.at(i-1).Text == "+"
	if strings.HasPrefix(all, "00") {
		all, plus = all[2:], true
	}
	switch {
	case plus:
		return len(all) >= 7 && len(all) <= 15 && all[0] != '0'
	case all[0] == '0':
		return nationalLength(len(all) - 1)
	case !r.near(i, 5, 0, phoneCues):
		return false
	}
	return nationalLength(len(strings.TrimPrefix(all, "44"))) || nationalLength(len(all))
}

func nationalLength(n int) bool { return n == 7 || n == 9 || n == 10 }

func (r *reading) notCount(i, last int) bool {
	if next := r.at(last + 1); quantities[next.Lower] || next.Text == "%" || next.Text == "," && r.at(last+2).Kind == token.Number && r.glued(last+2) {
		return false
	}
	return r.at(i-1).Text != "," || !r.glued(i) && r.tokens[i].Space
}

// notYearRow tells "2019 2020" and "10 2024" from a long number.
func (r *reading) notYearRow(row []group) bool {
	for _, g := range row {
		if !(len(g.digits) == 4 && (g.digits[:2] == "19" || g.digits[:2] == "20")) && len(g.digits) > 2 {
			return true
		}
	}
	return len(row) > 5
}

// nhsNumber checks the modulus 11 check digit of the NHS Data Dictionary.
func nhsNumber(d string) bool {
	if len(d) != 10 {
		return false
	}
	sum := 0
	for i := range 9 {
		sum += (10 - i) * int(d[i]-'0')
	}
	c := 11 - sum%11
	return c%11 == int(d[9]-'0') && c != 10
}

// luhn checks the check digit of ISO/IEC 7812, which payment cards carry.
func luhn(d string) bool {
	sum := 0
	for i := range len(d) {
		n := int(d[len(d)-1-i] - '0')
		if i%2 == 1 {
			n *= 2
			if n > 9 {
				n -= 9
			}
		}
		sum += n
	}
	return sum%10 == 0
}

// iban checks the modulus 97 of ISO 13616.
func iban(_ *reading, _ int, s string) bool {
	s = strings.ToUpper(strings.ReplaceAll(s, " ", ""))
	if len(s) < 15 {
		return false
	}
	rest := 0
	for _, c := range s[4:] + s[:4] {
		switch {
		case c >= '0' && c <= '9':
			rest = (rest*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			rest = (rest*100 + int(c-'A') + 10) % 97
		}
	}
	return rest == 1
}

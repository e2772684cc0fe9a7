package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/token"
)

var (
	// referenceCues stand before a number that singles somebody out.
	referenceCues = set(strings.Fields(`crime log incident case custody collar badge warrant occurrence reference ref urn client file hospital patient
		student staff shoulder policy claim ticket booking invoice application applications appn plot plots parcel imei serial passport licence license
		membership member tenancy council mrn cris cad exhibit docket account acc a/c registration number numbers no nos num id uid unit epic emis
		reg roll payroll employee emp order record plate pnc niche redress complaint case-ref sort code pin card locker`)...)
	// numberCues say outright that a number follows.
	numberCues = set("number", "numbers", "no", "nos", "num", "ref", "reference", "id", "urn", "mrn", "imei", "log", "cad", "#", "nr")
	refFillers = set("number", "numbers", "no", "nos", "num", "nr", "ref", "reference", "id", "is", "was", ":", "#", ".", "-", "=", "(", "my", "'s", "the", "it",
		"record", "code", "as", "s")
	ranks = set("pc", "dc", "ps", "ds", "pcso", "wpc", "officer", "constable", "sergeant", "sgt", "collar", "badge", "shoulder")
)

// word looks at a word for what begins with it.
func (r *reading) word(i int) {
	switch w := r.tokens[i].Lower; {
	case w == "at":
		r.spelt(i)
	case w == "www":
		if r.at(i+1).Text == "." && r.glued(i+1) {
			r.addWeb(i, r.toSpace(i), 0.99, "web address")
		}
	case r.marked(i, marksWeb):
		r.handle(i)
	case w == "ext" || w == "extension":
		r.extensionAlone(i)
	case r.marked(i, marksSpoken):
		r.spoken(i)
	case len(w) == 1:
		r.lettered(i)
	case w == "corner":
		r.corner(i)
	case w == "the" || w == "that":
		r.story(i)
	}
	if r.marked(i, marksSecret) {
		r.yearOldWord(i)
		r.secret(i)
		r.skin(i)
	}
	if r.capital(i) && r.addressCued(i) {
		r.block(i)
	}
	if r.marked(i, marksDate) {
		r.dateWord(i)
	}
	if r.marked(i, marksNumber) {
		r.age(i)
	}
	if r.marked(i, marksUnit) {
		r.unit(i)
	}
	if r.marked(i, marksReference) {
		r.named(i)
	}
}

// mixed looks at letters and digits run together.
func (r *reading) mixed(i int) {
	r.mixedAge(i)
	r.address(i)
	k := r.tokens[i]
	if len(k.Text) > 24 || len(k.Text) > 7 && len(digitsOf(k.Text)) > 3 {
		r.add(i, i, Reference, 0.7, "letters and digits, long")
	}
}

// named reads a reference behind the words that announce it: "log 2096", "client ref WQ-07315", "nos. 260, 268 and 45".
func (r *reading) named(i int) {
	if i < r.listed {
		return
	}
	w := r.tokens[i].Lower
	sure := numberCues[w]
	j := i + 1
	for n := 0; n < 5 && refFillers[r.at(j).Lower]; n++ {
		sure = sure || numberCues[r.at(j).Lower] || r.at(j).Text == ":"
		if r.at(j).Text == "." && r.tokens[j].Space {
			return
		}
		j++
	}
	first := j
	last := r.identifier(first)
	if last < 0 {
		return
	}
	text := r.norm[r.tokens[first].Start:r.tokens[last].End]
	n := len(digitsOf(text))
	if unit := r.lower(last + 1); unit == "bus" || unit == "tram" || (quantities[unit] || amounts[unit] && !joining[unit]) && (!numberCues[w] || w == "no" || n < 3) {
		return
	}
	if r.at(first).Kind == token.Mixed && n > 2 {
		sure = true
	}
	if w == "no" && !sure || n == 0 || n < 2 || n < 3 && !sure || w == "no" && j == i+1 && n < 4 {
		return
	}
	if n == 4 && first == last && (text[:2] == "19" || text[:2] == "20") && r.lower(last+1) != "of" && (!sure || r.lower(first-1) == "in") && !ranks[w] {
		return
	}
	r.add(first, last, Reference, 0.86, "number, named")
	r.moreNumbers(last)
}

// identifier gives the last token of letters, digits and the marks that join them, or -1 when there is no digit.
func (r *reading) identifier(first int) int {
	if r.at(first).Kind == token.Mark {
		return -1
	}
	last, digit := first, false
	for j := first; j < first+16 && j < len(r.tokens) && !r.own[j]; j++ {
		k := r.tokens[j]
		switch {
		case j > first && !r.glued(j) && r.tokens[j-1].Kind == token.Mixed && (k.Kind == token.Mixed || capitals(k.Text) && len(k.Text) == 3 && !r.caps[j]):
			last = j
		case j > first && !r.glued(j) && !(k.Kind == token.Number && (r.tokens[j-1].Kind == token.Number || len(r.tokens[j-1].Text) < 4 && j == first+1)):
			j = first + 16
		case k.Kind == token.Mark && (!strings.Contains("-/.:", k.Text) || !r.glued(j+1)):
			j = first + 16
		case k.Kind != token.Mark:
			last, digit = j, digit || k.Kind != token.Word
		}
	}
	if !digit {
		return -1
	}
	return last
}

// moreNumbers goes on over a list of numbers of the same kind.
func (r *reading) moreNumbers(last int) {
	for n := 0; n < 60; n++ {
		sep := r.at(last + 1)
		if sep.Text != "," && sep.Lower != "and" && sep.Lower != "&" && sep.Text != ";" {
			return
		}
		next := r.identifier(last + 2)
		if next < 0 || r.at(last+2).Kind == token.Word {
			return
		}
		r.add(last+2, next, Reference, 0.8, "number, named, and more")
		last = next
		r.listed = last + 1
	}
}

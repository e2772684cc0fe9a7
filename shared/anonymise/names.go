package anonymise

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"voiceforum/shared/anonymise/gazetteer"
	"voiceforum/shared/anonymise/token"
)

// civil are the titles that are masked with the name, because they say no rank.
var civil = set("mr", "mrs", "ms", "miss", "mx", "dr")

// names gives the persons in a text.
func (r *reading) names() {
	met := -1 // the last token of the name met last
	for i := 0; i < len(r.tokens); i++ {
		if r.own[i] || r.taken[i] {
			continue
		}
		first, last, score := i, i, r.person(i)
		if met >= 0 && i == met+2 && (r.lower(i-1) == "and" || r.at(i-1).Text == "&") && r.is(i, gazetteer.NameWord) && !r.is(i, gazetteer.Stop|gazetteer.Month) {
			score += besideName
		}
		switch {
		case score >= certain:
			first = r.back(i)
		case r.initialName(i) > 0:
			last, score = r.initialName(i), 0.7
		case r.twoInitials(i), r.gluedName(i):
			score = 0.6
		default:
			r.doubt(i, score)
			continue
		}
		last = r.forward(last)
		kind, why := Name, "name"
		if first == last {
			kind, why = r.kindOf(i)
		}
		met = last
		r.add(r.withTitle(first, last), last, kind, min(score, 0.89), why)
		i = last
	}
	// Who writes many nouns with capitals means nothing by it.
	if len(r.odd) <= maxOdd {
		r.doubts = append(r.doubts, r.odd...)
		slices.Sort(r.doubts)
	}
}

// doubt notes a word that comes near a name.
func (r *reading) doubt(i int, score float64) {
	switch {
	case r.is(i, gazetteer.Stop) && r.caseOf(i) != inside && score < certain-0.05:
	case score >= doubtful && (!r.everyday(i) || r.is(i, gazetteer.Name) || r.score[i].Person >= 0.3), r.rareName(i) && score >= rareDoubt, r.stranger(i):
		r.doubts = append(r.doubts, i)
	case r.oddCapital(i):
		r.odd = append(r.odd, i)
	}
}

// maxOdd is the most capitals without a reason that a text has where each says something.
const maxOdd = 3

// oddCapital says that an everyday word has a capital amid words that have none, which it may have as a name: "It was
// not Bracket".
func (r *reading) oddCapital(i int) bool {
	if r.caseOf(i) != inside || len(r.at(i).Text) < 4 || capitals(r.at(i).Text) || !r.is(i, gazetteer.Common|gazetteer.Word|gazetteer.Rare) ||
		r.is(i, gazetteer.Stop|gazetteer.Field|gazetteer.Month|gazetteer.Weekday|gazetteer.Kin|gazetteer.Title|gazetteer.Country) {
		return false
	}
	return !r.neighbour(i-1) && !r.neighbour(i+1) && r.at(i-1).Kind == token.Word && !plateCues[r.lower(i)] && !r.kept[i]
}

// neighbour says that a capital at a token may be the reason for the one beside it, as in a title or a heading.
func (r *reading) neighbour(i int) bool {
	k := r.at(i)
	return r.ownAt(i) || k.Kind == token.Number || k.Kind == token.Mixed || k.Kind == token.Word && startsUpper(k.Text) && k.Text != "I" && !strings.HasPrefix(k.Text, "I'")
}

// rareName says that a word is a name, and a word that few people use.
func (r *reading) rareName(i int) bool {
	return r.is(i, gazetteer.Name) && len(r.at(i).Text) > 2 && !capitals(r.at(i).Text) &&
		!r.is(i, gazetteer.Common|gazetteer.Stop|gazetteer.Field|gazetteer.Month|gazetteer.Weekday|gazetteer.Kin|gazetteer.Title|gazetteer.Country)
}

// maxStrangers is more words that nobody knows than a text has for being misspelt.
const maxStrangers = 40

// stranger says that nobody knows a word, written small, and that it is no slip of an everyday one either: it may be a
// name that no list holds.
func (r *reading) stranger(i int) bool {
	k := r.at(i)
	if k.Kind != token.Word || len(k.Text) < 4 || k.Text[0] == '\'' || r.class[i] != 0 || r.kept[i] || r.caseOf(i) == inside || never[k.Lower] || plateCues[k.Lower] {
		return false
	}
	w := r.known[k.Lower]
	if !w.asked {
		w.asked, w.slip = true, r.strangers < maxStrangers && r.lists.Slip(k.Lower)
		r.known[k.Lower] = w
		r.strangers++
	}
	return !w.slip
}

// kindOf asks the tagger what a single unlisted word with a capital is.
func (r *reading) kindOf(i int) (Kind, string) {
	s := r.score[i]
	if r.is(i, placeClass) && s.Place > s.Person && !r.titled(i) {
		return Place, "place"
	}
	if r.is(i, gazetteer.Name) || r.titled(i) || s.Person >= s.Place && s.Person >= s.Org || max(s.Place, s.Org) < 0.3 {
		return Name, "name"
	}
	if s.Place >= s.Org {
		return Place, "place, by its surroundings"
	}
	return Org, "organisation, by its surroundings"
}

// withTitle takes in a civil title.
func (r *reading) withTitle(first, last int) int {
	j := first - 1
	if r.at(j).Text == "." && r.glued(j) {
		j--
	}
	if civil[r.lower(j)] && r.tokens[last].End-r.tokens[first].Start > 3 {
		return j
	}
	return first
}

// back takes in what stands before a name and belongs to it: "Big Tone", "J. Smith", "Umm Salma".
func (r *reading) back(i int) int {
	for n := 0; n < 4; n++ {
		j := i - 1
		switch k := r.at(j); {
		case k.Text == "." && r.glued(j) && !r.tokens[i].Starts && r.letter(j-1):
			i = j - 1
		case k.Text == "." && r.glued(j) && r.glued(i) && r.letter(j-1):
			i = j - 1
		case r.letter(j) && !r.tokens[i].Starts && k.Text != "I" && k.Text != "A":
			i = j
		case k.Kind == token.Word && !r.tokens[i].Starts && (r.nameLike(j) && (r.is(j, gazetteer.Name) || !r.everyday(j)) || particles[k.Lower] && startsUpper(k.Text) && !r.caps[j] || k.Text == "Big" || k.Text == "Little" || sized[k.Lower] && calling[r.lower(j-1)]):
			i = j
		default:
			return i
		}
	}
	return i
}

// digraphs are two letters that are one initial where the name is Polish, Hungarian, Croatian or Welsh: "Cz. Nowak".
var digraphs = set("ch", "cs", "cz", "dz", "gy", "lj", "ll", "ly", "nj", "ny", "rh", "rz", "sz", "ty", "zs")

// letter says that a token is one capital letter, as initials are.
func (r *reading) letter(i int) bool {
	k := r.at(i)
	c, width := utf8.DecodeRuneInString(k.Text)
	return k.Kind == token.Word && unicode.IsUpper(c) &&
		(width == len(k.Text) || len(k.Text) == 2 && digraphs[k.Lower] && !capitals(k.Text) && r.at(i+1).Text == "." && r.glued(i+1))
}

// nameLike says that a word beside a name is part of it.
func (r *reading) nameLike(i int) bool {
	k := r.at(i)
	if k.Kind != token.Word || r.kept[i] || k.Text[0] == '\'' || utf8.RuneCountInString(k.Text) < 2 {
		return false
	}
	c := r.class[i]
	if c.Any(gazetteer.Stop|gazetteer.Field|gazetteer.Month|gazetteer.Weekday|gazetteer.Title|gazetteer.Kin|gazetteer.Country) && !c.Any(gazetteer.NameWord|gazetteer.StrongName) {
		return false
	}
	if !r.capital(i) {
		return c.Any(gazetteer.Name) && !c.Any(everydayClass) && (r.caps[i] || !startsUpper(k.Text))
	}
	if k.Starts {
		return (!c.Any(everydayClass|gazetteer.Rare) || c.Any(gazetteer.First) && !c.Any(gazetteer.Stop)) && !capitals(k.Text)
	}
	return !capitals(k.Text) || len(k.Text) > 5
}

// forward takes in what follows a name: surnames, initials, particles.
func (r *reading) forward(last int) int {
	for n := 0; n < 5; n++ {
		j := last + 1
		k := r.at(j)
		switch {
		case k.Text == "I" && r.at(j+1).Text == "." && r.nameLike(j+2) && !r.everyday(j+2) && r.capital(last):
			last = j + 2
		case k.Kind == token.Word && k.Starts:
			return last
		case r.nameLike(j):
			last = j
		case r.letter(j) && k.Space && k.Text != "I":
			last = j
			if r.at(j+1).Text == "." && r.nameLike(j+2) {
				last = j + 1
			}
		case k.Text == "." && r.glued(j) && len(r.at(last).Text) < 3 && r.titled(last) && r.nameLike(j+1):
			last = j + 1
		case k.Text == "." && n > 0 && r.letter(last) && (r.nameLike(j+1) || r.letter(j+1)):
			last = j
		case particles[k.Lower] && len(k.Text) > 1 && r.nameLike(j+1) && r.capital(j+1):
			last = j + 1
		case k.Text == "-" && r.glued(j) && r.glued(j+1) && r.nameLike(j+1):
			last = j + 1
		default:
			return last
		}
	}
	return last
}

// initials that are no person's.
var abbreviations = set("u.k", "u.s", "p.s", "n.b", "e.g", "i.e", "e.u", "u.n", "a.m", "p.m", "n.i", "d.c", "p.c", "a.k", "c.v", "q.c", "k.c")

// initialName gives the last token of a name that begins with an initial, "N Hussain", "T.A.", "K.H. Christoph", or 0.
func (r *reading) initialName(i int) int {
	if !r.letter(i) || r.taken[i] || r.glued(i) && i > 0 && r.at(i-1).Kind != token.Mark || r.glued(i) && r.at(i-1).Text == "." {
		return 0
	}
	last, n := i, 0
	j := i
	for ; n < 5 && r.letter(j) && r.at(j+1).Text == "." && r.glued(j+1); n++ {
		last = j + 1
		j += 2
		if r.at(j).Text == "-" && r.glued(j) {
			j++
		}
	}
	switch w := r.at(i).Text; {
	case n > 0 && r.nameLike(j) && (n < 3 || !r.is(j, gazetteer.Month)) && (r.is(j, gazetteer.Name) || !r.everyday(j)) && (w != "I" || !r.tokens[i].Starts || r.is(j, gazetteer.Name)):
		return j
	case n == 0 && r.at(i+1).Text == "." && r.at(i+2).Text == "(" && r.starts(i), n == 1 && r.starts(i) && r.at(i+2).Text == "(":
		return i + 1
	case n == 2 && !abbreviations[strings.ToLower(w+"."+r.at(i+2).Text)]:
		return last
	case w != "I" && r.titled(i):
		return i
	case n == 0 && w != "I" && w != "A" && r.nameLike(i+1) && r.is(i+1, gazetteer.Name) && !r.tokens[i+1].Starts:
		return i + 1
	}
	return 0
}

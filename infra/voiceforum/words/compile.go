package words

import (
	"strings"

	"voiceforum/shared/anonymise/gazetteer"
)

// Values of the phrases' transducer: see gazetteer's entries, whose numbers these are.
var phraseValues = map[string]uint64{"local": 1, "britain": 2, "abroad": 3, "big": 4, "country": 4, "keep": 5, "venue": 6}

// compiled is what the transducers are written from.
type compiled struct {
	words   map[string]gazetteer.Class
	phrases map[string]uint64
	hand    map[string]gazetteer.Class
	notName map[string]bool
}

// compile joins the hand-written lists with the sources.
func compile(lists []list, s *sources) *compiled {
	c := &compiled{
		words: map[string]gazetteer.Class{}, phrases: map[string]uint64{},
		hand: map[string]gazetteer.Class{}, notName: map[string]bool{},
	}
	for tier, dictionary := range s.dictionaries {
		bit := [...]gazetteer.Class{gazetteer.Common, gazetteer.Word, gazetteer.Rare, gazetteer.Rare}[tier]
		for _, w := range dictionary {
			if c.words[w] == 0 {
				c.words[w] = bit
			}
		}
	}
	for _, l := range lists {
		c.addList(l)
	}
	c.addNames(s)
	c.addPlaces(s)
	c.judge(nearWords(s.dictionaries[0]))
	c.dropDoubtful()
	c.open()
	return c
}

// addList enters a hand-written list.
func (c *compiled) addList(l list) {
	for _, e := range l.entries {
		w := strings.ToLower(e)
		switch {
		case l.topic == "notname":
			c.notName[w] = true
		case !strings.ContainsAny(w, " &.") && (e == w || l.topic != "keep"):
			c.hand[w] |= classes[l.topic]
			c.hand[gazetteer.Fold(w)] |= classes[l.topic]
		}
		if byLine[l.topic] {
			c.addPhrase(e, phraseValues[l.topic], true)
		}
	}
}

// addPhrase enters a phrase. What is written with capitals is found only with
// capitals, what is written in nothing but capitals only so. A hand-written phrase wins over one of the sources.
func (c *compiled) addPhrase(phrase string, value uint64, byHand bool) {
	key := gazetteer.Key(phrase)
	switch phrase {
	case strings.ToLower(phrase):
	case strings.ToUpper(phrase):
		value |= gazetteer.NeedsShouting
	default:
		value |= gazetteer.NeedsCapitals
	}
	if _, there := c.phrases[key]; !there || byHand {
		c.phrases[key] = value
	}
}

const places = gazetteer.PlaceLocal | gazetteer.PlaceGB | gazetteer.PlaceWorld

const name = gazetteer.First | gazetteer.Surname

// addNames enters the sources' names, but for those that are words of the field, function words or known junk.
func (c *compiled) addNames(s *sources) {
	for w, bits := range c.hand {
		c.words[w] |= bits
	}
	for _, n := range s.first {
		c.addName(n, gazetteer.First)
	}
	for _, n := range s.people {
		c.addName(n, gazetteer.Surname)
	}
}

const never = gazetteer.Stop | gazetteer.Field | gazetteer.Kin | gazetteer.Title | gazetteer.Country

func (c *compiled) addName(n string, bit gazetteer.Class) {
	n = gazetteer.Fold(n)
	chat := c.hand[n].Any(gazetteer.Word) && !c.hand[n].Any(name)
	if len(n) < 2 || c.notName[n] || chat || c.words[n].Any(never) && !c.hand[n].Any(name) {
		return
	}
	c.words[n] |= bit
}

// addPlaces enters the sources' places.
func (c *compiled) addPlaces(s *sources) {
	for _, p := range s.cities {
		lower := gazetteer.Fold(strings.ToLower(p.Name))
		value, bit := phraseValues["britain"], gazetteer.PlaceGB
		if p.Country != "GB" && p.Country != "IE" {
			value, bit = phraseValues["abroad"], gazetteer.PlaceWorld
		}
		parts := strings.Fields(gazetteer.Key(lower))
		switch {
		case len(parts) == 1 && len(lower) >= 4 && c.words[lower]&(gazetteer.English|never|gazetteer.Month) == 0:
			c.words[lower] |= bit
		case len(parts) > 1 && len(parts) <= 4 && bit == gazetteer.PlaceGB:
			if _, there := c.phrases[gazetteer.Key(lower)]; there {
				continue
			}
			if c.ordinary(parts) {
				lower = p.Name
			}
			c.addPhrase(lower, value, false)
		}
	}
}

// ordinary reports whether all of a phrase's words are everyday English, so that it is a place only with capitals.
func (c *compiled) ordinary(parts []string) bool {
	for _, w := range parts {
		if !c.words[w].Any(gazetteer.Common | gazetteer.Word | gazetteer.Stop) {
			return false
		}
	}
	return true
}

// judge says of every name whether it is practically only a name, or an everyday word too.
func (c *compiled) judge(everyday *nearness) {
	for w, bits := range c.words {
		if bits.Any(name) && !c.notName[w] {
			c.words[w] |= c.judgement(w, bits, everyday)
		}
	}
}

const everydayEnglish = gazetteer.Common | gazetteer.Word | gazetteer.Stop

// judgement gives the bit that a name gets. Hand-written names are taken at
// their word; those of the sources, which hold much that nobody is called,
// are strong only when no dictionary knows them and they are long enough and
// no slip of an everyday word.
func (c *compiled) judgement(w string, bits gazetteer.Class, everyday *nearness) gazetteer.Class {
	byHand := c.hand[w].Any(name)
	switch {
	case c.hand[w].Any(gazetteer.StrongName | gazetteer.NameWord):
		return 0
	case bits.Any(gazetteer.Stop | gazetteer.Field):
		return 0
	case c.hand[w].Any(gazetteer.First) && bits.Any(everydayEnglish), byHand && bits.Any(gazetteer.Word):
		return gazetteer.NameWord
	case bits.Any(everydayEnglish):
		return 0
	case bits.Any(never | gazetteer.Month | gazetteer.Weekday):
		return 0
	case byHand && len(w) <= 3 && (bits.Any(gazetteer.Rare) || len(w) < 3):
		return gazetteer.NameWord
	case byHand:
		return gazetteer.StrongName
	case bits.Any(gazetteer.Rare|places) || len(w) < 5 || everyday.close(w):
		return 0
	}
	return gazetteer.StrongName
}

// dropDoubtful takes out the phrases of one word that are an everyday word or a
// first name too: "rugby" and "shirley" have their classes, and no more.
func (c *compiled) dropDoubtful() {
	for key, value := range c.phrases {
		if !strings.Contains(key, " ") && value <= phraseValues["abroad"] &&
			(c.words[key].Any(everydayEnglish|gazetteer.NameWord) || c.hand[key].Any(gazetteer.First)) {
			delete(c.phrases, key)
		}
	}
}

// open marks the words that begin a phrase, as they may be written.
func (c *compiled) open() {
	for key := range c.phrases {
		w, _, _ := strings.Cut(key, " ")
		c.words[w] |= gazetteer.Opens
		// "king's heath" begins with the token "king".
		if bare, ok := strings.CutSuffix(w, "s"); ok {
			c.words[bare] |= gazetteer.Opens
		}
	}
}

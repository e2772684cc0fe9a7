package safeguarding

import (
	"regexp"
	"strings"
	"sync"
)

// guard is something around a cue's words by which they mean no present danger.
type guard uint8

const (
	denied   guard = 1 << iota // "I do not want to die"; a cue that is itself a denial has no such guard
	past                       // long ago, or over
	asked                      // others asked, thought or said it
	official                   // "he" is an officer, an advocate or a doctor
	recent                     // the words are of the past, and count only beside a sign that it was lately
	whole                      // look for denials within the words themselves too
)

// cue is one form of words.
type cue struct {
	id, why string
	kind    Kind
	form    *pattern
	guards  guard
	stems   [][]string
	but     *pattern // in the same sentence it means something else; nil for nothing
}

var (
	denial  = lazily(`\b(?:not|never|no|nobody|without|stopped|no longer|neither|nor|rather than|instead of)\b(?:[ ][a-z0-9']+){0,5} ?$`)
	noDeny  = lazily(`\b(?:not (?:only|just|sure|lying|joking)|not going to lie|no (?:one|point|idea|joke)|not know (?:if|whether|how|what)|no doubt)\b`)
	inside  = lazily(`\b(?:not|never|no longer|nobody|stopped|banned|without|lost|unable|refused)\b`)
	clause  = lazily(`[,:()]| - | but | and | because | so | until | although | though `)
	distant = lazily(`\b(?:years? ago|back then|back in|at the time|at that time|in those days|used to|growing up|` +
		`as a (?:child|kid|teenager|girl|boy|little|young)|when i was (?:a |in |at |\d|little|young|small|about|only|still|with|married|pregnant|living|attacked|raped|assaulted)|` +
		`when we were|while we were|during (?:the|our) (?:relationship|marriage)|in (?:my|the) past|previously|once|last year|(?:in|until|till|around|during) (?:19|20)\d\d|` +
		`before (?:i|the|he|my|this|we)|until (?:he|i|the|they|my)|had (?:wanted|been|felt|thought|tried|threatened|followed)|first (?:year|months?|few)|` +
		`(?:ten|twenty|several|many|five|three|two|\d+) years (?:before|earlier)|in the beginning|early on|at first|` +
		`that (?:night|day|evening|weekend)|the (?:night|day) (?:it|of|he|that)|no longer|not anymore|in the end)\b`)
	present = lazily(`\b(?:now|still|today|tonight|again|these days|at the moment|currently|lately|recently|right now|` +
		`every (?:day|night|week|time)|everyday|this (?:week|morning|evening|afternoon|weekend|month)|last (?:night|week|month)|yesterday|` +
		`(?:a few|two|three|\d+|couple of) (?:days|nights|weeks) ago|keeps?|ever since|since (?:then|he|the|my|i)|` +
		`on (?:mon|tues|wednes|thurs|fri|satur|sun)day|going to|since (?:19|20)\d\d|twice|sometimes|most days|soon)\b`)
	lately = lazily(`\b(?:today|tonight|again|lately|recently|this (?:week|morning|evening|afternoon|weekend|month)|` +
		`last (?:night|week|month|weekend)|yesterday|(?:a few|two|three|\d+|couple of) (?:days|nights|weeks) ago|` +
		`on (?:mon|tues|wednes|thurs|fri|satur|sun)day|twice|(?:the )?other (?:day|night)|just now|since (?:he|the|my|i|then)|after (?:he|they) (?:was|were|got) (?:released|bailed|let)|` +
		`still|keeps?|now)\b`)
	recovered = lazily(`\b(?:(?:do|does|am|is|feel|felt) not (?:\w+ )?(?:anymore|now)|no longer|(?:much |a lot |so much )?better now|ok(?:ay)? now|fine now|safe now|` +
		`(?:am|is|are|feel) (?:now )?(?:safe|better|recovering|recovered)|glad (?:i am|to be) (?:here|alive)|got (?:me )?through|helped me|saved my life|saved me|pulled me through|in prison now|in custody now|on remand|behind bars)\b`)
	unsafe  = lazily(`\b(?:not|never)(?: [a-z]+){0,3} safe\b`)
	askedBy = lazily(`\b(?:ask(?:ed|s|ing)?(?: me)?|wonder(?:ed|ing)?|checked|checking|know|see|said|say)(?: me)?(?: \w+){0,2} (?:if|whether)\b|` +
		`\b(?:they|he|she|police|officers?|defence|barrister|people|everyone|family|doctor|gp) (?:all )?(?:said|says|suggested|implied|thought|assumed|claimed|accused|decided|told everyone|wrote|made out)\b`)
	unreal = lazily(`\b(?:would|could|might) (?:\w+ )?have\b|\bwhat (?:would|will|happens?|should|to do|do i do|can i do)(?: \w+){0,4} if\b|\bwhat if\b|\b(?:as if|as though)\b`)

	officials = lazily(`\b(?:officers?|detectives?|dc|ds|di|pc|police(?:man|woman)?|isva|idva|advocate|barrister|solicitor|judge|usher|counsellor|therapist|gp|doctor|nurse|` +
		`social worker|support worker|worker|prosecutor|caseworker|liaison|helpline|witness care|witness service|cps|investigator|psychologist)\b`)
	suspects = lazily(`\b(?:ex|husband|partner|boyfriend|girlfriend|wife|attacker|abuser|rapist|perpetrator|perp|suspect|defendant|accused|offender|stalker|` +
		`stepdad|dad|father|uncle|brother|cousin|boss|neighbour|flatmate|landlord|man|guy|family|mates|friends)\b`)
	caring = lazily(`\b(?:update|updates|informed|how i am|how i was|check (?:on|in)|checks (?:on|in)|let me know|next steps?|support(?:ive|ed)?|kind|helpful|brilliant|amazing|reassur\w+)\b`)
)

// in reports whether a sentence has the cue's words, and means them. before is the sentence that comes ahead of it.
func (c *cue) in(before, s string) bool {
	if !c.maybe(s) {
		return false
	}
	for _, at := range c.form.ready().FindAllStringIndex(s, -1) {
		if !c.guarded(before, s, at[0], at[1]) {
			return true
		}
	}
	return false
}

func (c *cue) guarded(before, s string, from, to int) bool {
	ahead := s[:from]
	near := ahead
	if cuts := clause.ready().FindAllStringIndex(ahead, -1); cuts != nil {
		near = ahead[cuts[len(cuts)-1][1]:]
	}
	near = noDeny.ready().ReplaceAllString(near, "")
	switch {
	case c.but != nil && c.but.ready().MatchString(s):
		return true
	case c.guards&denied != 0 && denial.ready().MatchString(near):
		return true
	case c.guards&whole != 0 && inside.ready().MatchString(noDeny.ready().ReplaceAllString(own(s[from:to]), "")):
		return true
	case c.guards&asked != 0 && askedBy.ready().MatchString(ahead):
		return true
	case unreal.ready().MatchString(s[max(0, from-60):to]):
		return true
	case c.guards&recent != 0 && !lately.ready().MatchString(s):
		return true
	case c.guards&past != 0 && over(s):
		return true
	}
	return c.guards&official != 0 && c.meansOfficial(before, ahead, s[from:to], s[to:])
}

// own gives the part of a cue's words that speaks of the last "I" in them.
func own(words string) string {
	if at := strings.LastIndex(words, " i "); at >= 0 {
		return words[at:]
	}
	return words
}

// over reports whether a sentence speaks of what is past, and of nothing that goes on.
func over(s string) bool {
	if recovered.ready().MatchString(unsafe.ready().ReplaceAllString(s, "")) {
		return true
	}
	return distant.ready().MatchString(s) && !present.ready().MatchString(distant.ready().ReplaceAllString(s, ""))
}

// meansOfficial reports whether who does something is named last as an official, or does it in kindness.
func (c *cue) meansOfficial(before, ahead, words, after string) bool {
	if caring.ready().MatchString(after) {
		return true
	}
	text := before + " " + ahead
	lastOfficial, lastSuspect := last(officials, text), last(suspects, text)
	first, _, _ := strings.Cut(words, " ")
	return (first == "he" || first == "she" || first == "they") && lastOfficial > lastSuspect
}

func last(form *pattern, s string) int {
	all := form.ready().FindAllStringIndex(s, -1)
	if all == nil {
		return -1
	}
	return all[len(all)-1][0]
}

// cues gives every cue, as they are written down.
var cues = sync.OnceValue(newCues)

func newCues() []cue {
	var all []cue
	for _, list := range [][]entry{selfCues, childCues, suspectCues} {
		for _, e := range list {
			c := cue{id: e.id, why: e.why, kind: e.kind, form: lazily(e.form), guards: e.guards, stems: stems[e.id]}
			if e.but != "" {
				c.but = lazily(e.but)
			}
			all = append(all, c)
		}
	}
	return all
}

// entry is a cue as it is written down. In its forms, names in braces stand for the lists of words below.
type entry struct {
	id   string
	kind Kind
	why  string
	form string

	guards guard
	but    string
}

// pattern is a form that is made ready when it is first needed: most are not in most texts, and a function that has just
// started has a person waiting.
type pattern struct {
	form  string
	once  sync.Once
	regex *regexp.Regexp
}

func lazily(form string) *pattern { return &pattern{form: form} }

func (p *pattern) ready() *regexp.Regexp {
	p.once.Do(func() {
		form := p.form
		for range 2 { // lists may name lists
			form = lists.Replace(form)
		}
		p.regex = regexp.MustCompile(form)
	})
	return p.regex
}

package demo

import "strings"

// Sentences that nobody said: they are invented, to have something to code and to count.
var (
	kindly = []string{
		"the officer was kind to me and never rude.",
		"She kept me informed the whole way through.",
		"i had the same officer throughout and that made all the difference.",
		"They explained everything clearly, without jargon.",
		"I felt believed from the first day.",
		"We agreed a contact plan and she stuck to it.",
		"My ISVA was my rock. she came with me to everything.",
		"The nurse at the SARC was gentle and kind.",
		"counselling helped me so much.",
		"I had my phone back the next day as promised.",
		"The screens were there as promised.",
		"The prosecutor came to meet me before the trial and explained what would happen.",
		"They took my statement at my own pace.",
		"The witness service were lovely.",
		"My impact statement was read out and the judge listened.",
		"he rang me every week even when there was nothing to say.",
		"They asked me how and when it was safe to ring, and kept to it.",
		"I complained about the first officer and they apologised to me.",
	}
	badly = []string{
		"nobody rang me for three months. not once.",
		"I had to chase for every update.",
		"Three different officers, and each time i was starting all over again.",
		"They have still got my mobile and it has been over a year.",
		"The investigation took two years and nobody said why.",
		"He spoke to me as if I was lying.",
		"it was no further action, told by a two line letter.",
		"Nobody told me about the right to review.",
		"The trial was moved three times, once the night before.",
		"I had to walk past him in the corridor at court.",
		"Nobody told me about a Victim Personal Statement.",
		"I never met the prosecutor.",
		"The waiting list for counselling was a year.",
		"The letter was full of jargon and I couldn't understand it.",
		"he was released on bail and nobody told me.",
		"They rang me at work after I asked them not to.",
		"I was made to feel it was my fault.",
		"The live link broke down and the screen was not there.",
		"my expenses were never paid.",
		"I read the verdict in the newspaper.",
		"i nearly gave up because nobody told me anything.",
		"There was nothing for men like me.",
		"I made a complaint and got no answer.",
	}
	// named holds what must not be seen by anybody: the anonymiser has to take it out or hold it.
	named = []string{
		"DC Thorngate was kind but then my ex dave turned up.",
		"They wrote to me at 12 Mill Road by mistake.",
		"my crime number was 20/123456/24 and nobody could find it.",
		"They rang 07700 900123, which is my mum's number.",
		"Zorblatt never rang me back.",
	}
	changes = []string{
		"One person to ring, from start to end.",
		"Tell us what is going on, even when it is nothing.",
		"Give people their phone back.",
		"Ask us how we want to be contacted and stick to it.",
		"Less waiting for trial.",
		"More ISVAs.",
		"Explain the letters.",
		"Make sure the screens are there.",
		"Counselling while you wait, not after.",
		"Believe people.",
	}
)

// says gives what the persona writes about how they were treated; nothing, for some.
func (p *persona) says() string {
	var s []string
	for range p.rand.IntN(4) {
		from := badly
		if p.rand.Float64() < p.treatment {
			from = kindly
		}
		s = append(s, from[p.rand.IntN(len(from))])
	}
	if p.rand.Float64() < 0.06 {
		s = append(s, named[p.rand.IntN(len(named))])
	}
	return strings.Join(s, " ")
}

// wants gives what the persona would change; nothing, for half.
func (p *persona) wants() string {
	if p.rand.Float64() < 0.5 {
		return ""
	}
	return changes[p.rand.IntN(len(changes))]
}

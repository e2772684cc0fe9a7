package safeguarding

const always = denied | past | asked

// selfCues are of danger to the person herself. Those that are denials themselves ("I do not want to live") look for
// no other.
var selfCues = []entry{
	{
		"wants-to-die", Self, "wants to die or to harm themselves",
		`\bi(?: [a-z]+){0,4} (?:want|wish|intend|plan|planning|hope|going|ready|about|need|tempted|intending|desperate|feel like i (?:want|need)|long|ought)(?: (?:to|it|i|could|just|would|was|were|am|me|that))* {die}\b`,
		always | whole, `\brather (?:\w+ )?die than\b|\bdie of (?:embarrassment|shame|laugh)`,
	},
	{
		"will-harm-self", Self, "says they will, or might, harm themselves or take their own life",
		`\bi (?:[a-z]+ )?(?:will|might|may|could|am going to|am gonna|would|am about to|am scared i (?:will|might)|am afraid i (?:will|might)|have decided to|have to) (?:[a-z]+ ){0,2}{die}\b`,
		always | whole, `\brather (?:\w+ )?die than\b|\b(?:would|could) die (?:of|if anyone)\b|\bcould (?:\w+ )?die of`,
	},
	{
		"thinks-of-dying", Self, "thinks of dying, suicide or harming themselves",
		`\b(?:thinking|think|thoughts|thought|dreaming|fantasi[sz]ing|obsessed|urges?|planning|considering|contemplating|tempted by|feel like|feeling like|googl\w+|looking up|researching)(?: [a-z]+){0,3}?(?: (?:of|about|to|with|ways of|ways to))? (?:{dying}|{die})(?:\b|$)`,
		always | whole, `\b(?:charges?|case|feel like dying of)\b|\bthought (?:of|about)\b.*\bwould have\b`,
	},
	{
		"suicidal", Self, "feels suicidal",
		`\b(?:am|i|feel|feeling|been|get|getting|me|still|become|becoming|and|so|very|quite|actively|constantly|deeply|really|always|felt|have felt)(?: feel| feeling)? (?:[a-z]+ )?suicidal\b`,
		always | whole, `\bi (?:was|felt|had felt|got) (?:[a-z]+ ){0,2}suicidal\b`,
	},
	{"suicidal-lately", Self, "felt suicidal lately", `\bi (?:was|felt|got) (?:[a-z]+ ){0,2}suicidal\b`, always | recent, ""},
	{
		"suicidal-thoughts", Self, "has suicidal thoughts",
		`\bsuicidal (?:thoughts|feelings|ideation|urges|tendencies)\b`,
		always, `\b(?:had|history of|were having) (?:[a-z]+ ){0,2}suicidal\b.*\b(?:then|before|ago|at the time)\b`,
	},
	{
		"does-not-want-to-live", Self, "does not want to live",
		`\b(?:do not|not|no longer|never|hardly|barely|stopped) (?:even |really |know if i |see why i should |know whether i |know why i )*(?:want(?:ing)?|care|bother(?:ing)?) (?:to |about |if i )?(?:be here|be alive|live|living|being alive|exist|wake up|be around|see tomorrow|go on living|carry on living|be on this (?:earth|planet)|be in this world|survive)\b`,
		past | asked, `\b(?:live|be here) (?:with|in|near|at|for the trial|when|while|on this street|there|next)\b|\bwant to be here (?:today|for)\b`,
	},
	{
		"does-not-want-to-go-on", Self, "sees no way of going on",
		`\b(?:can not|do not want to|unable to|do not think i can|do not know how (?:much longer )?i can|not sure i can|no longer able to|not going to)(?: [a-z]+){0,2}? (?:go on(?: living| anymore| like this| any longer| much longer)?|carry on(?: living| anymore| like this)?|keep (?:going|living)|live like this|face another (?:day|night|week)|see a way out|take living)(?: |$)`,
		past | asked, `\b(?:go on|carry on|keep going) (?:with|to|about|holiday|the|record|working|the stand|my|without support)\b|\bcarry on (?:with|the)\b`,
	},
	{
		"nothing-to-live-for", Self, "sees nothing to live for",
		`\b(?:nothing (?:left )?(?:to live for|for me here)|(?:no|any|a|what is the|see the) (?:reason|point)(?: left)? (?:to|in|for|of) (?:live|living|being (?:here|alive)|be alive|be here|stay(?:ing)? alive|going on|go on|me being here)|not worth living|no way out|only way out|do not deserve to live)\b`,
		past | asked, ``,
	},
	{
		"better-off-dead", Self, "thinks that everybody would be better off without them",
		`\b(?:better off (?:dead|without me|if i)|better if i (?:was|were) (?:dead|gone|not here|not around)|wish(?:ed)? (?:that )?i (?:was|were|am) (?:dead|not here|not alive|never born)|wish i (?:had )?(?:died|not woken up|never been born|did not wake up|would not wake up|could (?:die|disappear|not wake up))|wish he had (?:just )?(?:killed me|finished me)|should have (?:just )?(?:died|killed me|let me die))\b`,
		asked, ``,
	},
	{
		"plan", Self, "has a plan, or the means, to end their life",
		`\bi (?:have|already have|have got|had|am)(?: [a-z]+){0,3}? (?:a plan|stockpil\w+|saving (?:up )?(?:my |all my )?(?:tablets|pills|medication|meds|paracetamol)|saved up (?:my |enough )?(?:tablets|pills|medication|paracetamol)|written (?:[a-z]+ ){0,2}(?:note|notes|goodbyes?|letters? to (?:my )?(?:kids|children|family|mum|everyone))|writing (?:my |a )?(?:goodbye|suicide)|said (?:my )?goodbyes?|the (?:pills|tablets|rope) (?:ready|next to me|here)|chosen (?:a|the) (?:day|date|bridge))\b|\bgoodbye (?:letters?|notes?)\b|\bsuicide note\b|\bi know (?:exactly )?(?:how|where|when) i (?:will|would|am going to) (?:do it|end it)\b`,
		denied | past | asked, `\b(?:safety plan|a plan (?:with|for|to (?:get|keep|call|contact)))\b`,
	},
	{
		"will-not-be-here", Self, "says they will not be here much longer",
		`\b(?:will|may|might) not be (?:here|around|alive)(?: [a-z]+){0,3}? (?:much longer|for the|by the|by then|to see|when|tomorrow|next|at|for long|anymore)\b|\bby the time (?:you|anyone|anybody) reads? this\b|\bwhen you read this i\b|\bthis is (?:my |a )?goodbye\b|\bgoodbye (?:everyone|world|all)\b|\blast thing i (?:will )?(?:ever )?(?:write|say|do)\b|\bwill be dead (?:before|by)\b|\bnot survive (?:this|another|until|till)\b`,
		past | asked, `\bnot be here (?:without|if it)\b|\b(?:on holiday|away|abroad|at work|moved?|moving)\b`,
	},
	{
		"self-harm", Self, "harms themselves",
		`\b(?:i (?:have |am |[a-z]+ )?(?:been |started |gone back to |keep |still |back |end up |[a-z]+ )?(?:self harm(?:ing)?|cut(?:ting)? (?:myself|my (?:arms|wrists|legs))|hurt(?:ing)? myself|harm(?:ing)? myself|burn(?:ing)? myself|starv(?:e|ing) myself)|(?:started|back to|began|keep) (?:cutting|self harming|harming myself)|self harm(?:ing)? (?:again|everyday|every|more|most|is getting|has got))\b`,
		always | whole, `\bi (?:was|had) `,
	},
	{
		"tried", Self, "has tried to end their life",
		`\b(?:i (?:have |had |nearly |almost |even |then |actually |just |[a-z]+ )?(?:tried|attempted) (?:[a-z]+ )?(?:to )?(?:{die}|suicide)|(?:my|a|another|the) (?:[a-z]+ )?suicide attempt|suicide attempts?|attempted suicide|i (?:have |[a-z]+ )?(?:taken|took) (?:an overdose|too many|all my|all the|a lot of) ?(?:pills|tablets|medication|paracetamol)?|i (?:have |[a-z]+ )?(?:over ?dosed|nearly ended it|almost ended it|nearly killed myself|almost killed myself|cut my wrists|slit my))\b`,
		always | whole, `\b(?:friend|sister|another|someone else|defendant|he) (?:[a-z]+ )?(?:tried|attempted)\b|\btoo many (?:calls|people|questions)`,
	},
	{
		"lately-wanted-to-die", Self, "wanted to die, or to harm themselves, lately",
		`\bi (?:[a-z]+ ){0,2}(?:wanted|thought about|thought of|planned|considered|was going|came close|felt like)(?: (?:to|of|about))? (?:{die}|{dying})\b`,
		always | recent, ``,
	},
	{
		"made-to-want-to-die", Self, "says that what happens makes them want to die",
		`\b(?:mak(?:es?|ing)|leav(?:es|ing)|push(?:es|ing)|driv(?:es|ing)|has made|have made|made)(?: me| me feel| me feel like| me to| me so i)+ (?:[a-z]+ )?(?:want to {die}|suicidal|suicide|to suicide|{dying}|not want to (?:live|be here|wake up))\b`,
		denied | past | asked, ``,
	},
}

package safeguarding

// childCues are of danger to a child.
var childCues = []entry{
	{
		"has-contact-with-child", Child, "the suspect has, or may get, contact with a child",
		`{he}{so} (?:has|have|had|got|gets?|getting|given|wants?|asking for|granted|allowed|trying to get|applied for|applying for|fighting for|sees?|seeing|awarded|picks? up|picking up|takes?|taking|collects?|having)(?: (?:to|for|the|full|shared|weekend|overnight|unsupervised|supervised|regular|sole|see|have|court ordered|by|court))* (?:contact|access|custody|residence|residency|visits?|visitation|time|care|{child})\b(?: (?:with|to|of|order|from|alone))*(?: {child})?`,
		denied | past | whole | official, `\b(?:access to (?:my|the|a) (?:phone|records|account|flat|house|files?|email)|contact with (?:me|the police|police|my (?:isva|officer))|contact me|care (?:order|of me)|no contact|time (?:off|with me)|got (?:a |the )?(?:contact|time|visit) from)\b|\bseen?g? (?:me|a) \w*time`,
	},
	{
		"near-child", Child, "the suspect lives, works or is alone with a child",
		`{he}{so}(?: [a-z0-9]+){0,6}? (?:alone|liv(?:es?|ing)|stay(?:s|ing)?|moved in|moving in|in the (?:same )?house|works?|working|coach(?:es|ing)?|teach(?:es|ing)?|volunteers?|volunteering|babysit\w*|has access|access|looks after|looking after|cares for|caring for|surrounded by|around|in charge of|runs a|left|near|new (?:partner|girlfriend|wife) (?:has|with))(?: (?:with|at|in|as|to|a|the|for|of|and|at home|home|on|new|primary|junior|up|his new partner|her|his|girlfriend|partner's?|who has))* (?:{child}|school|nursery|youth club|football (?:team|club)|playground|scouts)`,
		denied | past | whole | official, `\b(?:me|i|we) (?:\w+ )?(?:alone|living|left)\b.*\bkids\b.*\bsafe\b|\bleft me (?:alone )?with\b|\baround my\b.*\bneck\b`,
	},
	{
		"harms-child", Child, "somebody harms a child, or threatens to",
		`(?:{he}|{they}){so}(?: [a-z]+){0,3}? (?:hits?|hitting|hurts?|hurting|beats?|beating|abus(?:es|ing)|touch(?:es|ing)|molest\w*|harm(?:s|ing)?|groom(?:s|ing)|rap(?:es|ing)|scream(?:s|ing) at|threaten(?:s|ing|ed)?|shak(?:es|ing)|slap(?:s|ping)|smack(?:s|ing)?|do(?:es|ing)? (?:it|the same|this|that|things)(?: again)? to|target(?:s|ing)?|follow(?:s|ing)|messag(?:es|ing)|(?:will|going to|could|might|would|to) (?:hurt|take|touch|kill|harm|snatch|get|do (?:it|the same|this) to|come for|abduct))(?: (?:and|scare|hurt|to|his|own|take|kill|harm|away|next|all))* {child}`,
		denied | past | official, `\btold? me\b.*\bwhen he was\b|\btouch(?:es|ing) (?:on|my heart)`,
	},
	{
		"hurt-child-lately", Child, "somebody hurt a child lately",
		`{he}{so}(?: [a-z]+){0,2}? (?:hit|hurt|beat|abused|touched|molested|slapped|shook|smacked|grabbed|took|pushed|raped|assaulted|punched|threatened) {child}`,
		denied | past | recent | official, ``,
	},
	{
		"fears-for-child", Child, "they fear for a child",
		`\b(?:scared|afraid|frightened|worried sick|terrified|fear|petrified|worried|worry|fearful)(?: [a-z]+){0,2}? (?:for|about|that he will (?:hurt|take|do)|he will (?:hurt|take|get|touch|do)|what he (?:will|might|could) do to|he is (?:hurting|abusing|touching)|he might|he could|he will)(?: [a-z]+){0,3}? {child}`,
		denied | past, `\b(?:worried|worry|worrying|fear|scared|afraid) (?:about )?(?:what|how) (?:to tell|my kids would|my children would)\b|\bworr(?:y|ied)(?: \w+){0,2} about\b.*\b(?:school|exams?|childcare|tell(?:ing)?|finding out|find out|money|work|collect|pick)\b|\b(?:tell|telling|told) {child}`,
	},
	{
		"child-not-safe", Child, "a child is not safe",
		`{child}(?: [a-z]+){0,3}? (?:is|are|was|were|be|feel|feels)(?: still| now| also| both| all)* (?:not (?:[a-z]+ )?(?:safe|protected)|at risk|in danger|unsafe|(?:[a-z]+ )?(?:scared|frightened|terrified|petrified|afraid) of (?:him|her|their (?:dad|father|stepdad)|his|going)|next)\b|\b(?:not|nobody|no one|never)(?: [a-z]+){0,3}? (?:protecting|protect|keeping|keep|checking on|safeguarding)(?: [a-z]+)? {child}|\b(?:danger|risk) to (?:[a-z]+ )?{child}|\b(?:bruises?|bruising|marks) on {child}|\b{child}(?: [a-z]+){0,3}? (?:bruises|bruised|black eye)\b`,
		past, `\bnot at risk\b|\bno (?:danger|risk)\b`,
	},
	{
		"child-told", Child, "a child has said that somebody hurts them",
		`{child} (?:has |have |just |finally |also )*(?:told|tells|said|says|disclosed|saying)(?: (?:me|to me|us|her|his|teacher|school|that|my mum|someone))*(?: [a-z]+){0,3}? (?:he|daddy|dad|his dad|her dad|their dad|his|someone|my ex|him)(?: [a-z]+){0,2}? (?:touch\w*|hurts?|hit\w*|did|does|has been|is|abus\w*|kiss\w*|makes?|made|secret)\b`,
		denied | past, ``,
	},
	{
		"child-may-harm-self", Child, "a child may harm themselves",
		`\b(?:my|our|his|her) (?:[a-z0-9-]+ ){0,3}?(?:sons?|daughters?|child(?:ren)?|kids?|boy|girl|teenager|niece|nephew)(?: [a-z]+){0,5}? (?:suicidal|self harm(?:s|ing)?|kill (?:himself|herself|themselves)|(?:want|wants) to die|cutting (?:himself|herself)|overdosed?|end (?:his|her|their) life|hurting (?:himself|herself))\b`,
		denied | past | whole | asked, ``,
	},
	{
		"other-children", Child, "the suspect is a danger to other children",
		`{he}(?: [a-z]+){0,4}? (?:do (?:it|this|that) (?:again )?to|after|talking to|speaking to|meeting|luring|preying on|prey on|grooming|targeting|sleeping with|seeing|dating|chatting (?:to|up)|messaging|sharing (?:pictures|images|videos) of|has (?:images|pictures|videos|photos) of) (?:[a-z]+ ){0,3}?(?:kids|child|children|underage|young girls?|young boys?|schoolgirls?|minors?|girls? (?:my|her|his) age|\d+[ -]year[ -]olds?)\b`,
		denied | past | official, ``,
	},
}

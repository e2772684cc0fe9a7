package safeguarding

const fromHim = denied | past | whole | asked | official

// suspectCues are of danger from the suspect, or from those around them.
var suspectCues = []entry{
	{
		"keeps-coming", Suspect, "the suspect contacts, follows or watches the person",
		`{he}(?: (?:is|has been|have been|are|still|keeps?|keep|keeps on|constantly|always|will not stop|does not stop|continues to|carries on|started|has started|now|even|also|just|repeatedly|been|then|again))+ (?:messag\w+|texts?|texting|call(?:s|ing)?|phon(?:es|ing)|ring(?:s|ing)?|contact(?:s|ing)?|follow(?:s|ing)?|stalk(?:s|ing)?|harass(?:es|ing)?|turn(?:s|ing)? up|show(?:s|ing)? up|com(?:es|ing|e) (?:round|to|past|back|after|over|near|up to|into)|driv(?:es|ing|e) (?:past|by|round|around|up)|walk(?:s|ing)? past|watch(?:es|ing)?|sit(?:s|ting)? outside|outside|wait(?:s|ing)?|threaten(?:s|ing)?|blackmail\w*|track(?:s|ing)?|bang(?:s|ing)? on|knock(?:s|ing)?|send(?:s|ing)?|intimidat\w+|spread(?:s|ing)?|pressur\w+|post(?:s|ing)|try(?:ing)? to (?:contact|find|get|see|reach|add|make me)|looking for|after|find(?:s|ing)? ways)\b`,
		fromHim &^ whole, `\bcall(?:s|ing) (?:himself|herself|it|this)\b|\b(?:is|are) (?:still )?waiting (?:for (?:a |the |his |her )?(?:trial|sentence|sentencing|court|charge|decision|hearing|news)|to be)\b|\bcontacting (?:the )?(?:police|cps)\b`,
	},
	{
		"comes", Suspect, "the suspect comes to the person or threatens them",
		`{he} (?:[a-z]+ )?(?:messages|texts|follows|stalks|harasses|watches|threatens|turns up|shows up|waits outside|waits for|comes to|comes round|drives past|drives by|sits outside|rings|phones|calls|tracks)(?: [a-z]+){0,2}? (?:me|us|my|our|the house|all|every|at)\b`,
		fromHim, ``,
	},
	{
		"came-lately", Suspect, "the suspect came to the person lately, or broke an order",
		`{he}(?: [a-z]+){0,2}? (?:turned up|came|showed up|messaged|texted|called|phoned|rang|contacted|followed|approached|was outside|was waiting|drove past|sent|added|banged|knocked|broke in|tried|hit|raped|attacked|assaulted|strangled|choked|beat|grabbed|cornered|spat|shouted|threatened|breached|smashed|was at|was in)(?: [a-z]+){0,4}? (?:me|us|my|our|his|her|the|to)\b`,
		fromHim | recent, `\bfor(?:ce)? (?:an )?interview\b`,
	},
	{
		"breaches", Suspect, "the suspect breaks his bail or an order",
		`{he}{so} (?:breach(?:es|ed|ing)?|break(?:s|ing)?|broke|broken|ignor(?:es|ed|ing))(?: [a-z]+){0,3}? (?:bail|order|conditions|injunction|non molestation|restraining|licence)\b`,
		fromHim, `\bbreak(?:s|ing)? (?:his|the) (?:silence|promise)`,
	},
	{
		"threatens", Suspect, "the suspect, or somebody near him, threatens to hurt the person",
		`(?:{he}|{they})(?: [a-z]+){0,5}? (?:going to|gonna|will|would|threaten(?:s|ed|ing)? to|wants? to|tried to|trying to|plans? to|able to|could|can) (?:[a-z]+ ){0,2}?(?:kill|hurt|stab|shoot|find|get|come (?:for|after|back for|to|round)|burn|attack|rape|harm|finish|batter|beat|destroy|ruin|strangle|bury|smash|acid|slit|track|hunt)(?: [a-z]+){0,1}? {me}\b`,
		fromHim &^ official, `\b(?:find|get) (?:me|us) (?:[a-z]+ ){0,2}(?:help|support|an?|the|some|somewhere|a place|justice|to (?:court|say|sign|talk|drop)|in to|into)\b|\b(?:would|could) (?:find|get) (?:me )?(?:an?|the|out)\b`,
	},
	{
		"has-threatened", Suspect, "there have been threats",
		`\b(?:death threats?|threats? (?:to|against) (?:my|our|kill)|threaten(?:s|ed|ing)? (?:me|us|my (?:mum|family|parents|kids|children|sister))\b|(?:getting|receiving|been getting|sends?|sending|sent|had|still get|get|made|making) (?:me )?(?:more |some )?(?:threats|threatening (?:messages|calls|texts|letters)))`,
		denied | past | asked | official, `\bthreatened (?:me )?(?:with (?:arrest|contempt|a (?:fine|summons|warrant))|to (?:close|drop|summons|arrest|sue))\b|\b(?:officers?|police|dc|barrister|solicitor|cps|judge|manager|court)(?: [a-z]+){0,3}? threaten\w*`,
	},
	{
		"knows-where", Suspect, "the suspect knows, or has found out, where the person is",
		`(?:{he}|{they}){so} (?:knows?|found out|found|find out|worked out|got hold of|has got|has|have|given|finding out|learned|told)(?: [a-z]+){0,2}? (?:where (?:i|we|my [a-z]+) (?:live|lives|am|are|work|works|stay|moved|have moved|go|sleep)|my (?:new )?(?:address|home address|phone number|number|house|flat|workplace|location|whereabouts)|the (?:refuge|address))\b`,
		fromHim, `\b(?:officer|police|isva|court|cps|support worker)\b.*\bhas my (?:number|phone number|address)\b`,
	},
	{
		"lives-near", Suspect, "the suspect lives or works close to the person",
		`{he}(?: [a-z]+){0,4}? (?:lives?|living|moved|moving|stays|staying|bailed|released|works?|working|been put|housed|goes to|is back|back|studies)(?: [a-z]+){0,5}? (?:next door|next to me|round the corner|around the corner|on my (?:street|road|estate)|same (?:street|road|building|block|estate|house|village|town|office|school|college|university|uni|ward|shift|course|place|floor|team|company|gym|church|mosque)|near (?:me|us|my)|streets? away|doors? (?:away|down|from)|minutes?(?: walk)? (?:away|from)|metres (?:away|from)|mile(?:s)? (?:away|from)|opposite|across the (?:road|street)|down the road|up the road|my (?:house|building|block|flat|home|work)|with (?:me|us)|close (?:by|to me))\b`,
		fromHim &^ recent, `\b(?:lived|worked|was living)\b.*\bnext door\b|\bhundreds? of miles|\b(?:moved|live) (?:hundreds|far)`,
	},
	{
		"lives-with-him", Suspect, "they live with the suspect, or cannot get away",
		`\b(?:i|we) (?:[a-z]+ ){0,3}?(?:living|live|stuck|trapped|share|sharing|forced to live|have to live|have to go home|go home|under the same roof|have to see|have to work|work)(?: [a-z]+){0,4}? (?:with|to|next to|alongside|opposite) (?:him|my (?:ex|abuser|attacker|rapist|husband|partner|boyfriend|stepdad|uncle|dad|father|brother|perpetrator)|the (?:man|person|guy) who|the (?:suspect|perpetrator|defendant))\b|\bcan not (?:leave|get away from|escape) (?:him|my (?:husband|partner|boyfriend|ex))\b`,
		denied | past, `\bdo not (?:live|work|share)\b|\bused to\b`,
	},
	{
		"fears-him", Suspect, "they are afraid of the suspect, or for their life",
		`\bi (?:am|feel|live|have been|still|do|get|am still|remain|have)(?: [a-z]+){0,3}? (?:scared|terrified|frightened|afraid|petrified|fear|in fear|fearful)(?: [a-z]+){0,3}? (?:of (?:him|her|my (?:ex|husband|partner|dad|father|stepdad|uncle|brother)|them|his|going home|what (?:he|they)|being alone|the (?:man|defendant|suspect))|he|she is|that (?:he|they)|for my (?:own )?(?:life|safety)|for our (?:lives|safety)|to (?:go (?:out|home|outside)|leave|be (?:alone|at home|in my)|sleep|answer the|open the)|in case he|(?:when|every time|whenever) (?:the|i|he))\b|\bfear (?:for|of) my (?:life|safety)\b|\bin fear (?:of|for) my life\b`,
		denied | past | asked | whole, `\b(?:to go|going|of going|to be|being)(?: \w+){0,2} (?:court|trial|the stand|the station|the police|the doctor)\b|\bi (?:was|had been)\b`,
	},
	{
		"not-safe", Suspect, "they do not feel safe",
		`\b(?:i|we) (?:do not|am not|are not|still do not|have not|never|can not|no longer)(?: [a-z]+){0,3}? (?:feel|feeling|felt|be|am)?(?: [a-z]+)?(?: )?safe\b|\bi (?:still )?(?:feel|am) (?:so |very |really )?unsafe\b|\bnot safe (?:at home|here|in my|where i|to go|any ?where)\b|\bnowhere (?:is )?safe\b`,
		past | asked, `\b(?:in|at|inside) (?:the )?(?:court|interview|station|waiting room|police station|meeting|hospital|sarc)\b|\bsafe (?:to (?:say|tell|talk|speak|report)|talking|telling|reporting|enough to|space)\b|\bknow that (?:he|it) is not safe\b`,
	},
	{
		"weapon-or-key", Suspect, "the suspect has a key or a weapon",
		`{he}{so} (?:has|have|had|got|carries|carrying|owns|keeps|with|brought|bought)(?: [a-z]+){0,3}? (?:keys?|knife|knives|gun|guns|weapons?|machete|acid|hammer|tracker|shotgun)\b`,
		denied | past | whole, `\bhas (?:the|a) key (?:worker|witness|role|part|evidence|point)|\bkey (?:worker|witness|evidence|role)|\bhad (?:a )?(?:knife|gun)\b`,
	},
	{
		"goes-on", Suspect, "the abuse goes on",
		`{he} (?:(?:is|still|keeps?|will|even|now|always|regularly|sometimes|often|and) ){0,2}(?:hits|rapes|beats|abuses|forces|hurts|strangles|chokes|hitting|raping|beating|abusing|hurting|forcing|strangling|controlling|controls|making|assaulting|assaults|locks|locking) (?:me|us)\b|\b(?:abuse|it|this|he|raping|harassment|stalking|violence) (?:is|has been|keeps?) (?:still )?(?:happening|going on|continuing|doing it|getting worse|carrying on)(?: to me| again| now| at home)?\b.*|\b(?:happened|happening) again (?:last|this|yesterday|on)\b|\b(?:raped|attacked|assaulted|hit|strangled|beaten) (?:me )?again\b`,
		fromHim &^ official, `\b(?:investigation|case|trial|delay|wait|waiting|court|review)\b|\bmaking (?:me|us) (?:a |feel |wait|laugh|better|comfortable)|\bhits me (?:hard|that|every time i think)`,
	},
	{
		"retaliation", Suspect, "the person’s home or property is attacked, or people come to the door",
		`\b(?:(?:bricks?|fireworks?|something|eggs|petrol) (?:put |thrown )?through (?:my|our|the)|(?:put|smashed|smashing|kicked|kicking|broke|broken)(?: [a-z]+){0,2}? (?:my|our) (?:[a-z]+ )?(?:windows?|doors?|car)(?: through| in)?|(?:slashed|let down|set fire to|torched|vandalised)(?: [a-z]+){0,2}? (?:my|our)|people (?:keep )?com(?:e|ing) to (?:my|our) (?:door|house))\b`,
		denied | past | asked, `\b(?:police|officers?) (?:[a-z]+ ){0,3}?(?:kicked|broke|smashed|put)\b`,
	},
	{
		"if-i", Suspect, "the suspect uses threats of suicide or harm to keep the person from speaking",
		`{he}(?: [a-z]+){0,5}? (?:kill himself|end his life|kill herself|kill all of us|regret it|make (?:me|us) pay|pay for (?:this|it))\b`,
		denied | past | whole, `\b(?:made|should|must|has to|will) (?:him )?pay for (?:what he|it in)`,
	},
	{
		"coming-for-me", Suspect, "the suspect will come for them",
		`{he}(?: [a-z]+){0,4}? (?:com(?:e|es|ing) (?:for|after|to get|looking for|to find|to kill|back for) (?:me|us)|looking for (?:me|us)|finds? (?:me|us)|hunting|gets? to me|outside (?:my|our|the)|in my (?:garden|house|home|flat))\b`,
		fromHim &^ asked, `\bfind(?:s)? (?:me|us) (?:[a-z]+ )?(?:help|an?|support)\b|\bcome(?:s)? looking for (?:me|us) (?:in|at) (?:the )?(?:waiting|court)`,
	},
}

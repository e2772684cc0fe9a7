package safeguarding

import "strings"

// lists are the words that cues have in common.
var lists = strings.NewReplacer(
	// Somebody who may be the suspect, or with them.
	"{he}", `\b(?:he|she|(?:my|the|his|her) (?:[a-z]+[ -]){0,2}?(?:ex|husband|partner|boyfriend|girlfriend|wife|attacker|abuser|rapist|perpetrator|perp|suspect|`+
		`defendant|accused|offender|stalker|stepdad|dad|father|uncle|brother|cousin|boss|neighbour|flatmate|landlord)|(?:the|a) (?:man|guy|person|boy|lad) (?:who|that|i) [a-z]+(?: [a-z]+){0,2}|`+
		`(?:his|her|my ex's|the defendant's|the suspect's) (?:[a-z]+ )?(?:family|mates?|friends?|brothers?|cousins?|mum|mother|dad|father|sister|relatives))`,
	"{they}", `\b(?:they|people|someone|somebody|men|lads|a gang|the gang|strangers)`,
	// Words that may stand between, and change nothing.
	"{so}", `(?: (?:is|are|has|have|had|been|still|now|just|also|even|already|constantly|always|actually|clearly|really|again|repeatedly|only|often|sometimes|currently|continually|regularly|then|and|will|has been|will not stop|does not stop|would not stop|keeps?|keep|kept|keeps on|started|starts|continues to|carries on|does|all the time))*`,
	"{me}", `(?:me|us|my (?:[a-z]+ )?(?:mum|mother|family|parents|kids|children|child|sister|brother|house|home|dad|son|daughter|work|workplace|door|flat|street|road))`,
	"{child}", `(?:(?:my|our|his|her|their|the|a|another|other|young|little|small|both|two|three) )*(?:[a-z]+ )?(?:kids?|child(?:ren)?|sons?|daughters?|bab(?:y|ies)|toddlers?|boys?|girls?|little ones?|`+
		`step ?(?:sons?|daughters?|kids|child(?:ren)?)|grand(?:sons?|daughters?|kids|child(?:ren)?)|nieces?|nephews?|little (?:brother|sister)|younger (?:brother|sister)|pupils|teenagers?|underage|\d+[ -]years?[ -]olds?|minors?)\b`,
	// What somebody may want to do to herself.
	"{die}", `(?:die|be dead|not be (?:here|alive)|not exist|disappear for good|end (?:it|it all|everything|things|my (?:own )?life|myself)|kill myself|take my (?:own )?life|hang myself|overdose|take an overdose|`+
		`take (?:all|too many|enough) (?:of )?(?:my|the)? ?(?:pills|tablets|medication|meds)|jump (?:off|in front|from|under)|cut (?:my wrists|myself)|slit my|hurt myself|harm myself|self harm|never wake up|not wake up|drown myself|do something (?:stupid|silly) to myself|commit suicide)`,
	"{dying}", `(?:dying|killing myself|ending (?:it|it all|my (?:own )?life|things|everything|myself)|taking my (?:own )?life|hanging myself|overdosing|(?:taking )?an overdose|hurting myself|harming myself|self harm(?:ing)?|cutting(?: myself)?|suicide|`+
		`not being (?:here|alive|around)|jumping|death|how to do it|drowning myself|slitting)`,
)

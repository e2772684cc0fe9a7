package anonymise

import (
	"strings"

	"voiceforum/shared/anonymise/token"
)

// chain is the most tokens that an address on the net is followed over.
const chain = 40

var (
	domains = set(strings.Fields(`com org net info uk io co tv app dev eu de fr pl ro se dk nl es pt ie biz example test edu gov gg cc
		link shop site online xyz club blog ly us ca au nz pk ng jm cn ru cz hu fi ch lt lv sk bg gr tr`)...)
	providers = set("gmail", "googlemail", "hotmail", "outlook", "yahoo", "icloud", "live", "aol", "btinternet", "sky", "virginmedia", "protonmail",
		"proton", "msn", "ymail", "talktalk", "ntlworld", "me", "mail")
	platforms = set("insta", "instagram", "ig", "snap", "snapchat", "tiktok", "facebook", "fb", "twitter", "whatsapp", "telegram", "discord",
		"onlyfans", "youtube", "reddit", "tinder", "kik", "twitch", "threads", "skype", "xbox", "psn", "steam", "vinted", "depop", "handle",
		"username", "user")
	handleFillers = set("is", "was", "=", ":", "handle", "name", "account", "username", "user", "@", "called", "under", "as", "at", "my", "page", "(", "-", "'s", "on",
		"profile", "id")
)

// mark looks for what a mark gives away: "@", "://" and the stops of a domain.
func (r *reading) mark(i int) {
	switch r.tokens[i].Text {
	case "@":
		r.atSign(i)
	case ":":
		if r.glued(i+1) && r.at(i+1).Text == "/" && r.at(i+2).Text == "/" && r.glued(i+2) {
			first := i
			if r.glued(i) && r.at(i-1).Kind == token.Word {
				first--
			}
			r.addWeb(first, r.toSpace(i), 0.99, "web address")
		}
	case ".":
		r.stop(i)
	case "#":
		if k := r.at(i + 1); r.glued(i+1) && k.Kind == token.Number && len(k.Text) > 2 {
			r.add(i+1, i+1, Reference, 0.7, "number after a hash")
		}
	}
}

// toSpace gives the last token before white space, without the punctuation that ends a sentence or closes a bracket.
func (r *reading) toSpace(i int) int {
	if i < r.web {
		return r.web - 1
	}
	last := i
	for last+1 < len(r.tokens) && r.glued(last+1) && !strings.Contains(`<>"”’|`, r.tokens[last+1].Text) {
		last++
	}
	for last > i && strings.Contains(".,;:!?)]}'*-…", r.tokens[last].Text) {
		last--
	}
	r.web = last + 1
	return last
}

// addWeb notes a find on the net, which takes white space alone to end: a placeholder typed behind it hides nothing.
func (r *reading) addWeb(first, last int, score float64, why string) {
	r.add(first, last, URL, score, why)
}

func inLocal(k token.Token) bool {
	return k.Kind != token.Mark || k.Text != "" && strings.Contains("._%+-'", k.Text)
}

// atSign reads an e-mail address around an "@", or a handle behind it.
func (r *reading) atSign(i int) {
	first := i
	for n := 0; n < chain && first > 0 && r.glued(first) && inLocal(r.at(first-1)); n++ {
		first--
	}
	if first == i && r.at(i-1).Kind != token.Mark && r.providerFollows(i) && (r.at(i+1).Space || providers[r.at(i+1).Lower]) {
		first-- // "name @ mail.example"
	}
	next := r.at(i + 1)
	if next.Kind == token.Mark && next.Text != "_" && next.Text != "." {
		return
	}
	if first == i {
		if r.glued(i + 1) {
			r.addWeb(i, r.toSpace(i), 0.9, "handle")
		}
		return
	}
	last := i + 1
	for n := 0; n < chain && r.glued(last+1) && (r.at(last+1).Kind != token.Mark || strings.Contains("-._", r.at(last+1).Text)); n++ {
		last++
	}
	for last > i+1 && r.tokens[last].Kind == token.Mark {
		last--
	}
	r.add(first, last, Email, 0.99, "e-mail address")
}

// providerFollows says that after an "@" a domain follows.
func (r *reading) providerFollows(i int) bool {
	k := r.at(i + 1)
	return k.Kind != token.Mark && (providers[k.Lower] || r.glued(i+2) && r.at(i+2).Text == "." && r.glued(i+3))
}

// stop reads a bare domain: the stop before a known ending, with words joined to both sides.
func (r *reading) stop(i int) {
	if !r.glued(i) || !r.glued(i+1) || r.at(i-1).Kind == token.Mark {
		return
	}
	path := r.at(i+2).Text == "/" && r.glued(i+2) && r.glued(i+3)
	if !domains[r.at(i+1).Lower] && !path || r.at(i-1).Kind == token.Number && r.at(i+1).Kind != token.Word {
		return
	}
	if k := r.at(i + 1); k.Kind != token.Word || len(k.Text) < 2 {
		return
	}
	first := i - 1
	for n := 0; n < chain && first > 0 && r.glued(first) && r.at(first-1).Text != "" && inDomain(r.tokens[first-1]); n++ {
		first--
	}
	if len(r.tokens[i-1].Text) == 1 && first == i-1 {
		return
	}
	last := i + 1
	for n := 0; n < chain && r.at(last+1).Text == "." && r.glued(last+1) && r.glued(last+2) && r.at(last+2).Kind == token.Word; n++ {
		last += 2
	}
	if k := r.at(last + 1); r.glued(last+1) && (k.Text == "/" || k.Text == "?" && r.glued(last+2)) {
		last = r.toSpace(last)
	}
	r.addWeb(first, last, 0.9, "domain")
}

func inDomain(k token.Token) bool {
	return k.Kind != token.Mark || strings.Contains("-._", k.Text)
}

// spelt reads "name at gmail dot com" from its "at".
func (r *reading) spelt(i int) {
	after, before := i+1, i-1
	for _, open := range []string{"(", "["} {
		if r.at(i-1).Text == open {
			after, before = i+2, i-2
		}
	}
	if r.at(before).Kind == token.Mark || r.at(after).Kind == token.Mark {
		return
	}
	last := after
	for n := 0; n < 4; n++ {
		k, skip := r.at(last+1).Lower, 2
		if (k == "(" || k == "[") && r.lower(last+2) == "dot" {
			k, skip = "dot", 4
		}
		if k != "dot" && !(k == "." && domains[r.lower(last+2)] && r.glued(last+2)) || r.at(last+skip).Kind == token.Mark {
			break
		}
		last += skip
	}
	if last == after && (!providers[r.at(after).Lower] || r.everyday(after)) {
		return
	}
	first := before
	for n := 0; n < 6 && first > 0; n++ {
		switch k := r.at(first - 1); {
		case k.Lower == "dot" || k.Lower == "underscore" || k.Lower == "dash":
			first -= 2
		case r.glued(first) && inLocal(k) && k.Text != "":
			first--
		default:
			n = 6
		}
	}
	r.add(max(0, first), last, Email, 0.9, "e-mail address, spelt out")
}

// handle reads "snap is x" and "insta: x".
func (r *reading) handle(i int) {
	j, fillers := i+1, 0
	for fillers < 4 && handleFillers[r.at(j).Lower] {
		fillers++
		j++
	}
	k := r.at(j)
	if k.Kind == token.Mark {
		return
	}
	last := j
	for n := 0; n < chain && r.glued(last+1) && r.at(last+1).Text != "" && inDomain(r.at(last+1)); n++ {
		last++
	}
	for last > j && r.tokens[last].Text == "." {
		last--
	}
	joined := strings.ContainsAny(r.norm[r.tokens[j].Start:r.tokens[last].End], "_.0123456789")
	named := fillers > 0 && r.at(j-1).Lower != "on" && r.at(j-1).Lower != "my" && r.at(j-1).Lower != "is" && r.at(j-1).Lower != "was" && r.at(j-1).Lower != "page" && r.at(j-1).Lower != "account"
	if joined && (fillers > 0 || k.Kind == token.Mixed) && k.Kind != token.Number || named && !r.everyday(j) {
		r.addWeb(j, last, 0.8, "handle, named")
	}
}

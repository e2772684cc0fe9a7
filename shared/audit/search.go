package audit

import (
	"context"
	"strings"
)

// Search says which entries of a month are looked for. What is empty does not matter.
type Search struct {
	Month  Month
	Person string // part of the name or all of the subject, in any case of letters
	Verb   Verb
	About  string // part of what it is about, in any case of letters, because pages show ids in capitals; or the whole of a forum or file
	Before int    // only links with lower numbers; 0 for all
}

// Matches reports whether a link is looked for.
func (s Search) Matches(l Link) bool {
	name, person := strings.ToLower(l.Name), strings.ToLower(s.Person)
	return (s.Person == "" || strings.Contains(name, person) || strings.EqualFold(l.Subject, s.Person)) &&
		(s.Verb == "" || l.Verb == s.Verb) &&
		(s.About == "" || strings.Contains(strings.ToLower(string(l.About)), strings.ToLower(s.About)) || string(l.Forum) == s.About || l.File == s.About)
}

// Found is a page of what was looked for, the newest first.
type Found struct {
	Links []Link
	Older int    // Search.Before of the next page; 0 where there is none. There may be nothing on it
	Break *Break // that was met on the way; nil for none
}

// most is how many links are read for one page, so that a page takes no longer however little is found.
const most = 5000

// Find looks for entries, up to limit of them. What it reads on the way it also verifies.
func (l *Log) Find(ctx context.Context, s Search, limit int) (Found, error) {
	var f Found
	var newer Link
	for read, from := 0, s.Before; ; {
		links, err := l.store.Before(ctx, s.Month, from, readAtOnce)
		if err != nil {
			return Found{}, err
		}
		for _, link := range links {
			f.check(newer, link)
			newer, from = link, link.Sequence
			read++
			if s.Matches(link) {
				f.Links = append(f.Links, link)
			}
			if len(f.Links) == limit || read == most {
				f.Older = older(link)
				return f, nil
			}
		}
		if len(links) < readAtOnce {
			if newer.Sequence > 1 {
				f.Break = &Break{Missing, newer.Month, newer.Sequence}
			}
			return f, nil
		}
	}
}

// older gives the place of the next page after a link: none after the first.
func older(l Link) int {
	if l.Sequence == 1 {
		return 0
	}
	return l.Sequence
}

// check verifies one link, and that the newer one, where there is one, follows from it.
func (f *Found) check(newer, l Link) {
	v := NewVerifier(nil)
	if v.Add(l) && newer.Sequence > 0 {
		v.Add(newer)
	}
	if v.found != nil {
		f.Break = v.found // the oldest of those met
	}
}

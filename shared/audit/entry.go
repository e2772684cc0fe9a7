package audit

import (
	"errors"
	"regexp"
	"strings"
	"time"
	"unicode"

	"voiceforum/shared/calendar"
	"voiceforum/shared/response"
	"voiceforum/shared/session"
)

// Outcome is whether it was let through.
type Outcome string

// The outcomes.
const (
	Allowed Outcome = "allowed"
	Refused Outcome = "refused" // the person's role does not reach so far
)

// About names the one thing that an entry is about, by its kind and id. It is never words.
type About string

// AboutResponse names a response, and the question whose text it is about; "" for all of it.
func AboutResponse(id response.ID, question string) About {
	if question == "" {
		return About("response:" + id)
	}
	return About("response:" + string(id) + "/" + question)
}

// AboutTheme names an entry of the codebook.
func AboutTheme(id string) About { return About("theme:" + id) }

// AboutOrganisation names an organisation.
func AboutOrganisation(id string) About { return About("organisation:" + id) }

// AboutBatch names what was handed in together.
func AboutBatch(id string) About { return About("batch:" + id) }

// AboutSurge names a day on which responses were set apart; the entry's forum is theirs.
func AboutSurge(day calendar.Day) About { return About("surge:" + day) }

// aboutForm is what any About looks like.
var aboutForm = regexp.MustCompile(`^(response|theme|organisation|batch|surge):[A-Za-z0-9_-]{1,80}(/[a-z0-9-]{1,60})?$`)

// Entry is one thing that somebody of the staff did or looked at. Staff actions keep their exact time, unlike anything
// a victim does.
type Entry struct {
	At      time.Time    // to the microsecond
	Subject string       // the issuer's lasting id of the person
	Name    string       // the name they signed in with
	Role    session.Role // the role it was done under; empty for somebody without one
	Verb    Verb
	Reason  Reason           // one of Verb.Reasons; empty where that has none, or where it was refused
	About   About            // empty where it is about nothing that has an id
	Forum   calendar.Quarter // empty where it is about no forum
	Release int              // 0 where it is about no release
	File    string           // the pack's file, as the pack names it; empty where it is about none
	Outcome Outcome
}

var fileForm = regexp.MustCompile(`^[a-z0-9.-]{0,80}$`)

// check refuses an entry that lacks its who, what, when or outcome, or in which something is not from a closed list.
func (e Entry) check() error {
	_, badForum := calendar.ParseQuarter(string(e.Forum))
	switch {
	case e.Subject == "" || e.At.IsZero() || e.Outcome != Allowed && e.Outcome != Refused:
		return errors.New("entry lacks its who, when or outcome")
	case !e.Verb.Known() || e.Verb == MonthClosed:
		return errors.New("entry has no verb that is known")
	case !e.Verb.takes(e.Reason, e.Outcome):
		return errors.New("entry has no reason of its verb's, or one too many")
	case e.About != "" && !aboutForm.MatchString(string(e.About)):
		return errors.New("entry is about what has no id")
	case e.Forum != "" && badForum != nil, e.Release < 0, !fileForm.MatchString(e.File):
		return errors.New("entry is about no forum, release or file that can be")
	}
	return nil
}

// longest is how many characters of the issuer's words about a person are kept.
const longest = 320

// settled gives the entry as it is kept: its moment in UTC to the microsecond, and of what the issuer says of a person
// whatever every form of a file can hold.
func (e Entry) settled() Entry {
	e.At = e.At.UTC().Truncate(time.Microsecond)
	e.Subject, e.Name = holdable(e.Subject), holdable(e.Name)
	return e
}

func holdable(s string) string {
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(s, string(unicode.ReplacementChar)))
	if runes := []rune(s); len(runes) > longest {
		return string(runes[:longest])
	}
	return s
}

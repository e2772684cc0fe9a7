package audit

import "slices"

// Verb is what somebody did. Only these are ever recorded.
type Verb string

// The verbs of every part of the site.
const (
	SignedIn  Verb = "signed-in"
	SignedOut Verb = "signed-out"

	ViewLive    Verb = "view-live"    // a forum's daily figures
	ViewRelease Verb = "view-release" // a release's tables
	Download    Verb = "download"     // a file of a release
	Close       Verb = "close"        // asked for a forum to be closed
	Publish     Verb = "publish"      // asked for a forum to be published
	ViewAudit   Verb = "view-audit"
	ExportAudit Verb = "export-audit"

	ViewQueue        Verb = "view-queue"        // the texts that wait for a reviewer
	ViewResponse     Verb = "view-response"     // what one response is, and what its person permits, without its words
	ViewText         Verb = "view-text"         // one response's anonymised words
	OpenSealed       Verb = "open-sealed"       // the words as written
	MaskMore         Verb = "mask-more"         // masked what the anonymiser had left
	Unmask           Verb = "unmask"            // took back a mask that was wrong
	ChooseQuote      Verb = "choose-quote"      // chose the words that may be quoted
	Approve          Verb = "approve"           // cleared words
	HoldBack         Verb = "hold-back"         // decided that words go nowhere
	SafeguardingSeen Verb = "safeguarding-seen" // looked at a response that reads as danger
	ViewSurge        Verb = "view-surge"        // how alike the responses of a day are that were set apart
	SurgeCounted     Verb = "surge-counted"     // let responses that were set apart count
	SurgeLeftOut     Verb = "surge-left-out"    // decided that they do not

	ViewContacts  Verb = "view-contacts"  // the list of who asked to be contacted
	ContactOpened Verb = "contact-opened" // how to reach one person
	ContactDone   Verb = "contact-done"   // marked as dealt with, after which the details are gone

	HandedIn            Verb = "handed-in"       // feedback of a service or an officer
	ViewFeedback        Verb = "view-feedback"   // what their organisation handed in
	SheetBegun          Verb = "sheet-begun"     // a spreadsheet that is to be uploaded
	SheetTaken          Verb = "sheet-taken"     // took the rows of one that are to be put right, or the ids of those sent
	SheetCancelled      Verb = "sheet-cancelled" // deleted what was left of one
	WithdrawnByPartner  Verb = "withdrawn-by-partner"
	RedactionAccepted   Verb = "redaction-accepted" // took the anonymiser's words in place of their own
	InvitationsMade     Verb = "invitations-made"
	OrganisationChanged Verb = "organisation-changed" // who may act for an organisation

	MonthClosed Verb = "month-closed" // the last entry of a month; nobody did it
)

// Reason is why somebody did something, from a closed list: free words could carry a name.
type Reason string

// The reasons.
const (
	ReasonHeld         Reason = "held"          // the anonymiser was not sure of the text
	ReasonMasking      Reason = "masking"       // the masks look wrong or too few
	ReasonUnderstand   Reason = "understand"    // the masked words cannot be understood
	ReasonQuote        Reason = "quote"         // a quote is compared with what was written
	ReasonSafeguarding Reason = "safeguarding"  // somebody may be in danger
	ReasonSecondReader Reason = "second-reader" // another reviewer's decision is looked at again
	ReasonRights       Reason = "rights"        // the person asked about their own data

	ReasonIdentifies   Reason = "identifies"    // the words could tell who wrote them
	ReasonOthers       Reason = "others"        // the words could tell who else is meant
	ReasonCaseFacts    Reason = "case-facts"    // the words are about facts of a case
	ReasonMisconduct   Reason = "misconduct"    // the words accuse a person at work
	ReasonUnsafe       Reason = "unsafe"        // publishing could put somebody in danger
	ReasonNotPermitted Reason = "not-permitted" // the person did not agree to it
	ReasonOffTopic     Reason = "off-topic"     // the words are not feedback

	ReasonDiffer     Reason = "differ"      // the responses differ as many people's do
	ReasonKnownCause Reason = "known-cause" // something is known that made many people answer
	ReasonUnclear    Reason = "unclear"     // nothing tells either way
	ReasonAlike      Reason = "alike"       // the same choices or words again and again
	ReasonOneHand    Reason = "one-hand"    // the words read as one person's
	ReasonToldOf     Reason = "told-of"     // somebody told of invented responses

	ReasonAsked      Reason = "asked"       // the person asked to be contacted
	ReasonReached    Reason = "reached"     // they were spoken to
	ReasonNotReached Reason = "not-reached" // they were tried, as they asked, without success
	ReasonNoLonger   Reason = "no-longer"   // they want no contact any more
)

var (
	whyHeldBack = []Reason{
		ReasonIdentifies, ReasonOthers, ReasonCaseFacts, ReasonMisconduct, ReasonUnsafe, ReasonNotPermitted, ReasonOffTopic,
	}
	whyOpened = []Reason{
		ReasonHeld, ReasonMasking, ReasonUnderstand, ReasonQuote, ReasonSafeguarding, ReasonSecondReader, ReasonRights,
	}
)

// verbs are all of them in the order in which people choose from them, each with the reasons of which it needs one.
var verbs = []struct {
	verb    Verb
	reasons []Reason
}{
	{SignedIn, nil},
	{SignedOut, nil},
	{ViewLive, nil},
	{ViewRelease, nil},
	{Download, nil},
	{Close, nil},
	{Publish, nil},
	{ViewAudit, nil},
	{ExportAudit, nil},
	{ViewQueue, nil},
	{ViewResponse, nil},
	{ViewText, nil},
	{OpenSealed, whyOpened},
	{MaskMore, nil},
	{Unmask, nil},
	{ChooseQuote, nil},
	{Approve, nil},
	{HoldBack, whyHeldBack},
	{SafeguardingSeen, nil},
	{ViewSurge, nil},
	{SurgeCounted, []Reason{ReasonDiffer, ReasonKnownCause, ReasonUnclear}},
	{SurgeLeftOut, []Reason{ReasonAlike, ReasonOneHand, ReasonToldOf}},
	{ViewContacts, nil},
	{ContactOpened, []Reason{ReasonAsked, ReasonSafeguarding, ReasonRights}},
	{ContactDone, []Reason{ReasonReached, ReasonNotReached, ReasonNoLonger}},
	{HandedIn, nil},
	{ViewFeedback, nil},
	{SheetBegun, nil},
	{SheetTaken, nil},
	{SheetCancelled, nil},
	{WithdrawnByPartner, nil},
	{RedactionAccepted, nil},
	{InvitationsMade, nil},
	{OrganisationChanged, nil},
	{MonthClosed, nil},
}

// Verbs lists all verbs in the order in which people choose from them.
func Verbs() []Verb {
	all := make([]Verb, len(verbs))
	for i, v := range verbs {
		all[i] = v.verb
	}
	return all
}

// Reasons gives the reasons of which an entry of this verb needs one; nil where it takes none.
func (v Verb) Reasons() []Reason {
	for _, known := range verbs {
		if known.verb == v {
			return slices.Clone(known.reasons)
		}
	}
	return nil
}

// Known reports whether the verb is one of those above.
func (v Verb) Known() bool { return slices.Contains(Verbs(), v) }

// takes reports whether an entry of this verb may give a reason. What was refused was not done, for no reason.
func (v Verb) takes(r Reason, o Outcome) bool {
	if reasons := v.Reasons(); len(reasons) > 0 && (o == Allowed || r != "") {
		return slices.Contains(reasons, r)
	}
	return r == ""
}

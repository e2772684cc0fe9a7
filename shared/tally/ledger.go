package tally

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"time"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/themes"
)

// withdrawnVersion is above every version that a response can have, so that nothing can come after a withdrawal.
const withdrawnVersion = math.MaxInt32

// guardDays is for how long it is remembered that a response was withdrawn. The stream keeps changes for a day and the
// queue of those that failed for 14; no change that comes late comes later than that.
const guardDays = 35

// Ref names one shard of a forum's tally. Shards are those of response.ID.Shard.
type Ref struct {
	Forum calendar.Quarter
	Shard int
}

// RefOf names the shard that a response is counted in.
func RefOf(forum calendar.Quarter, id response.ID) Ref { return Ref{Forum: forum, Shard: id.Shard()} }

// String gives the name as keys have it: FORUM#2026-Q4#SHARD#07.
func (r Ref) String() string { return fmt.Sprintf("FORUM#%s#SHARD#%02d", r.Forum, r.Shard) }

// Shard is the tally of one shard. Version counts its changes in the store; 0 has not been stored yet.
type Shard struct {
	Ref
	Version int
	Counts  Tally
}

// Entry is what one response adds to the tally, with the response's version it was worked out from. Entries are what
// makes counting happen exactly once: a change that is no newer than the entry has been counted. Of a withdrawn
// response there is only that it was.
type Entry struct {
	ID       response.ID
	Forum    calendar.Quarter
	Version  int
	Counts   Tally
	Mentions map[string][]themes.Mention // by question; those that Counts were worked out from
	Review   map[string]string           // by question, why a reviewer must read its text; what it lacks is not nothing
	Codebook int                         // version of the codebook that found them
	Uncoded  bool                        // the coder failed, so Mentions are missing
	Expires  time.Time                   // zero for never; the entry must not be read from then on
}

// Withdrawn reports whether the response is gone for good.
func (e Entry) Withdrawn() bool { return e.Version == withdrawnVersion }

// newer reports whether an entry is to be counted in place of another: it is of a later version of the response, or of
// the same coded under a later codebook, or coded at last.
func (e Entry) newer(than Entry) bool {
	switch {
	case e.Version != than.Version:
		return e.Version > than.Version
	case e.Withdrawn():
		return false
	case e.Codebook != than.Codebook:
		return e.Codebook > than.Codebook
	}
	return than.Uncoded && !e.Uncoded
}

// AllMentions gives the mentions of all questions, in the questions' order by id.
func (e Entry) AllMentions() []themes.Mention {
	var all []themes.Mention
	for _, question := range slices.Sorted(maps.Keys(e.Mentions)) {
		all = append(all, e.Mentions[question]...)
	}
	return all
}

// Withdrawal gives the entry that is left of a response withdrawn on a day: empty, and newer than any change.
func Withdrawal(id response.ID, forum calendar.Quarter, day calendar.Day) Entry {
	return Entry{ID: id, Forum: forum, Version: withdrawnVersion, Expires: day.Add(guardDays).Start()}
}

// NewEntry works out what a response adds, its texts coded by coder of a codebook's version. Where the coder fails the
// response is counted all the same, without mentions and marked Uncoded, and the failure is given back beside the
// entry as uncoded.
func NewEntry(q *questionnaire.Questionnaire, coder Coder, codebook int, r response.Response) (e Entry, uncoded, err error) {
	if r.Version < 1 || r.Version >= withdrawnVersion {
		return Entry{}, nil, fault.New(fault.Invalid, "response has no version that can be counted")
	}
	e = Entry{ID: r.ID, Forum: r.Forum, Version: r.Version, Codebook: codebook}
	coded, uncoded := Read(coder, r)
	e.Mentions, e.Review, e.Uncoded = coded.Mentions, coded.Review, uncoded != nil
	e.Counts, err = Contribution(q, r, e.AllMentions())
	if err != nil {
		return Entry{}, nil, err
	}
	return e, uncoded, nil
}

// Step is one entry taking the place of an older one of the same response; Was is that one's version, 0 for none.
type Step struct {
	Entry
	Was int
}

// Apply counts entries in their shard, given those that are stored now. It gives the shard as it becomes, its Version
// still that of the one it replaces, and the steps to be stored with it in one transaction. Entries no newer than
// what is stored are left out, unless they are coded under a later codebook; with none left there is nothing to store. Of several entries of one response the newest
// counts, in whatever order they come. Apply changes nothing that it was given.
//
// An entry of another shard, or of a response that was counted in another forum before, is a fault.Internal:
// responses never move.
func (s Shard) Apply(stored map[response.ID]Entry, entries []Entry) (Shard, []Step, error) {
	newest := map[response.ID]Entry{}
	for _, e := range entries {
		was, known := stored[e.ID]
		if RefOf(e.Forum, e.ID) != s.Ref || known && was.Forum != e.Forum {
			return Shard{}, nil, fault.New(fault.Internal, "change belongs to another shard than its response")
		}
		if e.newer(was) && e.newer(newest[e.ID]) {
			newest[e.ID] = e
		}
	}
	after := Shard{Ref: s.Ref, Version: s.Version, Counts: s.Counts.clone(0)}
	steps := make([]Step, 0, len(newest))
	for _, id := range slices.Sorted(maps.Keys(newest)) {
		e, was := newest[id], stored[id]
		after.Counts.Merge(was.Counts, -1)
		after.Counts.Merge(e.Counts, 1)
		steps = append(steps, Step{Entry: e, Was: was.Version})
	}
	return after, steps, nil
}

package tally

import (
	"voiceforum/shared/calendar"
	"voiceforum/shared/response"
)

// passes is how often a forum's entries are gone through for a version of the codebook: once more after the first, for
// what a process of the version before was still counting meanwhile.
const passes = 2

// Recoding is how far a forum's entries have been gone through to be coded again under a version of the codebook. It
// can be stopped after any shard, and goes on from there. Done again it changes nothing. The zero Recoding has not begun.
type Recoding struct {
	Forum    calendar.Quarter
	Codebook int // the version that entries are coded under
	Shard    int // the next to be gone through
	Passes   int // those that are complete
	Version  int // counts the changes in the store; 0 has not been stored yet
}

// Under gives the recoding as it goes on under a version of the codebook: from the beginning where that is another
// version than before.
func (r Recoding) Under(codebook int) Recoding {
	if r.Codebook == codebook {
		return r
	}
	return Recoding{Forum: r.Forum, Codebook: codebook, Version: r.Version}
}

// Done reports whether nothing is left to do.
func (r Recoding) Done() bool { return r.Passes >= passes }

// Next gives the recoding as it is once its shard was gone through.
func (r Recoding) Next() Recoding {
	if r.Shard++; r.Shard >= response.Shards {
		r.Shard, r.Passes = 0, r.Passes+1
	}
	return r
}

// Stale reports whether an entry's mentions are to be found again: those of a response as it is now, coded under
// another version of the codebook, or not at all. What a change of the response is still on the way for is left to it.
func (e Entry) Stale(codebook, version int) bool {
	return e.Version == version && !e.Withdrawn() && (e.Codebook != codebook || e.Uncoded)
}

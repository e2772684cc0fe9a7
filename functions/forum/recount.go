package main

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/keyness"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/quotes"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/themes"
)

const (
	atOnce     = 8   // shards recounted at the same time
	entriesFor = 100 // responses whose entries are read together
)

// A difference between recount and running tally may only be that a change has not been counted yet, so differing shards
// are counted again after these pauses before anybody is called.
var pauses = []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second}

// recount is one shard counted from scratch.
type recount struct {
	counts  tally.Adder // what is released
	running tally.Adder // what the running tally should be: with the themes that were found in time, and no crossings
	quotes  []quotes.Candidate
	words   *keyness.Counts // nil where they are not asked for
	uncoded int
}

// said is what a forum's people said, read from scratch.
type said struct {
	counts tally.Tally
	quotes []quotes.Candidate
	words  keyness.Counts // of victims' clauses that no theme claims
}

// spoken gathers words from shards that are read at the same time, each in its turn, so that the same words come to the
// same where they are too many for all of them to be kept.
type spoken struct {
	keyness.Counts
	turn *sync.Cond
	next int // the shard whose turn it is
}

func newSpoken() *spoken { return &spoken{turn: sync.NewCond(&sync.Mutex{})} }

// merge waits for its turn, which comes because shards are begun in order, and each takes its turn whatever happened.
func (s *spoken) merge(shard int, c keyness.Counts) {
	s.turn.L.Lock()
	defer s.turn.L.Unlock()
	for s.next != shard {
		s.turn.Wait()
	}
	s.Merge(c)
	s.next++
	s.turn.Broadcast()
}

// recounted reads what is released of a forum from scratch out of its responses. A running tally that differs from it
// and stays different is reported by the event "recount-differs", which an alarm watches for.
func (d *desk) recounted(ctx context.Context, f forum.Forum) (said, error) {
	all := make([]int, response.Shards)
	for n := range all {
		all[n] = n
	}
	found := make([]recount, len(all))
	words := newSpoken()
	differing, err := d.recountShards(ctx, f.ID, all, found, words)
	if err != nil {
		return said{}, err
	}
	for _, pause := range pauses {
		if len(differing) == 0 {
			break
		}
		if err := d.wait(ctx, pause); err != nil {
			return said{}, err
		}
		// Their words were read the first time. They are too few to tell by, and not in the running tally.
		if differing, err = d.recountShards(ctx, f.ID, differing, found, nil); err != nil {
			return said{}, err
		}
	}
	for _, n := range differing {
		d.log.Error("recount-differs", "forum", string(f.ID), "shard", n)
	}
	read, uncoded := said{counts: tally.Tally{}, words: words.Counts}, 0
	for _, r := range found {
		read.counts.Merge(r.counts.Tally(), 1)
		read.quotes = append(read.quotes, r.quotes...)
		uncoded += r.uncoded
	}
	if uncoded > 0 {
		d.log.Warn("responses-uncoded", "forum", string(f.ID), "count", uncoded)
	}
	return read, nil
}

// recountShards counts some shards into found, and their words where they are asked for, and gives those that differ from
// the running tally.
func (d *desk) recountShards(ctx context.Context, id calendar.Quarter, shards []int, found []recount, words *spoken) ([]int, error) {
	work, within := errgroup.WithContext(ctx)
	work.SetLimit(atOnce)
	for _, n := range shards {
		work.Go(func() (err error) {
			found[n], err = d.recountShard(within, tally.Ref{Forum: id, Shard: n}, words)
			return err
		})
	}
	if err := work.Wait(); err != nil {
		return nil, err
	}
	running, err := d.tallies.Shards(ctx, id)
	if err != nil {
		return nil, err
	}
	var differing []int
	for _, n := range shards {
		if !found[n].running.Tally().Equal(running[n].Counts) {
			differing = append(differing, n)
		}
	}
	return differing, nil
}

func (d *desk) recountShard(ctx context.Context, ref tally.Ref, words *spoken) (r recount, err error) {
	if words != nil {
		r.words = &keyness.Counts{}
		defer func() {
			words.merge(ref.Shard, *r.words)
			r.words = nil // kept with none of the shards: there are many of them
		}()
	}
	var waiting []response.Response
	count := func() error {
		err := d.countInto(ctx, &r, waiting)
		waiting = waiting[:0]
		return err
	}
	err = d.responses.ByForum(ctx, ref.Forum, ref.Shard, func(v response.Response) error {
		if waiting = append(waiting, v); len(waiting) < entriesFor {
			return nil
		}
		return count()
	})
	if err == nil {
		err = count()
	}
	return r, err
}

// countInto counts responses. Their mentions are those that were found when they came, where these are of the same version
// of the response and of the codebook that a release names; else they are coded again.
func (d *desk) countInto(ctx context.Context, r *recount, responses []response.Response) error {
	if len(responses) == 0 {
		return nil
	}
	ids := make([]response.ID, len(responses))
	for i, v := range responses {
		ids[i] = v.ID
	}
	entries, err := d.tallies.Entries(ctx, ids)
	if err != nil {
		return err
	}
	for _, v := range responses {
		e, known := entries[v.ID]
		if known && e.Withdrawn() {
			continue // the index by forum comes a moment after the withdrawal
		}
		if err := d.countOne(r, v, e, known && e.Version == v.Version); err != nil {
			return err
		}
	}
	return nil
}

// countOne counts a response by the questions that it answers, as it was counted when it came. They are not always the
// forum's: whoever began before the turn of a quarter sends the answers to the old ones into the new forum.
func (d *desk) countOne(r *recount, v response.Response, e tally.Entry, current bool) error {
	q, err := d.about(v.Questionnaire.ID, v.Questionnaire.Version)
	if err != nil {
		return fault.Wrap(fault.Internal, "find the questions that a response answers", err)
	}
	found := e.Mentions
	if !current || e.Uncoded || e.Codebook != d.book.Version {
		found = d.code(r, v)
	}
	if err := d.listen(r, v, found); err != nil {
		return fault.Wrap(fault.Internal, "read a response's words", err)
	}
	mentions := tally.Entry{Mentions: found}.AllMentions()
	if err := r.add(q, v, mentions); err != nil {
		return fault.Wrap(fault.Internal, "recount a response", err)
	}
	if current {
		mentions = e.AllMentions()
	}
	if err := r.running.Add(q, v, mentions); err != nil {
		return fault.Wrap(fault.Internal, "recount a response", err)
	}
	may, err := quotes.Of(q, d.coder, v)
	if err != nil {
		r.uncoded++
	}
	r.quotes = append(r.quotes, may...)
	return nil
}

// listen gathers a victim's words that no theme claims.
func (d *desk) listen(r *recount, v response.Response, found map[string][]themes.Mention) error {
	if r.words == nil || !v.Counts() || v.Channel.View() != response.Victim.View() {
		return nil
	}
	clauses, err := keyness.Clauses(d.book, v, found)
	if err == nil {
		r.words.Add(clauses)
	}
	return err
}

// add counts a response under everything that a release shows.
func (r *recount) add(q *questionnaire.Questionnaire, v response.Response, mentions []themes.Mention) error {
	if err := r.counts.Add(q, v, mentions); err != nil {
		return err
	}
	return r.counts.Cross(q, v, mentions)
}

// code codes a response's texts. What cannot be coded is counted without themes, as it was when it came.
func (d *desk) code(r *recount, v response.Response) map[string][]themes.Mention {
	found, err := tally.Code(d.coder, v)
	if err != nil {
		r.uncoded++
	}
	return found
}

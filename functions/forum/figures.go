package main

import (
	"context"
	"errors"
	"maps"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/pack"
	"voiceforum/shared/release"
	"voiceforum/shared/tally"
)

// refresh makes the live figures of every open forum afresh from the running tally. One that fails does not keep the
// others waiting.
func (d *desk) refresh(ctx context.Context) error {
	existing, err := d.recent(ctx, d.now())
	if err != nil {
		return err
	}
	var failures []error
	for _, f := range existing {
		if f.State == forum.Open {
			failures = append(failures, d.refreshOne(ctx, f))
		}
	}
	return errors.Join(failures...)
}

// refreshOne makes one forum's live figures afresh. Where at least ten people are counted differently they are made of a
// recount, so that what a release holds besides is of the same people, should the release have to stay at these figures.
func (d *desk) refreshOne(ctx context.Context, f forum.Forum) error {
	shards, err := d.tallies.Shards(ctx, f.ID)
	if err != nil {
		return err
	}
	live, err := d.releases.Live(ctx, f.ID)
	if err != nil && !fault.Is(err, fault.NotFound) {
		return err
	}
	src, err := d.source(ctx, f)
	if err != nil {
		return err
	}
	basis, stored, err := d.shown.Basis(ctx, f.ID)
	if err != nil {
		return err
	}
	next := basis.Advance(src, sum(shards), d.today())
	if !next.Counts.Equal(basis.Counts) {
		read, err := d.recounted(ctx, f)
		if err != nil {
			return err
		}
		next = basis.Advance(src, read.counts, d.today())
	}
	made := release.Make(src, 0, d.today(), next)
	if live.Forum == f.ID && made.SameFigures(live) {
		made = live
	} else if err := d.shown.Put(ctx, made, next, stored); err != nil {
		return err
	}
	d.log.Info("live-refreshed", "forum", string(f.ID), "release", made.Version)
	return nil
}

// first makes a closed forum's first release where there is none, and its pack in any case: it may have been written by
// half.
func (d *desk) first(ctx context.Context, f forum.Forum) error {
	_, err := d.releases.Latest(ctx, f.ID)
	if err == nil {
		return d.writeLatest(ctx, f.ID)
	}
	if !fault.Is(err, fault.NotFound) {
		return err
	}
	return d.make(ctx, f, 1, release.Release{})
}

// release makes a forum's next release, if at least ten people are counted differently than in the one before, or other
// words may be quoted. Else it only makes sure that the one before has its pack. A forum without a first release is a fault.Conflict: close it.
func (d *desk) release(ctx context.Context, q calendar.Quarter) error {
	f, err := d.forums.Get(ctx, q)
	if err != nil {
		return err
	}
	latest, err := d.releases.Latest(ctx, q)
	if fault.Is(err, fault.NotFound) || f.State == forum.Open {
		return fault.New(fault.Conflict, "forum has no first release yet")
	}
	if err != nil {
		return err
	}
	return d.make(ctx, f, latest.Version+1, latest)
}

// make recounts a forum, makes a release of the recount, and writes its pack. Where it shows the same as the one before,
// nothing is made, and the one before has its pack written.
func (d *desk) make(ctx context.Context, f forum.Forum, version int, before release.Release) error {
	made, err := d.show(ctx, f, version, before)
	if err != nil {
		return err
	}
	event := "release-made"
	if made.Version != version {
		event = "release-unchanged"
	}
	d.log.Info(event, "forum", string(f.ID), "release", made.Version)
	return d.writeLatest(ctx, f.ID)
}

// writeLatest writes the pack of a forum's newest release, once words that may no longer be shown are out of it.
func (d *desk) writeLatest(ctx context.Context, q calendar.Quarter) error {
	if err := d.recallForum(ctx, q); err != nil {
		return err
	}
	latest, err := d.releases.Latest(ctx, q)
	if err != nil {
		return err
	}
	return d.write(ctx, latest)
}

// show makes a release of a version, compares it with what was shown before, and stores it. Where it shows the same as
// the one in whose place it comes, that one is given and nothing is stored.
func (d *desk) show(ctx context.Context, f forum.Forum, version int, before release.Release) (release.Release, error) {
	read, err := d.recounted(ctx, f)
	if err != nil {
		return release.Release{}, err
	}
	src, err := d.source(ctx, f)
	if err != nil {
		return release.Release{}, err
	}
	basis, stored, err := d.shown.Basis(ctx, f.ID)
	if err != nil {
		return release.Release{}, err
	}
	next := basis.Advance(src, read.counts, d.today())
	past, err := d.past(ctx, f.ID)
	if err != nil {
		return release.Release{}, err
	}
	made, next := src.WithYear(release.Make(src, version, d.today(), next), next, past)
	made, next = src.WithFresh(made, next, read.words, past)
	quoted, err := d.quote(ctx, &made, read.quotes)
	if err != nil {
		return release.Release{}, err
	}
	if before.Forum == f.ID && made.SameFigures(before) && slices.Equal(made.Quotes, before.Quotes) {
		return before, nil
	}
	made.TakenBack = before.TakenBack
	next.Quoted.By = maps.Clone(next.Quoted.By)
	if next.Quoted.By == nil {
		next.Quoted.By = map[int][]release.Quotation{}
	}
	next.Quoted.By[version] = quoted
	return made, d.shown.Put(ctx, made, next, stored)
}

// write writes a release's pack. The files are the same however often they are written. Where words were taken out of the
// release meanwhile, the files that were written with them are removed again, also where not all of them could be written.
func (d *desk) write(ctx context.Context, r release.Release) error {
	written := d.putFiles(ctx, r)
	all, err := d.shown.Quoted(ctx, []calendar.Quarter{r.Forum})
	if err == nil && slices.Contains(all[r.Forum].Recalled, r.Version) {
		err = d.erase(ctx, r.Forum, r.Version)
	}
	return errors.Join(written, err)
}

func (d *desk) putFiles(ctx context.Context, r release.Release) error {
	files, err := pack.Files(r)
	if err != nil {
		return err
	}
	for _, f := range files {
		key := pack.Key(r.Forum, r.Version, f.Name)
		err := d.files.Put(ctx, d.bucket, key, f.ContentType, pack.Disposition(r.Forum, r.Version, f.Name), f.Content)
		if err != nil {
			return err
		}
	}
	return nil
}

func sum(shards []tally.Shard) tally.Tally {
	total := tally.Tally{}
	for _, s := range shards {
		total.Merge(s.Counts, 1)
	}
	return total
}

package main

import (
	"context"
	"errors"
	"maps"
	"slices"

	"voiceforum/shared/calendar"
	"voiceforum/shared/pack"
	"voiceforum/shared/quotes"
	"voiceforum/shared/release"
	"voiceforum/shared/response"
)

// recallFor is for how many quarters words in releases are held against what their people permit: ten years.
const recallFor = 40

// together is how many releases words are taken out of at once. With what takes the newest's place, and what is kept of
// whose words they are, they are no more than the database takes in one piece, however large each is.
const together = 7

// quote gives a release its quotes, and says whose they are. Each was allowed when the responses were read, and is asked
// for again now, because reading takes a while; where one no longer stands, quotes are chosen once more without it.
func (d *desk) quote(ctx context.Context, made *release.Release, candidates []quotes.Candidate) ([]release.Quotation, error) {
	for {
		chosen := quotes.Choose(*made, candidates)
		quoted := make([]release.Quotation, len(chosen))
		made.Quotes = nil
		for i, c := range chosen {
			quoted[i] = c.Quotation
			made.Quotes = append(made.Quotes, c.Quote)
		}
		fallen, err := d.fallen(ctx, quoted)
		if err != nil || len(fallen) == 0 {
			return quoted, err
		}
		candidates = slices.DeleteFunc(slices.Clone(candidates), func(c quotes.Candidate) bool {
			return slices.Contains(fallen, c.Quotation)
		})
	}
}

// fallen gives those quotations whose words may not be shown at this moment. Words of a response that cannot be read are
// among them: better that they come down than that they stay up.
func (d *desk) fallen(ctx context.Context, all []release.Quotation) ([]release.Quotation, error) {
	ids := map[response.ID]bool{}
	for _, q := range all {
		ids[q.Response] = true
	}
	now, unreadable, err := d.responses.Current(ctx, slices.Sorted(maps.Keys(ids)))
	if err != nil {
		return nil, err
	}
	if unreadable > 0 {
		d.log.Error("quoted-unreadable", "count", unreadable)
	}
	var fallen []release.Quotation
	for _, q := range all {
		if !quotes.Stands(now[q.Response], q) {
			fallen = append(fallen, q)
		}
	}
	return fallen, nil
}

// recall takes out of every release, of any forum, the words that may no longer be shown: withdrawn, their permission
// taken back, or held by a reviewer. It goes by what holds at this moment and not by what happened, so a run that died
// is made good by the next. One forum that fails does not keep the others waiting.
func (d *desk) recall(ctx context.Context) error {
	forums := make([]calendar.Quarter, 0, recallFor)
	for q := calendar.QuarterOf(d.now()); len(forums) < recallFor; q = q.Previous() {
		forums = append(forums, q)
	}
	all, err := d.shown.Quoted(ctx, forums)
	if err != nil {
		return err
	}
	var failures []error
	for _, q := range slices.Sorted(maps.Keys(all)) {
		if len(all[q].By) > 0 || len(all[q].Pending) > 0 {
			failures = append(failures, d.recallForum(ctx, q))
		}
	}
	return errors.Join(failures...)
}

// recallForum does it for one forum: the words go from the releases first, then the files that hold them, and then the
// new version has its pack.
func (d *desk) recallForum(ctx context.Context, q calendar.Quarter) error {
	all, err := d.shown.Quoted(ctx, []calendar.Quarter{q})
	if err != nil {
		return err
	}
	quoted := all[q]
	fallen, err := d.fallen(ctx, quoted.All())
	if err != nil {
		return err
	}
	if len(fallen) > 0 {
		if err := d.takeOut(ctx, q, fallen); err != nil {
			return err
		}
	} else if len(quoted.Pending) == 0 {
		return nil
	}
	return d.removeFiles(ctx, q)
}

// takeOut takes words out of a forum's releases: out of the newest first, and then out of all others. Each time it is done in
// one piece, and one that dies between two is finished by the next.
func (d *desk) takeOut(ctx context.Context, q calendar.Quarter, fallen []release.Quotation) error {
	for {
		basis, stored, err := d.shown.Basis(ctx, q)
		if err != nil {
			return err
		}
		versions := basis.Quoted.With(fallen)
		if len(versions) == 0 {
			return nil
		}
		releases, err := d.newestAnd(ctx, q, versions)
		if err != nil {
			return err
		}
		next, changed := basis.Quoted.Recall(releases, fallen, d.today())
		basis.Quoted = next
		if err := d.shown.Recall(ctx, changed, basis, stored); err != nil {
			return err
		}
		d.log.Info("words-taken-out", "forum", string(q), "count", len(fallen), "release", changed[len(changed)-1].Version)
	}
}

// newestAnd gives a forum's newest release and before it, the oldest first, as many others of some versions as go together.
func (d *desk) newestAnd(ctx context.Context, q calendar.Quarter, versions []int) ([]release.Release, error) {
	latest, err := d.releases.Latest(ctx, q)
	if err != nil {
		return nil, err
	}
	others := slices.DeleteFunc(versions, func(version int) bool { return version == latest.Version })
	var all []release.Release
	for _, version := range others[:min(len(others), together-1)] {
		r, err := d.releases.Get(ctx, q, version)
		if err != nil {
			return nil, err
		}
		all = append(all, r)
	}
	return append(all, latest), nil
}

// removeFiles removes the files of releases that words were taken out of, in every version, and writes the pack of the
// newest release.
func (d *desk) removeFiles(ctx context.Context, q calendar.Quarter) error {
	basis, stored, err := d.shown.Basis(ctx, q)
	if err != nil {
		return err
	}
	for _, version := range basis.Quoted.Pending {
		if err := d.erase(ctx, q, version); err != nil {
			return err
		}
	}
	latest, err := d.releases.Latest(ctx, q)
	if err != nil {
		return err
	}
	if err := d.write(ctx, latest); err != nil {
		return err
	}
	basis.Quoted.Pending = nil
	return d.shown.Removed(ctx, q, basis, stored)
}

// erase removes the files of one release, in every version.
func (d *desk) erase(ctx context.Context, q calendar.Quarter, version int) error {
	return d.files.Erase(ctx, d.bucket, pack.Key(q, version, ""))
}

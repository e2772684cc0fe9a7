package main

import (
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"voiceforum/infra/local/engine/enginetest"
	"voiceforum/shared/fault"
	"voiceforum/shared/pack"
	"voiceforum/shared/release"
)

// counting says how many releases were stored together at most and how often, and does something before the second time.
type counting struct {
	shown
	most, times *int
	cut         func()
}

func (c counting) Recall(ctx context.Context, changed []release.Release, b release.Basis, version int) error {
	*c.most = max(*c.most, len(changed))
	if *c.times++; *c.times == 2 {
		c.cut()
	}
	return c.shown.Recall(ctx, changed, b, version)
}

// A transaction takes so many releases and no more, and a forum can have had more. The newest, which people read, is
// seen to first; who withdraws meanwhile is not waited for.
func TestWordsAreTakenOutOfMoreReleasesThanOneTransactionTakes(t *testing.T) {
	db, table := enginetest.One(t)
	b := newBench(t, db, table)
	b.do("calendar", "")
	b.came(30, true)
	one, two := b.spoke(cold), b.spoke(corridor)
	b.do("close", q4)
	ctx := t.Context()
	const versions = 2*together + 3
	for version := 2; version <= versions; version++ {
		r, err := b.releases.Get(ctx, q4, version-1)
		if err != nil {
			t.Fatal(err)
		}
		basis, stored, err := b.shown.Basis(ctx, q4)
		if err != nil {
			t.Fatal(err)
		}
		r.Version = version
		basis.Quoted.By = maps.Clone(basis.Quoted.By)
		basis.Quoted.By[version] = slices.Clone(basis.Quoted.By[1])
		if err := b.shown.Put(ctx, r, basis, stored); err != nil {
			t.Fatal(err)
		}
	}
	b.withdraw(one)
	most, times := 0, 0
	b.desk.shown = counting{b.desk.shown, &most, &times, func() {
		if got := b.quoted(versions + 1); got != corridor {
			t.Errorf("the newest release still says %q", got)
		}
		b.withdraw(two)
	}}
	b.do("recall", "")
	if most > together+1 || times < 3 {
		t.Errorf("%d releases were stored together, %d times", most, times)
	}
	for version := 1; version <= versions+1; version++ {
		if strings.Contains(b.quoted(version), cold) {
			t.Errorf("release %d still says it", version)
		}
	}
	b.do("recall", "")
	latest, err := b.releases.Latest(ctx, q4)
	if err != nil || latest.Version != versions+2 || !b.packed(latest.Version) || b.packed(versions+1) {
		t.Errorf("release %d, packed %v, %v", latest.Version, b.packed(latest.Version), err)
	}
	for version := 1; version <= latest.Version; version++ {
		if got := b.quoted(version); got != "" {
			t.Errorf("release %d says %q", version, got)
		}
	}
	if found := append(b.inFiles(cold), b.inFiles(corridor)...); len(found) > 0 {
		t.Errorf("words are in %v", found)
	}
}

// overtaken lets something happen before the first file is written, and fails at the second.
type overtaken struct {
	*memoryFiles
	state *int
	first func()
}

func (o overtaken) Put(ctx context.Context, bucket, key, contentType, disposition string, content []byte) error {
	switch *o.state {
	case 0:
		*o.state = 1
		o.first()
		*o.state = 2
	case 2:
		*o.state = 3
		return fault.New(fault.Unavailable, "bucket is down")
	}
	return o.memoryFiles.Put(ctx, bucket, key, contentType, disposition, content)
}

// Files that a recall overtook are removed by whoever wrote them, also where that could not write them all.
func TestAPackThatWasOvertakenAndFailedIsRemoved(t *testing.T) {
	db, table := enginetest.One(t)
	b := newBench(t, db, table)
	b.do("calendar", "")
	b.came(30, true)
	one := b.spoke(cold)
	state := 0
	b.desk.files = overtaken{b.files, &state, func() {
		b.withdraw(one)
		b.do("recall", "")
	}}
	if err := b.Handle(t.Context(), Task{Task: "close", Forum: q4}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("the pack was written: %v", err)
	}
	for key := range b.files.content {
		if strings.HasPrefix(key, "packs/"+pack.Key(q4, 1, "")) {
			t.Errorf("%s is left", key)
		}
	}
	if state != 3 || !b.packed(2) {
		t.Errorf("state %d, packed %v", state, b.packed(2))
	}
}

package tally_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voiceforum/shared/fault"
	"voiceforum/shared/questionnaire"
	"voiceforum/shared/response"
	"voiceforum/shared/tally"
	"voiceforum/shared/tally/tallytest"
	"voiceforum/shared/themes"
)

var tallies = rapid.Custom(func(t *rapid.T) tally.Tally {
	drawn := rapid.MapOf(rapid.SampledFrom([]string{"v|t|a", "v|t|b", "v|u|a", "w|t|a"}), rapid.IntRange(1, 5)).Draw(t, "tally")
	return tally.Tally(drawn)
})

// unitOf gives the view and table of a cell's key as one text, view|table, and the cell.
func unitOf(key string) (unit, cell string) {
	i := strings.LastIndexByte(key, '|')
	if i < 0 {
		return "", key
	}
	return key[:i], key[i+1:]
}

func TestTalliesAddAndComeApart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := tallies.Draw(t, "a"), tallies.Draw(t, "b"), tallies.Draw(t, "c")
		before := maps.Clone(a)
		switch {
		case !a.Add(b).Equal(b.Add(a)):
			t.Fatal("a+b is not b+a")
		case !a.Add(b).Add(c).Equal(a.Add(b.Add(c))):
			t.Fatal("(a+b)+c is not a+(b+c)")
		case !a.Add(b).Sub(b).Equal(a):
			t.Fatal("a+b-b is not a")
		case !a.Add(nil).Equal(a) || !a.Sub(nil).Equal(a) || len(a.Sub(a)) > 0:
			t.Fatal("nothing is something")
		case !a.Equal(before):
			t.Fatal("a changed")
		}
	})
}

func latest(t fataler) *questionnaire.Questionnaire {
	q, err := questionnaire.Latest("rasso-adult")
	if err != nil {
		t.Fatal(err)
	}
	return q
}

type fataler interface{ Fatal(...any) }

// drawn draws a response that may be counted, with its mentions.
func drawn(t *rapid.T, q *questionnaire.Questionnaire) (response.Response, []themes.Mention) {
	rng := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 1))
	r := tallytest.Response(rng, q, "sample")
	for !r.Counts() {
		r = tallytest.Response(rng, q, "sample")
	}
	mentions := rapid.SliceOf(rapid.Custom(func(t *rapid.T) themes.Mention {
		return themes.Mention{
			Theme:  rapid.SampledFrom([]string{"believed", "respect"}).Draw(t, "theme"),
			Stance: rapid.SampledFrom(append(themes.Stances, "unheard-of")).Draw(t, "stance"),
		}
	})).Draw(t, "mentions")
	return r, mentions
}

func TestContributionAddsUp(t *testing.T) {
	q := latest(t)
	rapid.Check(t, func(t *rapid.T) {
		r, mentions := drawn(t, q)
		c, err := tally.Contribution(q, r, mentions)
		if err != nil {
			t.Fatal(err)
		}
		view := r.Channel.View()
		rows := map[string]int{}
		for key, n := range c {
			unit, cell := unitOf(key)
			if n != 1 || !strings.HasPrefix(unit, view+"|") {
				t.Fatalf("%s counts %d", key, n)
			}
			if cell != tally.Asked {
				rows[unit]++
			}
		}
		if c.Of(view, tally.Respondents, tally.All) != 1 {
			t.Fatal("not a respondent")
		}
		for _, qu := range q.Applies(r.Answers) {
			unit := view + "|" + tally.Question + qu.ID
			switch asked := c[unit+"|"+tally.Asked]; {
			case qu.Kind == questionnaire.Text:
				if rows[unit] != 0 {
					t.Fatal("words were counted")
				}
			case asked != 1, rows[unit] < 1, rows[unit] > 1 && qu.Kind != questionnaire.Several:
				t.Fatalf("%s: asked %d, rows %d", unit, asked, rows[unit])
			}
			delete(rows, unit)
		}
		for unit, n := range rows {
			if strings.Contains(unit, "|"+tally.Question) || n != 1 {
				t.Fatalf("%s is counted and was not asked, or not once", unit)
			}
		}
	})
}

func TestWithoutPermissionNothingIsCounted(t *testing.T) {
	q := latest(t)
	rapid.Check(t, func(t *rapid.T) {
		r, mentions := drawn(t, q)
		r = r.Clone()
		r.Consents[0][0].Given = false
		if c, err := tally.Contribution(q, r, mentions); err != nil || len(c) > 0 {
			t.Fatal(c, err)
		}
	})
}

func TestCells(t *testing.T) {
	q := latest(t)
	several, month := "told-about", "reported-when"
	exclusive, plain := "", []string{}
	qu, _ := q.Question(several)
	for _, o := range qu.Options {
		if o.Exclusive {
			exclusive = o.ID
		} else {
			plain = append(plain, o.ID)
		}
	}
	for _, x := range []struct {
		question string
		answer   []string
		want     []string
	}{
		{month, []string{"2026-03"}, []string{"2026"}},
		{month, []string{"2026"}, []string{"2026"}},
		{month, []string{"2022-12"}, []string{"2022"}},
		{month, []string{"2021-12"}, []string{tally.Earlier}},
		{month, []string{"2027-01"}, []string{tally.NoAnswer}},
		{month, []string{"--03"}, []string{tally.NoAnswer}},
		{month, []string{questionnaire.PreferNot}, []string{questionnaire.PreferNot}},
		{month, []string{"2026-03", "2026-04"}, []string{tally.NoAnswer}},
		{"reported-how", []string{"never heard of"}, []string{tally.NoAnswer}},
		{"reported-how", nil, []string{tally.NoAnswer}},
		{"reported-how", []string{"online", questionnaire.PreferNot}, []string{tally.NoAnswer}},
		{several, plain[:2], plain[:2]},
		{several, []string{plain[0], exclusive}, []string{tally.NoAnswer}},
	} {
		r := tallytest.Response(rand.New(rand.NewPCG(1, 1)), q, "sample")
		r.Consents[0][0].Given = true
		r.Answers = map[string][]string{"reported-how": {"online"}}
		r.Answers[x.question] = x.answer
		c, err := tally.Contribution(q, r, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for key := range c {
			if unit, cell := unitOf(key); strings.HasSuffix(unit, "|"+tally.Question+x.question) && cell != tally.Asked {
				got = append(got, cell)
			}
		}
		slices.Sort(got)
		slices.Sort(x.want)
		if diff := cmp.Diff(x.want, got); diff != "" {
			t.Errorf("%s %v: %s", x.question, x.answer, diff)
		}
	}
}

func TestNoOptionIsCalledLikeACell(t *testing.T) {
	for _, qu := range latest(t).Questions {
		for _, o := range qu.Options {
			if slices.Contains([]string{tally.Asked, tally.NoAnswer, tally.Earlier, tally.All}, o.ID) || strings.ContainsAny(o.ID+qu.ID, "| ") {
				t.Errorf("question %s has an option %s", qu.ID, o.ID)
			}
		}
	}
}

func TestWhatCannotBeCounted(t *testing.T) {
	q := latest(t)
	r := tallytest.Response(rand.New(rand.NewPCG(1, 1)), q, "sample")
	for name, spoil := range map[string]func(*response.Response){
		"another questionnaire": func(r *response.Response) { r.Questionnaire.ID = "other" },
		"another version":       func(r *response.Response) { r.Questionnaire.Version++ },
		"an unknown channel":    func(r *response.Response) { r.Channel = "pigeon" },
		"no version":            func(r *response.Response) { r.Version = 0 },
		"a withdrawal's":        func(r *response.Response) { r.Version = 1<<31 - 1 },
	} {
		spoilt := r.Clone()
		spoil(&spoilt)
		if _, _, err := tally.NewEntry(q, &themes.Codebook{}, 1, spoilt); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCombineFollowsNoOrder(t *testing.T) {
	q := latest(t)
	rapid.Check(t, func(t *rapid.T) {
		_, mentions := drawn(t, q)
		want := tally.Combine(mentions)
		slices.Reverse(mentions)
		if diff := cmp.Diff(want, tally.Combine(mentions)); diff != "" {
			t.Fatal(diff)
		}
	})
	for _, x := range []struct {
		stances []themes.Stance
		want    themes.Stance
	}{
		{[]themes.Stance{themes.Positive, themes.Positive}, themes.Positive},
		{[]themes.Stance{themes.Neutral, themes.Negative}, themes.Negative},
		{[]themes.Stance{themes.Positive, themes.Negative}, themes.Mixed},
		{[]themes.Stance{themes.Positive, themes.Negative, themes.Positive}, themes.Mixed},
		{[]themes.Stance{themes.Mixed, themes.Neutral}, themes.Mixed},
	} {
		var mentions []themes.Mention
		for _, s := range x.stances {
			mentions = append(mentions, themes.Mention{Theme: "believed", Stance: s})
		}
		if got := tally.Combine(mentions)["believed"]; got != x.want {
			t.Errorf("%v come to %s, not %s", x.stances, got, x.want)
		}
	}
}

// TestApply takes entries of one shard in any order, in any batches, any number of times, and ends where only the newest
// of each response counts.
func TestApply(t *testing.T) {
	ids := map[int][]response.ID{}
	for i := range 400 {
		id := response.ID(fmt.Sprint("sample-", i))
		ids[id.Shard()] = append(ids[id.Shard()], id)
	}
	ref := tally.Ref{Forum: tallytest.Forum, Shard: 7}
	rapid.Check(t, func(t *rapid.T) {
		var entries []tally.Entry
		newest := map[response.ID]tally.Entry{}
		for range rapid.IntRange(1, 12).Draw(t, "entries") {
			id := rapid.SampledFrom(ids[7]).Draw(t, "id")
			e := tally.Entry{ID: id, Forum: ref.Forum, Version: rapid.IntRange(1, 3).Draw(t, "version")}
			e.Counts = tally.Tally{fmt.Sprint("v|t|", id, e.Version%2): 1} // the same whenever the version is
			if rapid.IntRange(0, 4).Draw(t, "withdrawn") == 0 {
				e = tally.Withdrawal(id, ref.Forum, "2026-11-24")
			}
			entries = append(entries, e)
			if e.Version > newest[id].Version {
				newest[id] = e
			}
		}
		shard, stored := tally.Shard{Ref: ref}, map[response.ID]tally.Entry{}
		for range 3 {
			for batch := range slices.Chunk(rapid.Permutation(entries).Draw(t, "order"), rapid.IntRange(1, 5).Draw(t, "batch")) {
				after, steps, err := shard.Apply(stored, batch)
				if err != nil {
					t.Fatal(err)
				}
				for _, s := range steps {
					if s.Was != stored[s.ID].Version || s.Version <= s.Was {
						t.Fatalf("step from %d to %d", s.Was, s.Version)
					}
					stored[s.ID] = s.Entry
				}
				shard = after
			}
		}
		want := tally.Tally{}
		for _, e := range newest {
			want.Merge(e.Counts, 1)
		}
		if !shard.Counts.Equal(want) {
			t.Fatalf("%v is left over", shard.Counts.Sub(want))
		}
	})
	other := tally.Entry{ID: ids[8][0], Forum: ref.Forum, Version: 1}
	if _, _, err := (tally.Shard{Ref: ref}).Apply(nil, []tally.Entry{other}); !fault.Is(err, fault.Internal) {
		t.Error("an entry of another shard was counted")
	}
}

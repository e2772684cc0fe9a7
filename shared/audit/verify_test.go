package audit_test

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
)

// chain draws a chain of one to three months, and the heads that were put away on the way, the last of them at its end.
func chain(rt *rapid.T) ([]audit.Link, []audit.Head) {
	store := &memory{}
	log := audit.New(store)
	at := november
	var heads []audit.Head
	n := rapid.IntRange(2, 12).Draw(rt, "entries")
	for i := range n {
		e := opened(at)
		e.Name = rapid.SampledFrom([]string{"", "sample@voiceforum.example", "=1+1", "'a,b\"", "Zoë <b>"}).Draw(rt, "name")
		if err := log.Record(context.Background(), e); err != nil {
			rt.Fatal(err)
		}
		if i == n-1 || rapid.Bool().Draw(rt, "head") {
			last, err := log.Last(context.Background(), audit.MonthOf(at))
			if err != nil {
				rt.Fatal(err)
			}
			heads = append(heads, audit.HeadOf(calendar.DayOf(at), last))
		}
		at = at.Add(time.Duration(rapid.IntRange(0, 10*24).Draw(rt, "hours")) * time.Hour)
	}
	return store.all(), heads
}

// found gives the first break that a verifier finds in all the months there should be.
func found(links []audit.Link, heads []audit.Head) (audit.Break, bool) {
	v := audit.NewVerifier(heads)
	v.From(audit.Link{})
	for _, l := range links {
		v.Add(l)
	}
	first, ok := v.End(heads[len(heads)-1].Month, "")
	return first, !ok
}

func TestNoTamperingStaysHidden(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		links, heads := chain(rt)
		if first, broken := found(links, heads); broken {
			rt.Fatalf("an untouched chain is broken: %+v", first)
		}
		name := rapid.SampledFrom(slices.Sorted(maps.Keys(tamperings))).Draw(rt, "tampering")
		i := rapid.IntRange(0, len(links)-1).Draw(rt, "where")
		changed := tamperings[name](rt, slices.Clone(links), i)
		if changed == nil {
			return // it comes to nothing here
		}
		if _, broken := found(changed, heads); !broken {
			rt.Fatalf("%s at %d of %d stays hidden", name, i, len(links))
		}
	})
}

// tamperings change a chain of links at one place. They give nil where that would change nothing.
var tamperings = map[string]func(rt *rapid.T, links []audit.Link, i int) []audit.Link{
	"change": func(rt *rapid.T, links []audit.Link, i int) []audit.Link {
		links[i] = altered(rt, links[i])
		return links
	},
	"change and hash again": func(rt *rapid.T, links []audit.Link, i int) []audit.Link {
		before := links[i]
		if links[i] = rehashed(altered(rt, before)); links[i] == before {
			return nil
		}
		return links
	},
	"change and make all after it again": func(rt *rapid.T, links []audit.Link, i int) []audit.Link {
		before := links[i]
		if links[i] = rehashed(altered(rt, before)); links[i] == before {
			return nil
		}
		for n := i + 1; n < len(links); n++ {
			links[n].Previous = links[n-1].Hash
			links[n] = rehashed(links[n])
		}
		return links
	},
	"remove": func(_ *rapid.T, links []audit.Link, i int) []audit.Link { return slices.Delete(links, i, i+1) },
	"remove and close the gap": func(_ *rapid.T, links []audit.Link, i int) []audit.Link {
		links = slices.Delete(links, i, i+1)
		return numbered(links)
	},
	"cut the tail": func(_ *rapid.T, links []audit.Link, i int) []audit.Link { return links[:i] },
	"exchange": func(rt *rapid.T, links []audit.Link, i int) []audit.Link {
		j := rapid.IntRange(0, len(links)-1).Draw(rt, "with")
		if i == j {
			return nil
		}
		links[i], links[j] = links[j], links[i]
		return links
	},
	"exchange and number again": func(rt *rapid.T, links []audit.Link, i int) []audit.Link {
		j := rapid.IntRange(0, len(links)-1).Draw(rt, "with")
		if i == j {
			return nil
		}
		links[i], links[j] = links[j], links[i]
		return numbered(links)
	},
	"double": func(_ *rapid.T, links []audit.Link, i int) []audit.Link { return slices.Insert(links, i, links[i]) },
	"slip in": func(_ *rapid.T, links []audit.Link, i int) []audit.Link {
		return numbered(slices.Insert(links, i, slipped(links[i])))
	},
	"put back": func(_ *rapid.T, links []audit.Link, i int) []audit.Link {
		return slices.Insert(links, i, slipped(links[i]))
	},
}

func slipped(l audit.Link) audit.Link {
	l.ID, l.Verb, l.Reason = "SLIPPEDIN", audit.ViewText, ""
	return rehashed(l)
}

// altered changes one of a link's parts, or its hash.
func altered(rt *rapid.T, l audit.Link) audit.Link {
	switch rapid.IntRange(0, 9).Draw(rt, "part") {
	case 0:
		l.Subject += "2"
	case 1:
		l.Name += "\u00a0"
	case 2:
		l.At = l.At.Add(time.Microsecond)
	case 3:
		l.Reason += "x"
	case 4:
		l.About += "x"
	case 5:
		l.Release++
	case 6:
		l.Role += "s"
	case 7:
		l.Verb += "s"
	case 8:
		last := len(l.Subject) - 1
		l.Subject, l.Name = l.Subject[:last], l.Subject[last:]+l.Name // the same bytes, cut elsewhere
	case 9:
		l.Hash = audit.Hash(strings.Repeat("f", 64))
	}
	return l
}

// rehashed gives a link the hash that fits it, as somebody who knows the method could.
func rehashed(l audit.Link) audit.Link {
	l.Hash = audit.SumOf(l)
	return l
}

// numbered numbers links again, month by month, and makes every hash fit.
func numbered(links []audit.Link) []audit.Link {
	for i := range links {
		links[i].Sequence, links[i].Previous = 1, audit.Genesis
		if i > 0 {
			links[i].Previous = links[i-1].Hash
			if links[i].Month == links[i-1].Month {
				links[i].Sequence = links[i-1].Sequence + 1
			}
		}
		links[i] = rehashed(links[i])
	}
	return links
}

// What is hashed is a promise to whoever checks a file with a program of their own.
func TestTheHashIsWhatTheDocumentationSays(t *testing.T) {
	store := &memory{}
	e := opened(november)
	e.Forum, e.Name = "2026-Q4", "Zoë"
	if err := audit.New(store).Record(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	got := store.all()[0]
	written := "1:1,7:2026-11,1:1,64:" + strings.Repeat("0", 64) + ",26:" + got.ID + ",27:2026-11-24T09:00:00.123456Z," +
		"14:sample-subject,4:Zoë,8:reviewer,11:open-sealed,7:masking,38:response:sample-response/what-happened," +
		"7:2026-Q4,0:,0:,7:allowed,"
	if want := fmt.Sprintf("%x", sha256.Sum256([]byte(written))); string(got.Hash) != want {
		t.Errorf("hash %s, want %s of %s", got.Hash, want, written)
	}
}

func TestWhatIsSaidOfABreak(t *testing.T) {
	store := &memory{}
	log := audit.New(store)
	for _, at := range []time.Time{november, november, november, november.AddDate(0, 1, 0), november.AddDate(0, 1, 0)} {
		if err := log.Record(t.Context(), opened(at)); err != nil {
			t.Fatal(err)
		}
	}
	links := store.all() // 2026-11: 1 to 4, the last its close; 2026-12: 1 and 2
	heads := []audit.Head{audit.HeadOf("2026-11-24", links[1]), audit.HeadOf("2026-12-24", links[5])}
	for name, c := range map[string]struct {
		links []audit.Link
		want  audit.Break
	}{
		"first gone":        {links[1:], audit.Break{How: audit.Missing, Month: "2026-11", Sequence: 2}},
		"middle gone":       {slices.Concat(links[:1], links[2:]), audit.Break{How: audit.Missing, Month: "2026-11", Sequence: 3}},
		"close gone":        {slices.Concat(links[:3], links[4:]), audit.Break{How: audit.CutOff, Month: "2026-11", Sequence: 4}},
		"last gone":         {links[:5], audit.Break{How: audit.CutOff, Month: "2026-12", Sequence: 2}},
		"all gone":          {nil, audit.Break{How: audit.CutOff, Month: "2026-12", Sequence: 1}},
		"after the close":   {slices.Concat(links[:4], links[3:]), audit.Break{How: audit.OutOfPlace, Month: "2026-11", Sequence: 4}},
		"damaged":           {slices.Concat(links[:1], []audit.Link{{Month: "2026-11", Sequence: 2, Damaged: true}}), audit.Break{How: audit.Altered, Month: "2026-11", Sequence: 2}},
		"another beginning": {[]audit.Link{rehashed(slipped(links[0]))}, audit.Break{How: audit.CutOff, Month: "2026-12", Sequence: 1}},
		"another second":    {numbered(slices.Concat(links[:1], []audit.Link{slipped(links[1])})), audit.Break{How: audit.OtherHead, Month: "2026-11", Sequence: 2}},
	} {
		if got, broken := found(c.links, heads); !broken || got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}

	begun := audit.NewVerifier(heads)
	for _, l := range links[2:4] { // from the middle on, as a part of an export
		begun.Add(l)
	}
	if first, ok := begun.End("2026-11", "2026-12"); !ok || begun.Read() != 2 {
		t.Errorf("a part: %+v", first)
	}
	open := audit.NewVerifier(nil)
	open.Add(links[2])
	if first, ok := open.End("2026-11", "2026-12"); ok || first.How != audit.CutOff {
		t.Errorf("a month that is followed and not closed: %+v", first)
	}
}

func TestEveryMonthHasItsDay(t *testing.T) {
	months := []audit.Month{"2019-11", "2026-05", "2026-08", "2026-09", "2026-10", "2026-11"}
	heads := []audit.Head{{Month: "2026-11"}, {Month: "2026-12"}} // a month of which every link is gone
	seen := map[audit.Month]int{}
	day := calendar.Day("2026-12-02")
	for range 8 {
		due := audit.Due(months, heads, day)
		if len(due) != 3 || due[0] != "2026-12" || due[1] != "2026-11" {
			t.Fatalf("on %s: %v", day, due)
		}
		seen[due[2]]++
		day = day.Add(1)
	}
	if fmt.Sprint(seen) != "map[2026-05:2 2026-08:2 2026-09:2 2026-10:2]" {
		t.Errorf("%v", seen)
	}
	if due := audit.Due(nil, nil, day); len(due) != 0 {
		t.Errorf("of nothing: %v", due)
	}
}

func TestMonthsBesideOne(t *testing.T) {
	months, heads := []audit.Month{"2026-09", "2026-11"}, []audit.Head{{Month: "2026-12"}, {Month: "2026-11"}}
	for m, want := range map[audit.Month][2]audit.Month{
		"2026-08": {"", "2026-09"}, "2026-09": {"", "2026-11"}, "2026-10": {"2026-09", "2026-11"}, "2026-11": {"2026-09", "2026-12"},
		"2026-12": {"2026-11", ""}, "2027-01": {"2026-12", ""},
	} {
		if before, after := audit.Beside(m, months, heads); before != want[0] || after != want[1] {
			t.Errorf("beside %s: %s and %s", m, before, after)
		}
	}
}

func TestHeadsAreReadAsTheyWereWritten(t *testing.T) {
	h := audit.Head{Day: "2026-11-24", Month: "2026-11", Sequence: 12, Hash: audit.Genesis}
	if again, err := audit.ParseHeadName(h.Name()); err != nil || again != h {
		t.Errorf("%s: %+v, %v", h.Name(), again, err)
	}
	if want := `{"day":"2026-11-24","month":"2026-11","sequence":12,"hash":"` + string(audit.Genesis) + "\"}\n"; string(h.Content()) != want {
		t.Errorf("its file holds %q", h.Content())
	}
}

func FuzzParseHeadName(f *testing.F) {
	f.Add(audit.Head{Day: "2026-11-24", Month: "2026-11", Sequence: 12, Hash: audit.Genesis}.Name())
	f.Add("2026-11/readme.txt")
	f.Fuzz(func(t *testing.T, name string) {
		if h, err := audit.ParseHeadName(name); err == nil && h.Name() != name {
			t.Errorf("%q becomes %q", name, h.Name())
		}
	})
}

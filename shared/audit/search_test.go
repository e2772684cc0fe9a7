package audit_test

import (
	"fmt"
	"testing"
	"time"

	"voiceforum/shared/audit"
)

func TestSearching(t *testing.T) {
	store := &memory{}
	log := audit.New(store)
	for i := range 1300 { // more than is read at once
		e := opened(november.Add(time.Duration(i) * time.Minute))
		e.Name = fmt.Sprintf("Person%d@voiceforum.example", i%10)
		if i%100 == 0 {
			e.Verb, e.Reason, e.About, e.Forum = audit.ViewLive, "", "", "2026-Q4"
		}
		if err := log.Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		search audit.Search
		want   int
	}{
		"everything":       {audit.Search{}, 1300},
		"a person":         {audit.Search{Person: "person3@VOICE"}, 130},
		"a subject":        {audit.Search{Person: "SAMPLE-subject"}, 1300},
		"a verb":           {audit.Search{Verb: audit.ViewLive}, 13},
		"a response":       {audit.Search{About: "response:sample-response"}, 1287},
		"in capitals":      {audit.Search{About: "SAMPLE-RESP"}, 1287},
		"its question":     {audit.Search{About: "sample-response/what-happened"}, 1287},
		"a forum":          {audit.Search{About: "2026-Q4"}, 13},
		"part of a forum":  {audit.Search{About: "2026"}, 0},
		"all of it":        {audit.Search{Person: "person0@", Verb: audit.ViewLive, About: "2026-Q4"}, 13},
		"nobody":           {audit.Search{Person: "someone"}, 0},
		"not with another": {audit.Search{Person: "person3@", Verb: audit.ViewLive}, 0},
	} {
		search, got, last := c.search, 0, 1<<30
		search.Month = "2026-11"
		for {
			page, err := log.Find(t.Context(), search, 90)
			if err != nil || page.Break != nil || len(page.Links) > 90 {
				t.Fatalf("%s: %d links, %+v, %v", name, len(page.Links), page.Break, err)
			}
			for _, l := range page.Links {
				if l.Sequence >= last || !search.Matches(l) {
					t.Errorf("%s: %d after %d", name, l.Sequence, last)
				}
				last = l.Sequence
			}
			got += len(page.Links)
			if search.Before = page.Older; search.Before == 0 {
				break
			}
		}
		if got != c.want {
			t.Errorf("%s: %d found, want %d", name, got, c.want)
		}
	}
}

func TestSearchingTellsOfABreakOnTheWay(t *testing.T) {
	for name, c := range map[string]struct {
		tamper func(links []audit.Link) []audit.Link
		want   *audit.Break
	}{
		"untouched":  {func(l []audit.Link) []audit.Link { return l }, nil},
		"altered":    {func(l []audit.Link) []audit.Link { l[2].Name = "x"; return l }, &audit.Break{How: audit.Altered, Month: "2026-11", Sequence: 3}},
		"replaced":   {func(l []audit.Link) []audit.Link { l[2] = slipped(l[2]); return l }, &audit.Break{How: audit.Unlinked, Month: "2026-11", Sequence: 4}},
		"removed":    {func(l []audit.Link) []audit.Link { return append(l[:2], l[3:]...) }, &audit.Break{How: audit.Missing, Month: "2026-11", Sequence: 4}},
		"first gone": {func(l []audit.Link) []audit.Link { return l[1:] }, &audit.Break{How: audit.Missing, Month: "2026-11", Sequence: 2}},
	} {
		store := &memory{}
		log := audit.New(store)
		for range 5 {
			if err := log.Record(t.Context(), opened(november)); err != nil {
				t.Fatal(err)
			}
		}
		store.months["2026-11"] = c.tamper(store.months["2026-11"])
		page, err := log.Find(t.Context(), audit.Search{Month: "2026-11", Verb: audit.Download}, 10)
		if err != nil || (page.Break == nil) != (c.want == nil) || c.want != nil && *page.Break != *c.want {
			t.Errorf("%s: %+v, want %+v; %v", name, page.Break, c.want, err)
		}
	}
}

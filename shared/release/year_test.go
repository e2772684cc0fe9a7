package release_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voiceforum/shared/calendar"
	"voiceforum/shared/release"
	"voiceforum/shared/tally"
)

// quartersOf releases some forums one after the other, of so many people each, and gives the releases and what they were
// made of.
func quartersOf(t *testing.T, people []int, codebooks ...int) ([]release.Release, []release.Past) {
	t.Helper()
	var releases []release.Release
	var past []release.Past // latest first
	q := calendar.Quarter("2025-Q1")
	for i, n := range people {
		src, book := source(t)
		src.Forum = q
		if i < len(codebooks) {
			src.Codebook = codebooks[i]
		}
		basis := release.Basis{}.Advance(src, sum(crowd(t, src, book, uint64(i+1), n)), "2026-01-01")
		r, basis := src.WithYear(release.Make(src, 1, "2026-01-01", basis), basis, past)
		basis = stored(t, basis)
		releases = append(releases, r)
		past = slices.Insert(past, 0, release.Past{Source: src, Basis: basis})
		q = q.Next()
	}
	return releases, past
}

// stored gives a basis as it comes back from where it is kept.
func stored(t *testing.T, b release.Basis) release.Basis {
	t.Helper()
	body, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	var back release.Basis
	if err := json.Unmarshal(body, &back); err != nil {
		t.Fatal(err)
	}
	return back
}

func TestTheYearIsOfUpToFourForums(t *testing.T) {
	releases, past := quartersOf(t, []int{200, 150, 180, 220, 190})
	for i, want := range [][]calendar.Quarter{
		nil,
		{"2025-Q1", "2025-Q2"},
		{"2025-Q1", "2025-Q2", "2025-Q3"},
		{"2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"},
		{"2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1"},
	} {
		var got []calendar.Quarter
		if releases[i].Year != nil {
			got = releases[i].Year.Forums
		}
		if !cmp.Equal(want, got) {
			t.Errorf("forum %d has a year of %v", i+1, got)
		}
	}
	year := releases[4].Year
	shown, sums := 0, tally.Tally{}
	for _, p := range past[:4] {
		sums.Merge(p.Basis.Counts, 1)
	}
	for _, table := range year.Tables {
		if table.Part == release.WhoAnswered || table.View != "victim" {
			t.Errorf("the year has %s of %s", table.ID, table.View)
		}
		for _, row := range table.Rows {
			n := sums.Of("victim", table.ID, row.ID)
			if table.ID == release.AllThemes {
				n = sums.Of("victim", "theme."+row.ID, "positive") + sums.Of("victim", "theme."+row.ID, "negative") +
					sums.Of("victim", "theme."+row.ID, "mixed") + sums.Of("victim", "theme."+row.ID, "neutral")
			}
			if !row.Count.Suppressed {
				shown++
				if row.Count != past[0].Source.Rule.Figure(n) {
					t.Errorf("%s %s is shown as %v, of %d", table.ID, row.ID, row.Count, n)
				}
			}
		}
	}
	t.Logf("%d figures in %d tables, of %v people", shown, len(year.Tables), year.Respondents)
	if shown == 0 {
		t.Error("nothing of the year may be seen")
	}
}

// A forum that fewer than ten people are counted differently in stays at the version of the codebook that it was counted
// by, whatever people are counted by now.
func TestFiguresKeepTheCodebookThatTheyWereCountedBy(t *testing.T) {
	src, book := source(t)
	people := crowd(t, src, book, 1, 130)
	was := release.Basis{}.Advance(src, sum(people[:100]), "2026-12-01")
	unnamed := was
	unnamed.Codebooks = nil // as it was kept before versions were
	src.Codebook = 2
	for name, c := range map[string]struct {
		basis  release.Basis
		people int
		want   int
	}{
		"four more":             {was, 104, 1},
		"four more, unnamed":    {unnamed, 104, 1},
		"thirty more":           {was, 130, 2},
		"thirty more, unnamed":  {unnamed, 130, 2},
		"nothing shown so far":  {release.Basis{}, 104, 2},
		"nobody different":      {was, 100, 1},
		"unnamed, as it stands": {unnamed, 100, 1},
	} {
		basis := stored(t, c.basis.Advance(src, sum(people[:c.people]), "2026-12-02"))
		r := release.Make(src, 1, "2026-12-02", basis)
		if r.Codebook != c.want || r.Views[0].Codebook != c.want {
			t.Errorf("%s: counted by %d, of victims %d, want %d", name, r.Codebook, r.Views[0].Codebook, c.want)
		}
	}
}

// The views of one forum need not have moved on together.
func TestEachViewKeepsItsCodebook(t *testing.T) {
	src, _ := source(t)
	victims, partners := tally.Tally{"victim|respondents|all": 30}, tally.Tally{"partner|respondents|all": 30}
	both := tally.Tally{}
	both.Merge(victims, 1)
	both.Merge(partners, 1)
	basis := release.Basis{}.Advance(src, both, "2026-12-01")
	before := release.Make(src, 1, "2026-12-01", basis)
	src.Codebook = 2
	both.Merge(partners, 1)
	r := release.Make(src, 2, "2026-12-02", stored(t, basis.Advance(src, both, "2026-12-02")))
	if len(r.Views) != 2 || r.Codebook != 1 || r.Views[0].Codebook != 1 || r.Views[1].Codebook != 2 {
		t.Errorf("counted by %d: %+v", r.Codebook, r.Views)
	}
	after := before
	after.Views = slices.Clone(before.Views)
	after.Views[1].Codebook = 2
	if before.SameFigures(after) || !before.SameFigures(before) {
		t.Error("figures of two codebooks are taken for the same")
	}
}

// A forum whose figures stayed at the old version is not added to one of the new.
func TestAYearIsByWhatItsForumsWereCountedBy(t *testing.T) {
	_, past := quartersOf(t, []int{150})
	src, book := source(t)
	src.Forum, src.Codebook = past[0].Source.Forum.Next(), 2
	past[0].Source.Codebook = 2
	past[0].Basis = past[0].Basis.Advance(past[0].Source, past[0].Basis.Counts, "2026-02-01")
	basis := release.Basis{}.Advance(src, sum(crowd(t, src, book, 2, 150)), "2026-02-01")
	if r, _ := src.WithYear(release.Release{}, basis, past); r.Year != nil {
		t.Errorf("a year of two codebooks: %v", r.Year.Forums)
	}
}

// What people are asked decides what they write about, so a year is of one questionnaire too.
func TestAYearIsOfOneQuestionnaire(t *testing.T) {
	_, past := quartersOf(t, []int{150, 150})
	src, book := source(t)
	src.Forum = past[0].Source.Forum.Next()
	basis := release.Basis{}.Advance(src, sum(crowd(t, src, book, 3, 150)), "2026-02-01")
	older := *src.Questionnaire
	older.Version++
	past[1].Source.Questionnaire = &older
	if r, _ := src.WithYear(release.Release{}, basis, past); r.Year == nil || !cmp.Equal(r.Year.Forums, []calendar.Quarter{"2025-Q2", "2025-Q3"}) {
		t.Errorf("a year across questionnaires: %v", r.Year)
	}
	past[0].Source.Questionnaire = &older
	if r, _ := src.WithYear(release.Release{}, basis, past); r.Year != nil {
		t.Errorf("a year across questionnaires: %v", r.Year.Forums)
	}
}

func TestAYearIsMadeOnceAndUnderOneCodebook(t *testing.T) {
	releases, past := quartersOf(t, []int{150, 150, 150}, 1, 2, 2)
	if got := releases[2].Year; got == nil || !cmp.Equal(got.Forums, []calendar.Quarter{"2025-Q2", "2025-Q3"}) || releases[1].Year != nil {
		t.Errorf("years across codebooks: %v %v", releases[1].Year, got)
	}
	src, book := source(t)
	src.Forum, src.Codebook = past[0].Source.Forum, 2
	more := past[0].Basis.Advance(src, sum(crowd(t, src, book, 9, 400)), "2026-02-01")
	second, _ := src.WithYear(release.Make(src, 2, "2026-02-01", more), more, past[1:])
	if !cmp.Equal(releases[2].Year, second.Year) {
		t.Error("the year of a forum changed with its second release")
	}
}

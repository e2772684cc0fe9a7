package audit_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/audit"
)

func TestExportsAreReadAsTheyWereWritten(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		links, heads := chain(rt)
		for _, form := range []audit.Form{audit.CSV, audit.Lines} {
			written := audit.Export(form, links)
			again, err := audit.ReadExport(bytes.NewReader(written))
			if err != nil || !slices.Equal(again, links) {
				rt.Fatalf("%s: %v\n%s", form, err, written)
			}
			if first, broken := found(again, heads); broken {
				rt.Fatalf("%s: %+v", form, first)
			}
		}
	})
}

func TestACSVHasNoFormulas(t *testing.T) {
	for _, start := range []string{"=1", "+1", "-1", "@a", "\uff1d1", "'=1"} {
		e := opened(november)
		e.Name = start
		store := &memory{}
		if err := audit.New(store).Record(t.Context(), e); err != nil {
			t.Fatal(err)
		}
		if written := string(audit.Export(audit.CSV, store.all())); !strings.Contains(written, ",'"+start+",") {
			t.Errorf("%s stands bare in %s", start, written)
		}
	}
}

func TestWhatIsNoExportIsRefused(t *testing.T) {
	for _, content := range []string{
		"a,b\n1,2\n", strings.Join(audit.Columns, ",") + "\n1,2\n", strings.Join(audit.Columns, ",") + "\n\"", "{}\n", "{\n",
		`{"version":1}` + "\n", "{" + strings.Repeat(" ", 70<<10) + "}", `{"version":"1","version":"1"}` + "\n",
	} {
		if links, err := audit.ReadExport(strings.NewReader(content)); err == nil {
			t.Errorf("%.40q is read as %+v", content, links)
		}
	}
	if links, err := audit.ReadExport(strings.NewReader("")); err != nil || len(links) != 0 {
		t.Errorf("nothing: %v %v", links, err)
	}
}

func FuzzReadExport(f *testing.F) {
	store := &memory{}
	if err := audit.New(store).Record(context.Background(), opened(november)); err != nil {
		f.Fatal(err)
	}
	f.Add(audit.Export(audit.CSV, store.all()))
	f.Add(audit.Export(audit.Lines, store.all()))
	f.Fuzz(func(t *testing.T, content []byte) {
		links, err := audit.ReadExport(bytes.NewReader(content))
		if err != nil {
			return
		}
		links = slices.DeleteFunc(links, func(l audit.Link) bool { return l.Damaged })
		for _, form := range []audit.Form{audit.CSV, audit.Lines} {
			again, err := audit.ReadExport(bytes.NewReader(audit.Export(form, links)))
			if err != nil || !slices.Equal(again, links) {
				t.Errorf("%s: %+v becomes %+v: %v", form, links, again, err)
			}
		}
	})
}

package questionnaire

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"voiceforum/shared/fault"
)

// publishedNames gives every published file.
func publishedNames(t testing.TB) []string {
	t.Helper()
	names, err := filepath.Glob("published/*.yaml")
	if err != nil || len(names) == 0 {
		t.Fatalf("no published questionnaires: %v", err)
	}
	return names
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func rassoAdult(t testing.TB) *Questionnaire { return published1(t, "rasso-adult") }

// published1 gives the first version of a published questionnaire.
func published1(t testing.TB, id string) *Questionnaire {
	t.Helper()
	q, err := Get(id, 1)
	if err != nil {
		t.Fatal(err)
	}
	return q
}

// published/hashes is in the form of sha256sum. A published version that changed would give new words to answers that
// were already given: make a new version instead.
func TestPublishedVersionsNeverChange(t *testing.T) {
	hashes := map[string]string{}
	lines := bufio.NewScanner(bytes.NewReader(read(t, "published/hashes")))
	for lines.Scan() {
		hash, name, ok := strings.Cut(lines.Text(), "  ")
		if !ok {
			t.Fatalf("published/hashes: malformed line %q", lines.Text())
		}
		hashes["published/"+name] = hash
	}
	for _, name := range publishedNames(t) {
		sum := sha256.Sum256(read(t, name))
		switch got := hex.EncodeToString(sum[:]); hashes[name] {
		case got:
		case "":
			t.Errorf("%s has no line in published/hashes; once it is final, add: %s  %s", name, got, filepath.Base(name))
		default:
			t.Errorf("%s was published and has changed; undo that and make a new version", name)
		}
		delete(hashes, name)
	}
	for name := range hashes {
		t.Errorf("%s was published and is gone", name)
	}
}

func TestEveryPublishedFileIsServedUnderItsName(t *testing.T) {
	for _, name := range publishedNames(t) {
		e, ok := editionOf(name)
		if !ok {
			t.Errorf("%s is not called <id>-v<version>.yaml", name)
			continue
		}
		q, err := Get(e.id, e.version)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		again, _ := Get(e.id, e.version)
		if again != q {
			t.Errorf("%s is read anew at each call", name)
		}
		latest, err := Latest(e.id)
		if err != nil || latest.Version < q.Version {
			t.Errorf("Latest(%s) = %v, %v", e.id, latest, err)
		}
	}
}

func TestUnpublishedIsNotFound(t *testing.T) {
	for _, e := range []edition{{"rasso-adult", 0}, {"rasso-adult", 9999}, {"nothing", 1}, {"", 0}, {"../rasso-adult", 1}} {
		if _, err := Get(e.id, e.version); !fault.Is(err, fault.NotFound) {
			t.Errorf("Get(%q, %d) = %v", e.id, e.version, err)
		}
	}
	if _, err := Latest("nothing"); !fault.Is(err, fault.NotFound) {
		t.Errorf("Latest(nothing) = %v", err)
	}
}

func BenchmarkParse(b *testing.B) {
	text := read(b, "published/rasso-adult-v1.yaml")
	for b.Loop() {
		if _, err := Parse("rasso-adult-v1.yaml", text); err != nil {
			b.Fatal(err)
		}
	}
}

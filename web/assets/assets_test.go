package assets

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func loaded(t *testing.T) *Set {
	t.Helper()
	s, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func get(s *Set, path, accept string) *httptest.ResponseRecorder {
	r := httptest.NewRequest("GET", path, nil)
	r.Header.Set("Accept-Encoding", accept)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestServesEachFileInTheBestEncoding(t *testing.T) {
	s := loaded(t)
	for name, kind := range map[string]string{
		"style.css": "text/css; charset=utf-8", "script.js": "text/javascript; charset=utf-8", "icon.svg": "image/svg+xml",
	} {
		plain, zipped, br := get(s, s.Path(name), ""), get(s, s.Path(name), "gzip, deflate"), get(s, s.Path(name), "gzip, deflate, br, zstd")
		for coding, w := range map[string]*httptest.ResponseRecorder{"": plain, "gzip": zipped, "br": br} {
			h := w.Header()
			if w.Code != 200 || h.Get("Content-Encoding") != coding || h.Get("Content-Type") != kind ||
				!strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("Vary") != "Accept-Encoding" {
				t.Errorf("%s in %q: %d %v", name, coding, w.Code, h)
			}
		}
		z, err := gzip.NewReader(zipped.Body)
		if err != nil {
			t.Fatal(err)
		}
		if unpacked, err := io.ReadAll(z); err != nil || !bytes.Equal(unpacked, plain.Body.Bytes()) {
			t.Errorf("%s: the gzip form differs: %v", name, err)
		}
		if br.Body.Len() == 0 || br.Body.Len() >= plain.Body.Len() {
			t.Errorf("%s: %d bytes in br, %d plain", name, br.Body.Len(), plain.Body.Len())
		}
	}
}

func TestAnythingElseIsNotFound(t *testing.T) {
	s := loaded(t)
	for _, path := range []string{"/assets/", "/assets/style.css", "/assets/manifest.json", "/assets/../go.mod", s.Path("style.css") + ".br"} {
		if w := get(s, path, "br"); w.Code != http.StatusNotFound || w.Header().Get("Cache-Control") != "" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
}

func TestSizesStaySmall(t *testing.T) {
	s := loaded(t)
	for name, limit := range map[string]int{"style.css": 8 << 10, "script.js": 1 << 10} {
		if n := get(s, s.Path(name), "gzip").Body.Len(); n > limit {
			t.Errorf("%s is %d bytes gzipped, more than %d", name, n, limit)
		}
	}
	if n := get(s, s.Path("script.js"), "").Body.Len(); n > 2<<10 {
		t.Errorf("script.js is %d bytes", n)
	}
}

func TestAMissingBuildSaysHowToMakeOne(t *testing.T) {
	if _, err := load(fstest.MapFS{".keep": {}}); err == nil || !strings.Contains(err.Error(), "node web/assets/build.mjs") {
		t.Errorf("got %v", err)
	}
	if _, err := load(fstest.MapFS{"manifest.json": {Data: []byte(`{"style.css":"style.1.css"}`)}}); err == nil {
		t.Error("a build without its files was accepted")
	}
	if _, err := load(fstest.MapFS{"manifest.json": {Data: []byte(`[]`)}}); err == nil {
		t.Error("a broken manifest was accepted")
	}
}

func TestPathPanicsOnAnUnknownName(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	loaded(t).Path("none.css")
}

func TestTheBestCodingIsChosen(t *testing.T) {
	for header, want := range map[string]string{
		"":                              "",
		"gzip":                          "gzip",
		"GZIP":                          "gzip",
		"br":                            "br",
		"gzip, deflate, br, zstd":       "br",
		"gzip, br;q=1.0":                "br",
		"gzip;q=0.5, br;q=0.5":          "br",
		"gzip;q=1.0, br;q=0.9":          "gzip",
		"gzip; Q=0.2 , br ; q=0.1":      "gzip",
		"deflate, gzip;q=1.0, *;q=0.5":  "gzip",
		"gzip;q=0.5, *":                 "br",
		"br;q=0, gzip":                  "gzip",
		"br;q=0, *":                     "gzip",
		"br;q=0, gzip;q=0":              "",
		"gzip; q=0.000":                 "",
		"gzip;q=junk":                   "",
		"gzip;q=":                       "",
		"gzip;q=NaN":                    "",
		"gzip;q=-1":                     "",
		"br;q=2, gzip":                  "gzip",
		"br;q=Inf, gzip;q=0.1":          "gzip",
		"*":                             "br",
		"*;q=0":                         "",
		"*;q=0, gzip;q=0.1":             "gzip",
		"identity":                      "",
		"identity, br":                  "br",
		"identity;q=0.5, gzip;q=0.2":    "",
		"identity;q=0.5, gzip, br;q=.1": "gzip",
		"identity;q=0":                  "",
		"xbr, x-gzip":                   "",
		",;, ;q=1,":                     "",
	} {
		if got := Coding(http.Header{"Accept-Encoding": {header}}); got != want {
			t.Errorf("%q: got %q, want %q", header, got, want)
		}
	}
	if got := Coding(http.Header{"Accept-Encoding": {"gzip;q=0.3", "br;q=0.2"}}); got != "gzip" {
		t.Errorf("two headers: got %q", got)
	}
}

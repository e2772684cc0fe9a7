// Package assets serves the styles, the script and the icon of the pages, as web/assets/build.mjs made them: their
// content's hash in the name, so that a browser may keep them for good, and compressed beforehand.
package assets

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
)

// Prefix is where the files are served.
const Prefix = "/assets/"

//go:embed all:built
var built embed.FS

// Set is the files of one build. It is safe for use by several goroutines.
type Set struct {
	paths map[string]string // plain name → address
	files map[string]file   // name with hash → content
}

// file is one content in each encoding it was built in.
type file struct {
	kind  string
	plain []byte
	coded map[string][]byte // "br", "gzip"
}

// encodings are the compressed forms by the ending build.mjs gives them, the smallest first.
var encodings = []struct{ coding, ending string }{{"br", ".br"}, {"gzip", ".gz"}}

// Load reads the build that is part of the binary. Its error says how to make one where there is none.
func Load() (*Set, error) {
	root, err := fs.Sub(built, "built")
	if err != nil {
		return nil, fmt.Errorf("open the built assets: %w", err)
	}
	return load(root)
}

func load(root fs.FS) (*Set, error) {
	manifest, err := fs.ReadFile(root, "manifest.json")
	if err != nil {
		return nil, fmt.Errorf("the assets are not built, run `node web/assets/build.mjs` and build again: %w", err)
	}
	var names map[string]string
	if err := json.Unmarshal(manifest, &names); err != nil {
		return nil, fmt.Errorf("read the assets' manifest: %w", err)
	}
	s := &Set{paths: make(map[string]string, len(names)), files: make(map[string]file, len(names))}
	for name, hashed := range names {
		f, err := open(root, hashed)
		if err != nil {
			return nil, err
		}
		s.paths[name] = Prefix + hashed
		s.files[hashed] = f
	}
	return s, nil
}

func open(root fs.FS, name string) (file, error) {
	f := file{kind: mime.TypeByExtension(path.Ext(name)), coded: make(map[string][]byte, len(encodings))}
	if known, ok := kinds[path.Ext(name)]; ok {
		f.kind = known
	}
	var err error
	if f.plain, err = fs.ReadFile(root, name); err != nil {
		return file{}, fmt.Errorf("read asset: %w", err)
	}
	for _, e := range encodings {
		if f.coded[e.coding], err = fs.ReadFile(root, name+e.ending); err != nil {
			return file{}, fmt.Errorf("read asset: %w", err)
		}
	}
	return f, nil
}

// kinds spares what is served from the machine's own idea of types.
var kinds = map[string]string{
	".css": "text/css; charset=utf-8",
	".js":  "text/javascript; charset=utf-8",
	".svg": "image/svg+xml",
}

// Path gives the address of a file by its plain name, e.g. "style.css". It panics on a name that was not built: the
// names stand in templates, and a test renders them all.
func (s *Set) Path(name string) string {
	p, ok := s.paths[name]
	if !ok {
		panic("assets: no file called " + name)
	}
	return p
}

// ServeHTTP serves a file below Prefix, in the best encoding the browser takes, to be kept for a year. Any other
// address is a bare 404.
func (s *Set) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f, ok := s.files[strings.TrimPrefix(r.URL.Path, Prefix)]
	if !ok {
		http.Error(w, "not found", http.StatusNotFound)
		return
	}
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("Vary", "Accept-Encoding")
	body := f.plain
	if coding := Coding(r.Header); coding != "" {
		h.Set("Content-Encoding", coding)
		body = f.coded[coding]
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // whoever asked is gone
	}
}

// Coding gives the coding, "br" or "gzip", in which whoever sent a header takes an answer best, by the weights of its
// Accept-Encoding (RFC 9110, section 12.5.3); of two that weigh the same, the smaller one, br. It is empty where none is
// taken, or where the answer as it is weighs more. A weight that is none counts as a refusal.
func Coding(h http.Header) string {
	weights := make(map[string]float64)
	for _, part := range strings.Split(strings.Join(h.Values("Accept-Encoding"), ","), ",") {
		name, params, _ := strings.Cut(part, ";")
		weights[strings.ToLower(strings.TrimSpace(name))] = weight(params)
	}
	best, most := "", weights["identity"]
	for _, e := range encodings {
		w, named := weights[e.coding]
		if !named {
			w = weights["*"]
		}
		if w > most || w == most && w > 0 && best == "" {
			best, most = e.coding, w
		}
	}
	return best
}

// weight reads the parameters of one coding: their q, from 0 to 1, which is 1 where they name none.
func weight(params string) float64 {
	_, q, weighed := strings.Cut(strings.ToLower(strings.ReplaceAll(params, " ", "")), "q=")
	if !weighed {
		return 1
	}
	w, err := strconv.ParseFloat(q, 64)
	if err != nil || !(w > 0 && w <= 1) { // so that NaN is refused too
		return 0
	}
	return w
}

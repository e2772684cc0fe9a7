package web

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strconv"

	"github.com/andybalholm/brotli"

	"voiceforum/shared/fault"
	"voiceforum/web/assets"
)

// worthwhile is the number of bytes below which compressing gains nothing.
const worthwhile = 512

// thorough is how brotli packs: as well as it does before it takes several times as long, and with a window of 64 KB,
// more than almost any page has, so that little memory is made ready for each.
var thorough = brotli.WriterOptions{Quality: 5, LGWin: 16}

// Render answers with a page, e.g. "survey/question", whole or not at all: an error comes before anything is written.
// Pages are compressed where the browser takes it; what must stay secret in them is masked afresh each time
// (CSRFToken), so that their length tells nothing.
func (s *Site) Render(w http.ResponseWriter, r *http.Request, status int, page string, view View) error {
	if view.Home == "" {
		view.Home = s.options.Home
	}
	var body bytes.Buffer
	if err := s.pages.Execute(&body, page, view); err != nil {
		return fault.Wrap(fault.Internal, "render page "+page, err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Add("Vary", "Accept-Encoding")
	if coding := assets.Coding(r.Header); coding != "" && body.Len() > worthwhile {
		packed, err := compress(coding, body.Bytes())
		if err != nil {
			return err
		}
		body = *packed
		h.Set("Content-Encoding", coding)
	}
	h.Set("Content-Length", strconv.Itoa(body.Len()))
	w.WriteHeader(status)
	if r.Method == http.MethodHead {
		return nil
	}
	if _, err := w.Write(body.Bytes()); err != nil {
		return fault.Wrap(fault.Unavailable, "send page", err)
	}
	return nil
}

// compress packs a page in a coding, "br" or "gzip". Each page has a writer of its own: nothing of one person's page is
// left in memory that packs another's.
func compress(coding string, plain []byte) (*bytes.Buffer, error) {
	var packed bytes.Buffer
	var z io.WriteCloser
	if coding == "br" {
		z = brotli.NewWriterOptions(&packed, thorough)
	} else {
		z = gzip.NewWriter(&packed)
	}
	if _, err := z.Write(plain); err != nil {
		return nil, fault.Wrap(fault.Internal, "compress page", err)
	}
	if err := z.Close(); err != nil {
		return nil, fault.Wrap(fault.Internal, "compress page", err)
	}
	return &packed, nil
}

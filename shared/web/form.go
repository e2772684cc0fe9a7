package web

import (
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"voiceforum/shared/fault"
)

// The limits of a form besides its bytes.
const (
	maxFields = 300     // fields, repeated ones included
	maxName   = 100     // bytes of a field's name
	maxValue  = 1 << 16 // bytes of one value
)

// ParseForm reads a form of at most maxBytes that was sent as application/x-www-form-urlencoded, and keeps it as
// r.PostForm and r.Form; the address's own query is no part of it. Errors: fault.TooLarge beyond a limit,
// fault.Invalid for another content type (status 415), for broken encoding and for text that is not UTF-8.
//
// In names and values, line ends become "\n" as limits count them; control characters besides tab and line end, the
// marks that turn the direction of what follows (U+202A to U+202E, U+2066 to U+2069), zero-width spaces (U+200B) and
// byte order marks (U+FEFF) are taken out: no keyboard writes them, and they hide words from those who check them.
// Joiners stay, because emoji and several scripts need them.
func ParseForm(r *http.Request, maxBytes int64) (url.Values, error) {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil || kind != "application/x-www-form-urlencoded" {
		return nil, refuse(http.StatusUnsupportedMediaType, "unsupported", "form of another content type")
	}
	if r.ContentLength > maxBytes {
		return nil, fault.New(fault.TooLarge, "form of too many bytes")
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBytes+1))
	switch {
	case err != nil:
		return nil, fault.New(fault.Invalid, "form that ends early") // the cause may quote what was sent
	case int64(len(body)) > maxBytes:
		return nil, fault.New(fault.TooLarge, "form of too many bytes")
	case strings.Count(string(body), "&") >= maxFields:
		return nil, fault.New(fault.TooLarge, "form of too many fields")
	}
	sent, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, fault.New(fault.Invalid, "form with broken encoding") // the cause quotes what was sent
	}
	form, err := clean(sent)
	if err != nil {
		return nil, err
	}
	r.PostForm, r.Form = form, form
	return form, nil
}

func clean(sent url.Values) (url.Values, error) {
	form := make(url.Values, len(sent))
	for name, values := range sent {
		if len(name) > maxName {
			return nil, fault.New(fault.Invalid, "form with a field's name too long")
		}
		if !utf8.ValidString(name) {
			return nil, fault.New(fault.Invalid, "form that is not UTF-8")
		}
		name = cleanText(name)
		for _, value := range values {
			if len(value) > maxValue {
				return nil, fault.New(fault.TooLarge, "form with a value too long")
			}
			if !utf8.ValidString(value) {
				return nil, fault.New(fault.Invalid, "form that is not UTF-8")
			}
			form[name] = append(form[name], cleanText(value))
		}
	}
	return form, nil
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

func cleanText(s string) string {
	return strings.Map(func(c rune) rune {
		switch {
		case c == '\n', c == '\t':
			return c
		case c < ' ', c >= 0x7f && c <= 0x9f, c >= 0x202a && c <= 0x202e, c >= 0x2066 && c <= 0x2069,
			c == 0x200b, c == 0xfeff:
			return -1
		default:
			return c
		}
	}, lineEnds.Replace(s))
}

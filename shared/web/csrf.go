package web

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"net/http"

	"voiceforum/shared/fault"
)

// TokenField is the form field that carries the token; {{template "csrf" .CSRF}} writes it.
const TokenField = "token"

// CSRFToken makes a token for the forms of one page, from a secret that only this session has (16 random bytes at
// least). It is the HMAC-SHA-256 of a fixed text under the secret, masked by a random pad that goes before it: another
// text each time, so that what compresses well with it tells nothing (BREACH).
func CSRFToken(secret []byte) string {
	masked := make([]byte, 2*sha256.Size)
	rand.Read(masked[:sha256.Size]) //nolint:errcheck // it never fails; crypto/rand ends the program instead
	subtle.XORBytes(masked[sha256.Size:], masked[:sha256.Size], proof(secret))
	return base64.RawURLEncoding.EncodeToString(masked)
}

// CheckCSRF makes sure that a form, read before by ParseForm, was made for this session, and that the browser, where it
// says so, sent it from this site's own page: fault.Forbidden otherwise.
func CheckCSRF(r *http.Request, secret []byte) error {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "", "none", "same-origin":
	default:
		return fault.New(fault.Forbidden, "form from another site")
	}
	masked, err := base64.RawURLEncoding.DecodeString(r.PostForm.Get(TokenField))
	if err != nil || len(masked) != 2*sha256.Size || len(secret) == 0 {
		return fault.New(fault.Forbidden, "form without a token of this session")
	}
	given := make([]byte, sha256.Size)
	subtle.XORBytes(given, masked[:sha256.Size], masked[sha256.Size:])
	if !hmac.Equal(given, proof(secret)) {
		return fault.New(fault.Forbidden, "form with another session's token")
	}
	return nil
}

func proof(secret []byte) []byte {
	mac := hmac.New(sha256.New, secret)
	mac.Write([]byte("voiceforum form v1")) //nolint:errcheck // a hash never fails
	return mac.Sum(nil)
}

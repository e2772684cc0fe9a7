package web_test

import (
	"bytes"
	"net/url"
	"testing"

	"pgregory.net/rapid"

	"voiceforum/shared/fault"
	"voiceforum/shared/web"
)

func check(t interface{ Fatal(...any) }, token string, secret []byte) error {
	r := posted(urlencoded, url.Values{web.TokenField: {token}}.Encode())
	if _, err := web.ParseForm(r, 1000); err != nil {
		t.Fatal(err)
	}
	return web.CheckCSRF(r, secret)
}

func TestATokenIsGoodForItsSessionOnly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		secret := rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "secret")
		other := rapid.SliceOfN(rapid.Byte(), 1, 64).Draw(t, "other")
		if err := check(t, web.CSRFToken(secret), secret); err != nil {
			t.Errorf("refused: %v", err)
		}
		// HMAC pads a short key with zeros, so keys that differ by those alone are the same key.
		if bytes.Equal(bytes.TrimRight(secret, "\x00"), bytes.TrimRight(other, "\x00")) {
			return
		}
		if err := check(t, web.CSRFToken(secret), other); !fault.Is(err, fault.Forbidden) {
			t.Errorf("another session's token: %v", err)
		}
	})
}

func TestForgedTokensAreForbidden(t *testing.T) {
	secret := []byte("sixteen bytes...")
	good := web.CSRFToken(secret)
	flipped := []byte(good)
	flipped[len(flipped)-3] ^= 1
	for name, token := range map[string]string{
		"none": "", "short": good[:20], "long": good + "AAAA", "not base64": "!" + good[1:], "changed": string(flipped),
	} {
		if err := check(t, token, secret); !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := check(t, web.CSRFToken(nil), nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a session without a secret: %v", err)
	}
	if err := web.CheckCSRF(posted(urlencoded, web.TokenField+"="+good), secret); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a form that was not read: %v", err)
	}
}

func TestFormsFromOtherSitesAreForbidden(t *testing.T) {
	secret := []byte("sixteen bytes...")
	for from, want := range map[string]bool{"": true, "none": true, "same-origin": true, "same-site": false, "cross-site": false} {
		r := posted(urlencoded, url.Values{web.TokenField: {web.CSRFToken(secret)}}.Encode())
		r.Header.Set("Sec-Fetch-Site", from)
		if _, err := web.ParseForm(r, 1000); err != nil {
			t.Fatal(err)
		}
		if err := web.CheckCSRF(r, secret); (err == nil) != want {
			t.Errorf("from %q: %v", from, err)
		}
	}
}

func TestTokensAreMaskedAfresh(t *testing.T) {
	secret := []byte("sixteen bytes...")
	a, b := web.CSRFToken(secret), web.CSRFToken(secret)
	for i := 0; i+6 <= len(a); i++ {
		if a[i:i+6] == b[i:i+6] {
			t.Fatalf("two tokens share %q at %d", a[i:i+6], i)
		}
	}
}

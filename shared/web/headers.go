package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"voiceforum/shared/fault"
)

// contentPolicy lets a page load styles, scripts, images and fonts of this site, send forms to it, and nothing else.
const contentPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; font-src 'self'; " +
	formsToSelf + "; frame-ancestors 'none'; base-uri 'none'"

const formsToSelf = "form-action 'self'"

// permissions refuses the page every device and sensor.
const permissions = "accelerometer=(), autoplay=(), browsing-topics=(), camera=(), display-capture=(), " +
	"encrypted-media=(), fullscreen=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), " +
	"payment=(), publickey-credentials-get=(), screen-wake-lock=(), usb=(), web-share=(), xr-spatial-tracking=()"

// secure sets the headers that every response has. Handlers may set stricter ones, or their own cache's.
func secure(h http.Header, policy string) {
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", permissions)
	h.Set("X-Robots-Tag", "noindex, nofollow, noarchive")
	h.Set("Cache-Control", "no-store")
}

// NoStore keeps a response out of every cache, as all are unless a handler says otherwise.
func NoStore(w http.ResponseWriter) { w.Header().Set("Cache-Control", "no-store") }

// FormsTo lets the forms of one page lead to another address too, e.g. a bucket's, before the page is rendered. Only
// scheme, host and port of it count. An address that has none is a fault.Internal.
func FormsTo(w http.ResponseWriter, address string) error {
	policy, err := allowForms(w.Header().Get("Content-Security-Policy"), []string{address})
	if err != nil {
		return fault.Wrap(fault.Internal, "let a form lead elsewhere", err)
	}
	w.Header().Set("Content-Security-Policy", policy)
	return nil
}

// allowForms lets forms lead to other addresses too, e.g. the page after a redirect: browsers hold redirects to
// form-action as well. Only scheme, host and port of an address count. An address that has none is an error.
func allowForms(policy string, addresses []string) (string, error) {
	var origins strings.Builder
	for _, address := range addresses {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" || (u.Scheme != "https" && u.Scheme != "http") || strings.ContainsAny(u.Host, " ;,'") {
			return "", fmt.Errorf("form-action: not an absolute address of the web")
		}
		origins.WriteString(" " + u.Scheme + "://" + u.Host)
	}
	return strings.Replace(policy, formsToSelf, formsToSelf+origins.String(), 1), nil
}

package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
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

// AllowForms lets the forms of this one response lead to other addresses too, e.g. the page after a redirect: browsers
// hold redirects to form-action as well. Only scheme, host and port of an address count. An address that has none is
// an error, and nothing changes.
func AllowForms(w http.ResponseWriter, addresses ...string) error {
	policy, err := allowForms(w.Header().Get("Content-Security-Policy"), addresses)
	if err != nil {
		return err
	}
	w.Header().Set("Content-Security-Policy", policy)
	return nil
}

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

// EndSession tells the browser to forget this site's cookies and storage, for the answer to "Exit this page". The
// session itself must have ended on the server before. The cache is left out on purpose: no page is in it, and
// browsers take seconds to clear it, while somebody waits to be gone.
func EndSession(w http.ResponseWriter) {
	NoStore(w)
	w.Header().Set("Clear-Site-Data", `"cookies", "storage"`)
}

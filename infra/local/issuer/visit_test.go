package issuer_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"voiceforum/infra/local/issuer"
)

// visit is a browser at the issuer that stops where it is sent back to the site.
type visit struct {
	t      *testing.T
	client *http.Client
	config oauth2.Config
}

func newVisit(t *testing.T, endpoint string) *visit {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &visit{
		t: t,
		client: &http.Client{Jar: jar, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
			if strings.HasPrefix(r.URL.String(), site) {
				return http.ErrUseLastResponse
			}
			return nil
		}},
		config: oauth2.Config{
			ClientID: "portal", RedirectURL: site + "/portal/signed-in", Scopes: []string{"openid", "email"},
			Endpoint: oauth2.Endpoint{AuthURL: endpoint + "/auth", TokenURL: endpoint + "/token", AuthStyle: oauth2.AuthStyleInParams},
		},
	}
}

func (v *visit) read(res *http.Response, err error) (*http.Response, string) {
	v.t.Helper()
	if err != nil {
		v.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return res, string(body)
}

var formAction = regexp.MustCompile(`action="([^"]+)"`)

func (v *visit) signIn(page, endpoint, email string) *http.Response {
	v.t.Helper()
	action := formAction.FindStringSubmatch(page)
	if action == nil {
		v.t.Fatalf("no form: %s", page)
	}
	res, _ := v.read(v.client.PostForm(endpoint+action[1], url.Values{"email": {email}, "password": {issuer.Password}}))
	return res
}

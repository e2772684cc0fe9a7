package gateway

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/aws/aws-lambda-go/events"
	"github.com/coreos/go-oidc/v3/oidc"

	"voiceforum/infra/local/template"
)

// issuerTimeout is the longest that one request to the issuer may take.
const issuerTimeout = 5 * time.Second

// signing are the algorithms that an HTTP API takes: those of RSA keys.
var signing = []string{oidc.RS256, oidc.RS384, oidc.RS512}

// refusal is why a token lets nobody in. Its text goes into the WWW-Authenticate header, as AWS has it there; it holds
// nothing of the token.
type refusal struct {
	status int
	code   string // of RFC 6750; "" for no token at all
	why    string
	scopes []string // that were asked for
}

func invalid(why string) *refusal {
	return &refusal{status: http.StatusUnauthorized, code: "invalid_token", why: why}
}

// challenge is the refusal's WWW-Authenticate header.
func (r *refusal) challenge() string {
	if r.code == "" {
		return "Bearer"
	}
	return fmt.Sprintf(`Bearer scope="%s" error="%s" error_description="%s"`, strings.Join(r.scopes, " "), r.code, r.why)
}

// authorizer is a JWT authorizer of an HTTP API: it checks what the real one checks. See "Control access to HTTP APIs
// with JWT authorizers" in the API Gateway Developer Guide. The issuer is asked for its keys when the first token comes
// and when one is signed by a key that is not known yet.
type authorizer struct {
	template.Authorizer
	now    func() time.Time
	client *http.Client

	mu       sync.Mutex
	verifier *oidc.IDTokenVerifier
}

func newAuthorizers(all []template.Authorizer, now func() time.Time) map[string]*authorizer {
	made := make(map[string]*authorizer, len(all))
	for _, a := range all {
		made[a.Name] = &authorizer{Authorizer: a, now: now, client: &http.Client{Timeout: issuerTimeout}}
	}
	return made
}

// claims is what a function is told of a token.
type claims = events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription

// check reads the token of a request. Scopes are those of which it must have one; none where any token will do.
func (a *authorizer) check(r *http.Request, scopes []string) (*claims, *refusal) {
	token := bearer(r.Header)
	if token == "" {
		return nil, &refusal{status: http.StatusUnauthorized}
	}
	if why := malformed(token); why != "" {
		return nil, invalid(why)
	}
	said, refused := a.verify(r.Context(), token)
	if refused != nil {
		return nil, refused
	}
	if refused := a.admit(said); refused != nil {
		return nil, refused
	}
	held := scopesOf(said)
	if len(scopes) > 0 && !slices.ContainsFunc(scopes, func(s string) bool { return slices.Contains(held, s) }) {
		return nil, &refusal{http.StatusForbidden, "insufficient_scope", "the token has none of the scopes of the route", scopes}
	}
	return &claims{Claims: written(said), Scopes: held}, nil
}

// bearer gives the token of a request, which may stand by itself or after "Bearer"; "" where there is none.
func bearer(h http.Header) string {
	value := strings.TrimSpace(h.Get("Authorization"))
	if scheme, rest, found := strings.Cut(value, " "); found && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(rest)
	}
	return value
}

// malformed says what is wrong with a token's header before anybody is asked about it: it must be signed by RSA, and
// name the key.
func malformed(token string) string {
	encoded, _, _ := strings.Cut(token, ".")
	decoded, err := base64.RawURLEncoding.DecodeString(encoded)
	var header struct {
		Algorithm string `json:"alg"`
		Key       string `json:"kid"`
	}
	switch {
	case err != nil || json.Unmarshal(decoded, &header) != nil:
		return "the token is not a JWT"
	case !slices.Contains(signing, header.Algorithm):
		return "the token is not signed by RSA"
	case header.Key == "":
		return "the token names no key"
	}
	return ""
}

// verify checks the token's signature, issuer and expiry, and gives its claims.
func (a *authorizer) verify(ctx context.Context, token string) (map[string]any, *refusal) {
	verifier, err := a.discover(ctx)
	if err != nil {
		return nil, invalid("OIDC discovery endpoint communication error")
	}
	checked, err := verifier.Verify(ctx, token)
	if expired := (*oidc.TokenExpiredError)(nil); errors.As(err, &expired) {
		return nil, invalid("the token has expired")
	}
	if err != nil {
		return nil, invalid("the token's issuer or signature does not hold")
	}
	decoded := map[string]any{}
	if err := checked.Claims(&decoded); err != nil {
		return nil, invalid("the token's claims do not read")
	}
	return decoded, nil
}

// discover finds the issuer's keys, once. A failure is not remembered.
func (a *authorizer) discover(ctx context.Context) (*oidc.IDTokenVerifier, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.verifier == nil {
		// The keys are fetched with this context later, too.
		provider, err := oidc.NewProvider(oidc.ClientContext(context.WithoutCancel(ctx), a.client), a.Issuer)
		if err != nil {
			return nil, err
		}
		a.verifier = provider.Verifier(&oidc.Config{SkipClientIDCheck: true, SupportedSigningAlgs: signing, Now: a.now})
	}
	return a.verifier, nil
}

// admit checks the claims that the library leaves to others: when the token begins, and for whom it is. Whom it is for
// is in "aud", and where there is none in "client_id", as in Cognito's tokens for programs.
func (a *authorizer) admit(said map[string]any) *refusal {
	for _, name := range []string{"nbf", "iat"} {
		if from, set := said[name].(float64); set && a.now().Unix() < int64(from) {
			return invalid("the token does not hold yet")
		}
	}
	for _, name := range []string{"aud", "client_id"} {
		claim, there := said[name]
		if !there {
			continue
		}
		if slices.ContainsFunc(listOf(claim), func(one string) bool { return one != "" && slices.Contains(a.Audience, one) }) {
			return nil
		}
		break
	}
	return invalid("the token is for somebody else")
}

// scopesOf gives the scopes of a token, in "scope" or in "scp".
func scopesOf(said map[string]any) []string {
	for _, name := range []string{"scope", "scp"} {
		if claim, there := said[name]; there {
			return strings.Fields(strings.Join(listOf(claim), " "))
		}
	}
	return nil
}

// listOf gives a claim that may be one text or a list of texts; nothing of any other kind.
func listOf(claim any) []string {
	var all []string
	switch c := claim.(type) {
	case string:
		all = append(all, c)
	case []any:
		for _, one := range c {
			if s, is := one.(string); is {
				all = append(all, s)
			}
		}
	}
	return all
}

// written gives the claims as an event has them: every one a text.
func written(said map[string]any) map[string]string {
	all := make(map[string]string, len(said))
	for name, claim := range said {
		all[name] = text(claim)
	}
	return all
}

func text(claim any) string {
	switch c := claim.(type) {
	case string:
		return c
	case bool:
		return strconv.FormatBool(c)
	case float64:
		return strconv.FormatFloat(c, 'f', -1, 64)
	case []any:
		words := make([]string, len(c))
		for i, one := range c {
			words[i] = text(one)
		}
		return "[" + strings.Join(words, " ") + "]"
	}
	other, err := json.Marshal(claim)
	if err != nil {
		return ""
	}
	return string(other)
}

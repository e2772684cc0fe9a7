package auth

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"voiceforum/shared/fault"
	"voiceforum/shared/session"
)

// issuerTimeout is the longest that one request to the issuer may take; a page is waiting for it.
const issuerTimeout = 5 * time.Second

// issuer finds out what the issuer offers, once, when that is first needed. A failure is not remembered.
type issuer struct {
	config Config
	http   *http.Client

	mu       sync.Mutex
	provider *provider
}

func newIssuer(c Config) *issuer {
	return &issuer{config: c, http: &http.Client{Timeout: issuerTimeout}}
}

// provider is an issuer whose addresses are known.
type provider struct {
	config   oauth2.Config
	verifier *oidc.IDTokenVerifier
	signOut  string // where the issuer ends its own session; empty for nowhere
	http     *http.Client
}

func (i *issuer) discover(ctx context.Context) (*provider, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.provider != nil {
		return i.provider, nil
	}
	found, err := oidc.NewProvider(oidc.ClientContext(ctx, i.http), i.config.Issuer)
	if err != nil {
		return nil, fault.Wrap(fault.Unavailable, "discover issuer", err)
	}
	var more struct {
		SignOut string `json:"end_session_endpoint"`
	}
	if err := found.Claims(&more); err != nil {
		return nil, fault.Wrap(fault.Unavailable, "read issuer's addresses", err)
	}
	endpoint := found.Endpoint()
	endpoint.AuthStyle = oauth2.AuthStyleInParams // a public client has no secret to authenticate with
	i.provider = &provider{
		config: oauth2.Config{
			ClientID:    i.config.ClientID,
			Endpoint:    endpoint,
			RedirectURL: i.config.SiteAddress + i.config.Home + callback,
			Scopes:      []string{oidc.ScopeOpenID, oidc.ScopeEmail},
		},
		verifier: found.Verifier(&oidc.Config{
			ClientID:             i.config.ClientID,
			SupportedSigningAlgs: []string{oidc.RS256}, // Cognito's only one, whatever the issuer says it supports
			Now:                  i.config.Now,
		}),
		signOut: more.SignOut,
		http:    i.http,
	}
	return i.provider, nil
}

// authorizationAddress gives the address to send the browser to. The issuer is asked to have the person sign in
// afresh, because our idle limit would mean nothing if the issuer's own session let them straight back in.
func (p *provider) authorizationAddress(state string, a session.Attempt) string {
	return p.config.AuthCodeURL(state,
		oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier), oauth2.SetAuthURLParam("prompt", "login"))
}

// claims is what is read from an ID token.
type claims struct {
	Subject  string   `json:"sub"`
	Nonce    string   `json:"nonce"`
	Email    string   `json:"email"`
	Username string   `json:"cognito:username"`
	Groups   []string `json:"cognito:groups"`
	Use      string   `json:"token_use"`
}

// claims exchanges a code for an ID token and checks everything about it but the nonce.
func (p *provider) claims(ctx context.Context, code, verifier string) (claims, error) {
	var c claims
	ctx = oidc.ClientContext(ctx, p.http)
	token, err := p.config.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return c, fault.Wrap(kindOfExchange(err), "exchange code", err)
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return c, fault.New(fault.Invalid, "issuer sent no id token")
	}
	checked, err := p.verifier.Verify(ctx, raw)
	if err != nil {
		return c, fault.Wrap(kindOfExchange(err), "verify id token", err)
	}
	if err := checked.Claims(&c); err != nil {
		return c, fault.Wrap(fault.Invalid, "read id token", err)
	}
	if len(checked.Audience) != 1 {
		return c, fault.New(fault.Invalid, "id token is for others as well")
	}
	if c.Subject == "" || (c.Use != "" && c.Use != "id") {
		return c, fault.New(fault.Invalid, "token is not a person's id token")
	}
	return c, nil
}

// kindOfExchange tells an issuer that said no from one that could not be asked.
func kindOfExchange(err error) fault.Kind {
	var said *oauth2.RetrieveError
	if errors.As(err, &said) && said.Response.StatusCode >= http.StatusInternalServerError {
		return fault.Unavailable
	}
	var unreached *url.Error
	if errors.As(err, &unreached) || errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fault.Unavailable
	}
	return fault.Invalid
}

// signOutAddress gives the address at which the issuer ends its own session and sends the browser back to the
// first page. Cognito knows where to under the name logout_uri, the standard (RP-Initiated Logout) under another; each
// passes over the other's.
func (i *issuer) signOutAddress(ctx context.Context) string {
	p, err := i.discover(ctx)
	if err != nil || p.signOut == "" {
		return ""
	}
	address, err := url.Parse(p.signOut)
	if err != nil {
		return ""
	}
	home := i.config.SiteAddress + i.config.Home
	query := address.Query()
	query.Set("client_id", i.config.ClientID)
	query.Set("logout_uri", home)
	query.Set("post_logout_redirect_uri", home)
	address.RawQuery = query.Encode()
	return address.String()
}

package web_test

import (
	"net/http"
	"testing"

	"github.com/aws/aws-lambda-go/events"

	"voiceforum/shared/web"
)

func TestAProgramIsWhomTheAuthorizerSaysItIs(t *testing.T) {
	type authorizer = events.APIGatewayV2HTTPRequestContextAuthorizerDescription
	jwt := func(claims map[string]string) *authorizer {
		return &authorizer{JWT: &events.APIGatewayV2HTTPRequestContextAuthorizerJWTDescription{Claims: claims}}
	}
	for name, c := range map[string]struct {
		authorizer *authorizer
		want       string
	}{
		"a program":     {jwt(map[string]string{"client_id": "sample", "sub": "other"}), "sample"},
		"no token":      {nil, ""},
		"no JWT":        {&authorizer{}, ""},
		"no client id":  {jwt(map[string]string{"sub": "other"}), ""},
		"no claims":     {jwt(nil), ""},
		"Lambda's word": {&authorizer{Lambda: map[string]any{"client_id": "sample"}}, ""},
	} {
		call(t, func(_ http.ResponseWriter, r *http.Request) {
			if got := web.Program(r); got != c.want {
				t.Errorf("%s: %q, want %q", name, got, c.want)
			}
		}, func(e *events.APIGatewayV2HTTPRequest) {
			e.RequestContext.Authorizer = c.authorizer
			for _, header := range []string{"client_id", "client-id", "x-client-id", "x-amzn-oidc-identity"} {
				e.Headers[header] = "forged"
			}
			e.RawQueryString = "client_id=forged"
		})
	}
}

package web

import (
	"context"
	"net/http"

	"github.com/aws/aws-lambda-go/events"
)

type programKey struct{}

// Program gives the client id of the program that makes a request, from the token that the API's authorizer checked. It
// is empty where the route asks for no token. Nothing that the request itself holds has a part in it.
func Program(r *http.Request) string {
	id, _ := r.Context().Value(programKey{}).(string)
	return id
}

// withProgram keeps what the API says of the program, and nothing else of its token.
func withProgram(ctx context.Context, e events.APIGatewayV2HTTPRequest) context.Context {
	if e.RequestContext.Authorizer == nil || e.RequestContext.Authorizer.JWT == nil {
		return ctx
	}
	return WithProgram(ctx, e.RequestContext.Authorizer.JWT.Claims["client_id"])
}

// WithProgram gives a context whose requests are made by a program, as Adapt does from an event.
func WithProgram(ctx context.Context, clientID string) context.Context {
	return context.WithValue(ctx, programKey{}, clientID)
}

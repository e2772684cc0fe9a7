package template

import (
	"slices"
	"strings"
)

// tokenSource is the only place of a request where a token is looked for.
const tokenSource = "$request.header.Authorization"

// authorizers reads an HTTP API's Auth. A default for all routes is not known here: each route that asks for a token
// says so itself.
func (l *loader) authorizers(p place) []Authorizer {
	var all []Authorizer
	named := l.fields(p, "Auth", "Authorizers")["Authorizers"]
	for _, e := range l.entries(named) {
		at := named.child(e.key.Value, e.value)
		f := l.fields(at, "an authorizer", "IdentitySource", "JwtConfiguration")
		l.need(at, f, "IdentitySource", "JwtConfiguration")
		l.oneOf(f["IdentitySource"], "", tokenSource)
		jwt := l.fields(f["JwtConfiguration"], "JwtConfiguration", "issuer", "audience")
		l.need(f["JwtConfiguration"].or(at), jwt, "issuer", "audience")
		all = append(all, Authorizer{Name: e.key.Value, Issuer: l.text(jwt["issuer"]), Audience: l.textList(jwt["audience"])})
	}
	return all
}

// routeAuth reads what a route asks of a token.
func (l *loader) routeAuth(p place) (authorizer string, scopes []string) {
	if p.absent() {
		return "", nil
	}
	f := l.fields(p, "a route's Auth", "Authorizer", "AuthorizationScopes")
	l.need(p, f, "Authorizer")
	return l.text(f["Authorizer"]), l.texts(f["AuthorizationScopes"])
}

// resourceServer reads the scopes that programs can be given.
func (l *loader) resourceServer(p *Platform, r *resource) {
	f := l.fields(r.properties, r.kind, "Identifier", "Name", "Scopes", "UserPoolId")
	l.need(r.properties.or(r.at), f, "Identifier", "Name", "UserPoolId")
	l.target(f["UserPoolId"], TypePool, "")
	l.text(f["Name"])
	people, identifier := l.people(p), l.text(f["Identifier"])
	for _, item := range l.items(f["Scopes"]) {
		s := l.fields(item, "a scope", "ScopeName", "ScopeDescription")
		l.need(item, s, "ScopeName", "ScopeDescription")
		l.text(s["ScopeDescription"])
		people.Scopes = append(people.Scopes, identifier+"/"+l.text(s["ScopeName"]))
	}
}

// checkAuth refuses a route that asks for a token of an authorizer that is not there, or for a scope that no program
// can be given: nobody could ever come in by it.
func (l *loader) checkAuth(p *Platform, f Function, r Route) {
	at := l.resources[f.Name].at
	known := func(a Authorizer) bool { return a.Name == r.Authorizer }
	if r.Authorizer != "" && !slices.ContainsFunc(p.Authorizers, known) {
		l.problem(at, "the route %s asks for the authorizer %s, which the HTTP API has not", r.Key(), r.Authorizer)
	}
	for _, scope := range r.Scopes {
		if p.Pool == nil || !slices.Contains(p.Pool.Scopes, scope) {
			l.problem(at, "the route %s asks for the scope %s, which no resource server has", r.Key(), scope)
		}
	}
}

// textList gives a list of texts, or the value of a parameter that is one.
func (l *loader) textList(p place) []string {
	if p.absent() {
		return nil
	}
	if c, is := asCall(p.node); is && c.name == "Ref" && l.lists[c.arg.Value] {
		var all []string
		for one := range strings.SplitSeq(l.parameters[c.arg.Value], ",") {
			all = append(all, strings.TrimSpace(one))
		}
		return all
	}
	return l.texts(p)
}

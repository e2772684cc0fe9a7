// Package iam holds functions to their policies on this machine: each has an access key of its own, and what it asks
// of an engine is checked against the statements that template.yaml gives it. So least privilege is true on a laptop,
// and a permission that is missing is found there and not in the cloud.
package iam

import (
	"fmt"
	"regexp"
	"strings"

	"voiceforum/infra/local/template"
)

// Policy says what each function may do.
type Policy struct {
	functions map[string][]statement // by access key
}

type statement struct {
	deny      bool
	actions   []*regexp.Regexp
	resources []*regexp.Regexp
}

// accessKeyPrefix begins every function's access key.
const accessKeyPrefix = "local-"

// AccessKey is the access key id by which a function is known.
func AccessKey(function string) string { return accessKeyPrefix + function }

// Function is the function whose access key this is.
func Function(accessKey string) string { return strings.TrimPrefix(accessKey, accessKeyPrefix) }

// New reads the functions' statements. A condition is refused by name: nothing here could check it.
func New(functions []template.Function) (*Policy, error) {
	p := &Policy{functions: make(map[string][]statement, len(functions))}
	for _, f := range functions {
		statements := make([]statement, 0, len(f.Statements))
		for _, s := range f.Statements {
			for operator := range s.Conditions {
				return nil, fmt.Errorf("function %s: the condition %s cannot be checked on this machine", f.Name, operator)
			}
			statements = append(statements, statement{
				deny: s.Effect == "Deny", actions: patterns("(?i)", s.Actions), resources: patterns("", s.Resources),
			})
		}
		p.functions[AccessKey(f.Name)] = statements
	}
	return p, nil
}

// patterns turns IAM's wildcards into expressions.
func patterns(flags string, all []string) []*regexp.Regexp {
	list := make([]*regexp.Regexp, len(all))
	for i, p := range all {
		quoted := regexp.QuoteMeta(p)
		quoted = strings.NewReplacer(`\*`, ".*", `\?`, ".").Replace(quoted)
		list[i] = regexp.MustCompile(flags + "^" + quoted + "$")
	}
	return list
}

// Known reports whether the access key is a function's.
func (p *Policy) Known(accessKey string) bool {
	_, ok := p.functions[accessKey]
	return ok
}

// Allows reports whether the owner of the access key may do this action, e.g. "dynamodb:GetItem", on this ARN.
// A Deny wins over every Allow.
func (p *Policy) Allows(accessKey, action, resource string) bool {
	allowed := false
	for _, s := range p.functions[accessKey] {
		if !matches(s.actions, action) || !matches(s.resources, resource) {
			continue
		}
		if s.deny {
			return false
		}
		allowed = true
	}
	return allowed
}

func matches(patterns []*regexp.Regexp, text string) bool {
	for _, p := range patterns {
		if p.MatchString(text) {
			return true
		}
	}
	return false
}

// Caller finds the access key in a request's Authorization header; "" where there is none.
func Caller(authorization string) string {
	_, rest, _ := strings.Cut(authorization, "Credential=")
	key, _, found := strings.Cut(rest, "/")
	if !found {
		return ""
	}
	return key
}

// Denial is AWS's sentence about a request that no statement allows.
func Denial(accessKey, action, resource string) string {
	function := Function(accessKey)
	return fmt.Sprintf("User: arn:aws:sts::%s:assumed-role/%s/%s is not authorized to perform: %s on resource: %s "+
		"because no identity-based policy allows the %s action",
		template.LocalAccount, function, function, action, resource, action)
}

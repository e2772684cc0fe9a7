package conformance

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"voiceforum/infra/local/template"
)

// rule is one sentence of the design's table of privileges. It gives what in a platform goes against it.
type rule struct {
	says  string
	check func(*template.Platform) []string
}

// decrypters names, for each key, the functions that may ever decrypt with it: the only reader of sealed text, and
// the one that holds the named role for contact details.
var decrypters = map[string][]string{
	"SealedTextKey":     {"Review"},
	"ContactDetailsKey": {"Review"},
	"StagingKey":        {"Partner"}, // what it seals is its own, on its way in
}

// readingMany are the actions that read items without naming each by its key.
var readingMany = []string{
	"dynamodb:Query", "dynamodb:Scan", "dynamodb:PartiQLSelect", "dynamodb:ExportTableToPointInTime",
	"dynamodb:GetRecords", "dynamodb:GetShardIterator",
}

// changing are the actions that change or remove an item that is there already.
var changing = []string{
	"dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem", "dynamodb:PartiQLUpdate",
	"dynamodb:PartiQLDelete", "dynamodb:DeleteTable", "dynamodb:UpdateTable",
}

var rules = []rule{
	{"actions are written out, without wildcards", func(p *template.Platform) []string {
		return eachAllowed(p, func(_ template.Function, action, _ string) bool { return strings.ContainsAny(action, "*?") })
	}},
	{"resources are the platform's own, and written out but for the objects of a bucket", func(p *template.Platform) []string {
		return eachAllowed(p, func(_ template.Function, _, resource string) bool { return !ownedBy(p, resource) })
	}},
	{"survey names every item that it reads", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, action, _ string) bool {
			return f.Name == "Survey" && slices.Contains(readingMany, action)
		})
	}},
	{"partner names every response that it reads", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, action, resource string) bool {
			return f.Name == "Partner" && slices.Contains(readingMany, action) && !within(p, resource, "Staged") &&
				!within(p, resource, "Audit") // whose last entry the next one names
		})
	}},
	{"partner reaches no sealed text, contact details or key", func(p *template.Platform) []string {
		return touching(p, []string{"Partner"}, "Drafts", "Sealed", "Contact", "Keys")
	}},
	{"review reaches no figure, release or pack", func(p *template.Platform) []string {
		return append(touching(p, []string{"Review"}, "Forums", "Tallies", "Contributions"),
			eachAllowed(p, func(f template.Function, action, _ string) bool {
				return f.Name == "Review" && (strings.HasPrefix(action, "s3:") || strings.HasPrefix(action, "lambda:"))
			})...)
	}},
	{"what is staged is partner's alone", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, _, resource string) bool {
			return f.Name != "Partner" && (within(p, resource, "Staged") || strings.HasPrefix(resource, "arn:aws:s3:::staging"))
		})
	}},
	{"only partner makes the codes of cards, and nobody lists them", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, action, resource string) bool {
			return within(p, resource, "Invitations") && (slices.Contains(readingMany, action) ||
				action == "dynamodb:PutItem" && f.Name != "Partner" || f.Name != "Partner" && f.Name != "Survey")
		})
	}},
	{"how many come in an hour is survey's alone", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, _, resource string) bool {
			return f.Name != "Survey" && within(p, resource, "Surge")
		})
	}},
	{"programs come in by their token alone, and by nothing else that is theirs", func(p *template.Platform) []string {
		return openToPrograms(p)
	}},
	{"portal reaches no response, sealed text, contact details or key", func(p *template.Platform) []string {
		return touching(p, []string{"Portal"}, "Feedback", "Drafts", "Sealed", "Contact", "Keys")
	}},
	{"tally and forum reach no sealed text and no contact details", func(p *template.Platform) []string {
		return touching(p, []string{"Tally", "Forum"}, "Sealed", "Contact", "Drafts")
	}},
	{"video reads no text", func(p *template.Platform) []string {
		return touching(p, []string{"Video"}, "Feedback", "Drafts", "Sealed", "Contact", "Keys")
	}},
	{"only review reads sealed text and contact details", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, action, resource string) bool {
			reads := strings.HasPrefix(action, "dynamodb:Get") || strings.HasPrefix(action, "dynamodb:BatchGet") || slices.Contains(readingMany, action)
			return f.Name != "Review" && reads && (within(p, resource, "Sealed") || within(p, resource, "Contact") || within(p, resource, "Keys"))
		})
	}},
	{"the audit is append-only", func(p *template.Platform) []string {
		return eachAllowed(p, func(_ template.Function, action, resource string) bool {
			return slices.Contains(changing, action) && within(p, resource, "Audit")
		})
	}},
	{"the audit's heads are put away by forum, and nobody removes, unlocks or replaces one", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, action, resource string) bool {
			puts := f.Name == "Forum" && (action == "s3:PutObject" || action == "s3:ListBucketVersions")
			return strings.HasPrefix(resource, "arn:aws:s3:::auditheads") && !puts
		})
	}},
	{"only forum writes packs and removes them, and portal reads them", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, action, resource string) bool {
			reads := f.Name == "Portal" && action == "s3:GetObject"
			writes := f.Name == "Forum" && slices.Contains([]string{"s3:PutObject", "s3:DeleteObjectVersion", "s3:ListBucketVersions"}, action)
			return strings.HasPrefix(resource, "arn:aws:s3:::packs") && !reads && !writes
		})
	}},
	{"forum reads responses by their forum or their ids, and changes none", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, action, resource string) bool {
			byForum := action == "dynamodb:Query" && strings.HasSuffix(resource, "/index/by-forum")
			return f.Name == "Forum" && within(p, resource, "Feedback") && !byForum && action != "dynamodb:BatchGetItem"
		})
	}},
	{"forum reads the audit and writes none of it", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, action, resource string) bool {
			return f.Name == "Forum" && within(p, resource, "Audit") && action != "dynamodb:Query"
		})
	}},
	{"only the named functions decrypt, and nobody manages keys", func(p *template.Platform) []string {
		return eachAllowed(p, func(f template.Function, action, resource string) bool {
			service, verb, _ := strings.Cut(action, ":")
			if service != "kms" || verb == "Encrypt" {
				return false
			}
			return verb != "Decrypt" || !mayDecrypt(p, f.Name, resource)
		})
	}},
	{"a function is allowed the tables that it is handed, and no others", func(p *template.Platform) []string {
		return handedOtherwise(p)
	}},
}

func TestPrivileges(t *testing.T) {
	p := load(t, theTemplate(t))
	for _, r := range rules {
		for _, against := range r.check(p) {
			t.Errorf("%s, but: %s", r.says, against)
		}
	}
}

// openToPrograms lists the routes below /v1 that ask for no token, or not for the scope, and the others that do.
func openToPrograms(p *template.Platform) []string {
	var all []string
	for _, f := range p.Functions {
		for _, r := range f.Routes {
			asks := r.Authorizer == "Programs" && slices.Equal(r.Scopes, []string{"feedback/write"})
			if strings.HasPrefix(r.Path, "/v1/") != asks || r.Authorizer != "" && !asks {
				all = append(all, fmt.Sprintf("%s %s asks for %q with %v", f.Name, r.Key(), r.Authorizer, r.Scopes))
			}
		}
	}
	return all
}

// eachAllowed lists the allowed actions that are wrong. Deny statements can only take away.
func eachAllowed(p *template.Platform, wrong func(f template.Function, action, resource string) bool) []string {
	var all []string
	for _, f := range p.Functions {
		for _, s := range f.Statements {
			if s.Effect != "Allow" {
				continue
			}
			for _, action := range s.Actions {
				for _, resource := range s.Resources {
					if wrong(f, action, resource) {
						all = append(all, fmt.Sprintf("%s may %s on %s", f.Name, action, resource))
					}
				}
			}
		}
	}
	return all
}

// touching lists whatever some functions may do to some tables.
func touching(p *template.Platform, functions []string, tables ...string) []string {
	return eachAllowed(p, func(f template.Function, _, resource string) bool {
		return slices.Contains(functions, f.Name) &&
			slices.ContainsFunc(tables, func(table string) bool { return within(p, resource, table) })
	})
}

const dynamoDB = "arn:aws:dynamodb:" + template.LocalRegion + ":" + template.LocalAccount + ":table/"

// within reports whether a resource is a table, its stream or one of its indexes.
func within(p *template.Platform, resource, table string) bool {
	for _, t := range p.Tables {
		if t.LogicalID == table {
			return resource == dynamoDB+t.Name || strings.HasPrefix(resource, dynamoDB+t.Name+"/")
		}
	}
	return false
}

// ownedBy reports whether an ARN is of something that the template declares, exactly, or of any object in a bucket.
func ownedBy(p *template.Platform, resource string) bool {
	own := map[string]bool{}
	for _, t := range p.Tables {
		own[dynamoDB+t.Name] = true
		for _, index := range t.Indexes {
			own[dynamoDB+t.Name+"/index/"+index.Name] = true
		}
	}
	for _, b := range p.Buckets {
		own["arn:aws:s3:::"+b.Name], own["arn:aws:s3:::"+b.Name+"/*"] = true, true
	}
	for _, q := range p.Queues {
		own["arn:aws:sqs:"+template.LocalRegion+":"+template.LocalAccount+":"+q.Name] = true
	}
	for _, k := range p.Keys {
		own[k.ARN] = true
	}
	for _, f := range p.Functions {
		own["arn:aws:lambda:"+template.LocalRegion+":"+template.LocalAccount+":function:"+f.Name] = true
	}
	return own[resource]
}

func mayDecrypt(p *template.Platform, function, resource string) bool {
	for _, k := range p.Keys {
		if k.ARN == resource {
			return slices.Contains(decrypters[k.LogicalID], function)
		}
	}
	return false
}

// handedOtherwise compares the tables in a function's environment with those in its policies.
func handedOtherwise(p *template.Platform) []string {
	var all []string
	for _, f := range p.Functions {
		for _, t := range p.Tables {
			handed := false
			for _, value := range f.Environment {
				handed = handed || value == t.Name
			}
			allowed := len(touching(p, []string{f.Name}, t.LogicalID)) > 0
			switch {
			case handed && !allowed:
				all = append(all, fmt.Sprintf("%s is handed %s and not allowed it", f.Name, t.LogicalID))
			case allowed && !handed:
				all = append(all, fmt.Sprintf("%s is allowed %s and not handed it", f.Name, t.LogicalID))
			}
		}
	}
	return all
}

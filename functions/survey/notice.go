package main

import (
	"net/http"

	"voiceforum/shared/web"
)

// notices are the pages that only tell something, by their address.
var notices = map[string]string{
	"/other-places":  "young",
	"/privacy":       "privacy",
	"/accessibility": "accessibility",
	"/cookies":       "cookies",
	"/help":          "help",
}

// notice serves one of them.
func (s *service) notice(page string) web.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		return s.show(w, r, nil, "survey/"+page, view(nil, "survey."+page+".title"), form{})
	}
}

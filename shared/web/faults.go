package web

import (
	"errors"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"

	"voiceforum/shared/fault"
	"voiceforum/web/pages"
	"voiceforum/web/translations"
)

// outcome is what a kind of failure becomes: a status, and the name of its page and texts.
type outcome struct {
	status int
	name   string
}

var outcomes = map[fault.Kind]outcome{
	fault.Internal:    {http.StatusInternalServerError, "internal"},
	fault.Invalid:     {http.StatusBadRequest, "invalid"},
	fault.NotFound:    {http.StatusNotFound, "not-found"},
	fault.Gone:        {http.StatusGone, "gone"},
	fault.Conflict:    {http.StatusConflict, "conflict"},
	fault.Forbidden:   {http.StatusForbidden, "forbidden"},
	fault.SignIn:      {http.StatusUnauthorized, "sign-in"},
	fault.TooLarge:    {http.StatusRequestEntityTooLarge, "too-large"},
	fault.TooMany:     {http.StatusTooManyRequests, "too-many"},
	fault.Unavailable: {http.StatusServiceUnavailable, "unavailable"},
}

// refusal is an Invalid request for which HTTP has a status of its own.
type refusal struct {
	outcome
	error
}

// Unwrap gives the fault.
func (r refusal) Unwrap() error { return r.error }

func refuse(status int, name, op string) error {
	return refusal{outcome{status, name}, fault.New(fault.Invalid, "%s", op)}
}

func outcomeOf(err error) outcome {
	var r refusal
	if errors.As(err, &r) {
		return r.outcome
	}
	if p := new(Problem); errors.As(err, &p) {
		return outcome{p.Status, outcomes[fault.KindOf(err)].name}
	}
	return outcomes[fault.KindOf(err)]
}

// fail answers a request that failed: a page in plain words or a problem document. Where half an answer is out
// already, it breaks the connection off.
func (s *Site) fail(w http.ResponseWriter, r *http.Request, err error) {
	o := outcomeOf(err)
	s.log(r, o, err)
	if out, ok := w.(*response); ok && out.wrote {
		panic(http.ErrAbortHandler)
	}
	for _, name := range []string{"Content-Disposition", "Content-Encoding", "Content-Length", "Content-Type", "ETag"} {
		w.Header().Del(name)
	}
	NoStore(w)
	if o.status == http.StatusTooManyRequests || o.status == http.StatusServiceUnavailable {
		w.Header().Set("Retry-After", "30")
	}
	lang := translations.English
	if s.options.Lang != nil {
		lang = s.options.Lang(r)
	}
	if s.options.Problems || prefersProblem(r) {
		err = s.told(err, o, lang).write(w)
	} else {
		err = s.failurePage(w, r, o, lang)
	}
	if err != nil {
		s.log(r, outcomes[fault.Internal], err)
	}
}

// told gives the problem that a program is told of: the error's own, or that of its outcome.
func (s *Site) told(err error, o outcome, lang string) *Problem {
	if own := new(Problem); errors.As(err, &own) {
		return own
	}
	if s.options.Problems && (o.name == "not-found" || o.name == "method") { // pages' words send people to a start page
		texts := translations.Get(lang)
		return &Problem{
			Status: o.status, Name: o.name, Title: http.StatusText(o.status), Detail: texts.T("error." + o.name + ".program"),
		}
	}
	return problemOf(o, lang)
}

func (s *Site) log(r *http.Request, o outcome, err error) {
	level, event := slog.LevelInfo, "request-refused"
	if o.status >= http.StatusInternalServerError {
		level, event = slog.LevelError, "request-failed"
	}
	s.options.Log.Log(r.Context(), level, event, "function", s.options.Function, "route", r.Pattern,
		"status", o.status, "kind", fault.KindOf(err), "error", err)
}

func prefersProblem(r *http.Request) bool {
	accept := r.Header.Get("Accept")
	return strings.Contains(accept, "json") && !strings.Contains(accept, "text/html")
}

// failurePage writes the page of a failure. Of an address that is nothing, people who answer learn nothing: the page
// may be what somebody else finds by going back.
func (s *Site) failurePage(w http.ResponseWriter, r *http.Request, o outcome, lang string) error {
	page, title := "errors/"+o.name, "error."+o.name+".title"
	if o.name == "not-found" && s.options.Layout == pages.Public {
		page, title = pages.Nothing, "error.nothing.title"
	}
	view := View{
		Lang: lang, Title: translations.Get(lang).T(title), Exit: s.options.Layout == pages.Public,
		Data: s.again(r, o),
	}
	err := s.Render(w, r, o.status, page, view)
	if err != nil {
		http.Error(w, http.StatusText(o.status), o.status)
	}
	return err
}

// again offers to send a form once more where that may help, so that what was typed is not lost with our failure.
func (s *Site) again(r *http.Request, o outcome) pages.Again {
	again := pages.Again{Home: s.options.Home}
	mayHelp := o.status >= http.StatusInternalServerError || o.status == http.StatusTooManyRequests ||
		o.status == http.StatusConflict
	if !mayHelp || r.Method != http.MethodPost || r.PostForm == nil || strings.HasPrefix(r.URL.Path, "//") {
		return again
	}
	again.Action = r.URL.RequestURI()
	for _, name := range slices.Sorted(maps.Keys(r.PostForm)) {
		for _, value := range r.PostForm[name] {
			again.Fields = append(again.Fields, pages.Sent{Name: name, Value: value})
		}
	}
	return again
}

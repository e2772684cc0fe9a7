package main

import (
	"net/http"
	"time"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/forum"
	"voiceforum/shared/web"
)

// taskLimit is how long a task that was asked for may be under way: the forum function's own limit, its retries and
// the pauses between them. After that it may be asked for again.
const taskLimit = 20 * time.Minute

// act is something done to a forum once somebody has confirmed it.
type act struct {
	task string // for the forum function, and in addresses and texts
	verb audit.Verb
	from forum.State // the only state in which it can be done
}

var (
	closing    = act{task: "close", verb: audit.Close, from: forum.Open}
	publishing = act{task: "publish", verb: audit.Publish, from: forum.Closed}
)

type confirmPage struct {
	Words  string // the quarter
	Task   string
	Back   string
	Action string
}

// confirm asks before something that cannot be undone.
func (s *service) confirm(a act) page {
	return func(w http.ResponseWriter, r *http.Request, v visitor) error {
		f, late, err := s.ready(r, a)
		if err != nil {
			return err
		}
		if late != "" {
			return s.tooLate(w, r, v, f, late)
		}
		view := s.desk.View(v, "portal."+a.task+".title", home, confirmPage{
			Words: f.ID.Words(), Task: a.task, Back: forumAddress(f.ID), Action: forumAddress(f.ID) + "/" + a.task,
		})
		view.Back, view.Wide = forumAddress(f.ID), false
		return s.site.Render(w, r, http.StatusOK, "portal/confirm", view)
	}
}

// act hands the task over, once: of two people who press the button, the second is told that it is being done.
func (s *service) act(a act) page {
	return func(w http.ResponseWriter, r *http.Request, v visitor) error {
		f, late, err := s.ready(r, a)
		if err != nil {
			return err
		}
		if late != "" {
			return s.tooLate(w, r, v, f, late)
		}
		if err := s.record(r, v, a.verb, target{forum: f.ID}, audit.Allowed); err != nil {
			return err
		}
		now := s.now()
		err = s.asked.Ask(r.Context(), f.ID, a.task, now, now.Add(taskLimit))
		if fault.Is(err, fault.Conflict) {
			return s.tooLate(w, r, v, f, "pending")
		}
		if err != nil {
			return err
		}
		if err := s.tasks.Start(r.Context(), a.task, f.ID); err != nil {
			if err := s.asked.Forget(r.Context(), f.ID, a.task); err != nil {
				s.log.Error("task-not-forgotten", "function", "portal", "forum", string(f.ID), "error", err)
			}
			return err
		}
		return web.SeeOther(w, forumAddress(f.ID))
	}
}

// ready gives the forum that an act is about, and why it cannot be done now: "pending" while it is being done,
// "early" before the quarter has begun, or the state that the forum is in; empty where it can be done.
func (s *service) ready(r *http.Request, a act) (f forum.Forum, late string, err error) {
	t, err := targetOf(r)
	if err != nil {
		return forum.Forum{}, "", err
	}
	if f, err = s.forums.Get(r.Context(), t.forum); err != nil {
		return forum.Forum{}, "", err
	}
	if f.State != a.from {
		return f, string(f.State), nil
	}
	if a.from == forum.Open && calendar.DayOf(s.now()) < f.ID.First() {
		return f, "early", nil
	}
	editions, err := s.releases.List(r.Context(), f.ID)
	if err != nil {
		return f, "", err
	}
	doing, err := s.progress(r.Context(), f, len(editions))
	if err == nil && doing != nothingDoing {
		late = "pending"
	}
	return f, late, err
}

type latePage struct {
	Words string // the quarter
	Text  string
	Next  string
}

// tooLate says plainly why nothing was done: somebody was faster, or it cannot be done now.
func (s *service) tooLate(w http.ResponseWriter, r *http.Request, v visitor, f forum.Forum, why string) error {
	page := latePage{Words: f.ID.Words(), Text: texts().T("portal.late." + why), Next: forumAddress(f.ID)}
	return s.render(w, r, v, http.StatusConflict, "late", home, page)
}

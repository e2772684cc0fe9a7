package main

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"

	"voiceforum/shared/audit"
	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/pack"
)

// target is what a request is about. Nothing of it is as somebody typed it.
type target struct {
	forum   calendar.Quarter // empty where it is about no forum
	release int              // 0 where it is about no release
	file    string           // empty where it is about no file
}

// packFiles are the files of a pack that people may have.
var packFiles = pack.Names()

var releaseForm = regexp.MustCompile(`^[1-9][0-9]{0,3}$`)

// targetOf reads what a request is about from its address. What can be no forum, release or file is a
// fault.NotFound.
func targetOf(r *http.Request) (target, error) {
	var t target
	if typed := r.PathValue("forum"); typed != "" {
		q, err := calendar.ParseQuarter(typed)
		if err != nil {
			return target{}, fault.New(fault.NotFound, "no such forum")
		}
		t.forum = q
	}
	if typed := r.PathValue("release"); typed != "" {
		n, err := strconv.Atoi(typed)
		if err != nil || !releaseForm.MatchString(typed) {
			return target{}, fault.New(fault.NotFound, "no such release")
		}
		t.release = n
	}
	if typed := r.PathValue("file"); typed != "" {
		i := slices.Index(packFiles, typed)
		if i < 0 {
			return target{}, fault.New(fault.NotFound, "no such file of a pack")
		}
		t.file = packFiles[i]
	}
	return t, nil
}

// entry is an entry of the audit about the target.
func (t target) entry() audit.Entry {
	return audit.Entry{Forum: t.forum, Release: t.release, File: t.file}
}

// key is the object of a release's file in the bucket of packs.
func (t target) key() string { return pack.Key(t.forum, t.release, t.file) }

func forumAddress(q calendar.Quarter) string { return "/portal/forums/" + string(q) }

func releaseAddress(q calendar.Quarter, n int) string {
	return fmt.Sprintf("%s/releases/%d", forumAddress(q), n)
}

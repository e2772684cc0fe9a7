package main

import (
	"context"
	"encoding/json"
	"strings"

	"voiceforum/shared/fault"
	"voiceforum/shared/organisation"
	"voiceforum/shared/sheet"
)

// created is what EventBridge says of a new object in the bucket.
type created struct {
	Detail struct {
		Object struct {
			Key string `json:"key"`
		} `json:"object"`
	} `json:"detail"`
}

// object does what a new object in the bucket asks for: an upload to be read, or a job to be gone on with. What it asks
// for that is done already, cancelled or over is no error.
func (s *service) object(ctx context.Context, raw json.RawMessage) error {
	var event created
	if err := json.Unmarshal(raw, &event); err != nil {
		return fault.New(fault.Internal, "read an event of the bucket")
	}
	key := event.Detail.Object.Key
	parts := strings.Split(key, "/")
	if len(parts) != 4 {
		return fault.New(fault.Internal, "an object under no key that is known")
	}
	o, err := organisation.ParseID(parts[1])
	if err != nil {
		return fault.New(fault.Internal, "an object of no organisation")
	}
	st, err := s.in.load(ctx, o, parts[2])
	job := strings.HasPrefix(key, jobsPrefix)
	switch {
	case fault.Is(err, fault.Gone):
		// Nobody waits for it any more: the file goes too.
		return s.in.files.Delete(ctx, s.in.bucket, key)
	case err != nil:
		return err
	case !job:
		_, err := s.in.arrived(ctx, st)
		return ours(err)
	}
	if err := s.in.work(ctx, st); err != nil {
		return err
	}
	return s.in.files.Delete(ctx, s.in.bucket, key)
}

// ours drops a conflict: somebody else does the same.
func ours(err error) error {
	if fault.Is(err, fault.Conflict) || fault.Is(err, fault.Gone) {
		return nil
	}
	return err
}

// arrived begins the reading of an upload that is there, and gives the spreadsheet as it is then.
func (in *intake) arrived(ctx context.Context, st sheet.Staging) (sheet.Staging, error) {
	if st.State != sheet.Awaited && st.State != sheet.Shown {
		return st, nil
	}
	there, err := in.files.There(ctx, in.bucket, uploadKey(sheetOf(st), st.Upload))
	if err != nil || !there {
		return st, err
	}
	before := st
	st.Next, st.Refusal = 0, nil
	if st.State == sheet.Awaited {
		st.State = sheet.Reading
	} else {
		st.State = sheet.Correcting
	}
	if err := in.save(ctx, &st, nil); err != nil {
		return before, err
	}
	return st, in.askFor(ctx, st)
}

// sweep deletes spreadsheets whose time is over.
func (s *service) sweep(ctx context.Context) error {
	due, err := s.in.due.Due(ctx, s.in.now())
	if err != nil {
		return err
	}
	for of, expires := range due {
		if err := s.in.forgetFiles(ctx, of, mostUploads); err != nil {
			return err
		}
		if err := s.in.sheets.Delete(ctx, of, expires); err != nil {
			return err
		}
	}
	s.log.Info("staged-swept", "function", "partner", "count", len(due))
	return nil
}

package main

import (
	"context"
	"slices"

	"voiceforum/shared/audit"
	"voiceforum/shared/s3store"
)

// chain reads the audit.
type chain interface {
	Months(ctx context.Context) ([]audit.Month, error)
	Last(ctx context.Context, m audit.Month) (audit.Link, error)
	Walk(ctx context.Context, m audit.Month, after int, yield func(audit.Link) bool) error
}

// heads are the audit's heads, where nothing that was put away can be removed.
type heads interface {
	Put(ctx context.Context, h audit.Head) error
	// List gives all heads that were ever put away, and those of them that somebody has hidden since.
	List(ctx context.Context) (all, hidden []audit.Head, err error)
}

// auditHead puts away which the audit's last link is today, and then holds the audit to all heads. A chain that does not
// hold together is reported by the event "audit-broken", which an alarm watches for; so does one for "audit-head", which
// must come each day.
func (d *desk) auditHead(ctx context.Context) error {
	months, err := d.chain.Months(ctx)
	if err != nil {
		return err
	}
	if len(months) > 0 {
		last, err := d.chain.Last(ctx, months[len(months)-1])
		if err != nil {
			return err
		}
		if last.Sequence > 0 && !last.Damaged {
			if err := d.heads.Put(ctx, audit.HeadOf(d.today(), last)); err != nil {
				return err
			}
		}
	}
	all, hidden, err := d.heads.List(ctx)
	if err != nil {
		return err
	}
	for _, h := range hidden {
		d.broken(audit.Break{How: audit.HiddenHead, Month: h.Month, Sequence: h.Sequence})
	}
	read := 0
	for _, m := range audit.Due(months, all, d.today()) {
		n, err := d.verifyMonth(ctx, m, months, all)
		if err != nil {
			return err
		}
		read += n
	}
	d.log.Info("audit-head", "count", read)
	return nil
}

func (d *desk) broken(b audit.Break) {
	d.log.Error("audit-broken", "kind", string(b.How), "month", string(b.Month), "sequence", b.Sequence)
}

// verifyMonth verifies a month from the last link before it to its end, and gives how many links it read.
func (d *desk) verifyMonth(ctx context.Context, m audit.Month, months []audit.Month, all []audit.Head) (int, error) {
	before, after := audit.Beside(m, months, all)
	v := audit.NewVerifier(all)
	switch {
	case before == "":
		v.From(audit.Link{})
	case before >= audit.MonthOf(d.now()).Add(-audit.Kept):
		last, err := d.chain.Last(ctx, before)
		if err != nil {
			return 0, err
		}
		v.From(last)
	}
	if err := d.chain.Walk(ctx, m, 0, v.Add); err != nil {
		return 0, err
	}
	if first, ok := v.End(m, after); !ok {
		d.broken(first)
	}
	return v.Read(), nil
}

// headBucket is the bucket that heads are put away in.
type headBucket struct {
	store  *s3store.Store
	bucket string
}

// Put implements heads. Putting the same head away again adds a version and changes nothing.
func (b headBucket) Put(ctx context.Context, h audit.Head) error {
	return b.store.Put(ctx, b.bucket, h.Name(), "application/json", "attachment", h.Content())
}

// List implements heads. What has another name than a head's is none.
func (b headBucket) List(ctx context.Context) (all, hidden []audit.Head, err error) {
	versions, err := b.store.Versions(ctx, b.bucket)
	if err != nil {
		return nil, nil, err
	}
	for _, v := range versions {
		h, err := audit.ParseHeadName(v.Key)
		switch {
		case err != nil:
		case v.Gone:
			hidden = append(hidden, h)
		case !slices.Contains(all, h):
			all = append(all, h)
		}
	}
	return all, hidden, nil
}

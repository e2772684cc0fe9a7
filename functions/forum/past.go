package main

import (
	"context"

	"voiceforum/shared/calendar"
	"voiceforum/shared/fault"
	"voiceforum/shared/release"
)

// past gives the forums before one, latest first, up to the first that was not released.
func (d *desk) past(ctx context.Context, q calendar.Quarter) ([]release.Past, error) {
	var all []release.Past
	for range release.PastForums {
		q = q.Previous()
		_, err := d.releases.Latest(ctx, q)
		if fault.Is(err, fault.NotFound) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		f, err := d.forums.Get(ctx, q)
		if err != nil {
			return nil, err
		}
		src, err := d.source(ctx, f)
		if err != nil {
			return nil, err
		}
		basis, _, err := d.shown.Basis(ctx, q)
		if err != nil {
			return nil, err
		}
		all = append(all, release.Past{Source: src, Basis: basis})
	}
	return all, nil
}

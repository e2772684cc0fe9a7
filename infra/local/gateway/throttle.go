package gateway

import (
	"sync"
	"time"

	"voiceforum/infra/local/template"
)

// bucket is a token bucket: it holds as many tokens as the burst allows and fills at the rate.
type bucket struct {
	burst, rate float64

	mu     sync.Mutex
	tokens float64
	filled time.Time // when tokens were last added
}

// newBucket makes a full bucket, or nil where there is no limit.
func newBucket(t template.Throttle) *bucket {
	if t.Rate == 0 && t.Burst == 0 {
		return nil
	}
	return &bucket{burst: float64(t.Burst), rate: t.Rate, tokens: float64(t.Burst)}
}

// take takes a token, or reports that none is left. There is always one in a nil bucket.
func (b *bucket) take(now time.Time) bool {
	if b == nil {
		return true
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.filled.IsZero() {
		b.tokens = min(b.burst, b.tokens+now.Sub(b.filled).Seconds()*b.rate)
	}
	b.filled = now
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// Package logs makes the one logger of Voiceforum. What is written is decided by an allow-list: an event's name, and
// attributes whose keys are on the list, with values short and of plain characters. Anything else is dropped, so that
// an answer, a receipt, a token or an address given to the logger by mistake reaches no log.
package logs

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"

	"voiceforum/shared/fault"
)

// maxValue is the longest value written, in bytes.
const maxValue = 160

// unnamed stands for a message that is not the name of an event.
const unnamed = "unnamed-event"

// allowed are the keys whose values may be written. "event" is the record's message.
var allowed = map[string]bool{
	"function": true, "route": true, "status": true, "kind": true, "op": true, "forum": true, "release": true,
	"count": true, "duration_ms": true, "batch": true, "shard": true, "table": true, "error": true,
	"month": true, "sequence": true,
}

// New makes a logger that writes one JSON object a line to w: time, level, event, and the attributes that are allowed.
//
//	log.Info("forum-closed", "forum", "2026-Q4", "count", 120)
//
// The message is an event's name: lower-case words joined by hyphens. The value of "error" is an error, of which only
// the kinds and operations of its fault.Errors are written. Groups are dropped with all that is in them.
func New(w io.Writer) *slog.Logger {
	inner := slog.NewJSONHandler(w, &slog.HandlerOptions{
		ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
			if a.Key == slog.MessageKey {
				a.Key = "event"
			}
			return a
		},
	})
	return slog.New(handler{inner: inner})
}

type handler struct {
	inner   slog.Handler
	grouped bool // inside a group, where nothing is allowed
}

// Enabled implements slog.Handler.
func (h handler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.inner.Enabled(ctx, level)
}

// Handle implements slog.Handler.
func (h handler) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, event(r.Message), 0)
	if !h.grouped {
		r.Attrs(func(a slog.Attr) bool {
			if a, ok := admit(a); ok {
				clean.AddAttrs(a)
			}
			return true
		})
	}
	return h.inner.Handle(ctx, clean)
}

// WithAttrs implements slog.Handler.
func (h handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	if h.grouped {
		return h
	}
	var kept []slog.Attr
	for _, a := range attrs {
		if a, ok := admit(a); ok {
			kept = append(kept, a)
		}
	}
	return handler{inner: h.inner.WithAttrs(kept)}
}

// WithGroup implements slog.Handler.
func (h handler) WithGroup(string) slog.Handler { return handler{inner: h.inner, grouped: true} }

// admit gives the attribute as it may be written, and whether it may be.
func admit(a slog.Attr) (slog.Attr, bool) {
	if !allowed[a.Key] {
		return slog.Attr{}, false
	}
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindString:
		return slog.String(a.Key, plain(v.String())), true
	case slog.KindInt64, slog.KindUint64, slog.KindBool, slog.KindFloat64:
		return slog.Attr{Key: a.Key, Value: v}, true
	case slog.KindDuration:
		return slog.Int64(a.Key, v.Duration().Milliseconds()), true
	}
	switch known := v.Any().(type) {
	case fault.Kind:
		return slog.String(a.Key, known.String()), true
	case error:
		return slog.String(a.Key, plain(describe(known))), true
	}
	return slog.Attr{}, false
}

// describe tells an error by its kinds and operations alone: the text of other packages' errors may echo input.
func describe(err error) string {
	parts := []string{fault.KindOf(err).String()}
	for err != nil {
		var f *fault.Error
		if !errors.As(err, &f) {
			break
		}
		parts = append(parts, f.Op)
		err = f.Err
	}
	return strings.Join(parts, ": ")
}

func event(name string) string {
	if name == "" || len(name) > 64 || name[0] == '-' {
		return unnamed
	}
	for _, c := range name {
		if (c < 'a' || c > 'z') && c != '-' {
			return unnamed
		}
	}
	return name
}

// plain cuts s to maxValue and replaces what an identifier, a route or an operation never holds.
func plain(s string) string {
	if len(s) > maxValue {
		s = s[:maxValue]
	}
	return strings.Map(func(c rune) rune {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', strings.ContainsRune(" ._:;,/#|(){}$*-", c):
			return c
		default:
			return '?'
		}
	}, s)
}

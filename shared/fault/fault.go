// Package fault gives every error of Voiceforum a kind. Code that fails says what kind of failure it is; one place
// (shared/web) turns kinds into pages and problem documents, so that internal text never reaches a person.
package fault

import (
	"errors"
	"fmt"
)

// Kind says what a failure means to whoever asked.
type Kind int

// The kinds. The zero value is Internal, so that an error nobody classified is never shown as anything milder.
const (
	Internal    Kind = iota // ours: a bug or a broken dependency
	Invalid                 // what was sent cannot be accepted as it is; say what to change
	NotFound                // there is no such thing, or not for this person
	Gone                    // it was there and has ended: expired, sent, withdrawn
	Conflict                // somebody or some other tab was faster; look again
	Forbidden               // signed in, but not for this
	SignIn                  // nobody is signed in
	TooLarge                // more than is accepted
	TooMany                 // too many requests; try again later
	Unavailable             // a dependency is down; trying again may help
)

var names = [...]string{
	"internal", "invalid", "not found", "gone", "conflict",
	"forbidden", "sign in", "too large", "too many", "unavailable",
}

// String gives the kind's name as it appears in logs.
func (k Kind) String() string {
	if k < 0 || int(k) >= len(names) {
		return "internal"
	}
	return names[k]
}

// Error is a failure with its kind. Op names what was being done, in words fit for a log; it never holds anything
// that a person typed.
type Error struct {
	Kind Kind
	Op   string
	Err  error
}

// Error implements error.
func (e *Error) Error() string {
	if e.Err == nil {
		return e.Op
	}
	return e.Op + ": " + e.Err.Error()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Err }

// New makes an error of a kind. The text goes to logs, never to a person, and must hold nothing that was typed.
func New(k Kind, format string, args ...any) error {
	return &Error{Kind: k, Op: fmt.Sprintf(format, args...)}
}

// Wrap gives err a kind and says what was being done. Wrap(k, op, nil) is nil.
func Wrap(k Kind, op string, err error) error {
	if err == nil {
		return nil
	}
	return &Error{Kind: k, Op: op, Err: err}
}

// KindOf finds the kind of err: that of the outermost Error in its chain, Internal where there is none.
func KindOf(err error) Kind {
	var e *Error
	if errors.As(err, &e) {
		return e.Kind
	}
	return Internal
}

// Is reports whether err is of kind k. A nil error is of no kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }

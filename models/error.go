package models

import (
	"errors"
	"fmt"
)

// ErrorKind sorts what can go wrong by what the asker can do about it.
type ErrorKind int

// The kinds, with the HTTP status that handlers/problem gives each.
const (
	Internal    ErrorKind = iota // 500: ours; nothing is said but a request id
	Invalid                      // 422: the asker can mend the input
	SignIn                       // 401: nobody is signed in, or no longer
	StepUp                       // 403: a fresh sign-in is needed
	NotAllowed                   // 403: it can be seen, but this cannot be done to it
	NotFound                     // 404: there is nothing here for this actor
	Conflict                     // 409: somebody else changed it meanwhile
	TooMany                      // 429: try again later
	Unavailable                  // 503: storage cannot serve now
)

// Error is the one error that operations return. Key names a message in the
// catalogue (never a sentence); Fields says what is wrong with single inputs.
type Error struct {
	Kind   ErrorKind
	Key    string
	Fields []Problem
	Err    error
}

// Problem is what is wrong with one input: its name, the key of the sentence
// that says so, and the figures that sentence needs (such as the most characters allowed).
type Problem struct {
	Field string
	Key   string
	Args  map[string]any
}

func (e *Error) Error() string {
	if e.Err != nil {
		return fmt.Sprintf("%s: %v", e.Key, e.Err)
	}
	return e.Key
}

func (e *Error) Unwrap() error { return e.Err }

// KindOf is the kind of the first Error in err's chain, else Internal.
func KindOf(err error) ErrorKind {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Kind
	}
	return Internal
}

// The errors that many operations share.
var (
	ErrNotFound   = &Error{Kind: NotFound, Key: "error.not_found"}
	ErrNotAllowed = &Error{Kind: NotAllowed, Key: "error.not_allowed"}
	ErrStepUp     = &Error{Kind: StepUp, Key: "error.step_up"}
	// ErrExact is a change that asked for one version and met another: HTTP's 412.
	ErrExact  = &Error{Kind: Conflict, Key: "error.precondition"}
	ErrSignIn = &Error{Kind: SignIn, Key: "error.sign_in"}
)

// Unusable is an Invalid error about what has no name among inputs, such as a setting or a
// file: the key of its sentence and, in turn, names and values of what stands in it.
func Unusable(key string, args ...any) *Error {
	filled := make(map[string]any, len(args)/2)
	for i := 0; i+1 < len(args); i += 2 {
		filled[args[i].(string)] = args[i+1]
	}
	return &Error{Kind: Invalid, Key: "error.invalid", Fields: []Problem{{Key: key, Args: filled}}}
}

// Wrong is an Invalid error about one input.
func Wrong(field, key string) *Error {
	return &Error{Kind: Invalid, Key: "error.invalid", Fields: []Problem{{Field: field, Key: key}}}
}

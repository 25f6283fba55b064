package problem

import "context"

type key struct{}

// Keep makes a place in a request's context where the cause of its answer is
// noted, so that the edge can log it: the answer itself does not say it.
func Keep(ctx context.Context) (context.Context, *error) {
	cause := new(error)
	return context.WithValue(ctx, key{}, cause), cause
}

// Note notes the cause of the answer that is about to be given.
func Note(ctx context.Context, err error) {
	if cause, ok := ctx.Value(key{}).(*error); ok {
		*cause = err
	}
}

//go:build !cgo

package database

// SQLite is written in C. Where Go finds no C compiler it builds without, and what
// it says then names a driver's insides; this stands first and says what to do.
var _ = handrail_needs_a_C_compiler__install_gcc_and_build_with_CGO_ENABLED_1

// Package models says what the words of Handrail mean: a plan, its sections and
// entries, consent, suggestions, merging. Types and pure rules only: it imports
// nothing but the standard library and never reads a clock, a file or a database.
package models

// Package house holds the test that keeps the house in order: which way imports point, what folders may be called, how
// long a main may be. It has no code of its own.
package house

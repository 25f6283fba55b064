//go:build !linux

package main

// giveBack is for Linux.
func giveBack() {}

package main

import (
	"fmt"
	"io"
	"runtime/debug"
)

// version says which version this is, and by which Go it was built.
func version(_ []string, out, _ io.Writer) error {
	info, _ := debug.ReadBuildInfo()
	_, err := fmt.Fprintf(out, "handrail %s, %s\n", info.Main.Version, info.GoVersion)
	return err
}

// programVersion is the version as it was built.
func programVersion() string {
	info, _ := debug.ReadBuildInfo()
	return info.Main.Version
}

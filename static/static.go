// Package static holds what the browser is sent as it is: the style sheet,
// scripts, icons and the message catalogue. Nothing in it knows anybody.
package static

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"
	"path"
	"strings"
)

// Files is everything that is embedded.
//
//go:embed css js icons messages
var Files embed.FS

// sums is each file's hash, which stands in its address, so that a browser may
// keep it for good.
var sums = func() map[string]string {
	out := make(map[string]string)
	err := fs.WalkDir(Files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasPrefix(name, "messages/") {
			return err
		}
		data, err := Files.ReadFile(name)
		sum := sha256.Sum256(data)
		out[name] = hex.EncodeToString(sum[:6])
		return err
	})
	if err != nil {
		panic(fmt.Sprintf("static: %v", err)) // embedded: cannot fail
	}
	return out
}()

// Text is a file's text, for what has to stand inside something else.
func Text(name string) string {
	text, err := Files.ReadFile(name)
	if err != nil {
		panic(fmt.Sprintf("static: %v", err)) // a name in the code, and embedded
	}
	return string(text)
}

// URL is the address of a file such as css/handrail.css, with its hash in it.
func URL(name string) string {
	ext := path.Ext(name)
	return "/static/" + strings.TrimSuffix(name, ext) + "." + sums[name] + ext
}

// Find is the file behind an address's path after /static/; "" where the hash is
// not the file's.
func Find(address string) string {
	ext := path.Ext(address)
	stem := strings.TrimSuffix(address, ext)
	i := strings.LastIndexByte(stem, '.')
	if i < 0 {
		return ""
	}
	name := stem[:i] + ext
	if sum, ok := sums[name]; !ok || sum != stem[i+1:] {
		return ""
	}
	return name
}

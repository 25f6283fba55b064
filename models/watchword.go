package models

import (
	"crypto/sha256"
	"strconv"
	"strings"
	"time"
)

// TwoWords is two plain words for one accepted invitation. They stand on both
// screens, so that the person can ask "what does yours say?" before confirming.
func TwoWords(tie ID, accepted time.Time) string {
	sum := sha256.Sum256([]byte(string(tie) + " " + strconv.FormatInt(accepted.UnixMicro(), 10)))
	first, second := int(sum[0])%len(watchwords), int(sum[1])%(len(watchwords)-1)
	if second >= first {
		second++
	}
	return watchwords[first] + " " + watchwords[second]
}

var watchwords = strings.Fields(`
	acorn apple barley basket beach bell berry birch blanket boat bread brook bucket button cabin candle
	canal carrot castle cedar chair cherry clock cloud clover coat corner cotton cup daisy door drum
	elm feather fern field fiddle finch garden gate glen glove harbour hazel heron hill honey island
	ivy jacket kettle ladder lamp lantern leaf lemon linen loaf maple marble meadow mitten moon moss
	oak oat onion orchard otter paddle paper pear pebble pencil pepper pine plum pocket pond poppy
	puffin quilt rain ribbon river robin rope rose rowan saddle sail salmon sand scarf shell shore
	silver snow song spoon spring star stone straw sugar swan table thimble thistle thread tide tulip
	turnip valley violet wagon walnut water wheat whistle willow window winter wool wren yarrow`)

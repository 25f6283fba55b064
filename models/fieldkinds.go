package models

import (
	"strconv"
	"time"
)

func isScale(text string) bool {
	n, err := strconv.Atoi(text)
	return err == nil && n >= 0 && n <= 10 && strconv.Itoa(n) == text
}

func isDate(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

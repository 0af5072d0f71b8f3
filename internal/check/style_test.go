package check

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

// The house style of messages and hints, which package diag states, holds wherever
// they are made.
func TestHouseStyle(t *testing.T) {
	for _, s := range readSources(t).said {
		if s.role != says || !strings.Contains(s.text, " ") {
			continue // no words
		}
		if wrong := unlikeHouse(s.text); wrong != "" {
			t.Errorf("%s: %s: %q", s.at, wrong, s.text)
		}
	}
}

// What is said is said where these tests can read it.
func TestNothingIsSaidUnread(t *testing.T) {
	for _, what := range readSources(t).astray {
		t.Error(what)
	}
}

var (
	proper   = regexp.MustCompile(`^(?:YAML|HTML|UTF-|Windows|GitHub|Markdown|JSON|EDITOR|[A-Z]+_[A-Z])`)
	pleading = regexp.MustCompile(`(?i)\bplease\b|\b(?:invalid|illegal|unable|oops|sorry|failed to)\b|!$`)
	quoting  = regexp.MustCompile(`(?:^| )'[^' ][^']*'(?: |$|[,;:])`)
)

// unlikeHouse says what in a text is not of the house style, or "".
func unlikeHouse(text string) string {
	first, _ := utf8.DecodeRuneInString(text)
	last := strings.TrimRight(text, "\"”)")
	switch {
	case unicode.IsUpper(first) && !proper.MatchString(text):
		return "begins with a capital"
	case strings.HasSuffix(last, ".") && !strings.HasSuffix(last, "..") && !strings.HasSuffix(last, "…"):
		return "ends with a full stop"
	case pleading.MatchString(text):
		return "pleads, or blames"
	case quoting.MatchString(text):
		return "quotes with single marks"
	case strings.ContainsAny(text, "\n\r"):
		return "has more than one line"
	}
	return ""
}

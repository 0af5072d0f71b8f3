package content_test

import (
	"strings"
	"testing"

	"backgrounder/internal/content"
)

func TestSlug(t *testing.T) {
	for _, test := range []struct{ title, want string }{
		{"U.S., Iraq to Begin Talks on Ending Coalition’s Mission", "us-iraq-to-begin-talks-on-ending-coalitions-mission"},
		{"Erdoğan’s visit – a café meeting", "erdogans-visit-a-cafe-meeting"},
		{strings.Repeat("talks ", 20), "talks-talks-talks-talks-talks-talks-talks-talks-talks-talks"},
		{strings.Repeat("x", 200), strings.Repeat("x", 60)},
		{"會談開始", ""},
		{"Glossary", "glossary-1"},
		{"Con", "con-1"},
		{"None", "none-1"},
	} {
		if got := content.Slug(test.title); got != test.want {
			t.Errorf("%q becomes %q, want %q", test.title, got, test.want)
		}
	}
}

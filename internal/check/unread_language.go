package check

import (
	"cmp"
	"fmt"

	"backgrounder/internal/annotate"
)

// unreadLanguage tells of a story without a source that none was looked for.
func unreadLanguage(s *story) {
	if annotate.English(s.language()) || len(s.res.Passages) > 0 {
		return
	}
	s.reportAt(s.article.At("title"),
		fmt.Sprintf("sources are looked for in English only, this story is in %q, and it marks none", s.language()),
		"declare who it rests on under \"sources\", and mark what they say: [these words]{source=the-id}")
}

// language is that of the story.
func (s *story) language() string {
	return cmp.Or(s.article.Language, s.site.Config.Language)
}

package content_test

import (
	"fmt"
	"strings"
	"testing"

	"backgrounder/internal/content"
)

// A thousand stories with what an editor fills in; scale by ten for the largest
// site that should be a pleasure to work with.
func BenchmarkLoad(b *testing.B) {
	files := map[string]string{}
	text := strings.Repeat("They talk, the ministry said. ", 200)
	for i := range 1000 {
		files[fmt.Sprintf("content/articles/talks-%d.md", i)] = `---
title: Who is who in the talks
summary: Two governments talk about the end of a mission.
date: 2024-01-25
authors: [A. Writer]
tags: [Iraq, talks]
sources:
  - id: us-official
    name: A U.S. official
    level: anonymous
    reason: not authorized to discuss details
  - {id: ministry, name: The ministry, level: institution, actor: ministry}
timeline:
  - {date: 2020-01, text: A strike.}
---
` + text
	}
	files["content/glossary/ministry.md"] = "---\nname: The ministry\nkind: government\n---\n"
	fsys := site(files)
	b.ReportAllocs()
	for b.Loop() {
		if _, found := content.Load(fsys); len(found) > 0 {
			b.Fatal(found)
		}
	}
}

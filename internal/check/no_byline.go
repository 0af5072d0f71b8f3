package check

// noByline asks who wrote the story: readers judge by that too, and whoever finds a
// mistake needs to know whom to tell.
func noByline(s *story) {
	if len(s.article.Authors) == 0 {
		s.reportAt(s.article.At("title"), "the story does not say who wrote it", "name them in \"authors\"; a desk can be an author")
	}
}

package site

import "testing"

func TestParseBase(t *testing.T) {
	for s, want := range map[string]base{
		"":                                 {"", "/"},
		"https://example.org":              {"https://example.org", "/"},
		"https://example.org/news":         {"https://example.org", "/news/"},
		"http://127.0.0.1:1313/a%20b/":     {"http://127.0.0.1:1313", "/a%20b/"},
		"https://user.github.io/project/?": {"https://user.github.io", "/project/"},
	} {
		if got, ok := parseBase(s); !ok || got != want {
			t.Errorf("parseBase(%q) = %v, %v; want %v", s, got, ok, want)
		}
	}
	for _, s := range []string{"example.org", "/news/", "ftp://example.org/", "https://", "://"} {
		if got, ok := parseBase(s); ok {
			t.Errorf("parseBase(%q) = %v", s, got)
		}
	}
}

func TestAddresses(t *testing.T) {
	b := base{"https://example.org", "/news/"}
	for output, want := range map[string]string{
		"":                             "/news/",
		"index.html":                   "/news/",
		"talks/index.html":             "/news/talks/",
		"glossary/iran/index.html":     "/news/glossary/iran/",
		"404.html":                     "/news/404.html",
		"assets/images/a b.12.png":     "/news/assets/images/a%20b.12.png",
		"glossary/index.html/odd.html": "/news/glossary/index.html/odd.html",
	} {
		if got := b.to(output); got != want {
			t.Errorf("to(%q) = %q, want %q", output, got, want)
		}
	}
}

// TestResolve follows links from content/articles/talks.md, whose page may be shown
// at the site's root too.
func TestResolve(t *testing.T) {
	b := base{"https://example.org", "/news/"}
	for dest, want := range map[string]string{
		"https://example.com/a?b=c#d": "https://example.com/a?b=c#d",
		"mailto:desk@example.org":     "mailto:desk@example.org",
		"//example.com/a":             "//example.com/a",
		"#p-1":                        "#p-1",
		"?q":                          "?q",
		"/":                           "/news/",
		"/about/":                     "/news/about/",
		"/assets/a.pdf":               "/news/assets/a.pdf",
		"other.md":                    "/news/other/",
		"other.md#p-2":                "/news/other/#p-2",
		"./other.txt":                 "/news/other/",
		"../about.md":                 "/news/about/",
		"../glossary/iran.md":         "/news/glossary/iran/",
		"/content/glossary/iran.md":   "/news/glossary/iran/",
		"source/":                     "/news/talks/source/",
		"annotations.json":            "/news/talks/annotations.json",
		"../other/":                   "/news/other/",
		"../../../../etc/passwd":      "/news/etc/passwd",
		"..":                          "/news/",
	} {
		if got := b.resolve(dest, "content/articles/talks.md", "talks/index.html"); got != want {
			t.Errorf("resolve(%q) = %q, want %q", dest, got, want)
		}
	}
}

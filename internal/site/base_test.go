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
	for _, s := range []string{"example.org", "/news/", "ftp://example.org/", "https://", "://", "https://example.org//x/", "https://example.org/x//", "https://example.org/a//b/", "https://example.org//", "https://example.org/../x", "https://example.org/%2e%2e/"} {
		if got, ok := parseBase(s); ok {
			t.Errorf("parseBase(%q) = %v", s, got)
		}
	}
}

// TestAddresses writes the same addresses on pages at different places.
func TestAddresses(t *testing.T) {
	b := base{"https://example.org", "/news/"}
	for output, want := range map[string]struct{ home, entry, missing string }{
		"":                             {"./", "../../", "/news/"},
		"index.html":                   {"./", "../../", "/news/"},
		"talks/index.html":             {"talks/", "../../talks/", "/news/talks/"},
		"glossary/iran/index.html":     {"glossary/iran/", "../../glossary/iran/", "/news/glossary/iran/"},
		"404.html":                     {"404.html", "../../404.html", "/news/404.html"},
		"assets/images/a b.12.png":     {"assets/images/a%20b.12.png", "../../assets/images/a%20b.12.png", "/news/assets/images/a%20b.12.png"},
		"glossary/index.html/odd.html": {"glossary/index.html/odd.html", "../../glossary/index.html/odd.html", "/news/glossary/index.html/odd.html"},
		"mailto:me/index.html":         {"./mailto:me/", "../../mailto:me/", "/news/mailto:me/"},
	} {
		for _, at := range []struct {
			place
			want string
		}{{on("index.html"), want.home}, {on("glossary/iraq/index.html"), want.entry}, {b.anywhere("404.html"), want.missing}} {
			if got := at.to(output); got != at.want {
				t.Errorf("on %s, to(%q) = %q, want %q", at.page, output, got, at.want)
			}
		}
	}
}

// TestLead leaves alone what is no address within the site.
func TestLead(t *testing.T) {
	for address, want := range map[string]string{
		"/":                    "../",
		"/about/#us":           "../about/#us",
		"/?q":                  "../?q",
		"#p-1":                 "#p-1",
		"":                     "",
		"//example.com/":       "//example.com/",
		"https://example.com/": "https://example.com/",
	} {
		if got := on("talks/index.html").lead(address); got != want {
			t.Errorf("lead(%q) = %q, want %q", address, got, want)
		}
	}
	for address, want := range map[string]string{"/": "./", "/?q": "./?q", "/#p-1": "./#p-1"} {
		if got := on("index.html").lead(address); got != want {
			t.Errorf("on the first page, lead(%q) = %q, want %q", address, got, want)
		}
	}
}

// TestFullAddresses has none where no host is known: one from the root of a host
// would be wrong under a path.
func TestFullAddresses(t *testing.T) {
	b := base{"https://example.org", "/news/"}
	if got, want := b.abs("talks/index.html"), "https://example.org/news/talks/"; got != want {
		t.Errorf("abs = %q, want %q", got, want)
	}
	if got := (base{"", "/"}).abs("talks/index.html"); got != "" {
		t.Errorf("without a host, abs = %q", got)
	}
	if got, want := (base{"", "/"}).absOr(on("talks/annotations.json"), "index.html"), "../"; got != want {
		t.Errorf("without a host, absOr = %q, want %q", got, want)
	}
}

// TestResolve follows links from content/articles/talks.md, whose page may be shown
// at the site's root too.
func TestResolve(t *testing.T) {
	moved := map[string]string{
		"content/articles/2024-ferry.md": "ferry/index.html", "content/who.md": "about-us/index.html",
	}
	for dest, want := range map[string]string{
		"https://example.com/a?b=c#d": "https://example.com/a?b=c#d",
		"mailto:desk@example.org":     "mailto:desk@example.org",
		"//example.com/a":             "//example.com/a",
		"#p-1":                        "#p-1",
		"?q":                          "?q",
		"/":                           "/",
		"/#p-1":                       "/#p-1",
		"/about/":                     "/about/",
		"/assets/a.pdf":               "/assets/a.pdf",
		"/%2Fexample.com/":            "/example.com/",
		"other.md":                    "/other/",
		"other.md?q#p-2":              "/other/?q#p-2",
		"./other.txt":                 "/other/",
		"../about.md":                 "/about/",
		"../glossary/iran.md":         "/glossary/iran/",
		"/content/glossary/iran.md":   "/glossary/iran/",
		"2024-ferry.md":               "/ferry/",
		"2024-ferry.md#p-2":           "/ferry/#p-2",
		"/articles/2024-ferry.md":     "/ferry/",
		"../who.md":                   "/about-us/",
		"source/":                     "/talks/source/",
		"annotations.json":            "/talks/annotations.json",
		"../other/":                   "/other/",
		"../../../../etc/passwd":      "/etc/passwd",
		"..":                          "/",
		".":                           "/talks/",
	} {
		if got := resolve(dest, "content/articles/talks.md", "talks/index.html", moved); got != want {
			t.Errorf("resolve(%q) = %q, want %q", dest, got, want)
		}
	}
}

// TestMovable settles addresses in HTML for pages at two places.
func TestMovable(t *testing.T) {
	m := newMovable(`<p><a class="x" href="/a/?b&amp;c">A</a> <a href="#actor-iran">Iran</a> <img src="/assets/i.png" alt=""> <a href="https://example.com/">B</a> <a href="#p-1" data-href="/d">1</a></p>`, true)
	want := `<p><a class="x" href="../a/?b&amp;c">A</a> <a href="../glossary/iran/">Iran</a> <img src="../assets/i.png" alt=""> <a href="https://example.com/">B</a> <a href="#p-1" data-href="/d">1</a></p>`
	at := on("talks/index.html")
	if got := string(m.on(at, at.entry)); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := m.actors(); len(got) != 1 || got[0] != "iran" {
		t.Errorf("the actors are %q", got)
	}
}

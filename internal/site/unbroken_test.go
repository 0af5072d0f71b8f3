package site

import (
	"strings"
	"testing"
)

func TestHeadline(t *testing.T) {
	t.Parallel()
	for words, want := range map[string]string{
		"":                        "",
		"Talks  on ending it":     "Talks  on ending it",
		"The U.S.-led mission":    `The <span class="whole">U.S.-led</span> mission`,
		"Harakat al-Nujaba, then": `Harakat <span class="whole">al-Nujaba,</span> then`,
		"A counter-offensive":     "A counter-offensive",
		"Q&A-<b>":                 `<span class="whole">Q&amp;A-&lt;b&gt;</span>`,
		"ברית ארה״ב-קטאר":         `ברית <span class="whole">ארה״ב-קטאר</span>`,
	} {
		if got := string(headline(words)); got != want {
			t.Errorf("headline(%q) = %q, want %q", words, got, want)
		}
	}
}

func TestUnbroken(t *testing.T) {
	t.Parallel()
	l := english(t)
	for html, want := range map[string]string{
		"":                               "",
		"<p>The bridge is shut.</p>\n":   "<p>The bridge is shut.</p>\n",
		"<p>The U.S.-led coalition,</p>": `<p>The <span class="whole">U.S.-led</span> coalition,</p>`,
		`<a href="#a-b">Harakat al-Nujaba</a>’s`:          `<a href="#a-b">Harakat <span class="whole">al-Nujaba</span></a>’s`,
		"in (mid-October)\nor day-to-day":                 `in <span class="whole">(mid-October)</span>` + "\nor " + `<span class="whole">day-to-day</span>`,
		"long-term aid -- or none - to Iran-backed":       "long-term aid -- or none - to Iran-backed",
		"a co-counterinsurgency-plan":                     "a co-counterinsurgency-plan",
		"died on Jan. 3, 2020, in":                        `died on <span class="whole">Jan. 3, 2020,</span> in`,
		"It was\nJan.\n3,\n2020. 15 died":                 "It was\n" + `<span class="whole">Jan.` + "\n3,\n2020.</span> 15 died",
		"in December 2023 and on Aug. 7 and 8":            `in December 2023 and on <span class="whole">Aug. 7</span> and 8`,
		"on 3 January 2020 (in January. 25 died)":         `on <span class="whole">3 January 2020</span> (in January. 25 died)`,
		"(Jan. 3 15 people)":                              `<span class="whole">(Jan. 3</span> 15 people)`,
		"at 6:30 p.m., or $2.4\nbillion. 1 p.m":           `at <span class="whole">6:30 p.m.,</span> or <span class="whole">$2.4` + "\nbillion.</span> 1 p.m",
		"million a.m. X5 million":                         "million a.m. X5 million",
		"a < b":                                           "a < b",
		"March 1,200 miles, on June 5. 2020 saw":          `March 1,200 miles, on <span class="whole">June 5.</span> 2020 saw`,
		`<time datetime="2024-01-04">Jan. 4</time> 4-5`:   `<time datetime="2024-01-04">Jan. 4</time> <span class="whole">4-5</span>`,
		"<pre><code>Jan. 3 al-X</code></pre> al-X":        `<pre><code>Jan. 3 al-X</code></pre> <span class="whole">al-X</span>`,
		`<img alt="the U.S.-led" src="/a-b.png"> at al-X`: `<img alt="the U.S.-led" src="/a-b.png"> at <span class="whole">al-X</span>`,
	} {
		if got := l.unbroken(html); got != want {
			t.Errorf("unbroken(%q)\n got %q\nwant %q", html, got, want)
		}
	}
	if got, want := inLanguage(t, "ar").unbroken("في 27 أبريل ساعتين"), `في <span class="whole">27 أبريل</span> ساعتين`; got != want {
		t.Errorf("in Arabic: %q, want %q", got, want)
	}
}

// FuzzUnbroken takes what was put in out again: the rest is as it was.
func FuzzUnbroken(f *testing.F) {
	for _, html := range []string{"<p>The U.S.-led 3 Jan. 2020</p>", "a < 4-5", "</time>Jan. 3\n-", "<pre>x-y"} {
		f.Add(html)
	}
	l := english(f)
	f.Fuzz(func(t *testing.T, html string) {
		if strings.Contains(html, "span") {
			return
		}
		got := l.unbroken(html)
		if rest := strings.NewReplacer(wholeStart, "", wholeEnd, "").Replace(got); rest != html {
			t.Errorf("%q became %q", html, got)
		}
	})
}

package site

import "testing"

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

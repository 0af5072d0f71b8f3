package prose

import (
	"testing"
)

func TestDatelines(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"WASHINGTON — The United States", "WASHINGTON | "},
		{"KYIV, Ukraine (AP) — Two", "KYIV, Ukraine | AP"},
		{"LONDON, Jan 25 (Reuters) - The", "LONDON | Reuters"},
		{"UNITED NATIONS (AP) -- The", "UNITED NATIONS | AP"},
		{"ST. LOUIS — It", "ST. LOUIS | "},
		{"RAMALLAH, West Bank — It", "RAMALLAH, West Bank | "},
		{"NATO’s chief said — at last — so", "none"},
		{"The ferry — a boat — sank", "none"},
		{"IS fighters — some — fled", "none"},
	} {
		got := "none"
		if d := ReadDateline(test.text); d.Len > 0 {
			got = d.Place + " | " + d.Agency
		}
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.text, got, test.want)
		}
	}
}

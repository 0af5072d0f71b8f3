package importer

import (
	"strings"
	"testing"
)

func TestBylines(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"By LOLITA C. BALDOR and QASSIM ABDUL-ZAHRA, Associated Press", "LOLITA C. BALDOR; QASSIM ABDUL-ZAHRA | The Associated Press"},
		{"By Jane Doe, Staff Writer", "Jane Doe | "},
		{"By Mohammed al-Sudani in Baghdad and Ada de la Cruz", "Mohammed al-Sudani; Ada de la Cruz | "},
		{"By The Associated Press", " | The Associated Press"},
		{"Written by Ada Lorn", "Ada Lorn | "},
		{"By the time they met, the storm was over.", "none"},
		{"By Friday, nobody was left", "none"},
		{"By sea and by land", "none"},
		{"Jane Doe", "none"},
	} {
		names, agency, ok := byline(test.line)
		got := strings.Join(names, "; ") + " | " + agency
		if !ok {
			got = "none"
		}
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.line, got, test.want)
		}
	}
}

func TestContributors(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"Associated Press writer Abby Sewn in Dorr contributed to this report.", "Abby Sewn"},
		{"Associated Press writers Abby Sewn, Tara Cop and Lolo Bald in Washington contributed to this report.", "Abby Sewn; Tara Cop; Lolo Bald"},
		{"AP Aerospace Writer Marcia Dun in Cape Verd, Florida, and Vladimir Isach in Moscow contributed to this report.", "Marcia Dun; Vladimir Isach"},
		{"Heba Hab contributed to this report.", "Heba Hab"},
		{"The Post’s newsroom contributed to this story.", "The Post’s newsroom"},
		{"(Reporting by Jane Doe in London and Ali Hassan; Editing by Max Munn)", "Jane Doe; Ali Hassan"},
		{"Additional reporting by Ada Lorn", "Ada Lorn"},
		{"Reporting by the panel showed that nobody knew.", "none"},
		{"He contributed to this campaign.", "none"},
	} {
		names, ok := contributors(test.line)
		got := strings.Join(names, "; ")
		if !ok {
			got = "none"
		}
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.line, got, test.want)
		}
	}
}

func TestDateLines(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"Jan. 25, 2024", "2024-01-25"},
		{"Thursday, January 25, 2024", "2024-01-25"},
		{"25 January 2024", "2024-01-25"},
		{"2024-01-25", "2024-01-25"},
		{"2024-01-25T10:30:00Z", "2024-01-25"},
		{"Published: Sept. 3, 2024 at 4:51 p.m. EST", "2024-09-03"},
		{"Published 4:51 PM EST, Sat Feb 3, 2024", "2024-02-03"},
		{"Last updated on 3 May 2024, 14:05 GMT", "2024-05-03 updated"},
		{"Feb. 30, 2024", "none"},
		{"January 25, 2024 was the last day.", "none"},
		{"Jan. 25", "none"},
		{"2024", "none"},
	} {
		when, updated, ok := dateLine(test.line)
		got := when.String()
		if updated {
			got += " updated"
		}
		if !ok {
			got = "none"
		}
		if got != test.want {
			t.Errorf("%q: %s, want %s", test.line, got, test.want)
		}
	}
}

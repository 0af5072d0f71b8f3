package prose

import (
	"slices"
	"strings"
	"testing"
)

func sentencesOf(text string) []string {
	var out []string
	for _, s := range Sentences(text, Span{0, len(text)}) {
		out = append(out, s.Of(text))
	}
	return out
}

func TestSentences(t *testing.T) {
	// A bar marks where one sentence ends and the next begins.
	for _, c := range []string{
		"It rained. |It poured.",
		"Gen. Ada Holm spoke. |Lt. Col. Finn Roe did not.",
		"GEN. HOLM spoke. |MR. ROE said NO. |Holm left.",
		"He spoke of \"followers.\"|The crowd left.",
		"He left the U.S. in 2003. |The U.S. Army stayed.",
		"Forces were drawn home by the U.S. |The rest stayed.",
		"It opened at 6 a.m. on Oct. 7. |It shut at 9 p.m. |The crowd left.",
		"J. P. Akin of Stan Ltd. sold at 9.4 percent. |He bought at $4.7 million.",
		"“Stop!” he said. |“Go.” |She went.",
		"“Where is the plane?” he asked. |No one knew.",
		"“It is not peace,” he said. |“It is a gate.”",
		"The groups scattered.|\"The pressure is on,\" he said.",
		"Wait … what? |Yes!",
		"Bus No. 6 ran late. |So did No. 14.",
		"‘We’ll go,’ he said. |‘Now.’ |They went.",
		"It ended (badly). |He wept.",
		"One line without a stop",
		"The talks ended.|They resume Monday.",
	} {
		want := strings.Split(c, "|")
		for i := range want {
			want[i] = strings.TrimSpace(want[i])
		}
		if got := sentencesOf(strings.ReplaceAll(c, "|", "")); !slices.Equal(got, want) {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
}

func TestTokens(t *testing.T) {
	for text, want := range map[string]string{
		"Iraq’s U.S.-led coalition, don't":   "Iraq ’s U.S.-led coalition , don't",
		"It’s the teachers’ 1,000 ’90s cars": "It’s the teachers ’ 1,000 ’ 90s cars",
		"$14.6 million—9-4, 82nd":            "$14.6 million — 9-4 , 82nd",
		"Gawker.com said -- Hask & Dunmore":  "Gawker.com said -- Hask & Dunmore",
		"al-Sudani (Q&A) Erdoğan":            "al-Sudani ( Q&A ) Erdoğan",
		"Pallas+, Pallas+’s C++ a+ 5+5 A+B":  "Pallas+ , Pallas+ ’s C + + a + 5 + 5 A + B",
	} {
		var got []string
		for _, tok := range Tokens(text, Span{0, len(text)}) {
			got = append(got, tok.Of(text))
		}
		if !slices.Equal(got, strings.Fields(want)) {
			t.Errorf("%q: got %q, want %s", text, got, want)
		}
	}
}

func TestQuotations(t *testing.T) {
	cases := []struct{ text, want string }{
		{"He said “no” and “never.”", "“no” “never.”"},
		{"“He said ‘no’ twice,” she said.", "“He said ‘no’ twice,”"},
		{"‘He said “no” twice,’ she said.", "‘He said “no” twice,’"},
		{"‘It’s the teachers’ room, not ours,’ he said.", "‘It’s the teachers’ room, not ours,’"},
		{"It was 'all right,' he said.", "'all right,'"},
		{"The '90s and rock 'n' roll", "'n'"},
		{"Give 'em all of it", ""},
		{"‘He blamed the owners’ and left", "‘He blamed the owners’"},
		{"He said, “We won.\nIt was good.” Then he left", "“We won.+ +It was good.”"},
		{"been “discussing it and the “timing is off.” he said", "“discussing it and the+ “timing is off.”"},
		{"ensuring the “ safety of all” now", "“ safety of all”"},
		{"I was asked.\n“I was not.\n“I left.” He went", "“I was not.+ +“I left.”"},
		{"He said, \"We won.\nIt was good.\" Then he left", "\"We won.+ +It was good.\""},
		{"the groups.\"The pressure is up,\" he said.\"It is.\"", "\"The pressure is up,\" \"It is.\""},
	}
	for _, c := range cases {
		var q Quoter
		var got []string
		at := 0
		for _, p := range strings.SplitAfter(c.text, "\n") {
			toks := Tokens(c.text, Span{at, at + len(p)})
			for _, x := range q.Append(nil, c.text, toks) {
				w := x.Of(c.text)
				if x.Unclosed {
					w += "+"
				}
				if x.Continues {
					w = "+" + w
				}
				got = append(got, w)
			}
			at += len(p)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q\ngot  %s\nwant %s", c.text, strings.Join(got, " "), c.want)
		}
	}
}

func FuzzProse(f *testing.F) {
	f.Add("“He said ‘no’ twice,” she said. \"It's\nthe teachers' U.S.-led $4.7...\"")
	f.Fuzz(func(t *testing.T, text string) {
		toks := Tokens(text, Span{0, len(text)})
		at := 0
		for _, tok := range toks {
			if tok.Start < at || tok.End <= tok.Start || strings.TrimSpace(text[at:tok.Start]) != "" {
				t.Fatalf("token %v after %d loses or repeats words of %q", tok, at, text)
			}
			at = tok.End
		}
		if strings.TrimSpace(text[at:]) != "" {
			t.Fatalf("words lost at the end of %q", text)
		}
		next := 0
		for _, s := range AppendSentences(nil, text, toks) {
			if s.Start != next || s.End <= s.Start {
				t.Fatalf("sentence %v after %d", s, next)
			}
			next = s.End
		}
		if next != len(toks) {
			t.Fatal("tokens outside any sentence")
		}
		var q Quoter
		last := -1
		for _, x := range q.Append(nil, text, toks) {
			if x.First <= last || x.Last < x.First {
				t.Fatalf("quotation %v after token %d", x, last)
			}
			last = x.Last
		}
	})
}

func BenchmarkTokens(b *testing.B) {
	text := strings.Repeat("“We have seen drafts before,” Foreign Minister Ilse K. Vantreel told reporters at the airport on Oct. 7. A draft does not move a truck. ", 1000)
	b.SetBytes(int64(len(text)))
	var toks []Token
	var sents []Span
	for b.Loop() {
		toks = AppendTokens(toks[:0], text, Span{0, len(text)})
		sents = AppendSentences(sents[:0], text, toks)
	}
}

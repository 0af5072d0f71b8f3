package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Kind is the class of a token.
type Kind uint8

const (
	Word       Kind = iota // letters, with what joins them: don’t, al-Sudani, U.S., Q&A, Disney+
	Number                 // begins with a digit or a currency sign: 60, 9.4, $4.7, 82nd
	Stop                   // . ? ! …
	Comma                  // ,
	Semicolon              // ;
	Colon                  // :
	Dash                   // — – -- and a hyphen that joins nothing
	LeftParen              // ( [
	RightParen             // ) ]
	Possessive             // ’s, and the bare ’ after a plural
	Open                   // a quotation mark that opens
	Close                  // a quotation mark that closes
	Quote                  // a straight mark that could be either; see [Quoter]
	Other                  // everything else
)

// Token is a word, a number or a mark.
type Token struct {
	Span
	Kind Kind
}

// Tokens cuts the part of text that lies within in into tokens.
func Tokens(text string, in Span) []Token {
	return AppendTokens(make([]Token, 0, in.Len()/5+4), text, in)
}

// AppendTokens appends the tokens of text within in to dst. White space is no
// token; every other byte belongs to exactly one.
func AppendTokens(dst []Token, text string, in Span) []Token {
	s := text[:in.End]
	for i := in.Start; i < len(s); {
		c := s[i]
		switch {
		case alphanumeric[c]:
			end := i + 1
			for end < len(s) && alphanumeric[s[end]] {
				end++
			}
			if end < len(s) && s[end] != ' ' {
				end = wordEnd(s, i, end)
			}
			kind := Word
			if c <= '9' {
				kind = Number
			}
			dst = append(dst, Token{Span{i, end}, kind})
			if i = end; i < len(s) && s[i] == ' ' {
				i++
			}
			continue
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			i++
			continue
		}
		r, size := rune(c), 1
		if c >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(s[i:])
			switch {
			case r >= '‐' && r <= '‧': // dashes and quotation marks, the most usual by far
			case unicode.IsSpace(r):
				i += size
				continue
			case unicode.IsLetter(r) || unicode.IsDigit(r):
				end := wordEnd(s, i, i)
				dst = append(dst, Token{Span{i, end}, Word})
				i = end
				continue
			}
		}
		kind, end := mark(s, in.Start, i, r, size)
		dst = append(dst, Token{Span{i, end}, kind})
		i = end
	}
	return dst
}

// mark classifies the sign r at s[i:] and says where its token ends.
func mark(s string, from, i int, r rune, size int) (Kind, int) {
	end := i + size
	switch r {
	case '.', '?', '!', '…':
		for end < len(s) && (s[end] == '.' || s[end] == '?' || s[end] == '!') {
			end++
		}
		return Stop, end
	case ',':
		return Comma, end
	case ';':
		return Semicolon, end
	case ':':
		return Colon, end
	case '—', '–', '―':
		return Dash, end
	case '-':
		for end < len(s) && s[end] == '-' {
			end++
		}
		return Dash, end
	case '(', '[':
		return LeftParen, end
	case ')', ']':
		return RightParen, end
	case '“', '„', '«', '‘', '‚':
		return Open, end
	case '”', '»':
		return Close, end
	case '’', '\'', '`':
		return apostrophe(s, from, i, end, r)
	case '"':
		return straight(s, from, i, end), end
	case '$', '€', '£', '¥':
		if end < len(s) && s[end] >= '0' && s[end] <= '9' {
			return Number, wordEnd(s, end, end)
		}
	}
	return Other, end
}

// straight tells by its neighbours what a straight quotation mark does.
func straight(s string, from, i, end int) Kind {
	before := i == from || isSpaceByte(s[i-1]) || s[i-1] == '(' || s[i-1] == '[' || s[i-1] == '\'' || strings.HasSuffix(s[from:i], "—")
	after := end == len(s) || isSpaceByte(s[end]) || strings.IndexByte(".,;:?!)]'\"", s[end]) >= 0
	switch {
	case before && !after:
		return Open
	case after && !before:
		return Close
	}
	return Quote
}

// apostrophe classifies ’ ' or ` outside a word: the possessive, a quotation mark,
// or the apostrophe of ’90s.
func apostrophe(s string, from, i, end int, r rune) (Kind, int) {
	glued := i > from && !isSpaceByte(s[i-1])
	letterNext := end < len(s) && isWordByte(s[end])
	if glued && letterNext && (s[end] == 's' || s[end] == 'S') && (end+1 == len(s) || !isWordByte(s[end+1])) && (isWordByte(s[i-1]) || s[i-1] == '+') {
		return Possessive, end + 1
	}
	switch {
	case r == '`':
		return Other, end
	case glued && !letterNext:
		if s[i-1] == 's' && end < len(s) && s[end] == ' ' {
			return Possessive, end
		}
		return Close, end
	case !glued && letterNext && r == '\'' && !isDigit(s[end]):
		return Open, end
	}
	return Other, end
}

// wordEnd returns the end of the word or number that begins at s[start] and goes
// on at least to s[i].
func wordEnd(s string, start, i int) int {
	for i < len(s) {
		c := s[i]
		if alphanumeric[c] {
			i++
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if (r < '‐' || r > '‧') && (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.Mn, r)) {
				i += size
				continue
			}
			if (r == '’' || r == '‑' || r == '\u00ad') && nextIsWord(s, i+size) {
				if r == '’' && endsPossessive(s, start, i, i+size) {
					return i
				}
				i += size
				continue
			}
			return i
		}
		switch c {
		case '\'', '`':
			if !nextIsWord(s, i+1) || endsPossessive(s, start, i, i+1) {
				return i
			}
		case '-', '&', '@', '_':
			if !nextIsWord(s, i+1) {
				return i
			}
		case '+': // Disney+, LGBTQ+
			if s[start] < 'A' || s[start] > 'Z' || nextIsWord(s, i+1) || i+1 < len(s) && s[i+1] == '+' {
				return i
			}
			return i + 1
		case ',':
			if i == start || !isDigit(s[i-1]) || i+1 >= len(s) || !isDigit(s[i+1]) {
				return i
			}
		case '.':
			if nextIsWord(s, i+1) && !missingSpace(s, start, i) {
				break
			}
			if !isAbbreviation(s, start, i) {
				return i
			}
			if i+2 < len(s) && s[i+1] == '-' && nextIsWord(s, i+2) { // U.S.-led
				break
			}
			return i + 1
		default:
			return i
		}
		i++
	}
	return i
}

// endsPossessive reports whether the apostrophe at s[i:next] begins a possessive
// ’s rather than a contraction.
func endsPossessive(s string, start, i, next int) bool {
	if s[next] != 's' && s[next] != 'S' || next+1 < len(s) && isWordByte(s[next+1]) {
		return false
	}
	switch strings.ToLower(s[start:i]) {
	case "it", "he", "she", "that", "there", "what", "who", "let", "here", "where", "how":
		return false
	}
	return true
}

// missingSpace reports whether the full stop at s[i] ends a sentence although no
// space follows: "the talks.The".
func missingSpace(s string, start, i int) bool {
	if i-start < 3 || s[i+1] < 'A' || s[i+1] > 'Z' {
		return false
	}
	for j := start; j < i; j++ {
		if c := s[j]; c == '.' || c >= 'A' && c <= 'Z' && j > start {
			return false
		}
	}
	return i+2 < len(s) && s[i+2] >= 'a' && s[i+2] <= 'z'
}

// isAbbreviation reports whether the word s[start:i] takes the full stop after it.
func isAbbreviation(s string, start, i int) bool {
	word := s[start:i]
	if dot := strings.LastIndexByte(word, '.'); dot >= 0 {
		return len(word)-dot <= 3 && isASCIILetter(word[0]) // U.S a.m Ph.D
	}
	switch {
	case len(word) == 1:
		return word[0] >= 'A' && word[0] <= 'Z'
	case len(word) > 6:
		return false
	case word == "No":
		return i+2 < len(s) && isDigit(s[i+2])
	}
	if _, ok := abbreviations[word]; ok {
		return true
	}
	// GEN. and MR. in capitals, as in the labels of a transcript
	if strings.ContainsFunc(word, unicode.IsLower) {
		return false
	}
	ends, ok := abbreviations[word[:1]+strings.ToLower(word[1:])]
	return ok && !ends && word != "NO"
}

func nextIsWord(s string, i int) bool {
	if i >= len(s) {
		return false
	}
	if s[i] < utf8.RuneSelf {
		return isASCIILetter(s[i]) || isDigit(s[i])
	}
	r, _ := utf8.DecodeRuneInString(s[i:])
	return unicode.IsLetter(r)
}

// alphanumeric holds the letters and digits of ASCII.
var alphanumeric = func() (is [256]bool) {
	for c := range is {
		is[c] = isASCIILetter(byte(c)) || isDigit(byte(c))
	}
	return is
}()

func isASCIILetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
func isDigit(c byte) bool       { return c >= '0' && c <= '9' }
func isSpaceByte(c byte) bool   { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

// isWordByte reports whether c is part of a letter or digit; the bytes of
// letters beyond ASCII count, those of punctuation beyond it (U+2000–U+2BFF,
// lead byte E2) do not.
func isWordByte(c byte) bool {
	return isASCIILetter(c) || isDigit(c) || c >= 0xc3 && c != 0xe2
}

package importer

import (
	"bytes"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// decoded turns a text into UTF-8 and says what it was in, where it was in anything
// else: UTF-16, which says so itself, or Windows-1252, in which most old systems of
// newsrooms write what is not UTF-8. A text that is UTF-8 but for a few bytes stays
// as it is, for whoever reads it to complain of them.
func decoded(text []byte) (out []byte, was string) {
	switch {
	case bytes.HasPrefix(text, []byte{0xFF, 0xFE}), bytes.HasPrefix(text, []byte{0xFE, 0xFF}):
		return decode(text, unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)), "UTF-16"
	case utf16Without(text, 1):
		return decode(text, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)), "UTF-16"
	case utf16Without(text, 0):
		return decode(text, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)), "UTF-16"
	case !utf8.Valid(text) && !mostlyUTF8(text) && bytes.IndexByte(text, 0) < 0:
		return decode(text, charmap.Windows1252), "Windows-1252"
	}
	return text, ""
}

func decode(text []byte, from encoding.Encoding) []byte {
	out, err := from.NewDecoder().Bytes(text)
	if err != nil {
		return text
	}
	return out
}

// utf16Without reports UTF-16 that does not say so: every other byte of what begins
// it is zero, as in any text in Latin letters.
func utf16Without(text []byte, zero int) bool {
	const enough = 8 // units
	if len(text) < 2*enough || len(text)%2 != 0 {
		return false
	}
	for i := range enough {
		if text[2*i+zero] != 0 || text[2*i+1-zero] == 0 {
			return false
		}
	}
	return true
}

// mostlyUTF8 reports a text with more characters of several bytes than bytes that
// are in no character.
func mostlyUTF8(text []byte) bool {
	good, bad := 0, 0
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRune(text[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		i += n
	}
	return good > bad
}

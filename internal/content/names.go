package content

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fileHazard says why a file of this name would not be the same file everywhere,
// in words that follow a colon; "" where it would.
func fileHazard(name string) string {
	switch {
	case name == "":
		return "a part of it is empty"
	case strings.HasPrefix(name, "."):
		return "a part of it begins with a dot, which hides it"
	case strings.HasSuffix(name, "."), strings.HasSuffix(name, " "):
		return "a part of it ends with a dot or a space, which Windows drops"
	case len(name) > 200:
		return "a part of it is longer than some file systems take"
	case strings.ContainsFunc(name, func(r rune) bool {
		return strings.ContainsRune(`<>:"|?*\/`, r) || unicode.IsControl(r) || r == unicode.ReplacementChar
	}):
		return "it has a character that file names do not have everywhere"
	case !norm.NFC.IsNormalString(name):
		return "its accents are written apart from their letters (NFD), which file systems read differently"
	case isDevice(name):
		return "Windows keeps that name for a device"
	}
	return ""
}

// isDevice reports the names that Windows keeps for devices, with any extension.
func isDevice(name string) bool {
	stem, _, _ := strings.Cut(strings.ToLower(name), ".")
	switch stem {
	case "con", "prn", "aux", "nul":
		return true
	}
	return len(stem) == 4 && (strings.HasPrefix(stem, "com") || strings.HasPrefix(stem, "lpt")) && '1' <= stem[3] && stem[3] <= '9'
}

// foldName gives names that some file system takes for one the same form.
func foldName(name string) string {
	return strings.ToLower(strings.ToUpper(norm.NFC.String(name)))
}

// IsScratch reports names that editors and systems use for files of their own,
// which come and go and are no part of a site: swap files, backups, locks, those
// that are to replace another one or to try whether a folder can be written.
func IsScratch(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~") ||
		strings.HasPrefix(name, "#") && strings.HasSuffix(name, "#") ||
		strings.HasSuffix(name, "___jb_tmp___") || strings.HasSuffix(name, "___jb_old___") ||
		strings.HasSuffix(name, ".swp") || name == "4913" || name == "Thumbs.db" || name == "desktop.ini"
}

package content

import "testing"

// TestIsScratch knows what editors and systems leave beside the file that somebody
// edits, and takes nothing for it that somebody wrote.
func TestIsScratch(t *testing.T) {
	for name, want := range map[string]bool{
		".talks.md.swp": true, ".talks.md.swo": true, "talks.md~": true, "4913": true, // Vim
		".#talks.md": true, "#talks.md#": true, // Emacs
		"talks.md___jb_tmp___": true, "talks.md___jb_old___": true, // JetBrains
		".goutputstream-X1Y2Z3": true, ".DS_Store": true, "Thumbs.db": true, "desktop.ini": true,
		"talks.md": false, "4913.md": false, "#talks.md": false, "a~b.md": false, "jb_tmp.md": false,
	} {
		if got := IsScratch(name); got != want {
			t.Errorf("IsScratch(%q) = %t", name, got)
		}
	}
}

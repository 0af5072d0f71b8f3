package sourcing

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
)

// TestRoom reads all stories in the room of one engine, and each in a room of its
// own: what is found is the same, and stays so when the next story is read.
func TestRoom(t *testing.T) {
	files, err := filepath.Glob("testdata/*/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no stories", err)
	}
	shared := newEngine(english())
	var together, alone []Analysis
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		s := plainStory(string(text))
		s.Declared = []Declared{{ID: "official", Name: "a senior official", Level: Anonymous}}
		together = append(together, shared.analyze(s))
		alone = append(alone, newEngine(english()).analyze(s))
	}
	for i, name := range files {
		if !reflect.DeepEqual(together[i], alone[i]) {
			t.Errorf("%s is read differently after other stories", filepath.Base(name))
		}
	}
}

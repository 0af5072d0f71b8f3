package content_test

import (
	"os"
	"testing"

	"backgrounder/internal/content"
	"backgrounder/internal/diag"
)

// The site that ships with the program is without fault.
func TestLoadShippedSite(t *testing.T) {
	site, found := content.Load(os.DirFS("../.."))
	for _, d := range found {
		t.Error(d)
	}
	if len(site.Articles) == 0 || len(site.Actors) == 0 {
		t.Errorf("%d stories, %d actors", len(site.Articles), len(site.Actors))
	}
	_ = diag.Text{}
}

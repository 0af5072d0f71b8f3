package content

import "strings"

// Slug makes of a title the name of a story's or an actor's file, which is its
// address too; "" where nothing of the title can be spelt in one.
func Slug(title string) string {
	const most = 60 // bytes; longer addresses are cut off where people share them
	slug := slugify(title)
	if len(slug) > most {
		cut := slug[:most+1]
		if i := strings.LastIndexByte(cut, '-'); i > 0 {
			slug = cut[:i]
		} else {
			slug = slug[:most]
		}
	}
	if reserved[slug] != "" || isDevice(slug) || slug == reservedID {
		slug += "-1"
	}
	return slug
}

// StoryFile is the file of a story in Markdown, relative to the site's folder.
func StoryFile(slug string) string { return articlesDir + "/" + slug + ".md" }

// ActorFile is the file of an entry of the glossary, relative to the site's folder.
func ActorFile(id string) string { return glossaryDir + "/" + id + ".md" }

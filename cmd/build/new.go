package main

import (
	"context"
	"fmt"
	"strings"

	"backgrounder/internal/content"
	"backgrounder/internal/edtf"
)

// runNew makes a file whose fields are explained in it.
func runNew(_ context.Context, j job) error {
	what, name := j.operands[0], strings.Join(strings.Fields(j.operands[1]), " ")
	slug := j.slug
	if slug == "" {
		slug = content.Slug(name)
	}
	if slug == "" {
		return &hintedError{fmt.Errorf("the name %q cannot be spelt in an address", name), []string{"--slug gives the file its name"}}
	}
	root, err := openSite(j.site)
	if err != nil {
		return err
	}
	defer root.Close()
	var file string
	var text []byte
	switch what {
	case "article":
		now, wrong := j.now()
		if wrong != nil {
			return wrong
		}
		date := j.date
		if date.IsZero() {
			date = edtf.OfDay(now)
		}
		loaded, _ := content.Load(root.FS()) // what is wrong elsewhere is for another day
		if err := j.vacant(root, loaded, slug); err != nil {
			return err
		}
		file = content.StoryFile(slug)
		text, err = content.NewStory(&content.Article{Title: name, Date: date, Draft: true})
		text = append(text, "\n"...)
	case "actor":
		file = content.ActorFile(slug)
		text, err = content.NewActor(&content.Actor{Name: name})
		text = append(text, "\n"...)
	default:
		return &usageError{
			message: fmt.Sprintf("new makes an article or an actor, not %q", what),
			hints:   []string{`for example: ` + program + ` new actor "Lloyd Austin"`},
		}
	}
	if err != nil {
		return err
	}
	if err := createFile(root, file, text); err != nil {
		return err
	}
	j.say.status("%s: fill in what you know, and delete the rest", j.say.path(file))
	return nil
}

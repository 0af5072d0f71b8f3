package site

import "html/template"

func (s *site) relationMap(ids []string, relations []relation) template.HTML { return "" }

package content

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Schema is a JSON Schema of draft 7, which is what editors read, as far as the
// tables of fields need it.
type Schema struct {
	Draft       string     `json:"$schema,omitempty"`
	Comment     string     `json:"$comment,omitempty"`
	Title       string     `json:"title,omitempty"`
	Description string     `json:"description,omitempty"`
	Type        []string   `json:"type,omitempty"`
	Enum        []any      `json:"enum,omitempty"`
	Pattern     string     `json:"pattern,omitempty"` // of strings
	Minimum     *int       `json:"minimum,omitempty"` // of numbers
	Maximum     *int       `json:"maximum,omitempty"`
	Items       *Schema    `json:"items,omitempty"`
	Unique      bool       `json:"uniqueItems,omitempty"`
	Properties  properties `json:"properties,omitempty"`
	Required    []string   `json:"required,omitempty"`
	Keys        *Schema    `json:"propertyNames,omitempty"`
	Others      *Schema    `json:"additionalProperties,omitempty"` // of keys that Properties has not
	AnyOf       []Schema   `json:"anyOf,omitempty"`

	never bool // nothing is valid
}

// MarshalJSON implements json.Marshaler.
func (s Schema) MarshalJSON() ([]byte, error) {
	if s.never {
		return []byte("false"), nil
	}
	type plain Schema
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(plain(s))
	return b.Bytes(), err
}

// Property is a key of a mapping.
type Property struct {
	Name   string
	Schema Schema
}

// properties are in the order of their table.
type properties []Property

// MarshalJSON implements json.Marshaler.
func (ps properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, p := range ps {
		name, err := json.Marshal(p.Name)
		if err != nil {
			return nil, err
		}
		value, err := p.Schema.MarshalJSON()
		if err != nil {
			return nil, err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.Write(append(append(name, ':'), value...))
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// Property returns the schema of a key, to be added to; nil where there is none.
func (s *Schema) Property(name string) *Schema {
	i := slices.IndexFunc(s.Properties, func(p Property) bool { return p.Name == name })
	if i < 0 {
		return nil
	}
	return &s.Properties[i].Schema
}

// Only says that the mapping has these keys and no others.
func (s *Schema) Only(keys []Property) {
	s.Properties, s.Keys, s.Others = keys, nil, &Schema{never: true}
}

// Schemas describes what can be written in the files of a site, for editors that
// complete and check while somebody types: "site" is all of site.yaml, "story",
// "actor" and "page" are front matter. Whatever a schema refuses, [Load] refuses;
// what takes the calendar, the file system or another part of the site to know,
// only Load does.
func Schemas() map[string]Schema {
	schemas := map[string]Schema{
		"site":  tableSchema(siteFields),
		"story": tableSchema(articleFields),
		"actor": tableSchema(actorFields),
		"page":  tableSchema(pageFields),
	}
	for name, s := range schemas {
		s.Draft = "http://json-schema.org/draft-07/schema#"
		s.Title = strings.ToUpper(name[:1]) + name[1:]
		schemas[name] = s
	}
	return schemas
}

// tableSchema is the schema of a mapping with a table. A key with nothing after it
// is a field that is not filled in.
func tableSchema[T any](table []field[T]) Schema {
	s := Schema{Type: []string{"object"}, Others: &Schema{never: true}}
	for _, f := range table {
		p := f.schema
		if f.Required {
			s.Required = append(s.Required, f.Name)
		} else {
			p = p.orNothing()
		}
		p.Description = f.Doc
		s.Properties = append(s.Properties, Property{f.Name, p})
	}
	return s
}

// orNothing lets a value be missing behind its key.
func (s Schema) orNothing() Schema {
	switch {
	case s.AnyOf != nil:
		s.AnyOf = append(slices.Clone(s.AnyOf), Schema{Type: []string{"null"}})
	case s.Enum != nil:
		s.Enum = append(slices.Clone(s.Enum), nil)
	default:
		s.Type = append(slices.Clone(s.Type), "null")
	}
	return s
}

func listSchema(item Schema, unique bool) Schema {
	return Schema{Type: []string{"array"}, Items: &item, Unique: unique}
}

// words is a schema of text; a number or a truth value without quotes is text where
// text is wanted.
func words(pattern string) Schema {
	return Schema{Type: []string{"string", "number", "boolean"}, Pattern: pattern}
}

// of is a schema of text of a form that no number and no truth value has.
func of(pattern string) Schema { return Schema{Type: []string{"string"}, Pattern: pattern} }

// orNumber lets text of a form stand without its quotes where it has digits only.
func (s Schema) orNumber(least, most int) Schema {
	s.Type = append(slices.Clone(s.Type), "integer")
	s.Minimum, s.Maximum = &least, &most
	return s
}

func enum(words []string) Schema {
	s := Schema{Type: nil}
	for _, w := range words {
		s.Enum = append(s.Enum, w)
	}
	return s
}

// Patterns are of the regular expressions that JavaScript and Go have in common.
const (
	somethingVisible = `\S`
	slugPattern      = `^[a-z0-9]+(-[a-z0-9]+)*$`
	dayPattern       = `^\s*([0-9]{4}(-2[1-4]|-(0[1-9]|1[0-2]))?|` + wholeDay + `)\s*$`
	momentPattern    = `^\s*([0-9]{4}(-2[1-4]|-(0[1-9]|1[0-2]))?|` + wholeDay + `([Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?( ?(Z|[+-][0-9]{2}(:?[0-9]{2})?))?)?)\s*$`
	wholeDay         = `[0-9]{4}-((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))`
	urlRest          = `[^\s/?#@<>"\\^{|}` + "`" + `]+([/?#][^\s<>"\\^{|}` + "`" + `]*)?$`
	urlPattern       = `^[Hh][Tt][Tt][Pp][Ss]?://` + urlRest
	rootPattern      = `^/([^/\\\s][^\\\s]*)?$`
	filePart         = `[^./<>:"|?*\\][^/<>:"|?*\\]*`
	picturePattern   = `^/?` + filePart + `(/` + filePart + `)*$`
	languagePattern  = `^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$`
)

func dateSchema() Schema { return of(dayPattern).orNumber(1000, 9999) }

func idSchema() Schema {
	s := of(slugPattern).orNumber(0, 1<<53)
	s.Type = append(s.Type, "boolean")
	return s
}

func yesOrNoSchema() Schema {
	return Schema{Type: []string{"boolean", "string"}, Pattern: `^([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Oo][Nn]|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo]|[Oo][Ff][Ff])$`}
}

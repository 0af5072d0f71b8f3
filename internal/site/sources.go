package site

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
	"backgrounder/internal/content"
)

// sourcingView is the section on how a story is sourced, as its template shows it.
type sourcingView struct {
	Lead, Rest string
	Strip      template.HTML // empty without passages
	Levels     []levelRow    // least identified first
	Shared     string        // on passages with sources at more than one level
	Unnamed    []entryView
	RestTitle  string
	Others     []entryView
	Filter     []levelRow // levels that passages of the story are marked with
	Passages   int
}

// levelRow is a level with the sources that have it.
type levelRow struct {
	Level    string
	Letter   string
	Name     string
	Tags     template.HTML // of the sources that have it
	Passages int
}

// entryView is what the page tells of a source.
type entryView struct {
	ID, Label, Level string
	Name             template.HTML
	Fields           []fieldView
	Passages         template.HTML // links to them
	Detected         bool
}

// fieldView is a term and what is said of it.
type fieldView struct {
	Name  string
	Value template.HTML
}

// leastFirst lists the levels from the least to the most identified.
func leastFirst() []sourcing.Level {
	levels := slices.Clone(sourcing.Levels)
	slices.Reverse(levels)
	return levels
}

// sourced collects what a story's sourcing section says. spoken holds, for each of
// the story's sources, the numbers of its passages.
type sourced struct {
	*site
	article *content.Article
	res     *annotate.Result
	spoken  [][]int
	link    linker
}

// spokenBy lists the passages of each source, by number, as far as the text marks
// them: where markup stands in the way, it does not.
func spokenBy(st *annotated) [][]int {
	spoken := make([][]int, len(st.res.Sources))
	for i, p := range st.res.Passages {
		for _, k := range p.Sources {
			if st.said[i+1] {
				spoken[k] = append(spoken[k], i+1)
			}
		}
	}
	return spoken
}

func (v *sourced) view() sourcingView {
	view := sourcingView{Passages: len(v.res.Passages)}
	view.Lead, view.Rest = v.words()
	if len(v.res.Passages) > 0 {
		view.Strip = v.strip()
	}
	view.Levels, view.Filter = v.levels()
	view.Shared = v.shared()
	var rest []string
	for _, level := range leastFirst() {
		some := 0
		for k, src := range v.res.Sources {
			if src.Level != level {
				continue
			}
			some++
			if level == sourcing.Anonymous {
				view.Unnamed = append(view.Unnamed, v.entry(k))
			} else {
				view.Others = append(view.Others, v.entry(k))
			}
		}
		if some > 0 && level != sourcing.Anonymous {
			name := v.lang.say("levels." + string(level))
			if len(rest) > 0 {
				name = lowerFirst(name)
			}
			rest = append(rest, name)
		}
	}
	view.RestTitle = v.lang.list(rest)
	return view
}

// words are the sentences at the head of the section.
func (v *sourced) words() (lead, rest string) {
	var voices []voice
	place := make([]int, len(v.res.Sources)) // of a source among the voices
	for _, level := range leastFirst() {
		for k, src := range v.res.Sources {
			if src.Level == level {
				count := src.Count
				if count == 0 && level == sourcing.Anonymous && !annotate.English(v.language()) {
					_, count = v.lang.headNoun(src.Description) // which nobody has read
				}
				place[k] = len(voices)
				voices = append(voices, voice{
					Description: src.Description, Level: level, Condition: src.Condition, HasReason: src.Reason != "",
					Count: count, Confirmed: src.Declared,
				})
			}
		}
	}
	passages := make([][]int, len(v.res.Passages))
	for i, p := range v.res.Passages {
		for _, k := range p.Sources {
			passages[i] = append(passages[i], place[k])
		}
	}
	return v.lang.sourcingWords(voices, passages)
}

// byLevel counts passages as the page does everywhere, each once: that of several
// sources under the least identified of them. So all counts on the page agree, and
// none is larger than what is left when the unnamed are taken away.
func (v *sourced) byLevel() map[sourcing.Level]int {
	n := map[sourcing.Level]int{}
	for _, p := range v.res.Passages {
		n[p.Level]++
	}
	return n
}

// shared says how many passages have sources at more than one level, which readers
// would look for under each of them; nothing where none has.
func (v *sourced) shared() string {
	n := 0
	for _, p := range v.res.Passages {
		if slices.ContainsFunc(p.Sources, func(k int) bool { return v.res.Sources[k].Level != p.Level }) {
			n++
		}
	}
	if n == 0 {
		return ""
	}
	return v.lang.say("table.shared", "count", n, "words", numeral(n))
}

// levels are the rows of the table, every source under its level, and the choices
// of the filter: the levels that passages are marked with.
func (v *sourced) levels() (table, filter []levelRow) {
	passages := v.byLevel()
	for _, level := range leastFirst() {
		row := levelRow{Level: string(level), Letter: level.Letter(), Name: v.lang.say("level." + string(level)), Passages: passages[level]}
		var tags []string
		for _, src := range v.res.Sources {
			if src.Level == level {
				tags = append(tags, string(tag(src)))
			}
		}
		row.Tags = template.HTML(strings.Join(tags, " "))
		if len(tags) > 0 {
			table = append(table, row)
		}
		if row.Passages > 0 {
			filter = append(filter, row)
		}
	}
	return table, filter
}

// tag is a source's label that links to its entry.
func tag(src annotate.Source) template.HTML {
	e := template.HTMLEscapeString
	return template.HTML(`<a class="tag" data-level="` + e(string(src.Level)) + `" href="#source-` + e(src.ID) + `">` + e(src.Label) + `</a>`)
}

// entry is what is told of a source: only what the editor wrote or the story says.
func (v *sourced) entry(k int) entryView {
	src := v.res.Sources[k]
	declared := v.declared(src.ID)
	e := entryView{
		ID: src.ID, Label: src.Label, Level: string(src.Level),
		Name: v.entryName(src), Passages: v.numbered(v.spoken[k], "#said-", "passage"), Detected: !src.Declared,
	}
	add := func(key string, value template.HTML) {
		if value != "" {
			e.Fields = append(e.Fields, fieldView{v.lang.say(key), value})
		}
	}
	text := func(s string) template.HTML { return template.HTML(template.HTMLEscapeString(s)) }
	written := func(s string) template.HTML { return v.lang.span(v.article.Language, s) }
	if src.Level == sourcing.Anonymous {
		add("entry.terms", text(v.lang.say("entry."+termsOf(src))))
	}
	add("entry.why", written(v.reason(src)))
	add("entry.basis", written(upperFirst(declared.Basis)))
	add("entry.motive", written(upperFirst(declared.Motive)))
	add("entry.checked", written(upperFirst(declared.Checked)))
	granted := "entry.quoted"
	if src.Level == sourcing.Anonymous {
		granted = "entry.granted"
	}
	add(granted, v.via(declared.Via))
	add("entry.corroborated", v.others(declared.Corroborated, "entry.corroborated"))
	add("entry.disputed", v.others(declared.Disputed, "entry.disputed"))
	add("entry.supports", v.said(src.ID, declared.Corroborated, func(s content.Source) []string { return s.Corroborated }))
	add("entry.disputes", v.said(src.ID, declared.Disputed, func(s content.Source) []string { return s.Disputed }))
	return e
}

// reason is why a source is unnamed: in quotation marks where the words are the
// story's, without where they are the editor's.
func (v *sourced) reason(src annotate.Source) string {
	if src.Reason == "" || src.ReasonAt.Len() > 0 {
		return v.quoted(src.Reason)
	}
	return upperFirst(src.Reason)
}

func (v *sourced) quoted(words string) string {
	if words == "" {
		return ""
	}
	return v.lang.quote(words)
}

// language is that of the story.
func (v *sourced) language() string { return cmp.Or(v.article.Language, v.lang.Tag) }

func (v *sourced) declared(id string) content.Source {
	for _, s := range v.article.Sources {
		if s.ID == id {
			return s
		}
	}
	return content.Source{}
}

// entryName is a source's name, which leads to its card where it is an actor.
func (v *sourced) entryName(src annotate.Source) template.HTML {
	if v.actors[src.Actor] != nil && src.Level != sourcing.Anonymous {
		return v.link(src.Actor)
	}
	return v.lang.bdi(upperFirst(src.Description))
}

// via says who granted anonymity or quotes the source: an actor, or words.
func (v *sourced) via(via string) template.HTML {
	if via == "" {
		return ""
	}
	name := v.lang.bdi(upperFirst(via))
	plain := via
	if a := v.actors[via]; a != nil {
		name, plain = v.link(via), a.Name
	}
	if samePublisher(plain, v.article.Original.Publisher) {
		return v.must("entry.first", "name", name)
	}
	return name
}

// samePublisher compares names of newsrooms without their article.
func samePublisher(a, b string) bool {
	bare := func(s string) string { return strings.TrimPrefix(strings.ToLower(s), "the ") }
	return a != "" && bare(a) == bare(b)
}

// others lists sources that say the same or the opposite; an empty list, unlike
// none at all, says that the editor looked and found nobody.
func (v *sourced) others(ids []string, key string) template.HTML {
	if ids == nil {
		return ""
	}
	if tags := v.tags(ids); tags != "" {
		return v.must(key+".by", "tags", tags)
	}
	return v.must(key + ".none")
}

// said lists the sources whose entries name this one in a field, but for those
// that its own entry names there.
func (v *sourced) said(id string, own []string, field func(content.Source) []string) template.HTML {
	var ids []string
	for _, s := range v.article.Sources {
		if s.ID != id && slices.Contains(field(s), id) && !slices.Contains(own, s.ID) {
			ids = append(ids, s.ID)
		}
	}
	if tags := v.tags(ids); tags != "" {
		return v.must("entry.what", "tags", tags)
	}
	return ""
}

// tags joins the labels of sources, in the order of the page.
func (v *sourced) tags(ids []string) template.HTML {
	var all []template.HTML
	for _, src := range v.res.Sources {
		if slices.Contains(ids, src.ID) {
			all = append(all, tag(src))
		}
	}
	return v.lang.htmlList(all)
}

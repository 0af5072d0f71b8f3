package check

import (
	"fmt"
	"regexp"
	"strings"

	"backgrounder/internal/annotate"
	"backgrounder/internal/annotate/sourcing"
)

// attacking are cues that report an attack, whatever its words.
var attacking = words(`
	slammed slams blasted blasts lambasted lambastes mocked mocks ridiculed ridicules
	derided derides denounced denounces condemned condemns scoffed scoffs
	criticized criticizes criticised criticises`)

// judging are words of judgement that are no news by themselves. Only what is always
// a judgement stands here: "corrupt" can be a charge, "dangerous" a finding, and a
// kitchen "a mess".
var judging = regexp.MustCompile(`(?i)\b(?:` + strings.Join([]string{
	`liars?`, `idiots?`, `idiotic`, `stupid(?:ity)?`, `incompeten(?:t|ce)`, `disgrace(?:ful)?`, `shameful`, `shameless`,
	`cowards?`, `cowardly`, `cowardice`, `clowns?`, `pathetic`, `laughable`, `ludicrous`, `ridiculous`, `absurd`, `hypocri(?:te|tes|sy|tical)`,
	`fools?`, `foolish`, `traitors?`, `thugs?`, `bull(?:y|ies)`, `delusional`, `clueless`, `disastrous`, `brilliant`, `genius`,
	`insulting`, `a sham`, `a farce`, `a circus`, `out of (?:his|her|their) depth`, `out of touch`, `unfit (?:to|for)`,
}, "|") + `)\b`)

// opining are words with which somebody gives an opinion as one.
var opining = regexp.MustCompile(`(?:^|[^\pL])(?:I|[Ww]e) (?:personally |honestly |really )?(?:think|believe|feel) (?:that |this |it |he |she |they |we |the |there |his |her |their |our )|\b[Ii]n my (?:opinion|view)\b`)

// supposing is how a story reports what somebody thinks and does not know.
var supposing = regexp.MustCompile(`^(?:that )?(?:he|she|they) (?:now |also |still |personally )?(?:thinks?|thought|believes?|believed|suspects?|suspected|feels?|felt|hopes?|hoped)\b`)

// unnamedOpinion asks for a name behind a judgement. An unnamed source is there for
// what it knows.
func unnamedOpinion(s *story) {
	for _, p := range s.res.Passages {
		if p.Level != sourcing.Anonymous || !s.allUnnamed(p) {
			continue
		}
		src := s.res.Sources[p.Sources[0]]
		const hint = "give what the source knows, or find somebody who says this under their name"
		if cue := p.Cue.Of(s.res.Text); attacking[lower(cue)] {
			s.report(p.Cue, fmt.Sprintf("%q attacks from behind anonymity", excerpt(src.Description)), hint)
			continue
		}
		for _, c := range p.Content {
			if at := judging.FindStringIndex(c.Of(s.res.Text)); at != nil {
				found := annotate.Span{Start: c.Start + at[0], End: c.Start + at[1]}
				s.report(found, fmt.Sprintf("%q is a judgement of somebody who is not named, %q", found.Of(s.res.Text), excerpt(src.Description)), hint)
				break
			}
			if said := c.Of(s.res.Text); supposing.MatchString(said) || p.Kind != sourcing.Indirect && opining.MatchString(said) {
				s.report(c, fmt.Sprintf("this is what somebody thinks who is not named, %q", excerpt(src.Description)), hint)
				break
			}
		}
	}
}

func (s *story) allUnnamed(p annotate.Passage) bool {
	for _, k := range p.Sources {
		if s.res.Sources[k].Level != sourcing.Anonymous {
			return false
		}
	}
	return true
}

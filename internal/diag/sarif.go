package diag

import (
	"io"
	"net/url"
	"unicode/utf16"
)

// SARIF writes diagnostics in the Static Analysis Results Interchange Format,
// version 2.1.0 (OASIS, 2020), which code hosts read. Version is the program's.
// Describe, if there is one, says of a rule what it finds, or "".
type SARIF struct {
	Version  string
	Describe func(rule string) string
}

type (
	sarifLog struct {
		Schema  string     `json:"$schema"`
		Version string     `json:"version"`
		Runs    []sarifRun `json:"runs"`
	}
	sarifRun struct {
		Tool       sarifTool     `json:"tool"`
		ColumnKind string        `json:"columnKind"`
		Results    []sarifResult `json:"results"`
	}
	sarifTool struct {
		Driver sarifDriver `json:"driver"`
	}
	sarifDriver struct {
		Name    string      `json:"name"`
		Version string      `json:"version,omitempty"`
		Rules   []sarifRule `json:"rules"`
	}
	sarifRule struct {
		ID               string     `json:"id"`
		ShortDescription *sarifText `json:"shortDescription,omitempty"`
	}
	sarifResult struct {
		RuleID    string          `json:"ruleId,omitempty"`
		Level     string          `json:"level"`
		Message   sarifText       `json:"message"`
		Locations []sarifLocation `json:"locations,omitempty"`
		Fixes     []sarifFix      `json:"fixes,omitempty"`
	}
	sarifFix struct {
		Description sarifText     `json:"description"`
		Changes     []sarifChange `json:"artifactChanges"`
	}
	sarifChange struct {
		Artifact     sarifArtifact      `json:"artifactLocation"`
		Replacements []sarifReplacement `json:"replacements"`
	}
	sarifReplacement struct {
		Deleted  sarifRegion `json:"deletedRegion"`
		Inserted *sarifText  `json:"insertedContent,omitempty"`
	}
	sarifText struct {
		Text string `json:"text"`
	}
	sarifLocation struct {
		Physical sarifPhysical `json:"physicalLocation"`
	}
	sarifPhysical struct {
		Artifact sarifArtifact `json:"artifactLocation"`
		Region   *sarifRegion  `json:"region,omitempty"`
	}
	sarifArtifact struct {
		URI string `json:"uri"`
	}
	sarifRegion struct {
		StartLine   int        `json:"startLine"`
		StartColumn int        `json:"startColumn,omitempty"` // in UTF-16 units
		EndColumn   int        `json:"endColumn,omitempty"`   // exclusive
		Snippet     *sarifText `json:"snippet,omitempty"`
	}
)

// Write writes one log with one run.
func (s SARIF) Write(w io.Writer, ds []Diagnostic) error {
	run := sarifRun{
		Tool:       sarifTool{sarifDriver{Name: "Backgrounder", Version: s.Version, Rules: s.rules(ds)}},
		ColumnKind: "utf16CodeUnits",
		Results:    make([]sarifResult, 0, len(ds)),
	}
	for _, d := range ds {
		run.Results = append(run.Results, sarifResult{
			RuleID:    d.Rule,
			Level:     d.Severity.String(),
			Message:   sarifText{d.withHints()},
			Locations: d.sarif(),
			Fixes:     d.sarifFixes(),
		})
	}
	return encode(w, sarifLog{
		Schema:  "https://json.schemastore.org/sarif-2.1.0.json",
		Version: "2.1.0",
		Runs:    []sarifRun{run},
	})
}

// rules lists the rules that the diagnostics name, each once.
func (s SARIF) rules(ds []Diagnostic) []sarifRule {
	rules := []sarifRule{}
	seen := map[string]bool{"": true}
	for _, d := range ds {
		if !seen[d.Rule] {
			seen[d.Rule] = true
			rule := sarifRule{ID: d.Rule}
			if s.Describe != nil {
				if text := s.Describe(d.Rule); text != "" {
					rule.ShortDescription = &sarifText{text}
				}
			}
			rules = append(rules, rule)
		}
	}
	return rules
}

func (l Location) sarif() []sarifLocation {
	if l.File == "" {
		return nil
	}
	physical := sarifPhysical{Artifact: sarifArtifact{relativeURI(l.File)}}
	if l.Line > 0 {
		region := l.sarifRegion()
		if l.Text != "" {
			region.Snippet = &sarifText{l.Text}
		}
		physical.Region = &region
	}
	return []sarifLocation{{physical}}
}

func (l Location) sarifRegion() sarifRegion {
	if l.Col == 0 {
		return sarifRegion{StartLine: l.Line}
	}
	return sarifRegion{StartLine: l.Line, StartColumn: l.utf16Column(l.Col), EndColumn: l.utf16Column(l.Col + l.Width)}
}

func (d Diagnostic) sarifFixes() []sarifFix {
	if len(d.Fix) == 0 {
		return nil
	}
	change := sarifChange{Artifact: sarifArtifact{relativeURI(d.File)}}
	for _, e := range d.Fix {
		r := sarifReplacement{Deleted: e.sarifRegion()}
		if e.New != "" {
			r.Inserted = &sarifText{e.New}
		}
		change.Replacements = append(change.Replacements, r)
	}
	return []sarifFix{{Description: sarifText{d.fix()}, Changes: []sarifChange{change}}}
}

// utf16Column turns a column in code points into one in UTF-16 units.
func (l Location) utf16Column(col int) int {
	units := col
	for i, r := range []rune(l.Text) {
		if i+1 >= col {
			break
		}
		units += utf16.RuneLen(r) - 1
	}
	return units
}

// relativeURI writes a path as a reference: the path of no URL that the first
// part could be the scheme of.
func relativeURI(path string) string {
	return (&url.URL{Path: path}).String()
}

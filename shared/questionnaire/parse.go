package questionnaire

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/language"

	"voiceforum/shared/fault"
	"voiceforum/shared/victimscode"
)

const (
	largestFile = 256 << 10 // bytes
	lastVersion = 9999
	mostMinutes = 60
)

// Parse reads a questionnaire file. Name is how errors call the file. A file that is not as it should be is a
// fault.Invalid which wraps Mistakes: everything that is wrong with it, each with its line and the reason.
func Parse(name string, text []byte) (*Questionnaire, error) {
	code, err := victimscode.Get(victimsCode)
	if err != nil {
		return nil, err
	}
	p := &parser{
		nodes: nodes{file: name}, code: code, scales: map[string][]Option{}, q: &Questionnaire{index: map[string]*Question{}},
	}
	if root := p.tree(text); root != nil {
		p.questionnaire(root)
		p.checkConditions()
	}
	if len(p.mistakes) > 0 {
		return nil, fault.Wrap(fault.Invalid, "read questionnaire", p.mistakes.sorted())
	}
	return p.q, nil
}

// parser makes a questionnaire of a file's nodes.
type parser struct {
	nodes
	code      victimscode.Code
	q         *Questionnaire
	preferNot Words
	before    *Before
	scales    map[string][]Option
	texts     int // how many free texts there are
	reads     []reading
}

// tree parses the one YAML document that a file holds.
func (p *parser) tree(text []byte) *yaml.Node {
	if len(text) > largestFile {
		p.mistakes = append(p.mistakes, Mistake{File: p.file, Reason: "the file is larger than any questionnaire"})
		return nil
	}
	var document, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	switch err := decoder.Decode(&document); {
	case errors.Is(err, io.EOF):
		p.mistakes = append(p.mistakes, Mistake{File: p.file, Reason: "the file is empty"})
		return nil
	case err != nil:
		p.mistakes = append(p.mistakes, p.syntax(err))
		return nil
	}
	if err := decoder.Decode(&second); err == nil {
		p.fail(&second, "the file must hold one document")
	} else if !errors.Is(err, io.EOF) {
		p.mistakes = append(p.mistakes, p.syntax(err))
	}
	if len(document.Content) != 1 {
		p.mistakes = append(p.mistakes, Mistake{File: p.file, Reason: "the file is empty"})
		return nil
	}
	return document.Content[0]
}

var (
	yamlLine = regexp.MustCompile(`^yaml: (?:line (\d+): )?`)
	// The library counts the lines of these from 0, and those of every other complaint from 1.
	fromZero = regexp.MustCompile(`: did not find expected (?:<|node|'-'|key|',')`)
)

// syntax takes the line out of the YAML library's error text, which is the only place where it is.
func (p *parser) syntax(err error) Mistake {
	text := err.Error()
	m := yamlLine.FindStringSubmatch(text)
	if m == nil {
		return Mistake{File: p.file, Reason: text}
	}
	line, _ := strconv.Atoi(m[1]) // none is 0, the file as a whole
	if fromZero.MatchString(text) {
		line++
	}
	return Mistake{File: p.file, Line: line, Reason: "this is not YAML: " + strings.TrimPrefix(text, m[0])}
}

func (p *parser) questionnaire(root *yaml.Node) {
	f := p.mapping(root, "the questionnaire",
		[]string{"id", "version", "title", "audience", "minutes", "languages", "prefer-not", "sections"},
		[]string{"view", "before-text", "scales"})
	p.languages(f.values["languages"])
	p.q.ID = p.id(f.values["id"], "the questionnaire's id")
	p.q.Version = p.number(f.values["version"], "the version", 1, lastVersion)
	p.q.View = Victim
	if n := f.values["view"]; n != nil {
		p.q.View = View(p.oneOf(n, "view", []string{string(Victim), string(Partner), string(Officer)}))
	}
	p.q.Minutes = p.number(f.values["minutes"], "minutes", 1, mostMinutes)
	p.q.Title = p.said(f.values["title"], "the title")
	p.q.Audience = p.said(f.values["audience"], "the audience")
	p.preferNot = p.said(f.values["prefer-not"], "prefer-not")
	p.beforeText(f.values["before-text"])
	p.allScales(f.values["scales"])
	for _, n := range p.list(f.values["sections"], "sections", 1, 50) {
		p.section(n)
	}
}

// said reads words in all the questionnaire's languages.
func (p *parser) said(n *yaml.Node, what string) Words { return p.words(n, what, p.q.Languages) }

func (p *parser) languages(n *yaml.Node) {
	for _, item := range p.list(n, "languages", 1, 100) {
		s := p.text(item, "a language")
		tag, err := language.Parse(s)
		switch {
		case err != nil || tag.String() != s:
			p.fail(item, "language %q is not a BCP 47 tag in its usual form, such as en, ur or pa-Arab", s)
		case slices.Contains(p.q.Languages, s):
			p.fail(item, "language %q is listed twice", s)
		default:
			p.q.Languages = append(p.q.Languages, s)
		}
	}
	if n != nil && !slices.Contains(p.q.Languages, English) {
		p.fail(n, "languages must include English (en)")
		p.q.Languages = append(p.q.Languages, English)
	}
}

func (p *parser) beforeText(n *yaml.Node) {
	if n == nil {
		return
	}
	f := p.mapping(n, "before-text", []string{"lead", "note"}, nil)
	p.before = &Before{Lead: p.said(f.values["lead"], "the lead"), Note: p.said(f.values["note"], "the note")}
}

// allScales reads the named scales, each of five points from worst to best.
func (p *parser) allScales(n *yaml.Node) {
	if n == nil || !p.is(n, yaml.MappingNode, "scales", "a mapping of names to points") {
		return
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name := p.id(n.Content[i], "a scale's name")
		if p.scales[name] != nil {
			p.fail(n.Content[i], "scale %q is there twice", name)
		}
		labels := p.list(n.Content[i+1], "the points of a scale", 0, 50)
		if len(labels) != ScalePoints {
			p.fail(n.Content[i], "scale %q must have exactly %d points, not %d", name, ScalePoints, len(labels))
		}
		points := make([]Option, len(labels))
		for j, label := range labels {
			points[j] = Option{ID: strconv.Itoa(j + 1), As: strconv.Itoa(j + 1), Label: p.said(label, "a point of a scale"), Point: j + 1}
		}
		p.scales[name] = points
	}
}

func (p *parser) section(n *yaml.Node) {
	f := p.mapping(n, "a section", []string{"id", "title", "part", "questions"}, []string{"when"})
	s := Section{ID: p.id(f.values["id"], "a section's id"), Title: p.said(f.values["title"], "a section's title")}
	s.Part = Part(p.oneOf(f.values["part"], "part", []string{string(Main), string(Support), string(AboutYou)}))
	if slices.ContainsFunc(p.q.Sections, func(other Section) bool { return other.ID == s.ID && s.ID != "" }) {
		p.fail(n, "section %q is there twice", s.ID)
	}
	if k := len(p.q.Sections); k > 0 && p.q.Sections[k-1].Part == AboutYou && s.Part != AboutYou {
		p.fail(n, "section %q comes after an about-you section; those are last", s.ID)
	}
	p.q.Sections = append(p.q.Sections, s)
	for _, item := range p.list(f.values["questions"], "a section's questions", 1, 100) {
		p.question(item, s, f.values["when"])
	}
}
